import type { Field, Item, Kept, Store } from "./store.ts";
import { delay, type Verdict } from "./verdict.ts";

/**
 * The outbox of one scope. What is added lies in the store before anything is sent, goes in the order it was written, and
 * leaves the store when the server has said that it is kept: not before. Sending stops at what the network refuses and
 * goes on by itself; what the server refuses is put aside, so that it holds nothing else up.
 */

export type State = "here" | "sending" | "there" | "stuck";

export interface Change {
  item: Kept;
  state: State;
  kept?: Record<string, unknown>;
}

export interface Surroundings {
  store: Store;
  /** Sends one thing. Never rejects: a network that is gone is a verdict too. */
  post(item: Item): Promise<Verdict>;
  /** Is told of every change, and of what lay here from before. */
  changed(change: Change): void;
  now(): number;
  /** Calls back later; the newest call replaces the one before. */
  later(milliseconds: number, action: () => void): void;
}

const LEASE = 45_000; // longer than one attempt may take
const FAR_OFF = 15 * 60_000; // no attempt is put off so long: the clock has been set back
const ASK_AGAIN = 3_000; // while another tab is sending

/** An id; plain http on a local network has no `crypto.randomUUID`. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

export class Outbox {
  private known = new Map<number, Kept>();
  private running = false;
  private asked = false;

  constructor(
    readonly scope: string,
    private readonly around: Surroundings,
    /** Under what name it holds the lease. One that comes back under its old name need not wait for itself. */
    private readonly holder = randomId(),
  ) {}

  /** Keeps it here. When this resolves it survives a reload; sending is another matter. */
  async add(fields: Field[]): Promise<Kept> {
    const item = { id: randomId(), scope: this.scope, fields, attempts: 0, nextAt: 0, stuck: "" };
    const kept = await this.around.store.add(item);
    this.tell({ item: kept, state: "here" });
    return kept;
  }

  /** What lies here, the oldest first. */
  waiting(): Kept[] {
    return [...this.known.values()].sort((one, other) => one.place - other.place);
  }

  /** Sends what was put aside once more, under a new id: the old one may stand for something else. */
  async again(item: Kept): Promise<void> {
    const anew = { ...item, id: randomId(), attempts: 0, nextAt: 0, stuck: "" };
    await this.around.store.put(anew);
    this.tell({ item: anew, state: "here" });
    await this.flush();
  }

  /** Forgets what was put aside: somebody has decided so. */
  async drop(item: Kept): Promise<void> {
    await this.around.store.remove(item.place);
    this.known.delete(item.place);
  }

  /**
   * A page has opened the door: what was put aside because it was shut is sent after all, in its old order, and what
   * waits for its next attempt is tried now.
   */
  async resume(): Promise<void> {
    for (const item of await this.around.store.all(this.scope)) {
      if (item.stuck && item.shut) await this.around.store.put({ ...item, attempts: 0, nextAt: 0, stuck: "", shut: false });
    }
    await this.hurry();
  }

  /** The network may be back: what waits for its next attempt is tried now. */
  async hurry(): Promise<void> {
    for (const item of await this.around.store.all(this.scope)) {
      if (item.nextAt > this.around.now()) await this.around.store.put({ ...item, nextAt: 0 });
    }
    await this.flush();
  }

  /** Sends what there is to send. Calls while it works make it look once more. */
  async flush(): Promise<void> {
    if (this.running) {
      this.asked = true;
      return;
    }
    this.running = true;
    try {
      do {
        this.asked = false;
        await this.look();
        while (await this.sendFirst());
      } while (this.asked);
    } finally {
      this.running = false;
      await this.around.store.release(this.scope, this.holder);
    }
  }

  /** Compares with the store: another tab may have added something, or sent it. */
  async look(): Promise<Kept[]> {
    const items = await this.around.store.all(this.scope);
    const here = new Set(items.map((item) => item.place));
    for (const item of this.waiting()) if (!here.has(item.place)) this.tell({ item, state: "there" });
    for (const item of items) {
      if (!this.known.has(item.place)) this.tell({ item, state: item.stuck ? "stuck" : "here" });
    }
    return items;
  }

  /** Sends the oldest thing that is not put aside; whether to go on with the next. */
  private async sendFirst(): Promise<boolean> {
    const { store } = this.around;
    if (!(await store.all(this.scope)).some((item) => !item.stuck)) return false;
    if (!(await store.lease(this.scope, this.holder, this.around.now(), LEASE))) {
      this.around.later(ASK_AGAIN, () => void this.flush());
      return false;
    }
    // Looked up after the lease: another tab may have sent it in between.
    const item = (await this.look()).find((one) => !one.stuck);
    if (!item) return false;
    const wait = item.nextAt - this.around.now();
    if (wait > 0 && wait < FAR_OFF) {
      this.around.later(wait, () => void this.flush());
      return false;
    }
    this.tell({ item, state: "sending" });
    return this.settle(item, await this.around.post(item));
  }

  private async settle(item: Kept, verdict: Verdict): Promise<boolean> {
    const { store } = this.around;
    if (verdict.kind === "kept") {
      await store.remove(item.place);
      this.tell({ item, state: "there", kept: verdict.kept });
      return true;
    }
    if (verdict.kind === "stuck") {
      const aside = { ...item, stuck: verdict.error || "-", shut: verdict.shut };
      await store.put(aside);
      this.tell({ item: aside, state: "stuck" });
      return true;
    }
    const attempts = item.attempts + 1;
    const renewed = verdict.token !== undefined && item.attempts < 3;
    const nextAt = renewed ? 0 : this.around.now() + Math.max(verdict.after, delay(attempts));
    const later = { ...item, attempts, nextAt };
    const noted = await store.put(later).then(
      () => true,
      () => false, // a full device: what it holds is safe, but no new time can be written beside it
    );
    this.tell({ item: later, state: "here" });
    if (!noted) this.around.later(Math.max(ASK_AGAIN, nextAt - this.around.now()), () => void this.flush());
    return noted; // looks once more, and then waits
  }

  private tell(change: Change): void {
    if (change.state === "there") this.known.delete(change.item.place);
    else this.known.set(change.item.place, change.item);
    this.around.changed(change);
  }
}
