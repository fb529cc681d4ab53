// SPDX-License-Identifier: Apache-2.0
// The console for everyone: by keyboard, for screen readers, narrow, light and dark; and when
// things go wrong.
import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { after, before, test } from "node:test";
import { browse, open, serve } from "./served.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const PAGES = ["overview", "decide?from=CN&to=US&item=gallium&facts=%7B%22item.material%22%3A%22gallium%22%7D", "matrix",
  "map", "programmes", "stress", "reform", "screening", "assurance", "sharing", "audit"];
const SETTLED = {
  overview: ".cards", decide: ".verdict", matrix: ".matrix", map: ".map", programmes: ".picture", stress: "form",
  reform: "form, .is-main", screening: "form", assurance: ".empty", sharing: "form", audit: "h1",
};
const DAY = "2026-01-05";
const WIDTHS = [360, 1280];
const PAUSE_MS = 1000;

let browser;
let island;

before(async () => {
  [browser, island] = await Promise.all([
    browse(), serve("tests/fixtures/island", ["tests/fixtures/island-law"]),
  ]);
});

after(async () => {
  await browser?.close();
  await island?.stop();
});

async function settle(page, place) {
  await page.locator(SETTLED[place.split("?")[0]]).first().waitFor();
  await page.locator(".waiting").waitFor({ state: "detached" });
}

async function violationsNow(page) {
  const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const found = await page.evaluate((runOnly) => globalThis.axe.run({ runOnly }), rules);
  return found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 4).join("; ")}`);
}

/** What is found in a page that has come to rest: a page that is still being drawn has no
 * colours yet, so what was found is looked for again. */
async function violations(page) {
  await page.addScriptTag({ path: AXE });
  const first = await violationsNow(page);
  if (first.length === 0) {
    return first;
  }
  await page.waitForTimeout(PAUSE_MS);
  return violationsNow(page);
}

for (const colorScheme of ["light", "dark"]) {
  test(`no barrier is found on any page (${colorScheme})`, async () => {
    // The checker itself is a script that the pages' policy would not let in.
    // In a window so tall that nothing has to be scrolled under the page's foot.
    const opened = await open(browser, island, "overview",
      { colorScheme, day: DAY, bypassCSP: true, viewport: { width: 1280, height: 4000 } });
    try {
      for (const place of PAGES.map((one) => one.replace(/\?.*/, one.startsWith("decide") ? "?from=AA&to=BB" : ""))) {
        await opened.page.goto(`${island.origin}/#/${place}${place.includes("?") ? "&" : "?"}as_of=${DAY}`);
        await settle(opened.page, place);
        assert.deepEqual(await violations(opened.page), [], place);
      }
    } finally {
      await opened.close();
    }
  });
}

for (const width of WIDTHS) {
  test(`no page is wider than a window of ${width}`, async () => {
    const opened = await open(browser, island, "overview", { day: DAY, viewport: { width, height: 800 } });
    try {
      for (const place of PAGES.map((one) => one.replace(/\?.*/, ""))) {
        await opened.page.goto(`${island.origin}/#/${place}?as_of=${DAY}`);
        if (place !== "decide") {
          await settle(opened.page, place);
        }
        const wide = await opened.page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(wide <= width, `${place} is ${wide} wide`);
      }
    } finally {
      await opened.close();
    }
  });
}

test("a transfer is decided by keyboard alone", async () => {
  const opened = await open(browser, island, "overview", { day: DAY });
  const { page } = opened;
  const focused = () => page.evaluate(() => document.activeElement?.textContent || document.activeElement?.id || "");
  try {
    await page.keyboard.press("Tab");
    assert.equal((await focused()).trim(), "Skip to the page");
    for (let presses = 0; presses < 12 && (await focused()) !== "Decide"; presses += 1) {
      await page.keyboard.press("Tab");
    }
    assert.equal(await focused(), "Decide");
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { name: "Decide one transfer" }).waitFor();
    await page.locator("#from").waitFor();
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), "MAIN");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.type("aa");
    await page.keyboard.press("Tab");
    await page.keyboard.type("BB");
    await page.keyboard.press("Enter");
    await page.locator(".verdict").waitFor();
  } finally {
    await opened.close();
  }
});

test("what is undetermined looks like neither yes nor no", async () => {
  const opened = await open(browser, island, "map", { day: DAY });
  try {
    await opened.page.locator("fieldset .outcome").first().waitFor();
    const looks = await opened.page.evaluate(() =>
      Object.fromEntries([...document.querySelectorAll("fieldset .outcome")].map((tag) => {
        const style = getComputedStyle(tag);
        return [tag.textContent.trim(), `${style.borderTopStyle} ${style.color} ${tag.querySelector("path").getAttribute("d")}`];
      })));
    assert.equal(new Set(Object.values(looks)).size, 5);
    assert.match(looks.Undetermined, /^dashed/);
    assert.ok(Object.entries(looks).every(([word, look]) => word === "Undetermined" || look.startsWith("solid")));
  } finally {
    await opened.close();
  }
});

test("without a token it asks for one, and takes it", async () => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${island.origin}/`);
  await page.getByRole("heading", { name: "Sign in" }).waitFor();
  await page.getByLabel("Token").fill("wrong");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  await page.getByLabel("Token").fill(island.token);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("navigation").waitFor();
  await page.context().close();
});

test("what a role may not do, and input that cannot be used, is said in words", async () => {
  const opened = await open(browser, island, "decide", { day: DAY });
  const { page } = opened;
  try {
    await page.getByLabel("From").fill("AA");
    await page.getByLabel("To", { exact: true }).fill("BB");
    await page.getByText("Give another fact").click();
    await page.getByLabel("Fact", { exact: true }).fill("item.origin");
    await page.locator("#fact-value").fill("nowhere");
    await page.locator("#fact-value").blur();
    await page.getByRole("button", { name: "Add" }).click();
    await page.getByRole("button", { name: "Decide" }).click();
    await page.getByRole("alert").waitFor();
    assert.match(await page.getByRole("alert").innerText(), /`nowhere`/);
    assert.equal(await page.locator(".verdict").count(), 0);
    await page.route("**/v1/jobs", (route) => route.fulfill({ status: 403, json: { error: "this needs the role analyst" } }));
    await page.goto(`${island.origin}/#/stress?as_of=${DAY}`);
    await page.getByRole("button", { name: "Find out" }).click();
    await page.getByText("Not allowed").waitFor();
    await page.getByText("this needs the role analyst").waitFor();
  } finally {
    await opened.close();
  }
});

test("a server that is gone is said to be gone, and asked again", async () => {
  const gone = await serve("tests/fixtures/island", ["tests/fixtures/island-law"]);
  const opened = await open(browser, gone, "overview", { day: DAY });
  const { page } = opened;
  try {
    await page.locator(".cards").waitFor();
    await page.getByRole("link", { name: "Matrix" }).click();
    await page.getByRole("grid").waitFor();
    await gone.stop();
    await page.getByLabel("As of").fill("2026-01-06");
    await page.getByLabel("As of").blur();
    await page.getByText("The server does not answer").waitFor();
    await page.getByRole("button", { name: "Try again" }).click();
    await page.getByText("The server does not answer").waitFor();
    await page.getByRole("link", { name: "Reform" }).click();
    await page.getByText("This page did not load").waitFor();
  } finally {
    await opened.close();
    await gone.stop();
  }
});
