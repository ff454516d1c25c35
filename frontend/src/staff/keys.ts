import { all } from "../common/dom.ts";

/**
 * Lists walked with the keyboard: `<ul data-key-list>` with one link or button marked `data-key-item` per line.
 * j and k go to the next and the previous; keys named by `data-key="x"` press that button. Nothing happens while one
 * types in a field, nor with a modifier held, so that screen readers and browsers keep their own keys.
 */
export function keyboardLists(): void {
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target) || document.querySelector("dialog[open]"))
      return;
    if (event.key === "j" || event.key === "k") {
      if (step(event.key === "j" ? 1 : -1)) event.preventDefault();
      return;
    }
    const button = all<HTMLElement>("[data-key]").find(
      (candidate) => candidate.dataset.key === event.key && candidate.offsetParent !== null,
    );
    if (button) {
      event.preventDefault();
      button.click();
    }
  });
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  return target.matches("textarea, select, input:not([type=checkbox], [type=radio], [type=button], [type=submit])");
}

/** The line that counts as the current one: the focused, else the one marked `aria-current`. */
export function next<T>(items: T[], current: T | undefined, by: number): T | undefined {
  if (items.length === 0) return undefined;
  const at = current === undefined ? -1 : items.indexOf(current);
  if (at < 0) return by > 0 ? items[0] : items[items.length - 1];
  return items[Math.min(items.length - 1, Math.max(0, at + by))];
}

function step(by: number): boolean {
  const items = all<HTMLElement>("[data-key-list] [data-key-item]").filter((item) => item.offsetParent !== null);
  const focused = items.find((item) => item === document.activeElement || item.contains(document.activeElement));
  const marked = items.find((item) => item.getAttribute("aria-current") === "true");
  const target = next(items, focused ?? marked, by);
  if (!target) return false;
  target.focus();
  target.scrollIntoView({ block: "nearest" });
  if (target.hasAttribute("data-key-open")) target.click();
  return true;
}
