// SPDX-License-Identifier: Apache-2.0
// What the server answers about names and lists.

export interface Pair {
  query: string;
  listed: string;
  edge: string;
  distance: number;
  similarity: number;
  query_weight: number;
  listed_weight: number;
}

export interface ListedName {
  name: string;
  alias: boolean;
  weak: boolean;
  score: number;
  query_coverage: number;
  listed_coverage: number;
  alignment: Pair[];
}

export type Evidence = "agrees" | "differs" | "not known" | string;

export interface Hit {
  score: number;
  list: string;
  list_title: string;
  id: string;
  name: string;
  kind: string;
  programme: string;
  citation: string;
  countries: string[];
  country_given: Evidence;
  kind_given: Evidence;
  born_given: Evidence;
  city_given: Evidence;
  details: { what: string; text: string }[];
  by_identifier: boolean;
  names: ListedName[];
}

export interface SearchedList {
  title: string;
  file: string;
  format: string;
  date: string;
  sha256: string;
  parties: number;
  names: number;
  nameless: number;
}

export interface Screening {
  audit?: number;
  name: string;
  threshold: number;
  version: string;
  name_read: { has_words: boolean; is_cut: boolean; is_disguised: boolean; has_controls: boolean; is_malformed: boolean };
  hits: Hit[];
  searched: SearchedList[];
  notice: string;
}

export interface ListStatus {
  name: string;
  title: string;
  format: string;
  released: string;
  imported: string;
  days: number;
  source: string;
  sha256: string;
  parties: string;
  names: string;
  problem: string;
}

export type Review = "open" | "confirmed" | "dismissed";

export interface Disposition {
  party: string;
  party_name: string;
  list: string;
  listed: string;
  name: string;
  score: string;
  by_identifier: boolean;
  review: Review;
  reason: string;
  author: string;
  from: string;
  until: string;
  is_listed: "yes" | "perhaps" | "no";
}

export interface Dispositions {
  audit?: number;
  as_of: string;
  dispositions: Disposition[];
}
