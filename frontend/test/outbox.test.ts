import { expect, test } from "vitest";
import { Outbox, randomId, type Change } from "../src/outbox/outbox.ts";
import type { Item, Kept, Store } from "../src/outbox/store.ts";
import { delay, judge, type Verdict } from "../src/outbox/verdict.ts";

/** The store's contract in memory; the journey in the browser walks the one on disk. */
class Memory implements Store {
  items = new Map<number, Kept>();
  leases = new Map<string, { holder: string; until: number }>();
  private last = 0;

  async add(item: Item): Promise<Kept> {
    const kept = { ...item, place: ++this.last };
    this.items.set(kept.place, kept);
    return kept;
  }
  async all(scope: string): Promise<Kept[]> {
    return [...this.items.values()].filter((item) => item.scope === scope).sort((a, b) => a.place - b.place);
  }
  async put(item: Kept): Promise<void> {
    this.items.set(item.place, item);
  }
  async remove(place: number): Promise<void> {
    this.items.delete(place);
  }
  async lease(scope: string, holder: string, now: number, milliseconds: number): Promise<boolean> {
    const held = this.leases.get(scope);
    if (held && held.holder !== holder && held.until > now) return false;
    this.leases.set(scope, { holder, until: now + milliseconds });
    return true;
  }
  async release(scope: string, holder: string): Promise<void> {
    if (this.leases.get(scope)?.holder === holder) this.leases.delete(scope);
  }
}

const KEPT: Verdict = { kind: "kept", kept: {} };
const AGAIN: Verdict = { kind: "again", after: 0 };
const STUCK: Verdict = { kind: "stuck", error: "För långt.", conflict: false, shut: false };
const SHUT: Verdict = { kind: "stuck", error: "Länken gäller inte längre.", conflict: false, shut: true };

/** One tab over a store, with a clock that is moved by hand. */
function tab(store: Store, post: (item: Item) => Promise<Verdict>, clock = { now: 1_000_000 }, holder?: string) {
  const changes: Change[] = [];
  const calls: { wait: number; action: () => void }[] = [];
  const surroundings = {
    store,
    post,
    changed: (change: Change) => void changes.push(change),
    now: () => clock.now,
    later: (wait: number, action: () => void) => void calls.push({ wait, action }),
  };
  const outbox = new Outbox("table.1", surroundings, holder);
  return { outbox, changes, calls, clock };
}

function words(item: Item): string {
  return String(item.fields[0]?.[1]);
}

test("only the server's own word that it is kept lets a thing be forgotten", () => {
  const kinds = (status: number, body: unknown): string => judge({ status, body, retryAfter: null }).kind;
  expect(kinds(201, { kept: { note: "1" } })).toBe("kept");
  expect(kinds(200, { kept: {}, repeated: true })).toBe("kept");
  for (const body of [undefined, "<html>", {}, { kept: null }, { kept: true }, null]) {
    expect(kinds(200, body)).toBe("again");
  }
  for (const status of [0, 302, 408, 429, 500, 502, 503, 504]) expect(kinds(status, undefined)).toBe("again");
  for (const status of [400, 403, 404, 409, 413, 422]) expect(kinds(status, { error: "Nej", kept: null })).toBe("stuck");
});

test("a new token is tried at once, and the server may ask for patience", () => {
  expect(judge({ status: 400, body: { token: "nytt" }, retryAfter: "1" })).toEqual({ kind: "again", after: 0, token: "nytt" });
  expect(judge({ status: 429, body: {}, retryAfter: "60" })).toEqual({ kind: "again", after: 60_000 });
  expect(judge({ status: 503, body: {}, retryAfter: "soon" })).toEqual({ kind: "again", after: 0 });
});

test("waiting grows to a minute and is spread", () => {
  expect([delay(1, () => 0), delay(1, () => 1)]).toEqual([1000, 2000]);
  expect([delay(50, () => 0), delay(50, () => 1)]).toEqual([30_000, 60_000]);
});

test("an id is a random UUID", () => {
  const made = Array.from({ length: 100 }, randomId);
  expect(new Set(made).size).toBe(100);
  for (const id of made) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test("things go in the order they were written and leave the store when they are kept", async () => {
  const store = new Memory();
  const sent: string[] = [];
  const { outbox, changes } = tab(store, async (item) => {
    expect(store.items.size).toBe(2 - sent.length); // still here while it is on its way
    sent.push(words(item));
    return KEPT;
  });
  await outbox.add([["text", "ett"]]);
  await outbox.add([["text", "två"]]);
  await outbox.flush();
  expect(sent).toEqual(["ett", "två"]);
  expect(store.items.size).toBe(0);
  expect(changes.map((one) => one.state)).toEqual(["here", "here", "sending", "there", "sending", "there"]);
});

test("what the network refuses waits first in line, under the same id, and goes on by itself", async () => {
  const store = new Memory();
  const ids: string[] = [];
  const verdicts = [AGAIN, AGAIN, KEPT, KEPT];
  const { outbox, calls, clock } = tab(store, async (item) => {
    ids.push(item.id);
    return verdicts[ids.length - 1] ?? KEPT;
  });
  const first = await outbox.add([["text", "ett"]]);
  await outbox.add([["text", "två"]]);
  await outbox.flush();
  expect(ids).toEqual([first.id]);
  await outbox.flush(); // too early
  expect(ids.length).toBe(1);
  clock.now += calls.at(-1)!.wait;
  await outbox.flush();
  expect(ids).toEqual([first.id, first.id]);
  await outbox.hurry(); // the network is back
  expect(ids.slice(0, 3)).toEqual([first.id, first.id, first.id]);
  expect(store.items.size).toBe(0);
});

test("what the server refuses is put aside, holds nothing up, and is sent anew only when asked", async () => {
  const store = new Memory();
  const sent: string[] = [];
  let answer = STUCK as Verdict;
  const { outbox, changes } = tab(store, async (item) => {
    sent.push(words(item));
    return words(item) === "fel" ? answer : KEPT;
  });
  const wrong = await outbox.add([["text", "fel"]]);
  await outbox.add([["text", "rätt"]]);
  await outbox.flush();
  await outbox.flush();
  expect(sent).toEqual(["fel", "rätt"]);
  const [aside] = [...store.items.values()];
  expect(aside?.stuck).toBe("För långt.");
  expect(changes.find((one) => one.state === "stuck")?.item.place).toBe(wrong.place);
  answer = KEPT;
  await outbox.again(aside!);
  expect(store.items.size).toBe(0);
  expect(sent).toEqual(["fel", "rätt", "fel"]);
});

test("what a link that had ended could not send goes, in its order, when the new link is opened", async () => {
  const store = new Memory();
  const old = tab(store, async (item) => (words(item) === "för långt" ? STUCK : SHUT));
  for (const text of ["ett", "för långt", "två", "lämna in"]) await old.outbox.add([["text", text]]);
  await old.outbox.flush();
  expect([...store.items.values()].every((item) => item.stuck)).toBe(true);
  const sent: string[] = [];
  const ids = [...store.items.values()].map((item) => item.id);
  const { outbox } = tab(store, async (item) => {
    sent.push(words(item));
    expect(ids).toContain(item.id); // the server may have it after all
    return KEPT;
  });
  await outbox.resume();
  expect(sent).toEqual(["ett", "två", "lämna in"]);
  expect([...store.items.values()].map(words)).toEqual(["för långt"]);
});

test("a door that is shut is told from a thing that is wrong", () => {
  const shut = (status: number): unknown => judge({ status, body: { error: "Nej", kept: null }, retryAfter: null });
  for (const status of [401, 403, 404, 410]) expect(shut(status)).toMatchObject({ kind: "stuck", shut: true });
  for (const status of [400, 409, 413, 422]) expect(shut(status)).toMatchObject({ kind: "stuck", shut: false });
});

test("a device that is full goes on sending what it holds, without asking in a storm", async () => {
  class Full extends Memory {
    override async put(): Promise<void> {
      throw new DOMException("full", "QuotaExceededError");
    }
  }
  const store = new Full();
  let asked = 0;
  const { outbox, calls } = tab(store, async () => (++asked < 2 ? AGAIN : KEPT));
  await outbox.add([["text", "ett"]]);
  await outbox.flush();
  expect(asked).toBe(1);
  expect(calls.at(-1)!.wait).toBeGreaterThan(500);
  calls.at(-1)!.action();
  await expect.poll(() => store.items.size).toBe(0);
});

test("what lay here from before is told when the page opens, and sent", async () => {
  const store = new Memory();
  await tab(store, async () => AGAIN).outbox.add([["text", "från igår"]]);
  const { outbox, changes } = tab(store, async () => KEPT);
  await outbox.flush();
  expect(changes.map((one) => one.state)).toEqual(["here", "sending", "there"]);
});

test("two tabs never send the same thing at the same time, and the other tab sees it arrive", async () => {
  const store = new Memory();
  const clock = { now: 1_000_000 };
  const sent: string[] = [];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => (open = resolve));
  const slow = async (item: Item): Promise<Verdict> => {
    sent.push(item.id);
    await gate;
    return KEPT;
  };
  const [one, other] = [tab(store, slow, clock), tab(store, slow, clock)];
  await one.outbox.add([["text", "ett"]]);
  const sending = one.outbox.flush();
  await other.outbox.flush();
  expect(other.calls.length).toBe(1); // asks again later
  open();
  await sending;
  await other.outbox.flush();
  expect(sent.length).toBe(1);
  expect(other.changes.at(-1)?.state).toBe("there");
});

test("a tab that died while sending does not hold the others up for ever", async () => {
  const store = new Memory();
  const clock = { now: 1_000_000 };
  const dead = tab(store, () => new Promise<Verdict>(() => undefined), clock);
  await dead.outbox.add([["text", "ett"]]);
  void dead.outbox.flush();
  await new Promise((resolve) => setTimeout(resolve, 0));
  clock.now += 60_000;
  const { outbox } = tab(store, async () => KEPT, clock);
  await outbox.flush();
  expect(store.items.size).toBe(0);
});

test("a page loaded anew while it sent does not wait for itself", async () => {
  const store = new Memory();
  const clock = { now: 1_000_000 };
  const gone = tab(store, () => new Promise<Verdict>(() => undefined), clock, "tab-1");
  await gone.outbox.add([["text", "ett"]]);
  await gone.outbox.add([["text", "två"]]);
  void gone.outbox.flush();
  await new Promise((resolve) => setTimeout(resolve, 0));
  const other = tab(store, async () => KEPT, clock);
  await other.outbox.resume(); // another tab still waits its turn
  expect(store.items.size).toBe(2);
  const { outbox } = tab(store, async () => KEPT, clock, "tab-1");
  await outbox.resume();
  expect(store.items.size).toBe(0);
});

test("a page that opens tries at once what was put off", async () => {
  const store = new Memory();
  const clock = { now: 1_000_000 };
  const before = tab(store, async () => AGAIN, clock, "tab-1");
  await before.outbox.add([["text", "ett"]]);
  for (let turn = 0; turn < 8; turn++) {
    await before.outbox.flush();
    clock.now += 60_000;
  }
  await before.outbox.flush();
  expect([...store.items.values()][0]!.nextAt).toBeGreaterThan(clock.now + 20_000);
  await tab(store, async () => KEPT, clock, "tab-1").outbox.resume();
  expect(store.items.size).toBe(0);
});

test("a clock that is set back puts nothing off for hours", async () => {
  const store = new Memory();
  const verdicts = [AGAIN, KEPT];
  const { outbox, clock } = tab(store, async () => verdicts.shift() ?? KEPT);
  await outbox.add([["text", "ett"]]);
  await outbox.flush();
  clock.now -= 3 * 3_600_000;
  await outbox.flush();
  expect(store.items.size).toBe(0);
});

test("whatever the network does, what is acknowledged is kept once and nothing is lost", async () => {
  for (let seed = 1; seed <= 60; seed++) {
    let state = seed;
    const random = (): number => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    const server = new Map<string, string>();
    const store = new Memory();
    const clock = { now: 1_000_000 };
    const post = async (item: Item): Promise<Verdict> => {
      const fate = random();
      if (fate < 0.3) return AGAIN; // never arrived
      server.set(item.id, words(item));
      return fate < 0.6 ? AGAIN : KEPT; // arrived, and perhaps the answer was lost
    };
    const tabs = [tab(store, post, clock), tab(store, post, clock)];
    const written: string[] = [];
    for (let turn = 0; turn < 20; turn++) {
      const { outbox } = tabs[random() < 0.5 ? 0 : 1]!;
      written.push(`sak ${turn}`);
      await outbox.add([["text", `sak ${turn}`]]);
      if (random() < 0.5) await Promise.all(tabs.map((one) => one.outbox.flush()));
      clock.now += random() * 70_000;
      if (random() < 0.2) tabs[0] = tab(store, post, clock); // reloaded
    }
    for (let turn = 0; turn < 400 && store.items.size; turn++) {
      clock.now += 70_000;
      await tabs[turn % 2]!.outbox.flush();
    }
    expect(store.items.size).toBe(0);
    expect([...server.values()]).toEqual(written);
  }
});
