// SPDX-License-Identifier: Apache-2.0
// The console in a browser, against the real server on the samples: the main path of each page.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { browse, open, saved, serve } from "./served.mjs";

const MINERALS = ["packs/regimes", "packs/us-ear", "packs/cn-export"];
const FIRST_LOAD_BYTES_MAX = 500_000;

let browser;
let minerals;
let island;

before(async () => {
  [browser, minerals, island] = await Promise.all([
    browse(),
    serve("samples/minerals", MINERALS, true),
    serve("tests/fixtures/island", ["tests/fixtures/island-law"]),
  ]);
});

after(async () => {
  await browser?.close();
  await Promise.all([minerals?.stop(), island?.stop()]);
});

/** Runs on a page of its own, on which nothing may go wrong unseen. */
function onPage(name, place, run, of = () => [minerals, {}]) {
  test(name, async () => {
    const [server, options] = of();
    const opened = await open(browser, server, place, options);
    try {
      await run(opened.page, opened);
      assert.deepEqual([...opened.problems], []);
      for (const address of opened.requests.filter((one) => !one.startsWith("blob:") && !one.startsWith("data:"))) {
        assert.ok(address.startsWith(`${server.origin}/`), `asked elsewhere: ${address}`);
      }
    } finally {
      await opened.close();
    }
  });
}

const ON_ISLAND = () => [island, { day: "2026-01-05" }];

onPage("the first load is small, keeps its token out of the address, and says what always must be said", "overview",
  async (page) => {
    assert.ok(!page.url().includes("token"));
    assert.equal(await page.evaluate(() => sessionStorage.getItem("entente.token") !== null), true);
    const bytes = await page.evaluate(() =>
      performance.getEntriesByType("resource").filter((one) => !one.name.includes("/v1/"))
        .reduce((sum, one) => sum + one.encodedBodySize, performance.getEntriesByType("navigation")[0].encodedBodySize));
    assert.ok(bytes > 1000 && bytes < FIRST_LOAD_BYTES_MAX, `${bytes} bytes`);
    await page.getByText("does not give legal advice").waitFor();
    await page.getByText("Law as of: cn.export 20").waitFor();
    assert.equal(await page.getByLabel("As of").inputValue(), "2026-11-23");
  });

onPage("overview: programmes, what they wait for, and the law that changes on the 28th", "overview", async (page) => {
  const alarm = page.locator(".alarms > li").first();
  await alarm.waitFor();
  assert.match(await alarm.innerText(), /2026-11-28[\s\S]*Licence required[\s\S]*Prohibited[\s\S]*CN → US/);
  await page.locator(".cards > li").first().waitFor();
  assert.equal(await page.locator(".cards > li").count(), 4);
  assert.match(await page.locator(".cards").innerText(), /Next: 2026-12-\d\d, \d+ transfers by cn.export.mofcom/);
  await alarm.getByRole("link").click();
  await page.getByRole("heading", { name: "The alliance on a map" }).waitFor();
  await page.getByText("Law of 2026-11-28").waitFor();
});

onPage("decide: begins with little, asks what settles it, and says why", "decide", async (page) => {
  await page.getByLabel("From").fill("CN");
  await page.getByLabel("To", { exact: true }).fill("US");
  await page.getByLabel("What", { exact: true }).selectOption("gallium");
  await page.getByRole("button", { name: "Decide" }).click();
  const verdict = page.locator(".verdict");
  await verdict.getByText("Undetermined").waitFor();
  assert.match(await verdict.innerText(), /Between[\s\S]*Licence required[\s\S]*Prohibited/);
  assert.equal(await verdict.getByText("Free").count(), 0);
  await page.getByLabel("What is it used for in the end?").selectOption("military");
  await page.locator(".verdict.is-prohibited").waitFor();
  assert.match(await page.locator(".decision").innerText(), /What forbids it[\s\S]*MOFCOM 46\/2024 clause 1/);
  assert.match(await page.locator(".decision").innerText(), /What would change this/);
  await page.getByRole("button", { name: "Open all" }).click();
  assert.ok((await page.locator(".tree details[open]").count()) > 3);
  const csv = await saved(page, () => page.getByRole("button", { name: "Save CSV" }).click());
  assert.match(csv.bytes.toString(), /^kind,change,outcome\r\n/);
  await page.getByRole("button", { name: "Forget end_use" }).click();
  await page.locator(".verdict.is-undetermined").waitFor();
  await page.goBack();
  await page.locator(".verdict.is-prohibited").waitFor();
});

onPage("matrix: filter, keys, a cell's reasons and the whole decision", "matrix", async (page) => {
  await page.getByRole("grid").waitFor();
  await page.getByLabel("Show items and places with").fill("gallium");
  await page.getByText(/^\d+ of 101 rows/).waitFor();
  const first = page.locator(".matrix button[tabindex='0']");
  await first.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowDown");
  assert.equal(await page.evaluate(() => document.activeElement?.getAttribute("data-at")), "1 1");
  const cell = page.getByRole("button", { name: /Gallium metal from CN-producers to US: Licence required|Gallium metal from CN-producers to US: Undetermined|Gallium metal from CN-producers to US: Prohibited/ });
  await cell.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("Gallium and germanium").waitFor();
  await page.keyboard.press("Escape");
  await dialog.waitFor({ state: "detached" });
  assert.match((await page.evaluate(() => document.activeElement?.getAttribute("aria-label"))) ?? "", /Gallium metal from CN/);
  const csv = (await saved(page, () => page.getByRole("button", { name: "Save CSV" }).click())).bytes.toString();
  assert.match(csv, /^item,name,from,to,outcome/);
  assert.ok(csv.split("\r\n").slice(1, -1).every((row) => row.startsWith("gallium,")));
  const svg = await saved(page, () => page.getByRole("button", { name: "Save SVG" }).click());
  assert.match(svg.bytes.toString(), /^<\?xml[\s\S]*does not give legal advice[\s\S]*<\/svg>\s*$/);
  const png = await saved(page, () => page.getByRole("button", { name: "Save PNG" }).click());
  assert.equal(png.bytes.subarray(1, 4).toString(), "PNG");
  await cell.click();
  await dialog.getByRole("link", { name: "Decide this in full" }).click();
  await page.locator(".verdict").waitFor();
  assert.match(await page.locator(".verdict").innerText(), /^Gallium metal: from .*, CN to United States/i);
});

onPage("map: the slider moves the law, and the table says what the lines do", "map", async (page) => {
  const told = page.getByText(/^1062 of 1062 lanes on/);
  await told.waitFor();
  const prohibited = async () => Number(/(\d+) prohibited/.exec(await told.innerText())?.[1]);
  const earlier = await prohibited();
  await page.getByRole("button", { name: "Law changes next →" }).click();
  await page.getByText(/lanes on 2026-11-28/).waitFor();
  assert.ok((await prohibited()) > earlier);
  await page.locator("#day").focus();
  await page.keyboard.press("ArrowLeft");
  await page.getByText(/lanes on 2026-11-27/).waitFor();
  assert.equal(await prohibited(), earlier);
  await page.getByLabel("Lanes of").selectOption("gallium");
  await page.getByText(/^\d{1,2} of 1062 lanes/).waitFor();
  await page.getByRole("button", { name: "Nearer" }).click();
  await page.getByRole("button", { name: "As a table" }).click();
  await page.getByRole("cell", { name: "Gallium metal" }).first().waitFor();
  const svg = await saved(page, () => page.getByRole("button", { name: "Save SVG" }).click());
  assert.ok(svg.bytes.length > 50_000);
});

/** Keeps requests of a method waiting, all but the first few; answers with what lets them go. */
async function hold(page, address, method, isFree = () => false) {
  let letGo;
  let asked = 0;
  const gone = new Promise((resolve) => { letGo = resolve; });
  await page.route(address, async (route) => {
    if (route.request().method() === method && !isFree(asked++)) {
      await gone;
    }
    await route.fallback();
  });
  return letGo;
}

onPage("stress: work is cancelled before the server has taken it, and is not begun then", "stress", async (page) => {
  const letGo = await hold(page, "**/v1/jobs", "POST");
  await page.getByRole("button", { name: "Find out" }).click();
  await page.locator("progress").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Cancelled; nothing was kept.").waitFor();
  const dropped = page.waitForResponse((answer) => answer.request().method() === "DELETE");
  letGo();
  assert.equal((await dropped).status(), 200);
  await page.getByText("Cancelled; nothing was kept.").waitFor();
});

onPage("stress: tells how far it is, can be cancelled, and draws scenarios side by side", "stress", async (page) => {
  const letGo = await hold(page, "**/v1/jobs/*", "GET", (asked) => asked === 0);
  await page.getByRole("button", { name: "Find out" }).click();
  await page.locator("progress").waitFor();
  await page.getByRole("button", { name: "Cancel" }).click();
  await page.getByText("Cancelled; nothing was kept.").waitFor();
  letGo();
  await page.getByLabel("Nothing leaves China").check();
  await page.getByLabel("Half of what China ships is held back").check();
  await page.getByRole("button", { name: "Find out" }).click();
  await page.getByRole("heading", { name: "Shortfall over time" }).waitFor({ timeout: 180_000 });
  assert.equal(await page.locator(".shortfall-area").count(), 2);
  await page.getByLabel("Owed to").selectOption("us-defence");
  const csv = await saved(page, () => page.getByRole("button", { name: "Save CSV" }).first().click());
  assert.match(csv.bytes.toString(), /^scenario,programme,week,/);
  await page.getByRole("heading", { name: "Each supplier lost alone" }).waitFor();
});

onPage("reform: barriers ranked, and what a budget buys", "reform", async (page) => {
  await page.getByRole("button", { name: "Rank the barriers" }).click();
  await page.getByRole("heading", { name: /^Barriers by what/ }).waitFor({ timeout: 180_000 });
  assert.ok((await page.locator(".ceiling").count()) > 0);
  await page.getByRole("button", { name: "Choose the best levers" }).click();
  await page.getByText(/which is proven the most there is/).waitFor({ timeout: 180_000 });
  const budget = page.getByLabel(/^Budget/);
  await budget.focus();
  await page.keyboard.press("Home");
  await page.getByText(/^With \$0: /).waitFor();
  await page.keyboard.press("End");
  await page.getByText(/^With \$[1-9]/).waitFor();
  await page.locator(".axis.is-chosen").first().waitFor();
}, ON_ISLAND);

onPage("programmes: the critical path, what it waits for and what it returns", "programmes?name=us-civil", async (page) => {
  await page.getByRole("heading", { name: "Critical path" }).waitFor();
  await page.getByRole("heading", { name: /^Transfers: \d+ open, \d+ pending, \d+ blocked$/ }).waitFor();
  await page.getByText(/Together returns/).waitFor();
  await page.getByLabel("Programme").selectOption("us-defence");
  await page.getByRole("heading", { level: 2, name: "United States: defence industry" }).waitFor();
  assert.match(page.url(), /name=us-defence/);
});

onPage("audit: what was decided stands there, and the chain is verified", "audit", async (page) => {
  await page.getByRole("button", { name: "Verify the chain" }).waitFor();
  const answer = await page.request.post(`${minerals.origin}/access/v1/evaluation`, {
    headers: { Authorization: `Bearer ${minerals.token}` },
    data: {
      subject: { type: "country", id: "US" }, action: { name: "export" }, resource: { type: "item", id: "gallium" },
      context: { as_of: "2026-11-23" },
    },
  });
  assert.equal(answer.status(), 200);
  await page.getByRole("button", { name: "Read again" }).click();
  const row = page.getByRole("row").filter({ hasText: "gallium" }).first();
  await row.waitFor();
  await page.getByRole("button", { name: "Verify the chain" }).click();
  await page.getByText(/The chain is whole: \d+ rows/).waitFor();
  await row.getByRole("button", { name: /^Read row/ }).click();
  await page.getByRole("region", { name: /^Row \d+$/ }).getByText("previous").waitFor();
  await row.getByRole("button", { name: /^Replay row/ }).click();
  await page.getByText("Decided again, it gives the same bytes.").waitFor();
  const csv = await saved(page, () => page.getByRole("button", { name: "Save CSV" }).click());
  assert.match(csv.bytes.toString(), /hash\r\n/);
});

onPage("the day is chosen once and goes along from page to page", "overview", async (page) => {
  await page.locator(".cards").waitFor();
  await page.getByLabel("As of").fill("2026-12-01");
  await page.getByLabel("As of").blur();
  await page.getByRole("link", { name: "Matrix" }).click();
  await page.getByRole("grid").waitFor();
  assert.match(page.url(), /matrix\?as_of=2026-12-01/);
  await page.getByRole("button", { name: /Gallium metal from CN-producers to US: Prohibited/ }).waitFor();
});
