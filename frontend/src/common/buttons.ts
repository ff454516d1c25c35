import { all, announce, text } from "./dom.ts";

/** Buttons that only make sense with a script: shown here, `hidden` in the page. */
export function scriptButtons(): void {
  for (const button of all<HTMLButtonElement>("button[data-copy]")) {
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy ?? "");
      const label = button.querySelector("[data-label]") ?? button;
      const before = label.textContent ?? "";
      label.textContent = text("copied");
      announce(text("copied"));
      window.setTimeout(() => (label.textContent = before), 2500);
    });
  }
  for (const button of all<HTMLButtonElement>("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }
}

/** The menu button of small screens: the menu is open without a script, folded with one. */
export function menuButton(): void {
  for (const button of all<HTMLButtonElement>("button[data-menu]")) {
    const menu = document.getElementById(button.getAttribute("aria-controls") ?? "");
    if (!menu) continue;
    menu.dataset.folded = "true";
    button.hidden = false;
    const set = (open: boolean): void => {
      button.setAttribute("aria-expanded", String(open));
      menu.dataset.folded = String(!open);
    };
    set(false);
    button.addEventListener("click", () => set(button.getAttribute("aria-expanded") !== "true"));
    const close = (event: KeyboardEvent): void => {
      if (event.key !== "Escape" || button.getAttribute("aria-expanded") !== "true") return;
      set(false);
      button.focus();
    };
    menu.addEventListener("keydown", close);
    button.addEventListener("keydown", close);
  }
}

/** A line that filters the rows of the table it names, as one types. */
export function tableFilters(): void {
  for (const input of all<HTMLInputElement>("input[data-filter-rows]")) {
    const table = document.getElementById(input.dataset.filterRows ?? "");
    if (!table) continue;
    const wrap = input.closest<HTMLElement>("[data-filter]");
    if (wrap) wrap.hidden = false;
    input.addEventListener("input", () => {
      const wanted = input.value.trim().toLocaleLowerCase();
      const rows = all<HTMLTableRowElement>("tbody tr", table);
      for (const row of rows) row.hidden = !(row.textContent ?? "").toLocaleLowerCase().includes(wanted);
      const shown = rows.filter((row) => !row.hidden).length;
      announce(text("rows_shown", { shown, total: rows.length }));
    });
  }
}

/** Dialogs opened by `<button data-dialog="id">`; closing returns focus to the button (the browser does). */
export function dialogs(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLElement>("[data-dialog]");
    if (!button) return;
    const dialog = document.getElementById(button.dataset.dialog ?? "");
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
    }
  });
  document.addEventListener("click", (event) => {
    const closer = (event.target as Element).closest("[data-dialog-close]");
    closer?.closest("dialog")?.close();
  });
}
