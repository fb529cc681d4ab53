// SPDX-License-Identifier: Apache-2.0
// JSON schemas of OSCAL, made from the models in src/assurance/oscal_model.c and from the
// definitions of data types as the schemas of releases 1.2.0 to 1.2.3 have them (NIST, public
// domain).

import { readFileSync } from "node:fs";

const string = (pattern, format) => ({ type: "string", pattern, ...(format && { format }) });

const DATE =
  "(((2000|2400|2800|(19|2[0-9](0[48]|[2468][048]|[13579][26])))-02-29)" +
  "|(((19|2[0-9])[0-9]{2})-02-(0[1-9]|1[0-9]|2[0-8]))" +
  "|(((19|2[0-9])[0-9]{2})-(0[13578]|10|12)-(0[1-9]|[12][0-9]|3[01]))" +
  "|(((19|2[0-9])[0-9]{2})-(0[469]|11)-(0[1-9]|[12][0-9]|30)))";
const ZONE =
  "(Z|(-((0[0-9]|1[0-2]):00|0[39]:30)|\\+((0[0-9]|1[0-4]):00|(0[34569]|10):30|(0[58]|12):45)))";

const STRING = string("^\\S(.*\\S)?$");
const TYPES = {
  s: STRING,
  t: string("^(\\p{L}|_)(\\p{L}|\\p{N}|[.\\-_])*$"),
  u: string("^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[45][0-9A-Fa-f]{3}-[89ABab][0-9A-Fa-f]{3}-[0-9A-Fa-f]{12}$"),
  d: string(`^${DATE}T(2[0-3]|[01][0-9]):([0-5][0-9]):([0-5][0-9])(\\.[0-9]+)?${ZONE}$`, "date-time"),
  D: string(`^${DATE}${ZONE}?$`),
  r: { type: "string", format: "uri-reference" },
  U: string("^[a-zA-Z][a-zA-Z0-9+\\-.]+:.+$", "uri"),
  m: string("^[^\n]+$"),
  M: { type: "string" },
  i: { allOf: [{ type: "integer" }, { type: "number", minimum: 0 }] },
  p: { allOf: [{ type: "integer" }, { type: "number", minimum: 1 }] },
  n: { type: "number" },
  b: { type: "boolean" },
  B: string("^[0-9A-Za-z+/]+={0,2}$"),
  e: { allOf: [STRING, string("^.+@.+$", "email")] },
};

const MEMBER =
  /^(?<name>[A-Za-z0-9-]+)(=[a-z0-9|-]+)?[@.^~]?(?<list>\+)?(?<required>!)?\??:(#(?<object>[a-z0-9-]+)|(?<type>[a-zA-Z])(\{(?<words>[^}]*)\})?)$/;

/** The lines of the models, without what C puts around them. */
function modelLines(file) {
  const text = readFileSync(file, "utf8");
  const table = text.slice(text.indexOf("LINES[] = {"), text.indexOf("static const char *const ROOTS"));
  const bare = table.replace(/\/\*[^]*?\*\//g, "");
  const lines = [];
  for (const entry of bare.matchAll(/((?:"[^"]*"\s*)+),/g)) {
    lines.push([...entry[1].matchAll(/"([^"]*)"/g)].map((piece) => piece[1]).join(""));
  }
  return lines;
}

function value(groups) {
  const one = groups.object
    ? { $ref: `#/definitions/${groups.object}` }
    : groups.words
      ? { allOf: [TYPES[groups.type], { enum: groups.words.split(",") }] }
      : TYPES[groups.type];
  if (!groups.list) {
    return one;
  }
  const list = { type: "array", minItems: 1, items: one };
  return groups.name === "mappings" ? { anyOf: [one, list] } : list;
}

/** Every way to take one of each choice's members. */
function alternatives(choices) {
  let ways = [{ without: [], required: [] }];
  for (const { names, isRequired } of choices) {
    ways = ways.flatMap((way) =>
      names.map((name) => ({
        without: [...way.without, ...names.filter((other) => other !== name)],
        required: isRequired ? [...way.required, name] : way.required,
      })),
    );
  }
  return ways;
}

function definition(line) {
  const [head, rest] = [line.slice(0, line.indexOf(":")), line.slice(line.indexOf(":") + 1)];
  const properties = {};
  const required = [];
  const choices = [];
  for (const word of rest.split(" ").filter(Boolean)) {
    const choice = /^(one|most)\((.*)\)$/.exec(word);
    if (choice) {
      choices.push({ names: choice[2].split("|"), isRequired: choice[1] === "one" });
      continue;
    }
    const found = MEMBER.exec(word);
    if (!found) {
      throw new Error(`cannot read ${word} of ${head}`);
    }
    properties[found.groups.name] = value(found.groups);
    if (found.groups.required) {
      required.push(found.groups.name);
    }
  }
  const shapes = alternatives(choices).map((way) => ({
    type: "object",
    properties: Object.fromEntries(
      Object.entries(properties).filter(([name]) => !way.without.includes(name)),
    ),
    required: [...required, ...way.required],
    additionalProperties: false,
  }));
  return [head.split("=")[0], shapes.length === 1 ? shapes[0] : { anyOf: shapes }];
}

export const ROOTS = [
  "catalog", "profile", "component-definition", "system-security-plan", "assessment-plan",
  "assessment-results", "plan-of-action-and-milestones", "mapping-collection",
];

/** A schema that takes a document of any kind. */
export function schemaOf(file) {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    definitions: Object.fromEntries(modelLines(file).map(definition)),
    anyOf: ROOTS.map((root) => ({
      type: "object",
      properties: { $schema: { type: "string" }, [root]: { $ref: `#/definitions/${root}` } },
      required: [root],
      additionalProperties: false,
    })),
  };
}

/** Objects that have no members in the schemas that were published with release 1.2.0. */
const LOST = [
  "related-observation", "associated-risk", "related-finding", "logged-by", "on-date",
  "date-range", "frequency", "port-range", "selected-objective", "matching",
];

/** What the schemas of release 1.2.0 take, with what they lost: less than the models say. */
export function publishedSchemaOf(file) {
  const schema = schemaOf(file);
  for (const name of LOST) {
    if (!schema.definitions[name]) {
      throw new Error(`there is no ${name}`);
    }
    schema.definitions[name].properties = {};
  }
  delete schema.definitions["component-definition"].properties["import-component-definitions"];
  for (const name of ["confidence", "coverage"]) {
    schema.definitions[name] = { type: "object", required: ["STRVALUE"] };
  }
  return schema;
}
