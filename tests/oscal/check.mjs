// SPDX-License-Identifier: Apache-2.0
// Holds `entente` to ajv: what it writes is valid, and of documents with one thing changed both
// say the same.
//
//     node check.mjs PROGRAM ROOT

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import Ajv from "ajv";

import { schemaOf } from "./schema.mjs";

const [program, root] = process.argv.slice(2);
const validate = new Ajv({ unicodeRegExp: true, strict: false, allErrors: false }).compile(
  schemaOf(join(root, "src/assurance/oscal_model.c")),
);
const folder = mkdtempSync(join(tmpdir(), "oscal-"));
let passed = 0;
let failed = 0;

function expect(holds, what) {
  if (holds) {
    passed += 1;
  } else {
    failed += 1;
    console.log(`not so: ${what}`);
  }
}

function isValid(text) {
  try {
    return validate(JSON.parse(text));
  } catch {
    return false;
  }
}

/** What entente says of each file: read, or not. */
function verdicts(files) {
  const answer = spawnSync(program, ["oscal", ...files], { encoding: "utf8", maxBuffer: 1 << 28 });
  const read = new Set(answer.stdout.split("\n").map((line) => line.slice(0, line.indexOf(": "))));
  return files.map((file) => read.has(file));
}

// ---- what is written ----

const LEVELS = ["cmmc-l1", "cmmc-l2", "cmmc-l3"];

function write(name, words) {
  const files = ["results", "plan", "mapping"].map((kind) => join(folder, `${name}-${kind}.json`));
  execFileSync(program, ["assess", ...words, "--as-of", "2026-11-23", "--oscal", files[0],
    "--oscal-plan", files[1]], { cwd: root });
  const kept = files.slice(0, 2);
  if (words.includes("--crosswalk")) {
    execFileSync(program, ["assess", ...words, "--as-of", "2026-11-23", "--oscal-mapping",
      files[2]], { cwd: root });
    kept.push(files[2]);
  }
  for (const file of kept) {
    expect(isValid(readFileSync(file, "utf8")), `${file}: ${JSON.stringify(validate.errors?.[0])}`);
  }
}

write("sample", ["samples/assessment/harbour-castings.csv", "--catalogue", "catalogues/cmmc-l2",
  "--crosswalk", "catalogues/crosswalk"]);
write("party", ["harbour", "--workspace", "samples/suppliers"]);
const nothing = join(folder, "nothing answered ,.csv");
writeFileSync(nothing, "requirement,status\n");
for (const level of LEVELS) {
  write(level, [nothing, "--catalogue", `catalogues/${level}`]);
}

// ---- what is read, with one thing changed ----

const OTHERS = [7, 0.5, true, null, "", " x", "x y", "x\ny", "2x", "x", "é", [], {}, ["x"],
  "2026-02-29T00:00:00Z", "2028-02-29T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23",
  "4b1f6c0e-6a1f-4d0b-9f39-00000000000a", "https://example.org", "no", "a@b"];

/** Every document with one member or item changed, removed, renamed or added. */
function* changes(value, rebuild, draw) {
  if (value === null || typeof value !== "object") {
    return;
  }
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  for (const key of keys) {
    const put = (other) => {
      const copy = Array.isArray(value) ? [...value] : { ...value };
      copy[key] = other;
      return rebuild(copy);
    };
    yield put(OTHERS[draw() % OTHERS.length]);
    yield put(OTHERS[draw() % OTHERS.length]);
    if (Array.isArray(value)) {
      yield rebuild(value.filter((_, index) => index !== key));
    } else {
      const rest = Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
      yield rebuild(rest);
      yield rebuild({ ...rest, [`${key}s`]: value[key] });
      yield rebuild({ ...value, remarks: "x" });
    }
    yield* changes(value[key], put, draw);
  }
}

let state = 1;
const draw = () => (state = (state * 1103515245 + 12345) & 0x7fffffff) >> 8;
const data = join(root, "tests/unit/assurance/data/oscal");
const files = [];
const expected = [];
for (const name of readdirSync(data).filter((file) => file.endsWith(".json"))) {
  const text = readFileSync(join(data, name), "utf8");
  expect(isValid(text), `${name}: ${JSON.stringify(validate.errors?.[0])}`);
  let number = 0;
  for (const changed of changes(JSON.parse(text), (whole) => whole, draw)) {
    const file = join(folder, `${name}-${number++}.json`);
    writeFileSync(file, JSON.stringify(changed));
    files.push(file);
    expected.push(validate(changed));
  }
}
for (let first = 0; first < files.length; first += 500) {
  const said = verdicts(files.slice(first, first + 500));
  said.forEach((isRead, index) => {
    const at = first + index;
    expect(isRead === expected[at],
      `${files[at]}: ajv ${expected[at]}, entente ${isRead}: ` +
        (isRead === expected[at] ? "" : readFileSync(files[at], "utf8").slice(0, 160)));
  });
}
console.log(`${expected.filter(Boolean).length} of ${expected.length} changed documents are valid`);
rmSync(folder, { recursive: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
