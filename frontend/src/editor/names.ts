/**
 * The editor of pages is Wagtail's. A few of its parts have no accessible name, or one that says something else than what
 * is seen; each gets one here, of words that stand on the page already. docs/subsystems/pages.md lists what is left.
 */

type Mend = (element: HTMLElement) => void;

/** The words of an element on one line, without the mark of what is required. */
const words = (element: Element | null | undefined): string =>
  (element?.textContent ?? "").replace(/\*/g, "").replace(/\s+/g, " ").trim();

const name = (element: HTMLElement, text: string): void => {
  if (text && element.getAttribute("aria-label") !== text) element.setAttribute("aria-label", text);
};

/** A text field of the stream: what its block is called. */
const textOfBlock: Mend = (field) => {
  const own = field.closest("[data-contentpath]");
  name(field, words(own?.querySelector("label") ?? own?.querySelector(".c-sf-block__type")));
};

/** The search of one list is not the search of everything. */
const searchOfList: Mend = (form) => {
  const heading = words(document.querySelector("main h1"));
  name(form, [words(form.querySelector("label")), heading].filter(Boolean).join(": "));
};

/** Who hears the link's name finds the word in it that others see. */
const statusLink: Mend = (link) => {
  const seen = words(link);
  const said = link.getAttribute("aria-label") ?? "";
  if (!said.includes(seen)) name(link, `${seen}. ${said}`);
};

/** A dialogue is called what its heading says. */
const dialog: Mend = (box) => name(box, words(box.querySelector("h1, h2")));

/** Words that stand under a picture already are not said twice. */
const pictureToChoose: Mend = (picture) => {
  const said = words(picture.closest(".image-choice")?.querySelector("h3"));
  if (said && picture.getAttribute("alt") === said) picture.setAttribute("alt", "");
};

/** A heading is a heading; that it is told at once is the box's business around it. */
const toldHeading: Mend = (heading) => {
  const box = document.createElement("div");
  box.setAttribute("role", heading.getAttribute("role") ?? "status");
  heading.removeAttribute("role");
  heading.replaceWith(box);
  box.append(heading);
};

/** Below the page's heading comes a second level, not a third. */
const secondLevel: Mend = (heading) => heading.setAttribute("aria-level", "2");

/** A heading without words heads nothing. */
const emptyHeading: Mend = (heading) => {
  heading.hidden = true;
};

/** The field for many files lies over a button that says what it does; that button is only to be seen. */
const manyFiles: Mend = (field) => {
  const button = field.parentElement?.querySelector("button");
  name(field, words(button));
  button?.setAttribute("tabindex", "-1");
  button?.setAttribute("aria-hidden", "true");
};

const MENDS: [string, Mend][] = [
  [".public-DraftEditor-content:not([aria-label])", textOfBlock],
  ["main form[role=search]:not([aria-label])", searchOfList],
  ["a.page-status-tag[aria-label]", statusLink],
  [".modal[role=dialog]", dialog],
  [".image-choice img[alt]:not([alt=''])", pictureToChoose],
  ["h2[role=alert]", toldHeading],
  [".listing-filter > h3:not([aria-level])", secondLevel],
  ["td > h2:empty:not([hidden])", emptyHeading],
  ["#fileupload:not([aria-label])", manyFiles],
];

/** Mend what is in `root` now, and what comes into it later. */
export function mendNames(root: HTMLElement): void {
  const mend = (): void => {
    for (const [which, how] of MENDS) root.querySelectorAll<HTMLElement>(which).forEach(how);
  };
  let waiting = false;
  new MutationObserver(() => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mend();
    });
  }).observe(root, { childList: true, subtree: true });
  mend();
}
