import type { Item } from "./store.ts";
import { judge, type Verdict } from "./verdict.ts";

/** What belongs to the page that sends, and not to what is sent. */
export const OF_THE_PAGE = new Set(["visitor_token", "csrfmiddlewaretoken", "client_id"]);
const PATIENCE = 30_000;

/** Sends to `address` what an ordinary form would, with the page's own tokens. A network that is gone: try again. */
export async function post(address: string, item: Item, tokens: ReadonlyMap<string, string>): Promise<Verdict> {
  const body = new FormData();
  for (const [name, value] of tokens) body.append(name, value);
  body.append("client_id", item.id);
  for (const [name, value, filename] of item.fields) {
    if (typeof value === "string") body.append(name, value);
    else body.append(name, value, filename ?? "fil");
  }
  try {
    const answer = await fetch(address, {
      method: "POST",
      headers: { Accept: "application/json" },
      body,
      credentials: "same-origin",
      redirect: "manual", // a page for signing in is no answer
      signal: AbortSignal.timeout(PATIENCE),
    });
    if (answer.type === "opaqueredirect") return { kind: "stuck", error: "", conflict: false, shut: true };
    const read: unknown = await answer.json().catch(() => undefined);
    return judge({ status: answer.status, body: read, retryAfter: answer.headers.get("Retry-After") });
  } catch {
    return { kind: "again", after: 0 };
  }
}
