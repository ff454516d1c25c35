import { all } from "../common/dom.ts";

/** `<details data-fold open>`: a list beside what it opens. Folded where the two lie below each other, open where there is room. */
export function folds(): void {
  const narrow = window.matchMedia("(width < 64rem)");
  const fit = (): void => {
    for (const one of all<HTMLDetailsElement>("details[data-fold]")) one.open = !narrow.matches;
  };
  narrow.addEventListener("change", fit);
  fit();
}
