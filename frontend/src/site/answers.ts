import { all } from "../common/dom.ts";

const FEW = 4;

/** `<details data-answer open>`: answers below their questions, folded where they are many. A link to one opens it. */
export function answers(): void {
  const found = all<HTMLDetailsElement>("details[data-answer]");
  if (found.length < FEW) return;
  const asked = (): void => {
    const one = found.find(({ id }) => `#${id}` === decodeURIComponent(window.location.hash));
    if (!one) return;
    one.open = true;
    one.scrollIntoView();
  };
  for (const one of found) one.open = false;
  window.addEventListener("hashchange", asked);
  window.addEventListener("beforeprint", () => {
    for (const one of found) one.open = true;
  });
  asked();
}
