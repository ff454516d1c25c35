import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";
import { ICONS } from "./src/icon-names.ts";

/** Path data of one Lucide icon as a `<symbol>`; stroke and size are set by the stylesheet. */
export function symbol(name: string, file: string): string {
  const folder = fileURLToPath(new URL("./node_modules/lucide-static/icons/", import.meta.url));
  const source = readFileSync(`${folder}${file}.svg`, "utf8");
  const inside = source.slice(source.indexOf(">", source.indexOf("<svg")) + 1, source.lastIndexOf("</svg>"));
  const drawing = inside.replace(/\s+/g, " ").trim();
  return (
    `<symbol id="${name}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75" ` +
    `stroke-linecap="round" stroke-linejoin="round">${drawing}</symbol>`
  );
}

/** One SVG file with the icons in use, and a list of their names for the template tag. */
export function iconSprite(): Plugin {
  return {
    name: "medskick-icons",
    generateBundle() {
      const symbols = Object.entries(ICONS).map(([name, file]) => symbol(name, file));
      const source = `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
      this.emitFile({ type: "asset", name: "icons.svg", originalFileName: "icons.svg", source });
      this.emitFile({ type: "asset", fileName: "icons.json", source: JSON.stringify(Object.keys(ICONS)) });
    },
  };
}
