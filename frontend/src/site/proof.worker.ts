import { solvePuzzle, type Puzzle } from "./puzzle.ts";

self.onmessage = (event: MessageEvent<Puzzle>) => {
  void solvePuzzle(event.data).then(
    (solved) => self.postMessage(solved),
    () => self.postMessage(null),
  );
};
