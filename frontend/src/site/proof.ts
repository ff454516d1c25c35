import { all, sendAgain } from "../common/dom.ts";
import { encodePayload } from "./payload.ts";
import type { Puzzle, Solved } from "./puzzle.ts";

/**
 * A proof of work against robots, done quietly while one writes. `form[data-challenge]` holds the address of the
 * puzzle, `input[data-proof]` (or `name=altcha`) takes the answer. Where it cannot be done (no script, plain http on a
 * local network) the field stays empty and the server uses its other defences.
 */
export function proofs(): void {
  for (const form of all<HTMLFormElement>("form[data-challenge]")) {
    const target = form.querySelector<HTMLInputElement>("input[data-proof], input[name=altcha]");
    if (!target || !globalThis.crypto?.subtle || !globalThis.Worker) continue;
    let work: Promise<void> | undefined;
    let tried = false;
    const begin = (): Promise<void> => (work ??= solve(form.dataset.challenge ?? "", target).catch(() => undefined));
    form.addEventListener("input", () => void begin());
    form.addEventListener("reset", () => {
      work = undefined; // a form that is begun anew needs a proof of its own
      tried = false;
      target.value = "";
    });
    form.addEventListener("submit", (event) => {
      if (target.value || tried || event.submitter?.hasAttribute("data-no-proof")) return;
      const submitter = event.submitter;
      event.preventDefault();
      event.stopImmediatePropagation();
      form.setAttribute("aria-busy", "true");
      void Promise.race([begin(), pause(20_000)]).then(() => {
        form.removeAttribute("aria-busy");
        tried = true; // unsolved or not: sent all the same, the server judges
        sendAgain(form, submitter);
      });
    });
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => window.setTimeout(resolve, milliseconds));
}

async function solve(address: string, target: HTMLInputElement): Promise<void> {
  const answer = await fetch(address, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) return;
  const puzzle = (await answer.json()) as Puzzle;
  const worker = new Worker(new URL("./proof.worker.ts", import.meta.url), { type: "module" });
  try {
    const solved = await new Promise<Solved | null>((resolve, reject) => {
      worker.onmessage = (event: MessageEvent<Solved | null>) => resolve(event.data);
      worker.onerror = () => reject(new Error("worker"));
      worker.postMessage(puzzle);
    });
    if (solved) target.value = encodePayload(puzzle, solved);
  } finally {
    worker.terminate();
  }
}
