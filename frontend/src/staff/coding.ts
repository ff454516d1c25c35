import { all } from "../common/dom.ts";

/**
 * The themes to tick when coding. A search line filters them, a theme that stands in two places is ticked in both, and
 * digits tick while focus is inside the list (never while one writes elsewhere, nor with a modifier held).
 */
export function coding(): void {
  for (const options of all<HTMLElement>("[data-coding-options]")) {
    for (const hidden of all<HTMLElement>("[data-coding-search], [data-coding-keys]", options)) hidden.hidden = false;
    const search = options.querySelector<HTMLInputElement>("[data-coding-search] input");
    search?.addEventListener("input", () => filter(options, search.value));
    search?.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    options.addEventListener("change", (event) => together(options, event.target as HTMLInputElement));
    options.addEventListener("keydown", (event) => digit(options, event));
  }
}

function filter(options: HTMLElement, words: string): void {
  const wanted = words.trim().toLocaleLowerCase();
  const holds = (part: Element | null): boolean =>
    (part?.querySelector("span")?.textContent ?? "").toLocaleLowerCase().includes(wanted);
  for (const row of all<HTMLElement>("[data-coding-row]", options)) {
    const own = holds(row.querySelector(":scope > .choice"));
    const topics = row.querySelector<HTMLDetailsElement>("details");
    const found = all<HTMLElement>("details > .choice", row).filter((topic) => {
      topic.hidden = !(own || holds(topic));
      return holds(topic);
    });
    row.hidden = !own && found.length === 0;
    if (topics) topics.open = wanted !== "" && found.length > 0;
  }
}

/** Ticks the other places of the same theme; "none fits" and themes rule each other out. */
function together(options: HTMLElement, changed: HTMLInputElement): void {
  if (changed.type !== "checkbox") return;
  const themes = all<HTMLInputElement>("input[name=themes]", options);
  if (changed.name === "themes") {
    for (const twin of themes) if (twin.value === changed.value) twin.checked = changed.checked;
  }
  if (!changed.checked) return;
  const none = options.querySelector<HTMLInputElement>("input[name=none]");
  if (changed === none) for (const theme of themes) theme.checked = false;
  else if (none) none.checked = false;
}

function digit(options: HTMLElement, event: KeyboardEvent): void {
  const typing = event.target instanceof HTMLInputElement && event.target.type === "search";
  if (typing || event.ctrlKey || event.altKey || event.metaKey || !/^[0-9]$/.test(event.key)) return;
  const box = options.querySelector<HTMLInputElement>(`input[data-coding-digit="${event.key}"]`);
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.click();
}
