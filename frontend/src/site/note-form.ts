import { all, debounce, element, text } from "../common/dom.ts";
import { randomId } from "../outbox/outbox.ts";
import { Drafts, same, way, type Said } from "./typing.ts";

/** The form of one question on the note-taker's page: for a new note, or for the change of one that is kept. */

export function slot(line: HTMLElement, name: string): HTMLElement[] {
  return all<HTMLElement>(`[data-slot="${name}"]`, line);
}

export function lineOf(root: HTMLElement, note: string): HTMLElement | null {
  return root.querySelector<HTMLElement>(`[data-note="${CSS.escape(note)}"]`);
}

/** What a note's line says. */
function saidBy(line: HTMLElement): Said {
  const persons = /\d+/.exec((slot(line, "persons")[0]?.textContent ?? "").replace(/\s/g, ""))?.[0] ?? "1";
  return { words: slot(line, "text")[0]?.textContent ?? "", persons };
}

export class NoteForm {
  private readonly drafts: Drafts | undefined;
  private readonly key: HTMLInputElement;
  private readonly area: HTMLTextAreaElement;
  private readonly persons: HTMLInputElement;
  /** What the note said when its change began; undefined while the form is for a new one. */
  private was: Said | undefined;

  constructor(
    readonly form: HTMLFormElement,
    private readonly root: HTMLElement,
    scope: string,
  ) {
    this.key = form.querySelector<HTMLInputElement>("input[name=note]")!;
    this.area = form.querySelector("textarea")!;
    this.persons = form.querySelector<HTMLInputElement>("input[name=persons]")!;
    const question = form.querySelector<HTMLInputElement>("input[name=question]")?.value ?? "";
    try {
      this.drafts = new Drafts(`${scope}.${question}`, localStorage);
    } catch {
      // Storage is off: then nothing is kept of what is typed.
    }
    if (!this.cancel.hidden) this.was = this.now();
    form.addEventListener("input", debounce(300, () => this.keep()));
    window.addEventListener("pagehide", () => this.keep());
  }

  /** Empties it for a new note; answers its field. */
  empty(): HTMLTextAreaElement {
    this.fill(randomId(), { words: "", persons: "1" });
    this.keep();
    return this.area;
  }

  /** Begins the change of a note that has a line. */
  change(note: string): void {
    const line = lineOf(this.root, note);
    if (!line) return;
    const said = saidBy(line);
    this.fill(note, said, said);
    this.area.focus();
    this.area.scrollIntoView({ block: "center" });
  }

  /** Brings back what was typed before the page was left, unless something has been typed since. */
  bringBack(): void {
    this.attempt((drafts) => {
      const draft = drafts.newest();
      if (!draft || this.area.value !== this.area.defaultValue) return;
      if (this.area.value && this.key.value !== draft.note) return; // the change of another note was asked for
      const line = lineOf(this.root, draft.note);
      const to = way(draft, line ? saidBy(line) : undefined);
      drafts.drop(draft);
      if (to === "saved") return;
      if (to === "change" || to === "changed") this.fill(draft.note, draft, draft.was);
      else this.fill(randomId(), draft);
      this.keep();
      if (to !== "new") this.tell(`outbox_back_${to}`);
    });
  }

  /** The list has changed: says so where the note that is being changed is another by now, or is gone. */
  compare(): void {
    if (!this.was || this.form.hasAttribute("aria-busy")) return;
    const now = this.now();
    const to = way({ ...this.said(), was: this.was }, now);
    if (!this.unsaved) {
      if (!now) this.fill(randomId(), { words: "", persons: "1" });
      else if (to === "changed") this.fill(this.key.value, now, now);
    } else if (to === "gone") {
      this.fill(randomId(), this.said());
      this.tell("outbox_back_gone");
      this.keep();
    } else if (to === "changed") this.tell("outbox_back_changed");
    else if (this.told?.dataset.told === "outbox_back_changed") this.tell("");
  }

  /** Whether it holds words that are saved nowhere. */
  get unsaved(): boolean {
    const said = this.said();
    return said.words.trim() !== "" && !(this.was && same(said, this.was));
  }

  private get told(): HTMLElement | null {
    return this.form.querySelector<HTMLElement>("[data-told]");
  }

  private get cancel(): HTMLElement {
    return this.form.querySelector<HTMLElement>("[data-cancel]")!;
  }

  private said(): Said {
    return { words: this.area.value, persons: this.persons.value };
  }

  private now(): Said | undefined {
    const line = lineOf(this.root, this.key.value);
    return line ? saidBy(line) : undefined;
  }

  private fill(note: string, said: Said, was?: Said): void {
    this.key.value = note;
    this.area.value = said.words;
    this.persons.value = said.persons;
    this.was = was;
    this.tell("");
    this.cancel.hidden = !was;
    this.form.querySelector("[data-save]")!.textContent = text(was ? "outbox_save_change" : "outbox_save");
  }

  private keep(): void {
    this.attempt((drafts) => {
      if (this.unsaved) drafts.keep(this.key.value, this.said(), this.was);
      else drafts.forget();
    });
  }

  private attempt(action: (drafts: Drafts) => void): void {
    try {
      if (this.drafts) action(this.drafts);
    } catch {
      // Full or off: typing goes on.
    }
  }

  /** A sentence above the form's fields; the same one is said once. */
  private tell(key: string): void {
    if (this.told?.dataset.told === key) return;
    this.told?.remove();
    if (key) this.form.prepend(element("p", { class: "callout callout--watch", role: "alert", "data-told": key }, text(key)));
  }
}
