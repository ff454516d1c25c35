import { all, debounce, element, text } from "../common/dom.ts";

export function countWords(written: string): number {
  return written.match(/[\p{L}\p{N}]+(?:[-'’:][\p{L}\p{N}]+)*/gu)?.length ?? 0;
}

/** A quiet line under long answers: how many words, and near the limit how many characters remain. */
export function counters(): void {
  for (const area of all<HTMLTextAreaElement>("textarea[data-count]")) {
    const line = element("p", { class: "field__count" });
    const spoken = element("p", { class: "visually-hidden", role: "status" });
    const limit = area.maxLength > 0 ? area.maxLength : Number(area.dataset.count) || 0;
    const speak = debounce(900, (sentence: string) => (spoken.textContent = sentence));
    const show = (): void => {
      const left = limit - area.value.length;
      const near = limit > 0 && left < limit / 5;
      const words = countWords(area.value);
      line.textContent = near ? text("characters_left", { left }) : text(words === 1 ? "word" : "words", { words });
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
