import { solveChallenge } from "altcha-lib";
import type { Challenge, ChallengeParameters, Solution } from "altcha-lib/types";

export type Puzzle = Challenge;
export type Solved = Pick<Solution, "counter" | "derivedKey">;

/** Solves an ALTCHA v2 challenge of the kinds that WebCrypto can do: PBKDF2 and iterated SHA. */
export async function solvePuzzle(puzzle: Puzzle, timeout = 60_000): Promise<Solved | null> {
  const isPbkdf2 = puzzle.parameters.algorithm.toUpperCase().startsWith("PBKDF2");
  const deriveKey = isPbkdf2 ? pbkdf2 : iteratedSha;
  const solution = await solveChallenge({ challenge: puzzle, deriveKey, timeout });
  return solution ? { counter: solution.counter, derivedKey: solution.derivedKey } : null;
}

// The library's own derivations are for servers; these do the same with the browser's WebCrypto.

type Bytes = Uint8Array<ArrayBuffer>;

function digest(algorithm: string): string {
  return /SHA-(256|384|512)$/.exec(algorithm)?.[0] ?? "SHA-256";
}

async function pbkdf2(parameters: ChallengeParameters, salt: Uint8Array, password: Uint8Array) {
  const key = await crypto.subtle.importKey("raw", password as Bytes, "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: digest(parameters.algorithm), salt: salt as Bytes, iterations: parameters.cost };
  return { derivedKey: new Uint8Array(await crypto.subtle.deriveBits(how, key, parameters.keyLength * 8)) };
}

async function iteratedSha(parameters: ChallengeParameters, salt: Uint8Array, password: Uint8Array) {
  let data = new Uint8Array(salt.length + password.length);
  data.set(salt);
  data.set(password, salt.length);
  for (let round = 0; round < Math.max(1, parameters.cost); round += 1) {
    data = new Uint8Array(await crypto.subtle.digest(digest(parameters.algorithm), data));
  }
  return { derivedKey: data.slice(0, parameters.keyLength) };
}
