import { defineConfig } from "vite";
import { iconSprite } from "./icons.ts";

// The bundle is served from Medskick's own address under any static prefix, so every address in it is relative, and
// nothing becomes a data: address (the content security policy allows only 'self').
export default defineConfig({
  base: "./",
  plugins: [iconSprite()],
  worker: { format: "es" },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ["es2022", "chrome107", "firefox104", "safari16"],
    reportCompressedSize: false,
    rollupOptions: { input: { site: "src/site.ts", staff: "src/staff.ts", editor: "src/editor.ts" } },
  },
  test: { include: ["test/**/*.test.ts"] },
} as Parameters<typeof defineConfig>[0]);
