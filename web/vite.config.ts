// SPDX-License-Identifier: Apache-2.0
import { defineConfig } from "vite";

// While pages are written, `npm run dev` asks a server that runs beside it.
const beside = process.env.ENTENTE_ADDRESS ?? "http://127.0.0.1:8080";

export default defineConfig({
  base: "/",
  esbuild: { jsx: "automatic", jsxImportSource: "preact" },
  build: {
    target: "es2022",
    // Nothing is written into other files, so that a page's policy may forbid that.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 400,
  },
  server: { proxy: { "/v1": beside, "/health": beside } },
});
