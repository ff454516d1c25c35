import { randomId } from "../outbox/outbox.ts";

/** What is typed about a note and not saved yet stays in this browser over a reload or a crash, for a day at most. */

export interface Said {
  words: string;
  persons: string;
}

export interface Draft extends Said {
  at: number;
  /** The key of the note that the words are of. */
  note: string;
  /** What the note said when its change began; a note that is new has none. */
  was?: Said;
  /** The page that typed it: no other throws it away. */
  owner: string;
}

/**
 * Where words go that come back: into a new note, into the change of theirs, there too although the note says something
 * else by now, into a new note since theirs is no longer there; or nowhere, since they were saved.
 */
export type Way = "new" | "change" | "changed" | "gone" | "saved";

export function same(one: Said, other: Said): boolean {
  return one.words === other.words && one.persons === other.persons;
}

/** `now` is what the note says, undefined where it is not among those that can be changed. */
export function way(draft: Said & { was?: Said | undefined }, now: Said | undefined): Way {
  if (!draft.was) return now ? "saved" : "new";
  if (!now) return "gone";
  if (same(draft, now)) return "saved";
  return same(draft.was, now) ? "change" : "changed";
}

type Places = Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem">;

const DAY = 24 * 60 * 60 * 1000;

/** The drafts of one question's form. Each note has a place of its own, so that two tabs do not overwrite each other's. */
export class Drafts {
  private readonly owner = randomId();
  private readonly start: string;

  constructor(
    name: string,
    private readonly places: Places,
    private readonly now: () => number = Date.now,
  ) {
    this.start = `medskick.typing.${name}`;
  }

  /** The draft that was typed last. Those older than a day go. */
  newest(): Draft | undefined {
    let newest: Draft | undefined;
    for (const place of this.taken()) {
      const draft = this.at(place);
      if (!draft || this.now() - draft.at >= DAY) this.places.removeItem(place);
      else if (!newest || draft.at > newest.at) newest = draft;
    }
    return newest;
  }

  /** Keeps it in the place of what this page kept before. */
  keep(note: string, said: Said, was?: Said): void {
    const draft: Draft = { ...said, note, at: this.now(), owner: this.owner, ...(was && { was }) };
    this.places.setItem(this.place(note), JSON.stringify(draft));
    this.forget(this.place(note));
  }

  /** Forgets what this page typed. */
  forget(except = ""): void {
    for (const place of this.taken()) {
      if (place !== except && this.at(place)?.owner === this.owner) this.places.removeItem(place);
    }
  }

  /** Forgets one draft whoever typed it: its words have been saved, or are somebody else's to keep now. */
  drop(draft: Draft): void {
    this.places.removeItem(this.place(draft.note));
  }

  private place(note: string): string {
    return note ? `${this.start}.${note}` : this.start;
  }

  private taken(): string[] {
    const names = Array.from({ length: this.places.length }, (_, index) => this.places.key(index) ?? "");
    return names.filter((name) => name === this.start || name.startsWith(`${this.start}.`));
  }

  private at(place: string): Draft | undefined {
    try {
      const kept = JSON.parse(this.places.getItem(place) ?? "null") as Partial<Draft> | null;
      if (typeof kept?.words !== "string" || typeof kept.at !== "number") return undefined;
      return { persons: "1", note: "", owner: "", ...kept } as Draft;
    } catch {
      return undefined; // not ours
    }
  }
}
