// SPDX-License-Identifier: Apache-2.0
// What the server answers about labels, sealed files and keys.
import type { Outcome } from "../answers";

export interface Label {
  banner: string;
  portion: string;
  policy: string;
  classification: string;
  joint: boolean;
  noforn: boolean;
  release_limited: boolean;
  owners: string[];
  compartments: string[];
  programmes: string[];
  atomic: string[];
  foreign: string[];
  controls: string[];
  cui: boolean;
  cui_categories: string[];
  releasable: string[];
  displayable: string[];
  context: string[];
  only: string[];
  administrative: string[];
  xml: string;
  rules?: { what: string; citation: string; status: string }[];
}

export interface SealedFile {
  name: string;
  version: string;
  bytes: number;
  segments: number;
  mime_type: string;
  policy: { uuid: string; item: string; label: string; attributes: string[]; only_for: string[] };
  shares: number;
  keys: { share: number; url: string; type: string; kid: string }[];
  assertions: { id: string; type: string; schema: string; value: string }[];
  integrity: "holds" | "broken" | "not checked" | string;
  integrity_reason: string;
}

export interface ShortDecision {
  outcome?: Outcome;
  blockers?: { title?: string; citation?: string; rule?: string }[];
  questions?: { ask?: string; name?: string; citation?: string }[];
  obligations?: unknown[];
  [more: string]: unknown;
}

export interface Opener {
  party: string;
  name: string;
  country: string;
  may_open: boolean;
  reason: string;
  decision: ShortDecision | null;
}

export interface Preview {
  audit?: number;
  item: string;
  label: string;
  holder: string;
  as_of: string;
  parties: Opener[];
}

/** A row of the audit chain. */
export interface Release {
  number: number;
  time: string;
  who: string;
  kind: string;
  asked: {
    item?: string;
    label?: string;
    policy?: string;
    kid?: string;
    url?: string;
    share?: number | string;
    released?: boolean;
    reason?: string;
    decision?: ShortDecision | null;
  };
}

export interface Releases {
  releases: Release[];
  next: number | null;
}
