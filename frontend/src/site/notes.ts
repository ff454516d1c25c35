import { all, element, text } from "../common/dom.ts";
import { openOutbox } from "../outbox/open.ts";
import { OF_THE_PAGE } from "../outbox/post.ts";
import { randomId, type Change, type Outbox } from "../outbox/outbox.ts";
import { smaller } from "../outbox/picture.ts";
import type { Field, Kept } from "../outbox/store.ts";
import { lineOf, NoteForm, slot } from "./note-form.ts";

/**
 * The note-taker's page with an outbox: each form's content is kept on the device at once, shown in its place with words
 * for where it is, and sent when the network is there. The page's ordinary forms are what is kept and sent.
 */

const WORDS: Record<Change["state"], string> = {
  here: "outbox_here",
  sending: "outbox_sending",
  there: "outbox_there",
  stuck: "outbox_stuck",
};

export async function notes(root: HTMLElement): Promise<void> {
  const desk = new Desk(root);
  const outbox = await openOutbox(
    root,
    (change) => desk.show(change),
    (change, live) => desk.arrived(change, live),
  );
  if (!outbox) return;
  desk.begin(outbox);
  await outbox.look();
  desk.bringBack(); // after the look: what waits to be sent has its line by then
  await outbox.resume();
}

function value(item: Kept, name: string): string {
  const found = item.fields.find(([field]) => field === name)?.[1];
  return typeof found === "string" ? found : "";
}

class Desk {
  private readonly status: HTMLElement | null;
  private readonly forms = new Map<HTMLFormElement, NoteForm>();
  private outbox: Outbox | undefined;
  private handedIn = false;
  private failing = false;
  private stuck = new Set<number>();

  constructor(private readonly root: HTMLElement) {
    this.status = root.querySelector("[data-outbox-status]");
  }

  begin(outbox: Outbox): void {
    this.outbox = outbox;
    if (!this.status?.textContent) this.sum();
    for (const promise of all<HTMLElement>("[data-outbox-promise]", this.root)) promise.hidden = false;
    for (const form of all<HTMLFormElement>("form[data-note-form]", this.root)) {
      this.forms.set(form, new NoteForm(form, this.root, outbox.scope));
    }
    this.root.addEventListener("submit", (event) => {
      const form = event.target as HTMLFormElement;
      if (!form.matches("[data-outbox-form]")) return;
      event.preventDefault();
      void this.keep(form);
    });
    this.root.addEventListener("click", (event) => {
      const link = (event.target as Element).closest<HTMLElement>("[data-edit], [data-cancel]");
      if (!link) return;
      event.preventDefault();
      if (link.matches("[data-edit]")) this.edit(link);
      else this.forms.get(link.closest("form")!)?.empty().focus();
    });
  }

  /** What was typed and not saved when the page was left. */
  bringBack(): void {
    for (const one of this.forms.values()) one.bringBack();
  }

  // --- what is written -------------------------------------------------------------------------------------------

  private async keep(form: HTMLFormElement): Promise<void> {
    const wrong = this.missing(form);
    this.complain(form, wrong);
    if (wrong || form.hasAttribute("aria-busy")) return;
    form.setAttribute("aria-busy", "true");
    try {
      const kept = await this.outbox?.add(await fieldsOf(form));
      if (kept) await this.replaces(kept);
    } catch {
      return this.complain(form, text("outbox_full")); // what is typed stays where it is
    } finally {
      form.removeAttribute("aria-busy");
    }
    const note = this.forms.get(form);
    if (note) note.empty().focus();
    else if (form.querySelector("input[type=file]")) this.emptyPhoto(form);
    await this.outbox?.flush();
  }

  /** A note in new words takes the place of one that was put aside: the old words must not come after them. */
  private async replaces(kept: Kept): Promise<void> {
    const note = value(kept, "note");
    for (const item of this.outbox?.waiting() ?? []) {
      if (!note || !item.stuck || value(item, "note") !== note) continue;
      await this.outbox?.drop(item);
      this.stuck.delete(item.place);
    }
    this.sum();
  }

  private missing(form: HTMLFormElement): string {
    const area = form.querySelector("textarea");
    const file = form.querySelector<HTMLInputElement>("input[type=file]");
    const seats = form.querySelector<HTMLInputElement>("input[name=seated]");
    if (seats && !seats.validity.valid) return text("outbox_seats", { most: seats.max });
    if (area && !area.value.trim()) return text("outbox_write_first");
    return file && !file.files?.length ? text("outbox_choose_photo") : "";
  }

  private complain(form: HTMLFormElement, sentence: string): void {
    form.querySelector("[data-complaint]")?.remove();
    const control = form.querySelector<HTMLElement>("textarea, input[type=file], input[name=seated]");
    control?.removeAttribute("aria-invalid");
    if (!sentence) return;
    const told = element("p", { class: "field__error", role: "alert", "data-complaint": "" }, sentence);
    control?.insertAdjacentElement("beforebegin", told);
    control?.setAttribute("aria-invalid", "true");
    control?.focus();
  }

  private emptyPhoto(form: HTMLFormElement): void {
    form.reset();
    const key = form.querySelector<HTMLInputElement>("input[name=photo_key]");
    if (key) key.value = randomId();
  }

  /** A note's words back in its question's form. What was typed there and not saved is saved first. */
  private edit(link: HTMLElement): void {
    const line = link.closest<HTMLElement>("[data-note]")!;
    const form = line.closest("section")!.querySelector<HTMLFormElement>("form[data-note-form]")!;
    const note = this.forms.get(form);
    if (note?.unsaved) void this.keep(form);
    const begin = (): void => {
      if (form.hasAttribute("aria-busy")) return void window.setTimeout(begin, 50);
      note?.change(line.dataset.note ?? "");
    };
    begin();
  }

  // --- what is shown ---------------------------------------------------------------------------------------------

  show(change: Change): void {
    const { item, state } = change;
    if (state === "stuck") this.stuck.add(item.place);
    else this.stuck.delete(item.place);
    this.failing = state === "here" ? item.attempts > 0 : state === "sending" ? this.failing : false;
    const what = value(item, "what");
    if (what === "note") this.showNote(change);
    else if (what === "take_back") this.showGoing(change, this.line(value(item, "note")));
    else if (what === "photo") this.showPhoto(change);
    else if (what === "remove_photo") this.showGoing(change, this.photo(value(item, "photo")));
    else this.showForm(change, what);
    for (const one of this.forms.values()) one.compare();
    this.sum();
    if (what === "hand_in" && state === "there") this.handedIn = true;
    if (this.handedIn && this.isIdle()) location.assign(`${this.root.dataset.address}?nu=hand_in`);
  }

  /** Another tab has got it through: shown where it is not in sight already, and a note in its newest words. */
  arrived(change: Change, live: boolean): void {
    const what = value(change.item, "what");
    const note = value(change.item, "note");
    const shown = what === "note" ? this.line(note) : this.photo(value(change.item, "photo_key"));
    const newer = live && !this.outbox?.waiting().some((item) => value(item, "note") === note);
    if ((what === "note" && (!shown || newer)) || (what === "photo" && !shown)) this.show(change);
    else if (what === "take_back" || what === "remove_photo" || (what === "hand_in" && live)) this.show(change);
  }

  /** Nothing waits here and nobody is in the middle of a sentence: the page may be fetched anew. */
  private isIdle(): boolean {
    const typed = all<HTMLTextAreaElement>("textarea", this.root).some((area) => area.value.trim());
    return !typed && !this.outbox?.waiting().length;
  }

  private line(note: string): HTMLElement | null {
    return lineOf(this.root, note);
  }

  private photo(key: string): HTMLElement | null {
    return this.root.querySelector<HTMLElement>(`[data-photo="${CSS.escape(key)}"]`);
  }

  private showNote(change: Change): void {
    const { item } = change;
    const key = value(item, "note");
    const list = this.root.querySelector<HTMLElement>(`[data-notes="${CSS.escape(value(item, "question"))}"]`);
    if (!list) return;
    const line = this.line(key) ?? this.newLine(list, key, value(item, "question"));
    const waiting = this.outbox?.waiting() ?? [];
    if (waiting.some((one) => one.place > item.place && value(one, "note") === key)) return; // newer words are shown
    const words = value(item, "text");
    const persons = value(item, "persons");
    for (const place of slot(line, "text")) place.textContent = words;
    for (const place of slot(line, "name")) place.textContent = `: ${words.slice(0, 60)}`;
    for (const place of slot(line, "persons")) {
      place.textContent = text(persons === "1" ? "outbox_person" : "outbox_persons", { n: persons });
    }
    this.mark(line, change);
  }

  private newLine(list: HTMLElement, key: string, question: string): HTMLElement {
    const template = this.root.querySelector<HTMLTemplateElement>("template[data-note-line]")!;
    const line = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
    line.dataset.note = key;
    line.querySelector<HTMLInputElement>("input[name=note]")!.value = key;
    line.querySelector<HTMLAnchorElement>("a[data-edit]")!.href = `?andra=${key}#fraga-${question}`;
    list.append(line);
    return line;
  }

  private showPhoto(change: Change): void {
    const key = value(change.item, "photo_key");
    const list = this.root.querySelector<HTMLElement>("[data-photos]");
    if (!list) return;
    let line = this.photo(key);
    if (!line) {
      const state = element("strong", { class: "note-line__state", "data-slot": "state" });
      line = element("li", { class: "note-photo", "data-photo": key }, element("p", {}, `${text("outbox_photo")} `, state));
      list.append(line);
    }
    this.mark(line, change);
    if (change.state === "there" && !line.querySelector("img")) {
      const address = `${this.root.dataset.address}foto/${key}/`;
      line.prepend(element("img", { src: address, alt: text("outbox_photo") }));
      const template = this.root.querySelector<HTMLTemplateElement>("template[data-photo-removal]")!;
      const removal = template.content.firstElementChild!.cloneNode(true) as HTMLElement;
      removal.querySelector<HTMLInputElement>("input[name=photo]")!.value = key;
      line.append(removal);
    }
  }

  /** A line that is to go: it goes when the server has let it go. */
  private showGoing(change: Change, line: HTMLElement | null): void {
    if (!line) return;
    if (change.state === "there") {
      const next = line.closest("section")?.querySelector<HTMLElement>("textarea, input[type=file]");
      const had = line.contains(document.activeElement);
      line.remove();
      if (had) next?.focus();
    } else this.mark(line, change);
  }

  private showForm(change: Change, what: string): void {
    const marker = this.root.querySelector<HTMLInputElement>(`input[name=what][value="${CSS.escape(what)}"]`);
    const form = marker?.form;
    if (!form) return;
    if (change.state !== "there") {
      for (const [name, written] of change.item.fields) {
        const input = form.elements.namedItem(name);
        if (input instanceof HTMLInputElement && input.type === "number") input.value = String(written);
      }
    }
    if (what === "count") this.guessSeats(change.item);
    this.mark(form, change);
    if (what === "hand_in" && change.state === "here") {
      for (const place of slot(form, "state")) place.textContent = text("outbox_handing_in");
    }
  }

  /** How many the ages are together, where nobody has told how many sat at the table. */
  private guessSeats(count: Kept): void {
    const seats = this.root.querySelector<HTMLInputElement>("input[name=seated]");
    const written = count.fields.filter(([name]) => /^(\d|unknown)/.test(name));
    const together = written.reduce((sum, [, number]) => sum + Number(number), 0);
    if (seats && !seats.value && together > 0 && together <= Number(seats.max)) seats.value = String(together);
  }

  /** Words for where it is; for what cannot be sent also why, and two ways on. */
  private mark(place: HTMLElement, { item, state }: Change): void {
    for (const word of slot(place, "state")) {
      word.textContent = text(WORDS[state]);
      word.dataset.state = state;
    }
    place.querySelector("[data-stuck]")?.remove();
    if (state !== "stuck") return;
    const again = element("button", { type: "button", class: "button" }, text("outbox_again"));
    const drop = element("button", { type: "button", class: "button button--second" }, text("outbox_throw"));
    const why = element("p", {}, item.stuck === "-" ? text("outbox_reload") : item.stuck);
    const box = element("div", { class: "note-line__stuck", "data-stuck": "" }, why);
    box.append(element("div", { class: "button-row" }, again, drop));
    again.addEventListener("click", () => void this.outbox?.again(item));
    drop.addEventListener("click", () => {
      void this.outbox?.drop(item).then(() => {
        box.remove();
        this.stuck.delete(item.place);
        if (place.matches("[data-note], [data-photo]") && !place.querySelector("img")) place.remove();
        this.sum();
      });
    });
    place.append(box);
  }

  /** The one line that sums up where everything is, said aloud when it changes. */
  private sum(): void {
    if (!this.status || !this.outbox) return;
    const left = this.outbox.waiting().filter((item) => !this.stuck.has(item.place)).length;
    let sentence: string;
    if (this.stuck.size) sentence = text("outbox_some_stuck");
    else if (!left) sentence = text("outbox_all_there");
    else if (this.failing || !navigator.onLine) {
      sentence = left === 1 ? text("outbox_one_here") : text("outbox_some_here", { n: left });
    } else sentence = text("outbox_some_sending", { n: left });
    if (this.status.textContent !== sentence) this.status.textContent = sentence;
    this.status.dataset.state = this.stuck.size ? "stuck" : left ? "here" : "there";
  }
}

async function fieldsOf(form: HTMLFormElement): Promise<Field[]> {
  const fields: Field[] = [];
  for (const [name, content] of new FormData(form)) {
    if (OF_THE_PAGE.has(name)) continue;
    if (typeof content === "string") fields.push([name, content]);
    else if (content.size) fields.push([name, await smaller(content), "lappar.jpg"]);
  }
  return fields;
}
