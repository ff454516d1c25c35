/** What an answer of the server means for what was sent. Only the server's own word "kept" lets it be forgotten. */

export type Verdict =
  | { kind: "kept"; kept: Record<string, unknown> }
  | { kind: "again"; after: number; token?: string }
  | { kind: "stuck"; error: string; conflict: boolean; shut: boolean };

export interface Answered {
  status: number;
  /** The body read as JSON, or undefined. */
  body: unknown;
  /** The header Retry-After, or null. */
  retryAfter: string | null;
}

const LONGEST = 60_000;
/** The door is shut, for anything that is sent: nothing is wrong with the thing itself. */
const SHUT = [401, 403, 404, 410];

/** How long to wait before the next attempt: twice as long each time, up to a minute, spread so that a room does not ask in step. */
export function delay(attempts: number, random: () => number = Math.random): number {
  const wait = Math.min(LONGEST, 1000 * 2 ** Math.min(attempts, 10));
  return Math.round(wait / 2 + (random() * wait) / 2);
}

function said(body: unknown): Record<string, unknown> {
  return typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
}

export function judge(answered: Answered): Verdict {
  const body = said(answered.body);
  const error = typeof body.error === "string" ? body.error : "";
  const ok = answered.status === 200 || answered.status === 201;
  if (ok && typeof body.kept === "object" && body.kept !== null) {
    return { kind: "kept", kept: body.kept as Record<string, unknown> };
  }
  if (typeof body.token === "string") return { kind: "again", after: 0, token: body.token };
  const refused = answered.status >= 400 && answered.status < 500 && ![408, 425, 429].includes(answered.status);
  if (refused) {
    return { kind: "stuck", error, conflict: answered.status === 409, shut: SHUT.includes(answered.status) };
  }
  return { kind: "again", after: 1000 * Math.min(600, Math.max(0, Number(answered.retryAfter) || 0)) };
}
