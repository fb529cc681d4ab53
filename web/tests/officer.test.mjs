// SPDX-License-Identifier: Apache-2.0
// Screening, assurance and sharing against the real server: what an officer and a supplier do there,
// and what the pages say where the server was started without what they need.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { browse, entente, open, ROOT, saved, serve } from "./served.mjs";

const AXE = createRequire(import.meta.url).resolve("axe-core/axe.min.js");
const LIST = "id,name,list,country,kind,aliases\n17,Harbour Castings Limited,EL,RU,organisation,Harbor Foundry\n";
const DIGEST = createHash("sha256").update(LIST).digest("hex");

let browser;
let suppliers;
let coalition;
let access;
let folder;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), "entente-officer-"));
  [browser, suppliers, coalition, access] = await Promise.all([
    browse(),
    serve("samples/suppliers", ["samples/suppliers/award"], true,
      { lists: { test: LIST }, words: ["--catalogues", ["l1", "l2", "l3"].map((level) => join(ROOT, `catalogues/cmmc-${level}`)).join(",")] }),
    serve("tests/fixtures/coalition/us", ["packs/us-release"], true, { holder: "us-office" }),
    serve("samples/access", ["packs/agreements", "packs/regimes", "packs/us-procurement"]),
  ]);
});

after(async () => {
  await browser?.close();
  await Promise.all([suppliers?.stop(), coalition?.stop(), access?.stop()]);
  rmSync(folder, { recursive: true, force: true });
});

/** A refusal that a page shows in words is also a line of the browser's own. */
const EXPECTED = /the server responded with a status of 4(00|04|09)/;

function onPage(name, serverOf, place, run, options = {}) {
  test(name, async () => {
    const server = serverOf();
    const opened = await open(browser, server, place, options);
    try {
      await run(opened.page, opened);
      assert.deepEqual([...opened.problems].filter((one) => !EXPECTED.test(one)), []);
      for (const address of opened.requests.filter((one) => !/^(blob|data):/.test(one))) {
        assert.ok(address.startsWith(`${server.origin}/`), `asked elsewhere: ${address}`);
      }
    } finally {
      await opened.close();
    }
  });
}

onPage("screening: a hit is explained word by word, and saved", () => suppliers, "screening", async (page) => {
  await page.getByLabel("Name", { exact: true }).fill("Harbor Castings");
  await page.getByLabel("Country", { exact: true }).fill("gb");
  await page.getByRole("button", { name: "Screen", exact: true }).click();
  await page.getByRole("heading", { name: "1 listed party may be “Harbor Castings”" }).waitFor();
  assert.match(page.url(), /name=Harbor\+Castings/);
  const hit = page.locator(".hit").first();
  assert.match(await hit.innerText(), /Harbour Castings Limited[\s\S]*country differs/);
  assert.ok((await hit.locator("svg .thread").count()) >= 2);
  await hit.getByRole("button", { name: "As a table" }).click();
  await hit.getByRole("row").filter({ hasText: "Castings" }).getByText("same word").waitFor();
  const csv = await saved(page, () => hit.getByRole("button", { name: "Save CSV" }).click());
  assert.match(csv.bytes.toString(), /^asked for,listed,how they answer,similarity/);
  const svg = await saved(page, () => hit.getByRole("button", { name: "Save SVG" }).click());
  assert.match(svg.bytes.toString(), /Harbour[\s\S]*does not give legal advice/);
});

onPage("screening: no hit is said in words, with what was searched", () => suppliers, "screening?name=Quiet+Bakery", async (page) => {
  await page.getByRole("heading", { name: "No listed name comes as near as" }).waitFor();
  const said = await page.locator(".verdict").innerText();
  assert.ok(said.includes(DIGEST), said);
  assert.match(said, /not a clearance/);
  await page.getByRole("link", { name: /^row \d+$/ }).click();
  await page.getByRole("region", { name: /^Row \d+$/ }).getByText("screening").first().waitFor();
});

onPage("screening: a party's hit is reviewed, with a reason and a last day, on record", () => suppliers, "screening?view=parties", async (page) => {
  await page.getByText("No party of this workspace has a hit on record").waitFor();
  await page.getByRole("button", { name: /^Screen all \d+ parties$/ }).click();
  await page.getByText(/^Screened \d+ parties: 1 hit kept/).waitFor();
  const hit = page.locator(".hit");
  await hit.getByText("Decisions ask, and permit nothing").waitFor();
  await hit.locator("summary").first().click();
  await page.getByRole("button", { name: "Write it down" }).click();
  assert.equal(await page.getByText(/^● Written down/).count(), 0);
  await page.getByLabel("Dismissed: it is somebody else").check();
  await page.getByLabel("Reason, so that another can follow").fill("another address and another trade");
  await page.getByLabel("Last day it holds").fill("2027-11-23");
  await page.getByRole("button", { name: "Write it down" }).click();
  await page.getByText(/^● Written down, as row \d+/).waitFor();
  await page.getByText("Decisions count nothing of it").waitFor();
  await page.waitForLoadState("networkidle");
  assert.equal(await page.getByText(/^● Written down, as row \d+/).count(), 1);
  await page.getByLabel("Show").selectOption("dismissed");
  const csv = await saved(page, () => page.getByRole("button", { name: "Save CSV" }).click());
  assert.match(csv.bytes.toString(), /another address and another trade,[^,]+,2027-11-23,no/);
});

onPage("screening: the lists in use", () => suppliers, "screening?view=lists", async (page) => {
  await page.getByText("● Whole").waitFor();
  const csv = await saved(page, () => page.getByRole("button", { name: "Save CSV" }).click());
  assert.ok(csv.bytes.toString().includes(DIGEST));
});

onPage("screening: a server without lists says how to have some", () => coalition, "screening?name=anybody", async (page) => {
  await page.getByRole("heading", { name: "No lists of restricted parties are loaded" }).waitFor();
  await page.getByText("entente list import").waitFor();
});

onPage("assurance: score, arithmetic, gaps in order, plan, evidence and what more opens", () => suppliers, "assurance?party=harbour", async (page) => {
  const head = page.locator(".verdict");
  await head.getByText("91", { exact: true }).waitFor();
  assert.match(await head.innerText(), /of 110[\s\S]*110 - 5 \(3\.6\.1\)[\s\S]*= 91/);
  const gaps = page.getByRole("region", { name: "Gaps" });
  assert.match(await gaps.getByRole("row").nth(1).innerText(), /3\.6\.1[\s\S]*close first/);
  assert.match(await gaps.innerText(), /may be planned\s*by 2027-02-28/);
  await gaps.getByText("ISO/IEC 27001:2022 Annex A A.5.26").first().click();
  await gaps.getByText(/transitive: 800-171r2/).first().waitFor();
  await page.getByText(/^ISO\/IEC 27001:2022 Annex A/).first().waitFor();
  const opens = page.locator(".turns > li").filter({ has: page.getByRole("heading", { name: "Final Level 2 (C3PAO)" }) });
  assert.match(await opens.innerText(), /Hinge casting[\s\S]*Prohibited[\s\S]*Free/);
  await page.getByText("▲ weak link").first().waitFor();
  const csv = await saved(page, () => page.getByRole("button", { name: "Save gaps as CSV" }).click());
  assert.equal(csv.bytes.toString().split("\r\n").length, 1 + 7 + 1);
  await page.getByLabel("Party").selectOption("cedar");
  await page.getByText("● Holds Conditional Level 2 (C3PAO)").waitFor();
  assert.match(page.url(), /party=cedar/);
});

onPage("assurance: a file of answers, and one that cannot be used", () => suppliers, "assurance?view=answers", async (page) => {
  const catalogue = page.getByLabel("Catalogue", { exact: true });
  await catalogue.waitFor();
  assert.deepEqual((await catalogue.locator("option").allInnerTexts()).map((text) => /\((\d+)/.exec(text)?.[1]), ["17", "110", "24"]);
  assert.equal(await catalogue.inputValue(), "cmmc-l2");
  await page.getByLabel("Answers, as CSV or OSCAL").setInputFiles(join(ROOT, "samples/assessment/harbour-castings.csv"));
  await page.getByRole("button", { name: "Assess" }).click();
  await page.locator(".verdict").getByText(/^\d+$/).first().waitFor();
  await page.getByLabel("Answers, as CSV or OSCAL").setInputFiles({ name: "x.csv", mimeType: "text/csv", buffer: Buffer.from("requirement,status\n9.9.9,met\n") });
  await page.getByRole("button", { name: "Assess" }).click();
  await page.getByRole("alert").getByText("9.9.9").waitFor();
  await catalogue.selectOption("cmmc-l1");
  await page.getByLabel("Answers, as CSV or OSCAL").setInputFiles({ name: "x.csv", mimeType: "text/csv", buffer: Buffer.from("requirement,status\n3.1.1,met\n3.1.2,not_met\n") });
  await page.getByRole("button", { name: "Assess" }).click();
  await page.locator(".verdict").getByText("of 17 met").waitFor();
  await catalogue.selectOption("cmmc-l3");
  await page.getByLabel("Held when assessed").selectOption("none");
  await page.getByLabel("Answers, as CSV or OSCAL").setInputFiles({ name: "x.csv", mimeType: "text/csv", buffer: Buffer.from("requirement,status\n3.1.2e,met\n") });
  await page.getByRole("button", { name: "Assess" }).click();
  await page.locator(".verdict").getByText(/Final Level 2 \(C3PAO\)/).first().waitFor();
});

onPage("assurance: a catalogue is answered by hand, with keys, and the score follows", () => suppliers, "assurance?view=form", async (page) => {
  const answer = (id) => page.getByLabel(`Answer to ${id}`, { exact: true });
  const live = page.locator(".live");
  await answer("3.1.1").waitFor();
  await live.getByText("-203 to 110", { exact: true }).waitFor();
  await page.getByRole("button", { name: "Answer met to all" }).click();
  await live.getByText("110", { exact: true }).waitFor();
  await answer("3.1.3").focus();
  await page.keyboard.type("not m");
  assert.equal(await answer("3.1.3").inputValue(), "not_met");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Answer to 3.1.4");
  await page.keyboard.press("Shift+Enter");
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute("aria-label")), "Answer to 3.1.3");
  await live.getByText("109", { exact: true }).waitFor();
  assert.match(await live.innerText(), /Conditional[\s\S]*110 - 1 \(3\.1\.3\) = 109/);
  await answer("3.13.11").selectOption("partial");
  await live.getByText("106", { exact: true }).waitFor();
  assert.deepEqual(await answer("3.1.1").locator("option").allInnerTexts(), ["not answered", "met", "not met", "not applicable"]);
  await answer("3.1.16").selectOption("not_applicable");
  await live.getByText("101 to 106", { exact: true }).waitFor();
  await page.getByLabel("Why 3.1.16 is not applicable").fill("no wireless access, =plain");
  await live.getByText("106", { exact: true }).waitFor();
  await page.getByLabel("Evidence for 3.1.1", { exact: true }).fill("access list");
  await page.getByLabel("Day of the evidence for 3.1.1", { exact: true }).fill("2026-10-01");
  await page.getByLabel("Days of work to close 3.1.3", { exact: true }).fill("12");
  const csv = await saved(page, () => page.getByRole("button", { name: "Save answers as CSV" }).click());
  const lines = csv.bytes.toString().split("\r\n");
  assert.equal(lines[0], "requirement,status,reason,effort_days,evidence,evidence_date");
  assert.ok(lines.includes("3.1.1,met,,,access list,2026-10-01"));
  assert.ok(lines.includes("3.1.3,not_met,,12,,"));
  await page.reload();
  await live.getByText("106", { exact: true }).waitFor();
  await page.getByLabel("Begin with a file").setInputFiles(join(ROOT, "tests/unit/assurance/data/oscal/results.json"));
  await live.getByText("-191 to 102", { exact: true }).waitFor();
  await page.getByLabel("Begin with a file").setInputFiles({ name: "x.xml", mimeType: "application/xml", buffer: Buffer.from("<catalog/>") });
  await page.getByRole("alert").getByText("found the element").waitFor();
  await page.getByRole("button", { name: "Forget all answers" }).click();
  await live.getByText("-203 to 110", { exact: true }).waitFor();
});

onPage("assurance: answers are kept in the workspace, and where the party stands follows", () => suppliers, "assurance?view=form&party=harbour", async (page) => {
  await page.getByRole("button", { name: "Answer met to all" }).click();
  const form = page.getByRole("form", { name: "Keep in the workspace" });
  assert.deepEqual(await form.getByLabel("Sought").locator("option").allInnerTexts(), ["Level 2 (Self)", "Level 2 (C3PAO)"]);
  assert.equal(await form.getByLabel("Party").inputValue(), "harbour");
  await form.getByLabel("Sought").selectOption("Level 2 (C3PAO)");
  await form.getByRole("button", { name: "Keep 110 answers" }).click();
  await form.getByRole("status").getByText("Kept as harbour-2026-11-23").waitFor();
  await form.getByRole("link", { name: "See where it stands" }).click();
  await page.getByText("● Holds Final Level 2 (C3PAO)").waitFor();
});

onPage("assurance: a server without catalogues says how to have some", () => access, "assurance?view=answers", async (page) => {
  await page.getByRole("heading", { name: "This server has no catalogues" }).waitFor();
});

onPage("assurance: the pathway says what is missing, who grants it, and leads to the decision", () => access, "assurance?view=pathway&party=tasman", async (page) => {
  const first = page.locator(".stage").filter({ hasText: "Domestic end products are preferred" });
  await first.waitFor();
  assert.match(await first.innerText(), /Domestic end products are preferred[\s\S]*the contracting officer[\s\S]*or A determination[\s\S]*head of the contracting activity/);
  await page.getByText("An assessment by an accredited assessor").waitFor();
  const csv = await saved(page, () => page.getByRole("button", { name: "Save CSV" }).click());
  assert.match(csv.bytes.toString(), /^order,do,for,name,what,granted by/);
  await page.locator(".hit summary").first().click();
  await page.getByRole("link", { name: "Decide this in full" }).click();
  const verdict = page.locator(".verdict.is-licence_required");
  await verdict.waitFor();
  assert.match(await verdict.innerText(), /^Optical mast: from Tasman Mast Optics.*AU to Naval forces of the United States, US/);
});

onPage("assurance: what nobody knows is asked, and an answer counts", () => access, "assurance?view=pathway&party=tasman&facts=item.berry%3Dunknown", async (page) => {
  const stage = page.locator(".stage").filter({ hasText: "Food, clothing, fabrics" });
  await stage.waitFor();
  assert.match(await stage.innerText(), /Undetermined until these are known:[\s\S]*item\.berry/);
  const question = stage.getByLabel(/^Is it food, clothing/);
  await question.fill("none");
  await question.press("Enter");
  await stage.waitFor({ state: "detached" });
  assert.match(page.url(), /item\.berry%3Dnone/);
  assert.doesNotMatch(page.url(), /unknown/);
});

onPage("assurance: a workspace without assessments says how to keep some", () => coalition, "assurance", async (page) => {
  await page.getByRole("heading", { name: "This workspace keeps no assessments" }).waitFor();
  await page.getByRole("link", { name: "Assess a file of answers" }).waitFor();
});

const LABEL = "SECRET//REL TO USA, AUS, GBR";

onPage("sharing: a label is read in words, and one that contradicts itself is refused", () => coalition, "sharing", async (page) => {
  await page.getByLabel("Label", { exact: true }).fill("(S//REL TO USA, AUS, GBR)");
  await page.getByRole("button", { name: "Check" }).click();
  const label = page.getByRole("article", { name: "The label" });
  assert.match(await label.innerText(), /SECRET\/\/REL TO USA, AUS, GBR[\s\S]*only to USA, AUS, GBR/);
  await page.getByLabel("Label", { exact: true }).fill("(S//REL TO USA, AUS, GBR)\n(TS//REL TO USA, GBR)\n(U)");
  await page.getByRole("button", { name: "Check" }).click();
  await label.getByText("By these rules").waitFor();
  assert.match(await label.innerText(), /^TOP SECRET\/\/REL TO USA, GBR[\s\S]*ISM-ID-00056/);
  await page.getByLabel("Label", { exact: true }).fill("SECRET//NOFORN//REL TO USA");
  await page.getByRole("button", { name: "Check" }).click();
  await page.getByRole("alert").getByText(/contradict/).waitFor();
  assert.equal(await label.count(), 0);
});

onPage("sharing: what is typed as soon as the page stands is not lost", () => coalition, "sharing", async (page) => {
  await page.addInitScript((text) => new MutationObserver((_, observer) => {
    const field = document.querySelector("#label");
    if (field !== null) {
      observer.disconnect();
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }).observe(document, { childList: true, subtree: true }), LABEL);
  await page.reload();
  await page.getByRole("button", { name: "Check" }).click();
  assert.match(await page.getByRole("article", { name: "The label" }).innerText(), /only to USA, AUS, GBR/);
});

onPage("sharing: who may open, and why not", () => coalition, "sharing?view=openers", async (page) => {
  await page.getByLabel("Label", { exact: true }).fill(LABEL);
  await page.getByLabel("About the item").selectOption("radar-manual");
  await page.getByRole("button", { name: "Preview" }).click();
  const who = page.getByRole("region", { name: "Who may open" });
  assert.match(await who.getByRole("row").filter({ hasText: "The yard" }).innerText(), /may open/);
  assert.match(await who.getByRole("row").filter({ hasText: "The works" }).innerText(), /may not[\s\S]*Prohibited[\s\S]*REL TO does not name the destination/);
  await page.getByLabel("Show").selectOption("may");
  assert.equal(await who.getByRole("row").filter({ hasText: "The works" }).count(), 0);
});

onPage("sharing: a file is sealed, looked into, and a refusal of its key stands on record", () => coalition, "sharing?view=seal", async (page) => {
  await page.getByLabel("File", { exact: true }).setInputFiles({ name: "plan.txt", mimeType: "text/plain", buffer: Buffer.from("the plan") });
  await page.getByLabel("Label", { exact: true }).fill("NATO SECRET");
  await page.getByLabel("About the item").selectOption("radar-manual");
  const sealed = await saved(page, () => page.getByRole("button", { name: "Seal", exact: true }).click());
  assert.equal(sealed.name, "plan.txt.tdf");
  await page.getByText(/^● Saved as plan.txt.tdf/).waitFor();
  const file = join(folder, sealed.name);
  writeFileSync(file, sealed.bytes);

  await page.getByRole("link", { name: "Look into a sealed file" }).click();
  await page.getByLabel("Sealed file", { exact: true }).setInputFiles(file);
  const told = page.getByRole("article", { name: "The sealed file" });
  await told.waitFor();
  assert.match(await told.innerText(), /A file of 8 bytes[\s\S]*NATO SECRET[\s\S]*Manual of a radar/);
  await page.getByLabel("Sealed file", { exact: true }).setInputFiles({ name: "x.tdf", mimeType: "", buffer: Buffer.from("no archive") });
  await page.getByRole("alert").waitFor();
  assert.equal(await told.count(), 0);

  assert.throws(() => entente(["open", file, "-o", join(folder, "opened")], { ENTENTE_TOKEN: coalition.token }));
  await page.getByRole("link", { name: "Key releases" }).click();
  const row = page.getByRole("region", { name: "Key releases" }).getByRole("row").nth(1);
  assert.match(await row.innerText(), /refused[\s\S]*of another policy/);
});

onPage("sharing: a server without keys says how to have some", () => suppliers, "sharing?view=seal", async (page) => {
  await page.getByLabel("File", { exact: true }).setInputFiles({ name: "a", mimeType: "", buffer: Buffer.from("a") });
  await page.getByLabel("Label", { exact: true }).fill("UNCLASSIFIED");
  await page.getByLabel("About the item").selectOption({ index: 1 });
  await page.getByRole("button", { name: "Seal", exact: true }).click();
  await page.getByRole("heading", { name: "This server holds no keys" }).waitFor();
});

const PLACES = [
  [() => suppliers, "screening?name=Harbor+Castings", ".hit"], [() => suppliers, "screening?view=lists", ".data"],
  [() => suppliers, "assurance?party=harbour", ".picture"], [() => access, "assurance?view=pathway&party=tasman", ".stage"], [() => suppliers, "assurance?view=form", ".answers"],
  [() => coalition, `sharing?view=openers&item=radar-manual&label=${encodeURIComponent(LABEL)}`, ".data"],
  [() => coalition, `sharing?label=${encodeURIComponent(LABEL)}`, ".verdict"],
];
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

for (const colorScheme of ["light", "dark"]) {
  test(`no barrier is found where there is something to show (${colorScheme})`, async () => {
    for (const [serverOf, place, settled] of PLACES) {
      const opened = await open(browser, serverOf(), place, { colorScheme, bypassCSP: true, viewport: { width: 1280, height: 5000 } });
      try {
        await opened.page.locator(settled).first().waitFor();
        await opened.page.addScriptTag({ path: AXE });
        await opened.page.waitForTimeout(300);
        const found = await opened.page.evaluate((runOnly) => globalThis.axe.run({ runOnly }), RULES);
        assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).slice(0, 3).join("; ")}`), [], place);
      } finally {
        await opened.close();
      }
    }
  });
}

test("nor are they wider than a narrow window", async () => {
  for (const [serverOf, place, settled] of PLACES) {
    const opened = await open(browser, serverOf(), place, { viewport: { width: 360, height: 800 } });
    try {
      await opened.page.locator(settled).first().waitFor();
      const wide = await opened.page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(wide <= 360, `${place} is ${wide} wide`);
    } finally {
      await opened.close();
    }
  }
});
