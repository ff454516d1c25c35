import { all, announce, debounce, element, sendAgain, text } from "../common/dom.ts";

/** One place in the text that looks like personal data; start and end count code points. */
export interface Found {
  start: number;
  end: number;
  kind: string;
  label: string;
}

/** The words of one place. JavaScript counts UTF-16 units, the server code points: 😀 is one there, two here. */
export function words(written: string, found: Found): string {
  return Array.from(written).slice(found.start, found.end).join("");
}

/** What is sent to be looked over: no more than the server takes, whole characters. */
export function capped(written: string, limit: number): string {
  return limit > 0 && written.length > limit ? Array.from(written).slice(0, limit).join("") : written;
}

async function ask(address: string, written: string): Promise<Found[]> {
  const answer = await fetch(address, {
    method: "POST",
    headers: { "Content-Type": "application/json", Accept: "application/json" },
    body: JSON.stringify({ text: written }),
    credentials: "same-origin",
    signal: AbortSignal.timeout(4000),
  });
  if (!answer.ok) throw new Error(String(answer.status));
  return ((await answer.json()) as { found: Found[] }).found;
}

class Reviewer {
  private readonly note: HTMLElement;
  private readonly named: string;
  private asked = "";
  private found: Found[] = [];

  constructor(
    private readonly area: HTMLTextAreaElement,
    private readonly address: string,
  ) {
    this.named = `${area.id || area.name}-personal`;
    this.note = element("div", { class: "privacy-note", tabindex: "-1", role: "group", "aria-labelledby": this.named });
    this.note.hidden = true;
    const field = area.closest(".field") ?? area;
    field.append(this.note);
    area.addEventListener("input", debounce(900, () => void this.look()));
  }

  /** Looks the text over; answers whether something was found that the writer has not been shown yet. */
  async look(): Promise<boolean> {
    const written = this.area.value;
    if (written === this.asked) return false;
    try {
      const found = written.trim() ? await ask(this.address, capped(written, Number(this.area.dataset.count))) : [];
      if (written !== this.area.value) return false; // an answer to what is no longer there
      const known = new Set(this.found.map((one) => words(this.asked, one)));
      const fresh = found.some((one) => !known.has(words(written, one)));
      this.asked = written;
      this.found = found;
      this.show(written);
      return fresh;
    } catch {
      return false; // The hint is a help. The server masks personal data whatever happens here.
    }
  }

  private show(written: string): void {
    this.note.hidden = this.found.length === 0;
    if (this.note.hidden) return this.note.replaceChildren();
    const list = element("ul");
    for (const one of this.found) {
      list.append(element("li", {}, `${one.label}: `, element("q", {}, words(written, one))));
    }
    const title = element("p", { class: "privacy-note__title", id: this.named }, text("privacy_title"));
    this.note.replaceChildren(title, list, element("p", {}, text("privacy_help")), this.choices());
    announce(text("privacy_title"));
  }

  /** Send it as it is, or go back to the words. Plain buttons: Enter in a field must not press the first of them. */
  private choices(): HTMLElement {
    const send = element("button", { type: "button", class: "button" }, text("privacy_send"));
    send.addEventListener("click", () => this.area.form?.requestSubmit());
    const change = element("button", { type: "button", class: "button button--second" }, text("privacy_change"));
    change.addEventListener("click", () => this.select());
    return element("div", { class: "button-row" }, send, change);
  }

  private select(): void {
    this.area.focus();
    const first = this.found[0];
    if (!first || this.area.value !== this.asked) return;
    const start = Array.from(this.asked).slice(0, first.start).join("").length;
    this.area.setSelectionRange(start, start + words(this.asked, first).length);
  }

  focus(): void {
    this.note.focus();
    this.note.scrollIntoView({ block: "center" });
  }
}

/**
 * Personal data is pointed out while one writes, and once more when sending: the first press shows what was found,
 * the second, here or in the note itself, sends. `form[data-review]` holds the address; `input[data-reviewed]` tells the server that it was shown.
 */
export function reviews(): void {
  for (const form of all<HTMLFormElement>("form[data-review]")) {
    const address = form.dataset.review ?? "";
    const reviewers = all<HTMLTextAreaElement>("textarea", form).map((area) => new Reviewer(area, address));
    let looked = false;
    form.addEventListener("submit", (event) => {
      if (looked) {
        looked = false; // what is written after a failed sending is looked over again
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      const submitter = event.submitter;
      void Promise.all(reviewers.map((reviewer) => reviewer.look())).then((fresh) => {
        const first = fresh.indexOf(true);
        if (first >= 0) return reviewers[first]?.focus();
        looked = true;
        const seen = form.querySelector<HTMLInputElement>("input[data-reviewed]");
        if (seen) seen.value = "1";
        sendAgain(form, submitter);
        return undefined;
      });
    });
  }
}
