import { all } from "../common/dom.ts";

/** Who picks something narrower no longer asks for everything, and the other way round. The server decides alike. */
export function everythingOrSome(): void {
  for (const everything of all<HTMLInputElement>("input[data-everything]")) {
    const form = everything.form;
    const some = form ? [...form.querySelectorAll<HTMLInputElement>("details input[type=checkbox]")] : [];
    for (const one of some) {
      one.addEventListener("change", () => {
        if (one.checked) everything.checked = false;
      });
    }
    everything.addEventListener("change", () => {
      if (everything.checked) for (const one of some) one.checked = false;
    });
  }
}
