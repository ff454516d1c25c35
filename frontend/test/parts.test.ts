import { expect, test } from "vitest";
import { text } from "../src/common/dom.ts";
import { countWords } from "../src/site/counter.ts";
import { judge } from "../src/site/kiosk.ts";
import { encodePayload } from "../src/site/payload.ts";
import { solvePuzzle, type Puzzle } from "../src/site/puzzle.ts";
import { words } from "../src/site/review.ts";
import { next } from "../src/staff/keys.ts";

test("words are counted as people count them", () => {
  expect(countWords("")).toBe(0);
  expect(countWords("  fler nattbussar – ja! ")).toBe(3);
  expect(countWords("E4:an går Luleå-Kalix, 24 mil")).toBe(5);
  expect(countWords("Čáhci ja muohta 😀")).toBe(3);
});

test("a found piece is cut by code points, not by UTF-16 units", () => {
  expect(words("😀 ring 070-1", { start: 7, end: 12, kind: "phone", label: "" })).toBe("070-1");
});

test("the keyboard stops at the ends of a list and starts where one looks", () => {
  const items = ["a", "b", "c"];
  expect(next(items, undefined, 1)).toBe("a");
  expect(next(items, undefined, -1)).toBe("c");
  expect(next(items, "b", 1)).toBe("c");
  expect(next(items, "c", 1)).toBe("c");
  expect(next(items, "a", -1)).toBe("a");
  expect(next([], undefined, 1)).toBeUndefined();
});

for (const algorithm of ["PBKDF2/SHA-256", "SHA-256"]) {
  test(`a puzzle of the kind ${algorithm} is solved with the wanted beginning`, async () => {
    const parameters = { algorithm, nonce: "00".repeat(16), salt: "01".repeat(16), cost: 3, keyLength: 32, keyPrefix: "00" };
    const puzzle: Puzzle = { parameters, signature: "å" };
    const solved = await solvePuzzle(puzzle);
    expect(solved?.derivedKey.startsWith("00")).toBe(true);
    const payload = JSON.parse(Buffer.from(encodePayload(puzzle, solved!), "base64").toString("utf8"));
    expect(payload).toEqual({ challenge: puzzle, solution: solved });
  });
}

test("a sentence is filled in and an unknown one is not lost", () => {
  const page = { getElementById: () => ({ textContent: '{"left": "{left} tecken kvar"}' }) };
  Object.assign(globalThis, { document: page });
  expect(text("left", { left: 12 })).toBe("12 tecken kvar");
  expect(text("nowhere")).toBe("nowhere");
});

test("a kiosk asks before it begins again, waits for the answer, and begins at once after a long sleep", () => {
  expect(judge(0, undefined, 120, 30)).toBe("rest");
  expect(judge(119, undefined, 120, 30)).toBe("rest");
  expect(judge(120, undefined, 120, 30)).toBe("ask");
  expect(judge(121, 0, 120, 30)).toBe("ask");
  expect(judge(149, 29, 120, 30)).toBe("ask");
  expect(judge(150, 30, 120, 30)).toBe("over");
  expect(judge(3, 30, 120, 30)).toBe("over"); // a key pressed behind the question is no answer
  expect(judge(4000, undefined, 120, 30)).toBe("over");
});
