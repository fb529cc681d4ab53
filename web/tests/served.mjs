// SPDX-License-Identifier: Apache-2.0
// A running `entente serve` on a copy of a workspace, and a browser to open its console with.
import { execFileSync, spawn } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

export const PROGRAM = process.env.ENTENTE_PROGRAM ?? "build/entente";
export const ROOT = process.env.ENTENTE_ROOT ?? ".";
const FOLDER = process.env.ENTENTE_CONSOLE ?? "";
const BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const DAY = "2026-11-23";

const ENVIRONMENT = { ...process.env, ENTENTE_PASSPHRASE: "a passphrase" };

export function entente(words, environment = {}) {
  return execFileSync(PROGRAM, words, { env: { ...ENVIRONMENT, ...environment }, stdio: ["ignore", "pipe", "pipe"] });
}

/** A folder that keeps lists of restricted parties, by their names. */
function keepLists(place, lists) {
  for (const [name, content] of Object.entries(lists)) {
    writeFileSync(join(place, `${name}.csv`), content);
    entente(["list", "import", join(place, "lists"), name, join(place, `${name}.csv`), "--at", DAY]);
  }
  return ["--lists", join(place, "lists")];
}

function makeKeys(place, holder) {
  entente(["key", "make", "--algorithm", "ec:secp256r1", "-o", join(place, "kas.pem")]);
  return ["--kas-key", join(place, "kas.pem"), "--kas-holder", holder];
}

/** Starts a server; `link` has the token. What a workspace names beside itself is beside its copy. */
export async function serve(workspace, packs, isRecorded = false, { lists = null, holder = null, words: more = [] } = {}) {
  const place = mkdtempSync(join(tmpdir(), "entente-console-"));
  const copy = join(place, "samples", "workspace");
  mkdirSync(join(place, "samples"));
  cpSync(join(ROOT, workspace), copy, { recursive: true });
  for (const beside of ["packs", "catalogues"]) {
    symlinkSync(resolve(ROOT, beside), join(place, beside));
  }
  const words = ["serve", copy, "--listen", "127.0.0.1:0", "--quiet",
    ...(packs.length === 0 ? [] : ["--packs", packs.map((pack) => join(ROOT, pack)).join(",")]),
    ...(FOLDER === "" ? [] : ["--console", FOLDER]), "--audit", isRecorded ? join(place, "audit.db") : "none",
    ...(lists === null ? [] : keepLists(place, lists)), ...(holder === null ? [] : makeKeys(place, holder)), ...more];
  const program = spawn(PROGRAM, words, { stdio: ["ignore", "pipe", "inherit"], env: ENVIRONMENT });
  const link = await new Promise((resolve, reject) => {
    let said = "";
    program.stdout.on("data", (bytes) => {
      said += bytes;
      const found = /Open (\S+)/.exec(said);
      if (found !== null) {
        resolve(found[1]);
      }
    });
    program.on("exit", (status) => reject(new Error(`the server ended with ${status}: ${said}`)));
  });
  const [origin, token] = link.split("/#token=");
  const stop = async () => {
    if (program.exitCode === null && program.signalCode === null) {
      const ended = new Promise((resolve) => program.once("exit", resolve));
      program.kill("SIGTERM");
      await ended;
    }
    rmSync(place, { recursive: true, force: true });
  };
  return { link, origin, token, stop };
}

export async function browse() {
  const found = BROWSERS.find((path) => existsSync(path));
  if (found === undefined) {
    throw new Error("no Chromium is installed: apt-get install chromium");
  }
  return chromium.launch({ executablePath: found, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
}

/** So much that a machine with other work passes. */
const TIMEOUT_MS = 90_000;

/** Opens a page of the console as someone who followed the printed link; notes what goes wrong. */
export async function open(browser, server, place = "overview", options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, acceptDownloads: true, ...options });
  context.setDefaultTimeout(TIMEOUT_MS);
  const page = await context.newPage();
  const problems = new Set();
  const requests = [];
  page.on("pageerror", (error) => problems.add(error.message));
  page.on("console", (line) => line.type() === "error" && problems.add(line.text().slice(0, 200)));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(server.link);
  await page.waitForSelector("nav");
  const day = options.day ?? DAY;
  await page.goto(`${server.origin}/#/${place}${place.includes("?") ? "&" : "?"}as_of=${day}`);
  return { page, problems, requests, close: () => context.close() };
}

/** What a click saves, as text or bytes. */
export async function saved(page, click) {
  const [download] = await Promise.all([page.waitForEvent("download"), click()]);
  const stream = await download.createReadStream();
  const pieces = [];
  for await (const piece of stream) {
    pieces.push(piece);
  }
  return { name: download.suggestedFilename(), bytes: Buffer.concat(pieces) };
}
