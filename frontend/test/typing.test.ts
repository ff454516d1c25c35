import { expect, test } from "vitest";
import { Drafts, way } from "../src/site/typing.ts";

/** The browser's store as its standard has it, in memory. */
class Memory {
  private readonly held = new Map<string, string>();
  get length(): number {
    return this.held.size;
  }
  key(index: number): string | null {
    return [...this.held.keys()][index] ?? null;
  }
  getItem(name: string): string | null {
    return this.held.get(name) ?? null;
  }
  setItem(name: string, value: string): void {
    this.held.set(name, value);
  }
  removeItem(name: string): void {
    this.held.delete(name);
  }
}

const OLD = { words: "Fler bussar", persons: "3" };
const NEW = { words: "Fler bussar på kvällen", persons: "3" };
const OTHER = { words: "Färre bussar", persons: "3" };
const HOUR = 60 * 60 * 1000;

test("words come back where they were written, and where that is no longer so it is told apart", () => {
  expect(way(NEW, undefined)).toBe("new");
  expect(way(NEW, NEW)).toBe("saved"); // a new note that got its line before its draft was forgotten
  expect(way({ ...NEW, was: OLD }, OLD)).toBe("change");
  expect(way({ ...NEW, was: OLD }, NEW)).toBe("saved");
  expect(way({ ...NEW, was: OLD }, OTHER)).toBe("changed");
  expect(way({ ...NEW, was: OLD }, { ...OLD, persons: "4" })).toBe("changed");
  expect(way({ ...NEW, was: OLD }, undefined)).toBe("gone");
});

test("a change is kept with its note and with what the note said", () => {
  const places = new Memory();
  new Drafts("table.1.7", places, () => 5).keep("a", NEW, OLD);
  expect(new Drafts("table.1.7", places, () => 6).newest()).toMatchObject({ ...NEW, note: "a", was: OLD, at: 5 });
  expect(new Drafts("table.1.77", places, () => 6).newest()).toBeUndefined();
});

test("two tabs keep a draft each, and neither throws the other's away", () => {
  const places = new Memory();
  let now = 1;
  const one = new Drafts("table", places, () => now);
  const two = new Drafts("table", places, () => now);
  one.keep("a", NEW, OLD);
  now = 2;
  two.keep("b", OTHER);
  two.forget();
  expect(one.newest()).toMatchObject(NEW);
  two.keep("b", OTHER);
  expect(one.newest()).toMatchObject(OTHER);
  one.drop(one.newest()!);
  one.keep("c", NEW); // the note went away: the words are of a new one, and no longer of the old
  expect(places.length).toBe(1);
  one.forget();
  expect(places.length).toBe(0);
});

test("a draft is gone after a day, one of an older page is read, and what is not ours is swept away", () => {
  const places = new Memory();
  let now = 0;
  const drafts = new Drafts("table", places, () => now);
  drafts.keep("a", NEW);
  now = 23 * HOUR;
  expect(drafts.newest()).toMatchObject(NEW);
  now = 24 * HOUR;
  expect(drafts.newest()).toBeUndefined();
  expect(places.length).toBe(0);
  places.setItem("medskick.typing.table", JSON.stringify({ at: now, words: "Från förr" }));
  places.setItem("medskick.typing.table.x", "{");
  expect(drafts.newest()).toMatchObject({ words: "Från förr", persons: "1", note: "" });
  drafts.drop(drafts.newest()!);
  expect(places.length).toBe(0);
});
