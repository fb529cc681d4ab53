// SPDX-License-Identifier: Apache-2.0
// What the server answers about assessments and about what a firm may supply.
import type { Decision, Outcome, Pack } from "../answers";

export interface Mapping {
  from: string;
  from_id: string;
  to: string;
  to_id: string;
  relation: string;
  kind: string;
  source: string;
  checked: string;
  note: string;
}

export interface Gap {
  requirement: string;
  name: string;
  title: string;
  status: string;
  points: number;
  effort_days: number | null;
  may_be_planned: boolean;
  close_by?: string | null;
  plan_reason: string;
  checked: string;
  source: string;
  evidence: { framework: string; id: string; from: string; strength: string; mapping: Mapping[] }[];
  next_revision: Mapping[];
}

export interface Catalogue {
  name: string;
  title: string;
  framework: string;
  requirements: number;
  maximum: number;
  /** The status that has to be held before. */
  first?: string;
  source: string;
}

export interface CatalogueRequirement {
  id: string;
  name: string;
  family: string;
  title: string;
  weight: number;
  /** 0: there is no partial credit. */
  partial_weight: number;
  partial_when: string;
  not_applicable_when: string;
  plan: "allowed" | "if_partial" | "never";
  plan_reason: string;
  objectives: number;
  checked: string;
  source: string;
}

/** A catalogue with what it asks for. */
export interface CatalogueWhole {
  name: string;
  title: string;
  framework: string;
  source: string;
  maximum: number;
  /** What answers to it may be kept for, by the workspace's scheme. */
  sought: string[];
  requirements: CatalogueRequirement[];
}

export interface Assessment {
  /** Of a party's own assessments alone. */
  sought?: string;
  expires?: string | null;
  affirm_by?: string | null;
  close_by?: string | null;
  held?: { status: string; from: string; until: string | null; checked: string; source: string }[];
  subject: string;
  catalogue: string;
  source: string;
  as_of: string;
  assessed: string;
  score: number;
  score_best: number;
  maximum: number;
  arithmetic: string;
  standing: string;
  against: string;
  can_be_completed: boolean;
  reasons: string[];
  gaps: Gap[];
  /** By requirement; what is not there is not answered. */
  answers: Record<string, string>;
  met: number;
  not_applicable: number;
  unknown: number;
  recognition: {
    framework: string;
    says: string;
    recognised?: string;
    basis?: string;
    as_of?: string;
    checked?: string;
    source?: string;
  }[];
}

export interface Opening {
  status: string;
  lanes_decided: number;
  lanes: { from: string; to: string; item: string; before: Outcome; after: Outcome }[];
  offers_decided: number;
  offers: {
    item: string;
    programme: string;
    before: Outcome;
    after: Outcome;
    lacks_before: number;
    lacks_after: number;
  }[];
  programmes: string[];
}

export interface Chain {
  programme: string;
  demands: string;
  enough: number;
  unknown: number;
  links: {
    party: string;
    holds: string;
    needs: string;
    enough: "yes" | "no" | "unknown" | string;
    makes_what_is_wanted: boolean;
    because: string;
    /** How far the row was checked that it flows down by. */
    checked?: string;
  }[];
}

export interface Supplier {
  party: string;
  scheme: string;
  as_of: string;
  holds: string | null;
  assessments: Assessment[];
  law_reads_it: boolean;
  would_open: Opening[];
  programmes: Chain[];
  packs: Pack[];
}

/** A fact that nobody has stated, or law that was not verified. */
export interface Asked {
  do: "answer" | "verify";
  name: string;
  ask: string;
}

export interface PathwayStep {
  do: "answer" | "verify" | "obtain";
  name: string;
  what: string;
  citation: string;
  for?: string;
  /** Whether some offer surely lacks it, or perhaps. */
  needed?: "yes" | "perhaps";
  /** What has to be known before anybody can say whether it applies. */
  undetermined_until?: Asked[];
  granted_by?: string;
  days?: number | null;
  basis?: string;
  offers: number;
}

export interface Offer extends Decision {
  programme: string;
  item: string;
  buyer: string;
  from: string;
  to: string;
  not_verified: { rule: string; status: string }[];
  /** Law of which nobody knows whether it applies. */
  undetermined: { rule: string; until: Asked[] }[];
}

export interface Pathway {
  party: string;
  name: string;
  country: string;
  as_of: string;
  relies_on_unverified: boolean;
  outcomes: Record<Outcome, number>;
  steps: PathwayStep[];
  offers: Offer[];
  packs: Pack[];
}
