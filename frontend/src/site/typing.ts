import { debounce } from "../common/dom.ts";

/** What is typed and not saved yet stays in this browser over a reload, for a day at most. */
export interface Typing {
  forget(): void;
}

const DAY = 24 * 60 * 60 * 1000;

export function typing(form: HTMLFormElement, name: string): Typing {
  const place = `medskick.typing.${name}`;
  const area = form.querySelector("textarea");
  let forgotten = 0;
  try {
    const kept = JSON.parse(localStorage.getItem(place) ?? "null") as { at: number; words: string } | null;
    if (kept && area && !area.value && Date.now() - kept.at < DAY) area.value = kept.words;
  } catch {
    // Storage is off or holds something else: then nothing is kept.
  }
  const forget = (): void => {
    forgotten += 1;
    try {
      localStorage.removeItem(place);
    } catch {
      // Nothing was kept.
    }
  };
  const keep = debounce(300, (asked: number) => {
    if (asked !== forgotten || !area) return;
    try {
      if (area.value.trim()) localStorage.setItem(place, JSON.stringify({ at: Date.now(), words: area.value }));
      else localStorage.removeItem(place);
    } catch {
      // Full or off: typing goes on.
    }
  });
  area?.addEventListener("input", () => keep(forgotten));
  return { forget };
}
