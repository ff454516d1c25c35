import { all, sendAgain } from "../common/dom.ts";

/**
 * The clock of a kiosk (`body[data-kiosk]`): who has gone away is asked for, with time to answer, and then the screen
 * is emptied for the next one. Nothing is stored, and a page that the browser had kept is left at once. The server
 * forgets by itself as well; without a script only the clock is missing.
 */

const TICK = 1000;
const ASK_AGAIN = 5000;
const PATIENCE = 5000;

export type Now = "rest" | "ask" | "over";

/** What to do after so many seconds without a touch, when `asked` seconds have passed since the question (or none). */
export function judge(idle: number, asked: number | undefined, wait: number, warning: number): Now {
  if (asked !== undefined) return asked >= warning ? "over" : "ask";
  if (idle >= wait + warning) return "over"; // the tablet slept: the time to answer has passed too
  return idle >= wait ? "ask" : "rest";
}

/** Whether the server answers. A browser's own page about a lost network would be a dead end for whoever comes next. */
async function answers(home: string): Promise<boolean> {
  try {
    const answer = await fetch(home, { method: "HEAD", cache: "no-store", signal: AbortSignal.timeout(PATIENCE) });
    return answer.status < 500;
  } catch {
    return false;
  }
}

class Kiosk {
  private readonly home: string;
  private readonly wait: number;
  private readonly warning: number;
  private readonly dialog = document.querySelector<HTMLDialogElement>("#kiosk-asks");
  private readonly over = document.querySelector<HTMLFormElement>("#kiosk-over");
  private touched = Date.now();
  private asked: number | undefined;
  private leaving = false;

  constructor(body: HTMLElement) {
    this.home = body.dataset.kioskHome ?? "/";
    this.wait = Number(body.dataset.kioskWait ?? 0);
    this.warning = Number(body.dataset.kioskWarning ?? 30);
  }

  begin(): void {
    window.addEventListener("pagehide", () => this.empty());
    window.addEventListener("pageshow", (event) => {
      if (event.persisted) location.replace(this.home);
    });
    this.guard();
    this.takeBack();
    if (!this.wait || !this.dialog || !this.over) return;
    for (const kind of ["pointerdown", "keydown", "input", "scroll", "touchmove"]) {
      window.addEventListener(kind, () => (this.touched = Date.now()), { passive: true, capture: true });
    }
    this.dialog.addEventListener("close", () => this.stay());
    this.dialog.querySelector("[data-kiosk-stay]")?.addEventListener("click", () => this.dialog?.close());
    this.dialog.querySelector("[data-kiosk-over]")?.addEventListener("click", () => void this.leave());
    window.setInterval(() => this.look(), TICK);
  }

  private look(): void {
    if (this.leaving) return;
    const now = Date.now();
    const since = this.asked === undefined ? undefined : (now - this.asked) / 1000;
    const told = judge((now - this.touched) / 1000, since, this.wait, this.warning);
    if (told === "over") return void this.leave();
    if (told === "rest") return;
    if (this.asked === undefined) {
      this.asked = now;
      this.dialog?.showModal();
    }
    const left = this.dialog?.querySelector("[data-kiosk-left]");
    if (left) left.textContent = String(Math.max(0, Math.ceil(this.warning - (since ?? 0))));
  }

  private stay(): void {
    this.asked = undefined;
    this.touched = Date.now();
  }

  /** Empties the screen at once, and begins again as soon as there is a network to do it with. */
  private async leave(): Promise<void> {
    if (this.leaving) return;
    this.leaving = true;
    this.empty();
    while (!(await answers(this.home))) {
      this.tell(true);
      await new Promise((resolve) => window.setTimeout(resolve, ASK_AGAIN));
    }
    this.over?.submit();
  }

  private empty(): void {
    for (const form of all<HTMLFormElement>("form[data-kiosk-form]")) {
      form.reset();
      for (const field of Array.from(form.elements)) {
        if (field instanceof HTMLTextAreaElement) field.value = "";
        else if (field instanceof HTMLInputElement && field.name.startsWith("answer_")) field.value = "";
        else if (field instanceof HTMLSelectElement) field.selectedIndex = 0;
      }
    }
    for (const mine of all<HTMLElement>("[data-kiosk-private]")) mine.replaceChildren();
  }

  /** Before a form is sent or a link followed: is there a network? Otherwise everything stays where it is. */
  private guard(): void {
    let alive = false;
    for (const form of all<HTMLFormElement>("form[data-kiosk-form], form#kiosk-over")) {
      form.addEventListener("submit", (event) => {
        if (alive) {
          alive = false;
          return;
        }
        event.preventDefault();
        event.stopImmediatePropagation();
        const submitter = event.submitter;
        void answers(this.home).then((there) => {
          this.tell(!there);
          if (!there) return;
          alive = true;
          sendAgain(form, submitter);
        });
      });
    }
    for (const link of all<HTMLAnchorElement>("main a[href]:not([href^='#'])")) {
      link.addEventListener("click", (event) => {
        event.preventDefault();
        void answers(this.home).then((there) => {
          this.tell(!there);
          if (there) location.assign(link.href);
        });
      });
    }
  }

  /**
   * The browser's Back is the page's own, with what is written. Of a screen that a form led to the browser keeps the
   * first screen's address: it would ask the next person whether to send the form again, on a page with no way on.
   */
  private takeBack(): void {
    if (!document.body.hasAttribute("data-kiosk-sent")) return;
    history.replaceState({ kiosk: "before" }, "", this.home);
    const back = document.querySelector<HTMLButtonElement>("form[data-kiosk-form] button[name=to]");
    if (!back) return;
    const wait = (): void => history.pushState({ kiosk: "here" }, "", this.home);
    wait();
    window.addEventListener("popstate", (event) => {
      if ((event.state as { kiosk?: string } | null)?.kiosk !== "before" || this.leaving) return;
      wait();
      back.click();
    });
  }

  private tell(lost: boolean): void {
    const note = document.querySelector<HTMLElement>("[data-kiosk-offline]");
    if (note) note.hidden = !lost;
    if (lost) note?.scrollIntoView({ block: "nearest" });
  }
}

export function kiosks(): void {
  if (document.body.hasAttribute("data-kiosk")) new Kiosk(document.body).begin();
}
