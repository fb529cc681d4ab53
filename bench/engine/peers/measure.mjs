// SPDX-License-Identifier: Apache-2.0
// Other engines on the neutral workload:
//
//     node measure.mjs FOLDER
//
// FOLDER has workload.json, requests.json and answers.json, which bench-engine writes when its own
// answers have the published hash. For each engine one line of JSON: its name, how many
// requests it decided in a second of processor time, how many requests that is measured over,
// and whether its answers have the same hash as ours.
//
// What the host does for each engine, outside the time: it resolves the item, the parties'
// lists and kinds, the law's version of the country, whether an agreement covers the
// transfer, and which rules are in force that day. The engine decides which rules hold; what
// follows from that (a few set operations on their names) is the host's too, in the time.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const folder = process.argv[2];
if (folder === undefined) {
  console.error("usage: node measure.mjs FOLDER");
  process.exit(2);
}
const read = (name) => JSON.parse(readFileSync(join(folder, name), "utf8"));
const workload = read("workload.json");
const requests = read("requests.json");
const answers = read("answers.json");
const KINDS = ["prohibit", "licence_only", "bars", "exceptions"];
const rules = KINDS.flatMap((kind) => workload.rules[kind].map((rule) => ({ ...rule, kind })));

// ---- what the host resolves ----

const byId = (list) => new Map(list.map((it) => [it.id, it]));
const items = byId(workload.items);
const countries = byId(workload.countries);
const parties = byId(workload.parties);
const agreements = byId(workload.agreements);
const within = (span, day) => span.from <= day && day < span.to;

const listsOf = (id, day) =>
  parties.get(id).listings.filter((it) => within(it, day)).map((it) => it.list);

function isUnderAgreement(request) {
  const it = agreements.get(request.agreement);
  const isMember = (id) => it.members.some((m) => m.party === id && within(m, request.date));
  return it !== undefined && within(it, request.date) && it.items.includes(request.item) &&
    it.destinations.includes(request.destination) && isMember(request.consignee) &&
    isMember(request.end_user);
}

function resolve(request) {
  const item = items.get(request.item);
  const country = countries.get(request.destination);
  const version = workload.versions.findLastIndex((it) => it.from <= request.date);
  return {
    groups: country.groups[version],
    reasons: item.reasons,
    need: item.reasons.filter((reason) => country.chart[version].includes(reason)),
    le: item.le,
    category: String(item.category),
    product_group: item.product_group,
    lvs_limit: item.lvs_limit,
    flags: { mt: item.mt, arms: item.arms, sta_excluded: item.sta_excluded,
      et_listed: item.et_listed },
    value: request.value,
    duration_days: request.duration_days,
    end_use: request.end_use,
    kinds: { consignee: parties.get(request.consignee).kind,
      end_user: parties.get(request.end_user).kind },
    lists: [...new Set([...listsOf(request.consignee, request.date),
      ...listsOf(request.end_user, request.date)])],
    facts: request.facts,
    under_agreement: isUnderAgreement(request),
    live: Object.fromEntries(rules.map((rule) => [rule.id, within(rule, request.date)])),
  };
}

// ---- what follows from the rules that hold ----

const bitOf = new Map(workload.columns.map((column, i) => [column, 1 << i]));

function conclude(holds, situation) {
  const some = (kind) => workload.rules[kind].some((rule) => holds.has(rule.id));
  const columns = situation.need.reduce((mask, column) => mask | bitOf.get(column), 0);
  if (some("prohibit")) return [3, 0, 0];
  if (some("licence_only")) return [2, columns, 0];
  if (columns === 0) return [0, 0, 0];
  const bars = workload.rules.bars.filter((bar) => holds.has(bar.id));
  let mask = 0;
  workload.rules.exceptions.forEach((rule, i) => {
    if (holds.has(rule.id) && bars.every((bar) => bar.except.includes(rule.id))) mask |= 1 << i;
  });
  return mask === 0 ? [2, columns, 0] : [1, columns, mask];
}

// ---- the rules in the engines' languages ----

const v = (name) => ({ var: name });
const amongSome = (name, values) => ({ or: values.map((value) => ({ in: [value, v(name)] })) });
const not = (logic) => ({ "!": [logic] });

const LOGIC = {
  dest_in: (it) => amongSome("groups", it.groups),
  dest_not_in: (it) => not(amongSome("groups", it.groups)),
  item_flag: (it) => ({ "===": [v(`flags.${it.flag}`), it.is] }),
  item_le: (it) => ({ in: [it.code, v("le")] }),
  item_category_in: (it) => ({ in: [v("category"), it.values.map(String)] }),
  item_category_not_in: (it) => not({ in: [v("category"), it.values.map(String)] }),
  item_product_group_in: (it) => ({ in: [v("product_group"), it.values] }),
  item_reasons_within: (it) => not(amongSome("reasons",
    workload.columns.filter((column) => !it.columns.includes(column)))),
  value_at_most_item_limit: () => ({ "<=": [v("value"), v("lvs_limit")] }),
  value_at_most: (it) => ({ "<=": [v("value"), it.amount] }),
  number_at_most: (it) => ({ "<=": [v(it.name), it.max] }),
  end_use_in: (it) => ({ in: [v("end_use"), it.values] }),
  end_use_not_in: (it) => not({ in: [v("end_use"), it.values] }),
  party_kind_in: (it) => ({ in: [v(`kinds.${it.party}`), it.values] }),
  any_party_listed: (it) => amongSome("lists", it.lists),
  fact: (it) => ({ "===": [v(`facts.${it.name}`), it.is] }),
  under_agreement: () => v("under_agreement"),
};

function logicOf(it) {
  if (it.all) return { and: it.all.map(logicOf) };
  if (it.any) return { or: it.any.map(logicOf) };
  return LOGIC[it.op](it);
}

const quote = (value) => JSON.stringify(value);
const setOf = (values) => `[${values.map((value) => quote(String(value))).join(", ")}]`;
const anyOf = (name, values) => `context.${name}.containsAny(${setOf(values)})`;
const oneOf = (name, values) => `${setOf(values)}.contains(context.${name})`;

const CEDAR = {
  dest_in: (it) => anyOf("groups", it.groups),
  dest_not_in: (it) => `!(${anyOf("groups", it.groups)})`,
  item_flag: (it) => `context.flags.${it.flag} == ${it.is}`,
  item_le: (it) => `context.le.contains(${quote(it.code)})`,
  item_category_in: (it) => oneOf("category", it.values),
  item_category_not_in: (it) => `!(${oneOf("category", it.values)})`,
  item_product_group_in: (it) => oneOf("product_group", it.values),
  item_reasons_within: (it) => `${setOf(it.columns)}.containsAll(context.reasons)`,
  value_at_most_item_limit: () => "context.value <= context.lvs_limit",
  value_at_most: (it) => `context.value <= ${it.amount}`,
  number_at_most: (it) => `context.${it.name} <= ${it.max}`,
  end_use_in: (it) => oneOf("end_use", it.values),
  end_use_not_in: (it) => `!(${oneOf("end_use", it.values)})`,
  party_kind_in: (it) => oneOf(`kinds.${it.party}`, it.values),
  any_party_listed: (it) => anyOf("lists", it.lists),
  fact: (it) => `context.facts.${it.name} == ${it.is}`,
  under_agreement: () => "context.under_agreement",
};

function cedarOf(it) {
  if (it.all) return `(${it.all.map(cedarOf).join(" && ")})`;
  if (it.any) return `(${it.any.map(cedarOf).join(" || ")})`;
  return CEDAR[it.op](it);
}

// ---- the engines ----

async function jsonLogic() {
  const { LogicEngine } = await import("json-logic-engine");
  const engine = new LogicEngine();
  const compiled = rules.map((rule) => engine.build(
    { and: [v(`live.${rule.id}`), logicOf(rule)] }));
  return (situation) => {
    const holds = new Set();
    compiled.forEach((rule, i) => {
      if (rule(situation)) holds.add(rules[i].id);
    });
    return conclude(holds, situation);
  };
}

// Every rule is a permit, so that the answer's reasons are the rules that hold.
async function cedar() {
  const wasm = require("@cedar-policy/cedar-wasm/nodejs");
  const policies = Object.fromEntries(rules.map((rule) => [rule.id,
    `permit(principal, action, resource) when { context.live.${rule.id} && ${cedarOf(rule)} };`]));
  const parsed = wasm.preparsePolicySet("rules", { staticPolicies: policies });
  if (parsed.type !== "success") throw new Error(JSON.stringify(parsed));
  const entity = (type) => ({ type, id: "it" });
  return (situation) => {
    const answer = wasm.statefulIsAuthorized({ principal: entity("Party"),
      action: entity("Action"), resource: entity("Item"), context: situation,
      preparsedPolicySetId: "rules", entities: [] });
    if (answer.type !== "success" || answer.response.diagnostics.errors.length > 0) {
      throw new Error(JSON.stringify(answer));
    }
    return conclude(new Set(answer.response.diagnostics.reason), situation);
  };
}

const ENGINES = [
  ["json-logic-engine (compiled)", "json-logic-engine", jsonLogic, requests.length, 5],
  ["@cedar-policy/cedar-wasm", "@cedar-policy/cedar-wasm", cedar, 2000, 3],
];

// ---- measuring ----

const PRIME = 0x100000001b3n;
const WORD = (1n << 64n) - 1n;

function hashOf(list) {
  let hash = 0xcbf29ce484222325n;
  for (const [outcome, columns, exceptions] of list) {
    for (const byte of [outcome, columns & 255, columns >> 8, exceptions]) {
      hash = ((hash ^ BigInt(byte)) * PRIME) & WORD;
    }
  }
  return hash.toString(16).padStart(16, "0");
}

const spent = () => {
  const usage = process.cpuUsage();
  return usage.user + usage.system;
};

function best(decide, situations, passes) {
  let least = Infinity;
  for (let pass = 0; pass < passes; pass++) {
    const started = spent();
    for (const situation of situations) decide(situation);
    least = Math.min(least, spent() - started);
  }
  return situations.length / (least / 1e6);
}

for (const [name, module, start, count, passes] of ENGINES) {
  const { version } = JSON.parse(readFileSync(
    join(import.meta.dirname ?? ".", "node_modules", module, "package.json"), "utf8"));
  const decide = await start();
  const situations = requests.slice(0, count).map(resolve);
  const isEqual = hashOf(situations.map(decide)) === hashOf(answers.slice(0, count));
  console.log(JSON.stringify({ engine: name, version, requests: count, hash: isEqual,
    decisions_per_second: Math.round(best(decide, situations, passes)) }));
}
