import { all } from "../common/dom.ts";
import { Outbox, randomId, type Change, type Surroundings } from "./outbox.ts";
import { OF_THE_PAGE, post } from "./post.ts";
import { openStore } from "./store.ts";

const RECENT = 60_000; // milliseconds: longer than a page takes to open

type Said = { ask: true } | { change: Change; live: boolean };

/**
 * The outbox of the page's `[data-outbox]` (its scope), which sends to `data-address` with the tokens of the page's own
 * forms. Sends when the page opens, when the network or the page comes back, and when another tab has added something.
 * Undefined where this browser keeps nothing: then the page's forms go on being ordinary ones.
 *
 * `elsewhere` is told what another tab has got through; `live` is false for what this page, just opened, asks the others
 * for: it may have been fetched before that had arrived, and opened after it had left the store.
 */
export async function openOutbox(
  root: HTMLElement,
  changed: (change: Change) => void,
  elsewhere: (change: Change, live: boolean) => void,
): Promise<Outbox | undefined> {
  const scope = root.dataset.outbox ?? "";
  const address = root.dataset.address ?? location.pathname;
  const store = await openStore().catch(() => undefined);
  if (!store) return undefined;
  const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(`medskick.outbox.${scope}`) : undefined;
  const say = (said: Said): void => channel?.postMessage(said);
  const tokens = tokensOf(root);
  let recent: { at: number; change: Change }[] = [];
  let timer: number | undefined;
  const surroundings: Surroundings = {
    store,
    now: () => Date.now(),
    later: (milliseconds, action) => {
      window.clearTimeout(timer);
      timer = window.setTimeout(action, milliseconds);
    },
    post: async (item) => {
      const verdict = await post(address, item, tokens);
      if (verdict.kind === "again" && verdict.token) tokens.set("visitor_token", verdict.token);
      return verdict;
    },
    changed: (change) => {
      changed(change);
      if (change.state === "sending") return;
      say({ change, live: true });
      recent = recent.filter((one) => Date.now() - one.at < RECENT);
      if (change.kept) recent.push({ at: Date.now(), change });
    },
  };
  const outbox = new Outbox(scope, surroundings, holderOf(scope));
  channel?.addEventListener("message", (event: MessageEvent<Said>) => {
    if ("ask" in event.data) {
      for (const { at, change } of recent) if (Date.now() - at < RECENT) say({ change, live: false });
      return;
    }
    const { change, live } = event.data;
    if (change.kept) elsewhere(change, live);
    if (live) void outbox.flush();
  });
  say({ ask: true });
  window.addEventListener("online", () => void outbox.hurry());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void outbox.hurry();
  });
  return outbox;
}

/**
 * The name under which this tab sends. It passes from a page to the one after it in the tab, so that a page loaded anew
 * while it sent does not wait for one that is gone. While a page lives the name lies nowhere: a duplicated tab, which
 * gets a copy of what does, has a name of its own.
 */
function holderOf(scope: string): string {
  const key = `medskick.outbox.${scope}`;
  const made = randomId();
  try {
    const holder = sessionStorage.getItem(key) ?? made;
    sessionStorage.removeItem(key);
    window.addEventListener("pagehide", () => sessionStorage.setItem(key, holder));
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) sessionStorage.removeItem(key);
    });
    return holder;
  } catch {
    return made; // storage is switched off: then the lease ends by itself
  }
}

function tokensOf(root: HTMLElement): Map<string, string> {
  const found = new Map<string, string>();
  for (const input of all<HTMLInputElement>("input[type=hidden]", root)) {
    if (OF_THE_PAGE.has(input.name) && input.name !== "client_id") found.set(input.name, input.value);
  }
  return found;
}
