import { all } from "./dom.ts";

/** Moves focus to the error summary on top of a form, and from each of its links to the field itself. */
export function errorSummary(): void {
  const summary = document.querySelector<HTMLElement>("[data-error-summary]");
  summary?.focus();
  for (const link of all<HTMLAnchorElement>("[data-error-summary] a[href^='#']")) {
    link.addEventListener("click", (event) => {
      const target = document.getElementById(decodeURIComponent(link.hash.slice(1)));
      if (!target) return;
      const field = target.matches("input, select, textarea, button")
        ? target
        : (target.querySelector<HTMLElement>("input:not([type=hidden]), select, textarea") ?? target);
      event.preventDefault();
      field.scrollIntoView({ block: "center" });
      field.focus();
    });
  }
}
