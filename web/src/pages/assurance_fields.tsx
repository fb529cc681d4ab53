// SPDX-License-Identifier: Apache-2.0
// Which catalogue, and what is held before.
import type { Catalogue } from "./assurance_answers";

export function CatalogueField({ catalogues, name, choose }: { catalogues: Catalogue[]; name: string; choose: (name: string) => void }) {
  return (
    <div class="field">
      <label for="catalogue-name">Catalogue</label>
      <select id="catalogue-name" value={name} onChange={(event) => choose(event.currentTarget.value)}>
        {catalogues.map((one) => <option key={one.name} value={one.name}>{one.title} ({one.requirements} requirements)</option>)}
      </select>
    </div>
  );
}

export function HoldsField({ first, holds, choose }: { first: string; holds: string; choose: (holds: string) => void }) {
  return (
    <div class="field">
      <label for="held-before">Held when assessed</label>
      <select id="held-before" value={holds} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">not known</option>
        <option value={first}>{first}</option>
        <option value="none">none</option>
      </select>
    </div>
  );
}
