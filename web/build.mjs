// SPDX-License-Identifier: Apache-2.0
// Builds the console into a folder, with each file packed by gzip beside it where that helps:
//   node build.mjs FOLDER
// The last line of output of a build that went well is nothing: it is quiet.
import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { build } from "vite";

const root = fileURLToPath(new URL(".", import.meta.url));
const folder = resolve(process.argv[2] ?? join(root, "dist"));

await build({ root, logLevel: "warn", build: { outDir: folder, emptyOutDir: true } });

for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
  if (entry.isFile()) {
    const name = join(entry.parentPath ?? entry.path, entry.name);
    const content = await readFile(name);
    const packed = gzipSync(content, { level: 9 });
    if (packed.length < content.length * 0.9) {
      // Where it was built is no part of it: the header says no system, the same on every machine.
      packed[9] = 255;
      await writeFile(`${name}.gz`, packed);
    }
  }
}

if (existsSync(join(folder, ".vite"))) {
  await rm(join(folder, ".vite"), { recursive: true });
}
