// SPDX-License-Identifier: Apache-2.0
// Holds `entente` to ajv: what it writes is valid, with its formats and also by what the schemas of
// release 1.2.0 left out; and of documents with one thing changed both say the same.
//
//     node check.mjs PROGRAM ROOT

import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import Ajv from "ajv";
import addFormats from "ajv-formats";

import { publishedSchemaOf, schemaOf } from "./schema.mjs";

const [program, root] = process.argv.slice(2);
const models = join(root, "src/assurance/oscal_model.c");

function compile(schema, withFormats) {
  const ajv = new Ajv({ unicodeRegExp: true, strict: false, validateFormats: withFormats });
  return (withFormats ? addFormats(ajv) : ajv).compile(schema);
}

const validate = compile(schemaOf(models), false);
const STRICT = [compile(schemaOf(models), true), compile(publishedSchemaOf(models), true)];
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

function expectStrict(file) {
  const document = JSON.parse(readFileSync(file, "utf8"));
  for (const holds of STRICT) {
    expect(holds(document), `${file}: ${JSON.stringify(holds.errors?.[0])}`);
  }
}

/** Writes each kind that the assessment has something for, and holds it to the schemas. */
function write(name, words) {
  const options = ["--oscal", "--oscal-plan", "--oscal-mapping"];
  return options.filter((option) => {
    const file = join(folder, `${name}${option}.json`);
    const ran = spawnSync(program, ["assess", ...words, option, file], { cwd: root });
    if (ran.status === 0) {
      expectStrict(file);
    }
    return ran.status === 0;
  }).length;
}

const SAMPLE = ["samples/assessment/harbour-castings.csv", "--as-of", "2026-11-23"];
const CROSSWALK = ["--crosswalk", "catalogues/crosswalk"];
expect(write("sample", [...SAMPLE, "--catalogue", "catalogues/cmmc-l2", ...CROSSWALK]) === 3,
  "all three of the sample");
for (const sample of ["suppliers", "access"]) {
  const rows = readFileSync(join(root, "samples", sample, "assessment.csv"), "utf8").split("\n");
  const parties = new Set(rows.slice(1).map((row) => row.split(",")[1]).filter(Boolean));
  for (const party of parties) {
    expect(write(`${sample}-${party}`, [party, "--workspace", `samples/${sample}`, "--as-of",
      "2026-11-23"]) > 0, `something of ${party} in ${sample}`);
  }
}
for (const [number, odd] of ["nothing answered ,", "\u00a0blank\u2028ends\u3000", "a b%", "é\"x"]
  .entries()) {
  const file = join(folder, `${odd}.csv`);
  writeFileSync(file, "requirement,status\n");
  for (const level of LEVELS) {
    expect(write(`odd-${number}-${level}`, [file, "--catalogue", `catalogues/${level}`, "--as-of",
      "2027-12-31", ...CROSSWALK]) >= 2, `${odd} of ${level}`);
  }
}
for (const name of ["profile", "over"]) {
  const file = join(folder, `resolved-${name}.json`);
  execFileSync(program, ["oscal", "--resolved", file,
    `tests/unit/assurance/data/oscal/${name}.json`], { cwd: root });
  expectStrict(file);
}
const related = JSON.parse(readFileSync(join(root, "tests/unit/assurance/data/oscal/action.json")));
expect(STRICT[0](related) && !STRICT[1](related), "what release 1.2.0 lost is known");

// ---- what is read, with one thing changed ----

const OTHERS = [7, 0.5, true, null, "", " x", "x y", "x\ny", "2x", "x", "é", [], {}, ["x"],
  "2026-02-29T00:00:00Z", "2028-02-29T00:00:00Z", "2026-11-23T24:00:00Z", "2026-11-23",
  "4b1f6c0e-6a1f-4d0b-9f39-00000000000a", "https://example.org", "no", "a@b", "\u00a0x",
  "x\u2028y", "x\u3000", "x\u00a0y"];

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
