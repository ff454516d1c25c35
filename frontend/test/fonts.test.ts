import { readFileSync } from "node:fs";
import { brotliDecompressSync } from "node:zlib";
import { expect, test } from "vitest";

/** The code points that a WOFF2 file has glyphs for, read from its `cmap` table (format 4 and 12). */
function codePoints(file: string): Set<number> {
  const font = readFileSync(file);
  const tables = font.readUInt16BE(12);
  let at = 48;
  const number = (): number => {
    let value = 0;
    for (;;) {
      const byte = font[at++]!;
      value = value * 128 + (byte & 127);
      if (byte < 128) return value;
    }
  };
  const sizes: { index: number; size: number }[] = [];
  for (let table = 0; table < tables; table += 1) {
    const flags = font[at++]!;
    const index = flags & 63;
    if (index === 63) at += 4;
    const original = number();
    const isTransformed = index === 10 || index === 11 ? flags >> 6 === 0 : flags >> 6 !== 0; // glyf and loca
    sizes.push({ index, size: isTransformed ? number() : original });
  }
  const data = brotliDecompressSync(font.subarray(at, at + font.readUInt32BE(20)));
  let start = 0;
  for (const { index, size } of sizes) {
    if (index === 0) return readCmap(data.subarray(start, start + size));
    start += size;
  }
  throw new Error(`${file} has no cmap table`);
}

function readCmap(cmap: Buffer): Set<number> {
  const found = new Set<number>();
  for (let record = 0; record < cmap.readUInt16BE(2); record += 1) {
    const table = cmap.subarray(cmap.readUInt32BE(4 + record * 8 + 4));
    if (table.readUInt16BE(0) === 4) {
      const segments = table.readUInt16BE(6) / 2;
      for (let segment = 0; segment < segments; segment += 1) {
        const end = table.readUInt16BE(14 + segment * 2);
        const start = table.readUInt16BE(16 + segments * 2 + segment * 2);
        for (let point = start; point <= end && point < 0xffff; point += 1) found.add(point);
      }
    } else if (table.readUInt16BE(0) === 12) {
      for (let group = 0; group < table.readUInt32BE(12); group += 1) {
        const start = table.readUInt32BE(16 + group * 12);
        const end = table.readUInt32BE(20 + group * 12);
        for (let point = start; point <= end; point += 1) found.add(point);
      }
    }
  }
  return found;
}

const css = readFileSync("src/styles/fonts.css", "utf8");
const files = Array.from(css.matchAll(/url\("([^"]+)"\)/g), (match) => `node_modules/${match[1]}`);

for (const family of ["source-sans-3", "literata"]) {
  test(`${family} has glyphs for Swedish and Sami letters`, () => {
    const glyphs = new Set<number>();
    for (const file of files.filter((one) => one.includes(family))) for (const point of codePoints(file)) glyphs.add(point);
    const missing = Array.from("åäöÅÄÖéüáčđŋšŧžÁČĐŊŠŦŽâïøæ–”’…").filter((letter) => !glyphs.has(letter.codePointAt(0)!));
    expect(missing).toEqual([]);
  });
}

test("a letter that no font has is noticed", () => {
  expect(codePoints(files[0]!).has("漢".codePointAt(0)!)).toBe(false);
});
