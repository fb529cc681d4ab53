// SPDX-License-Identifier: Apache-2.0
// How much the console loads at first, and how soon it can be used: node measure.mjs [RUNS]
// Each run is a browser context of its own, with nothing kept from before.
import { browse, DAY, serve } from "./served.mjs";

const RUNS = Number(process.argv[2] ?? 10);
const browser = await browse();
const server = await serve("samples/minerals", ["packs/regimes", "packs/us-ear", "packs/cn-export"]);

function middle(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

/** Until the frame can be used, and until the page has its content; and what was sent for it. */
async function measure(place, content) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript((token) => sessionStorage.setItem("entente.token", token), server.token);
  await page.goto(`${server.origin}/#/${place}?as_of=${DAY}`, { waitUntil: "commit" });
  const since = (selector) => page.waitForSelector(selector).then(() => page.evaluate(() => performance.now()));
  const [frame, whole] = await Promise.all([since("nav a"), since(content)]);
  const sizes = await page.evaluate(() => {
    const resources = performance.getEntriesByType("resource");
    const files = [...resources.filter((one) => !one.name.includes("/v1/")), ...performance.getEntriesByType("navigation")];
    const total = (entries) => entries.reduce((sum, one) => sum + one.encodedBodySize, 0);
    return { files: total(files), count: files.length, data: total(resources.filter((one) => one.name.includes("/v1/"))) };
  });
  await context.close();
  return { frame, whole, ...sizes };
}

const PAGES = [["overview", ".cards"], ["decide", "form.decide"], ["matrix", ".matrix"], ["map", ".map"],
  ["programmes", ".picture"], ["stress", "form"], ["reform", ".is-main"], ["audit", "h1"]];
console.log("| page | files | compressed, kB | data, kB | usable, ms | with its content, ms |");
console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
for (const [place, content] of PAGES) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) {
    runs.push(await measure(place, content));
  }
  const of = (name) => middle(runs.map((run) => run[name]));
  console.log(`| ${place} | ${of("count")} | ${(of("files") / 1000).toFixed(1)} | ${(of("data") / 1000).toFixed(0)} | ${of("frame").toFixed(0)} | ${of("whole").toFixed(0)} |`);
}
await browser.close();
await server.stop();
