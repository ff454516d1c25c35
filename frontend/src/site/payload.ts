import type { Puzzle, Solved } from "./puzzle.ts";

/** What the server's library reads: base64 of challenge and solution as JSON. */
export function encodePayload(puzzle: Puzzle, solved: Solved): string {
  const { parameters, signature } = puzzle;
  const json = JSON.stringify({ challenge: { parameters, signature }, solution: solved });
  return btoa(String.fromCharCode(...new TextEncoder().encode(json)));
}
