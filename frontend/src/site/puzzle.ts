import { deriveKey as pbkdf2 } from "altcha-lib/algorithms/pbkdf2";
import { deriveKey as sha } from "altcha-lib/algorithms/sha";
import { solveChallenge } from "altcha-lib";
import type { Challenge, Solution } from "altcha-lib/types";

export type Puzzle = Challenge;
export type Solved = Pick<Solution, "counter" | "derivedKey"> & { time?: number };

/** Solves an ALTCHA v2 challenge of the kinds that WebCrypto can do (PBKDF2, iterated SHA). */
export async function solvePuzzle(puzzle: Puzzle, timeout = 60_000): Promise<Solved | null> {
  const deriveKey = puzzle.parameters.algorithm.toUpperCase().startsWith("PBKDF2") ? pbkdf2 : sha;
  const solution = await solveChallenge({ challenge: puzzle, deriveKey, timeout });
  return solution ? { counter: solution.counter, derivedKey: solution.derivedKey } : null;
}

/** What the server's library reads: base64 of challenge and solution as JSON. */
export function encodePayload(puzzle: Puzzle, solved: Solved): string {
  const { parameters, signature } = puzzle;
  const json = JSON.stringify({ challenge: { parameters, signature }, solution: solved });
  return btoa(String.fromCharCode(...new TextEncoder().encode(json)));
}
