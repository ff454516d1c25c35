import { all } from "../common/dom.ts";

/** After the first real sending a form refuses another for some seconds; the server's client key is the real guard. */
export function sendOnce(): void {
  for (const form of all<HTMLFormElement>("form[data-once]")) {
    let sent = 0;
    form.addEventListener("submit", (event) => {
      if (Date.now() - sent < 8000) return event.preventDefault();
      sent = Date.now();
      form.setAttribute("aria-busy", "true");
    });
    window.addEventListener("pageshow", () => {
      sent = 0;
      form.removeAttribute("aria-busy");
    });
  }
}
