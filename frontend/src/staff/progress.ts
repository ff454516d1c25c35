import { all, announce } from "../common/dom.ts";

/** What the server says about a job, by stream and by status address alike. */
export interface JobState {
  state: "waiting" | "running" | "done" | "failed" | "cancelled" | string;
  what?: string;
  share?: number; // 0–100, left out while unknown
  detail?: string;
  url?: string; // where to go when it has ended
}

const ENDED = new Set(["done", "failed", "cancelled"]);
const POLL = 2000;

/**
 * `<div data-job-progress data-events="URL" data-status="URL">` around the progress part follows a job by server-sent
 * events, and by asking every two seconds where streams are cut off. When the job ends the page is loaded anew, so that
 * what happened is told by the server in full.
 */
export function jobProgress(): void {
  for (const box of all<HTMLElement>("[data-job-progress]")) new Follower(box).start();
}

class Follower {
  private spoken = 0;
  private ended = false;
  private timer: number | undefined;

  constructor(private readonly box: HTMLElement) {}

  start(): void {
    const { events, status } = this.box.dataset;
    if (!events || !globalThis.EventSource) return this.poll(status);
    const source = new EventSource(events);
    const take = (event: MessageEvent<string>): void => {
      this.show(JSON.parse(event.data) as JobState);
      if (this.ended) source.close();
    };
    source.addEventListener("message", take);
    source.addEventListener("progress", take as EventListener);
    source.addEventListener("error", () => {
      source.close();
      this.poll(status);
    });
    // A stream that a proxy holds back gives no error: ask once in a while as well.
    this.poll(status, POLL * 3);
  }

  private poll(status: string | undefined, every = POLL): void {
    if (!status || this.ended) return;
    window.clearInterval(this.timer);
    this.timer = window.setInterval(async () => {
      try {
        const answer = await fetch(status, { headers: { Accept: "application/json" }, credentials: "same-origin" });
        if (answer.ok) this.show((await answer.json()) as JobState);
      } catch {
        // The network is away for a moment: the next round asks again.
      }
    }, every);
  }

  private show(job: JobState): void {
    if (this.ended) return;
    const set = (part: string, words: string | undefined): void => {
      const place = this.box.querySelector(`[data-progress-${part}]`);
      if (place && words !== undefined) place.textContent = words;
    };
    set("what", job.what);
    set("detail", job.detail);
    const bar = this.box.querySelector<HTMLProgressElement>("progress");
    if (bar && typeof job.share === "number") {
      bar.value = job.share;
      set("share", `${Math.round(job.share)} %`);
    }
    if (job.what && Date.now() - this.spoken > 15_000) {
      announce([job.what, job.detail].filter(Boolean).join(" "));
      this.spoken = Date.now();
    }
    if (!ENDED.has(job.state)) return;
    this.ended = true;
    window.clearInterval(this.timer);
    const next = job.url ?? this.box.dataset.done;
    if (next) window.location.assign(next);
    else window.location.reload();
  }
}
