import { all, debounce, element, text } from "../common/dom.ts";

export function countWords(written: string): number {
  return written.match(/[\p{L}\p{N}]+(?:[-'’:][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

/** As people write numbers in the page's language: "10 000". */
export function grouped(value: number): string {
  return new Intl.NumberFormat(document.documentElement.lang || "sv").format(value);
}

/** A quiet line under long answers: how many words, and near the limit how many characters remain. */
export function counters(): void {
  for (const area of all<HTMLTextAreaElement>("textarea[data-count]")) {
    const line = element("p", { class: "field__count" });
    const spoken = element("p", { class: "visually-hidden", role: "status" });
    const limit = area.maxLength > 0 ? area.maxLength : Number(area.dataset.count) || 0;
    const speak = debounce(900, (sentence: string) => (spoken.textContent = sentence));
    const show = (): void => {
      const left = limit - Array.from(area.value).length; // the server counts code points
      const near = limit > 0 && left < limit / 5;
      const words = countWords(area.value);
      if (near && left < 0) line.textContent = text("characters_over", { over: grouped(-left) });
      else if (near) line.textContent = text("characters_left", { left: grouped(left) });
      else line.textContent = text(words === 1 ? "word" : "words", { words: grouped(words) });
      line.hidden = words === 0;
      line.classList.toggle("field__count--near", near);
      if (near) speak(line.textContent);
    };
    area.insertAdjacentElement("afterend", line);
    line.insertAdjacentElement("afterend", spoken);
    area.addEventListener("input", show);
    show();
  }
}
