import { all, announce, debounce, element, text } from "../common/dom.ts";
import { confirmSent, print, remember, wasSent } from "./sent.ts";

/**
 * What a visitor has written stays in this browser until it is sent, so that a lost connection or a closed tab costs
 * nothing. It is kept for a day at most (shared computers), and taken away by the page that says thank you
 * (`data-draft-sent="name"`). By the form stands that it is kept, with a button that throws it away.
 */

const DAY = 24 * 60 * 60 * 1000;
const KEPT_TYPES = new Set(["text", "search", "number", "email", "textarea", "select-one", "radio", "checkbox"]);

interface Draft {
  written: number;
  key: string;
  values: Record<string, string[]>;
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

function place(name: string): string {
  return `medskick.draft.${name}`;
}

export function readDraft(name: string, now = Date.now()): Draft | undefined {
  try {
    const draft = JSON.parse(localStorage.getItem(place(name)) ?? "null") as Draft | null;
    if (!draft || typeof draft.values !== "object") return undefined;
    if (now - draft.written < DAY) return draft;
    localStorage.removeItem(place(name));
  } catch {
    // Storage is off or holds something else: then there is no draft.
  }
  return undefined;
}

export function clearDraft(name: string): void {
  try {
    localStorage.removeItem(place(name));
  } catch {
    // Nothing was kept.
  }
}

function controls(form: HTMLFormElement): Control[] {
  return (Array.from(form.elements) as Control[]).filter(
    (control) => control.name && KEPT_TYPES.has(control.type) && !control.hasAttribute("data-no-draft"),
  );
}

function isChoice(control: Control): control is HTMLInputElement {
  return control.type === "radio" || control.type === "checkbox";
}

export function collect(form: HTMLFormElement): Record<string, string[]> {
  const values: Record<string, string[]> = {};
  for (const control of controls(form)) {
    if (isChoice(control) && !control.checked) continue;
    if (control.value) (values[control.name] ??= []).push(control.value);
  }
  return values;
}

function fill(form: HTMLFormElement, values: Record<string, string[]>): void {
  for (const control of controls(form)) {
    const kept = values[control.name];
    if (!kept) continue;
    if (isChoice(control)) control.checked = kept.includes(control.value);
    else control.value = kept[0] ?? "";
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** True when the server sent the form empty: only then may a draft be put into it. */
function isUntouched(form: HTMLFormElement): boolean {
  return controls(form).every((control) => control.tagName !== "TEXTAREA" || control.value === "");
}

function keyField(form: HTMLFormElement): HTMLInputElement | null {
  return form.querySelector<HTMLInputElement>("input[data-client-key], input[name=client_key]");
}

function randomKey(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // plain http on a local network has no randomUUID
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** An empty form with a key of its own, and nothing kept of what stood there. */
function startOver(form: HTMLFormElement, name: string): void {
  clearDraft(name);
  form.reset();
  const key = keyField(form);
  if (key) key.value = randomKey();
  for (const area of all<HTMLTextAreaElement>("textarea", form)) {
    area.value = ""; // what the server sent filled in is emptied too
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  clearDraft(name);
}

/** One quiet sentence by the form: what is written is kept here, for how long, and a way to throw it away. */
function tellThatItIsKept(form: HTMLFormElement, name: string): (kept: boolean) => void {
  const button = element("button", { type: "button", class: "button button--quiet" }, text("draft_throw"));
  const line = element("p", { class: "draft-line small quiet" }, text("draft_kept"), " ", button);
  const last = all<HTMLTextAreaElement>("textarea[data-count]", form).pop();
  const field = last?.closest(".field");
  if (field) field.insertAdjacentElement("afterend", line);
  else form.append(line);
  button.addEventListener("click", () => {
    startOver(form, name);
    form.querySelector(".draft-restored")?.remove();
    announce(text("draft_thrown"));
    all<HTMLTextAreaElement>("textarea", form)[0]?.focus();
  });
  return (kept) => {
    button.hidden = !kept;
  };
}

function say(form: HTMLFormElement, sentence: string): void {
  form.querySelector(".draft-restored")?.remove();
  form.prepend(element("p", { class: "draft-line draft-restored", role: "status" }, sentence));
}

function follow(form: HTMLFormElement, name: string): void {
  const key = keyField(form);
  const draft = readDraft(name);
  if (key) {
    // The same key travels with the draft, so that sending again after a broken connection stores once.
    if (draft && isUntouched(form)) key.value = draft.key;
    else if (!key.value) key.value = randomKey();
  }
  if (draft && isUntouched(form)) {
    fill(form, draft.values);
    say(form, text("draft_restored"));
  }
  const showKept = tellThatItIsKept(form, name);
  showKept(Boolean(readDraft(name)));
  const keep = debounce(300, () => {
    const values = collect(form);
    const written = all<HTMLTextAreaElement>("textarea", form).some((area) => area.value.trim());
    showKept(written);
    if (!written) return clearDraft(name);
    try {
      const kept: Draft = { written: Date.now(), key: key?.value ?? "", values };
      localStorage.setItem(place(name), JSON.stringify(kept));
    } catch {
      // Storage is off or full: writing goes on without a draft.
    }
  });
  form.addEventListener("input", keep);
  form.addEventListener("change", keep);
  form.addEventListener("submit", () => remember(name, { key: key?.value ?? "", print: print(collect(form)) }));
  // After the browser's Back the form may stand there filled in as it was sent: it must not be sent again by mistake.
  window.addEventListener("pageshow", (event) => {
    const back = event.persisted || isBack();
    if (!wasSent(name, key?.value ?? "", back ? print(collect(form)) : "")) return;
    startOver(form, name);
    showKept(false);
    say(form, text("draft_sent"));
  });
}

function isBack(): boolean {
  const [visit] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  return visit?.type === "back_forward";
}

export function drafts(): void {
  for (const mark of all<HTMLElement>("[data-draft-sent]")) {
    const name = mark.dataset.draftSent ?? "";
    const draft = readDraft(name);
    // Who comes back to the thanks may have begun something new since: that draft stays.
    if (confirmSent(name) !== "earlier" || (draft && wasSent(name, draft.key))) clearDraft(name);
  }
  for (const form of all<HTMLFormElement>("form[data-draft]")) follow(form, form.dataset.draft ?? "form");
}
