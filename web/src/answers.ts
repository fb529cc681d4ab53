// SPDX-License-Identifier: Apache-2.0
// What the server answers: the JSON of the commands, as far as pages read it.

export type Outcome = "free" | "authorised" | "licence_required" | "prohibited" | "undetermined";
export type Truth = "yes" | "no" | "unknown";

export interface Pack {
  name: string;
  title: string;
  vintage: string;
  digest: string;
  until?: string | null;
}

export interface Party {
  id: string;
  name: string;
  kind: string;
  country: string;
  parent?: string | null;
}

export interface Item {
  id: string;
  name: string;
  kind?: string;
  unit?: string;
  origin?: string;
  attributes?: { attribute: string; value: string }[];
}

export interface Named {
  id: string;
  name: string;
}

export interface Programme extends Named {
  kind?: string;
  owner?: string;
  end_use?: string;
  need_by?: string | null;
}

export interface Workspace {
  title: string;
  as_of: string;
  parties: Party[];
  countries: string[];
  items: Item[];
  programmes: Programme[];
  scenarios: Named[];
  levers: (Named & { kind?: string; cost_usd?: string; ready_days?: number })[];
  packs: Pack[];
  notice?: string;
}

export interface Fact {
  name: string;
  type: "yes/no" | "code" | "set" | "number" | "date" | "country";
  unit: string;
  ask: string;
  otherwise: string | null;
  /** Those that the law tells apart; others are answers too. */
  values?: string[];
}

export interface Provision {
  rule: string;
  title: string;
  citation: string;
  status: string;
}

export interface Step {
  truth: Truth;
  text: string;
  citation: string;
  status?: string;
  rule?: string;
  steps?: Step[];
}

export interface Question {
  name: string;
  ask: string;
  citation: string;
  settles: boolean;
  about_the_law: boolean;
}

export interface Change {
  fact?: string;
  value?: string;
  date?: string;
  outcome: Outcome;
}

export interface Decision {
  /** The row of the audit chain that records it. */
  audit?: number;
  transfer: string;
  outcome: Outcome;
  best: Outcome;
  worst: Outcome;
  days: number | null;
  as_of: string;
  known_at: string;
  relies_on_unverified: boolean;
  weakest_law: string;
  authorities: { name: string; title: string; citation: string; truth: Truth }[];
  requirements: (Provision & { truth: Truth; reason: string; says: string; covered: boolean })[];
  prohibitions: Provision[];
  obligations: { text: string; under: string; citation: string; until: string | null }[];
  routes: (Provision & { truth: Truth; days: number | null; basis: string; review: string })[];
  questions: Question[];
  citations: string[];
  changes: Change[];
  change_sets: { words: string; outcome: Outcome }[];
  packs: Pack[];
  facts: Record<string, string>;
  explanation: Step[];
  notice: string;
}

export interface MatrixCell {
  destination: string;
  outcome: Outcome;
  best: Outcome;
  worst: Outcome;
  days: number | null;
  authorities: string[];
  kept_by: string[];
  questions: string[];
  relies_on_unverified: boolean;
}

export interface MatrixRow {
  item: string;
  name: string;
  from: string;
  cells: MatrixCell[];
}

export interface Matrix {
  as_of: string;
  end_use: string;
  destinations: string[];
  rows: MatrixRow[];
  provisions: Provision[];
  packs: Pack[];
}

export interface LawChange {
  date: string;
  item: string;
  from: string;
  to: string;
  end_use?: string;
  lanes: number;
  before: Outcome;
  after: Outcome;
  because: string;
  status?: string;
}

export interface PathStep {
  step: "make" | "move" | "from_stock";
  item: string;
  site: string;
  to: string;
  ready: string | null;
  begins: string | null;
  ends: string | null;
  route?: string;
}

export interface ProgrammeView {
  programme: string;
  owner: string;
  end_use: string;
  need_by: string | null;
  demand_usd: number;
  owed_usd: number;
  shares: { country: string; share: number; making_usd: number; moving_usd: number; stock_usd: number }[];
  transfers: number;
  open: number;
  pending: number;
  blocked: number;
  shut: {
    item: string;
    from: string;
    to: string;
    outcome: Outcome;
    opens: string | null;
    route?: string;
    reason: string;
  }[];
  ends: string | null;
  ends_with_all_open: string | null;
  critical_path: PathStep[];
  critical_authorisations: (Provision & {
    item: string;
    from: string;
    to: string;
    asked: string | null;
    granted: string | null;
    waits: number;
    saves: number;
  })[];
  alarms: LawChange[];
  return: Record<string, string | number | null>;
}

export interface Programmes {
  as_of: string;
  weeks: number;
  programmes: ProgrammeView[];
}

export interface StressScenario {
  scenario: string;
  name: string;
  probability: number | null;
  loss: number;
  survive_weeks: number | null;
  recover_weeks: number | null;
  programmes: { programme: string; owed_weeks_weekly: number[] }[];
  bottlenecks: {
    what: string;
    why: string;
    weight: number;
    makes_late: { programme: string; item: string }[];
  }[];
}

export interface StressSupplier {
  party: string;
  country: string;
  loss: number | null;
  at_least: number;
  at_most: number;
  is_certain: boolean;
  survive_weeks: number | null;
  survives_for_good: boolean;
  recover_weeks: number | null;
}

export interface Stress {
  as_of: string;
  weeks: number;
  scenarios: StressScenario[];
  suppliers: StressSupplier[];
  failure_points: { party: string; programme: string; item: string; site: string; is_hidden: boolean }[];
}

export interface Barrier {
  rank: number;
  certified: boolean;
  kind: string;
  name: string;
  title: string;
  removal: string;
  citation: string;
  /** Of law alone. */
  status?: string;
  lanes: number;
  price: number | null;
  price_back: number | null;
  ceiling: number | null;
  gain: number | null;
}

export interface Report {
  as_of: string;
  weeks: number;
  objective: number;
  barriers: Barrier[];
}

export interface Lever {
  id: string;
  name: string;
  kind: string;
  cost_usd: number;
  ready_days: number;
  gain: number;
  lanes_opened: number;
  lanes_eased: number;
  lanes_worse: number;
  chosen: boolean;
  share: number | null;
}

/** What a set of levers gains and risks; the risk is a judgement with an interval. */
export interface FrontierChoice {
  levers: string[];
  gain: number;
  late: number;
  cost_usd: number;
  exposure: { low: number; middle: number; high: number };
}

export interface FrontierPoint {
  choice: FrontierChoice;
  /** Whether another set would be best within the same limit at an end of the intervals. */
  flips_at_low: boolean;
  flips_at_high: boolean;
  proven: boolean;
}

export interface Reform {
  as_of: string;
  objective: number;
  levers: Lever[];
  choice?: {
    budget_usd: number;
    cost_usd: number;
    gain: number;
    bound: number;
    proven: boolean;
    sum_of_single_gains: number;
    chosen_among: number;
  };
  frontier?: FrontierPoint[];
}

export interface Job {
  id: string | number;
  kind: string;
  state: "queued" | "running" | "done" | "failed" | "cancelled";
  progress?: { done: number; total: number; text: string };
  error?: string | null;
}

export interface LaneProperties {
  kind: "lane";
  from: string;
  to: string;
  item: string;
  end_use: string;
  transit_days: number;
  outcome: Outcome;
  days: number | null;
  blockers: { rule: string; title: string; citation: string }[];
  questions: string[];
}

export interface LawChanges {
  as_of: string;
  weeks: number;
  days: string[];
  changes: LawChange[];
}

export interface SiteProperties {
  kind: "site";
  id: string;
  name: string;
  country: string;
}

export type LaneMap = GeoJSON.FeatureCollection<
  GeoJSON.Point | GeoJSON.LineString | null,
  LaneProperties | SiteProperties
> & { as_of: string };
