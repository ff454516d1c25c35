/**
 * What this tab has sent: the form's key and a short print of the words, never the words themselves, until the tab is
 * closed. It is used for one thing: a form that the browser's Back shows filled in again is not sent a second time.
 */

export interface Sent {
  key: string;
  print: string;
}

function place(name: string, state: "sending" | "sent"): string {
  return `medskick.${state}.${name}`;
}

function read(at: string): Sent | undefined {
  try {
    return (JSON.parse(sessionStorage.getItem(at) ?? "null") as Sent | null) ?? undefined;
  } catch {
    return undefined; // Storage is off: the server's client key is the real guard.
  }
}

/** Thirty-two bits that tell one set of answers from another (FNV-1a). */
export function print(values: Record<string, string[]>): string {
  let hash = 0x811c9dc5;
  for (const char of JSON.stringify(values)) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(16);
}

/** The form is on its way. */
export function remember(name: string, sent: Sent): void {
  try {
    sessionStorage.setItem(place(name, "sending"), JSON.stringify(sent));
  } catch {
    // Nothing is remembered.
  }
}

/** The page of thanks has come: "now" for what was on its way, "earlier" when it is shown again, "" when unknown. */
export function confirmSent(name: string): "now" | "earlier" | "" {
  const sending = read(place(name, "sending"));
  if (!sending) return read(place(name, "sent")) ? "earlier" : "";
  try {
    sessionStorage.setItem(place(name, "sent"), JSON.stringify(sending));
    sessionStorage.removeItem(place(name, "sending"));
  } catch {
    // Nothing is remembered.
  }
  return "now";
}

/** Whether a form with this key, or with these very answers, is what was sent last. */
export function wasSent(name: string, key: string, words = ""): boolean {
  const sent = read(place(name, "sent"));
  return Boolean(sent) && ((key !== "" && sent?.key === key) || (words !== "" && sent?.print === words));
}
