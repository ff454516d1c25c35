import { all, text } from "../common/dom.ts";

/** `<input type=checkbox data-select-all="name">` ticks every box of that name; `[data-selected-count]` says how many. */
export function selection(): void {
  document.addEventListener("change", (event) => {
    const box = event.target as HTMLInputElement;
    if (box.type !== "checkbox") return;
    const form = box.form ?? document;
    if (box.dataset.selectAll) {
      for (const one of boxes(form, box.dataset.selectAll)) one.checked = box.checked;
    }
    for (const master of all<HTMLInputElement>("input[data-select-all]", form)) {
      const every = boxes(form, master.dataset.selectAll ?? "");
      const chosen = every.filter((one) => one.checked).length;
      master.checked = every.length > 0 && chosen === every.length;
      master.indeterminate = chosen > 0 && chosen < every.length;
      for (const line of all<HTMLElement>("[data-selected-count]", form)) {
        line.textContent = chosen ? text("selected", { chosen }) : "";
      }
    }
    comeClear(box, form);
  });
}

/** The bar that follows along comes with the first tick: what was ticked must not end up under it. */
function comeClear(box: HTMLInputElement, form: ParentNode): void {
  const row = box.closest("li")?.getBoundingClientRect();
  const bar = form.querySelector("[data-follows]")?.getBoundingClientRect();
  if (row && bar && row.bottom > bar.top && row.top < bar.bottom) window.scrollBy(0, row.bottom - bar.top + 4);
}

function boxes(form: ParentNode, name: string): HTMLInputElement[] {
  return all<HTMLInputElement>(`input[type=checkbox][name="${CSS.escape(name)}"]`, form).filter((one) => !one.disabled);
}
