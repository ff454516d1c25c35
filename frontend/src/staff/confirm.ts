import { element, text } from "../common/dom.ts";

/**
 * `<button data-confirm="Vill du …?" data-confirm-action="Ångra importen">` in a form: asks in a dialog before it sends.
 * htmx's own `hx-confirm` is asked the same way.
 */
export function confirmDialogs(): void {
  document.addEventListener("click", (event) => {
    const button = (event.target as Element).closest<HTMLButtonElement>("button[data-confirm]");
    if (!button || button.dataset.confirmed === "true") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    void ask(button.dataset.confirm ?? "", button.dataset.confirmAction ?? button.textContent?.trim() ?? "").then((yes) => {
      if (!yes) return;
      button.dataset.confirmed = "true";
      button.click();
      delete button.dataset.confirmed;
    });
  }, true);
  document.addEventListener("htmx:confirm", (event) => {
    const detail = (event as CustomEvent<{ question: string | null; issueRequest: (skip: boolean) => void }>).detail;
    if (!detail.question) return;
    event.preventDefault();
    void ask(detail.question, text("confirm_yes")).then((yes) => yes && detail.issueRequest(true));
  });
}

/** Resolves true when the action was chosen, false on cancel or Escape. */
export function ask(question: string, action: string): Promise<boolean> {
  const id = `ask-${Math.random().toString(36).slice(2)}`;
  const yes = element("button", { class: "button", value: "yes" }, action);
  const no = element("button", { class: "button button--second", value: "no" }, text("confirm_no"));
  const form = element(
    "form",
    { method: "dialog" },
    element("p", { id, class: "dialog__text" }, question),
    element("div", { class: "button-row" }, yes, no),
  );
  const dialog = element("dialog", { class: "dialog", "aria-labelledby": id }, form);
  document.body.append(dialog);
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      resolve(dialog.returnValue === "yes");
      dialog.remove();
    });
    dialog.showModal();
    no.focus();
  });
}
