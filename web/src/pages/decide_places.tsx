// SPDX-License-Identifier: Apache-2.0
// From where and to where: a country, or a party of the workspace, by its name or its id.
import type { Workspace } from "../answers";
import { useShell } from "../shell";

type Party = Workspace["parties"][number];

function codeOf(party: Party): string {
  return party.country === "" ? party.id : party.kind === "country" ? party.country : `${party.country}:${party.id}`;
}

/** A party's name stands for it; what is anything else stays as it is. */
function codeOfWords(workspace: Workspace, text: string): string {
  const words = text.trim().toLowerCase();
  const party = workspace.parties.find((one) => one.name.toLowerCase() === words);
  return party !== undefined ? codeOf(party) : text.trim().length === 2 ? text.trim().toUpperCase() : text.trim();
}

export function PlaceField({ id, label, value, change }: {
  id: string;
  label: string;
  value: string;
  change: (value: string) => void;
}) {
  const { workspace, partyName } = useShell();
  const party = value.slice(value.indexOf(":") + 1);
  const name = partyName(party);
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} required value={value} list="places" autocomplete="off" placeholder="a country or a party" aria-describedby={`${id}-name`}
        onInput={(event) => change(event.currentTarget.value)}
        onChange={(event) => change(codeOfWords(workspace, event.currentTarget.value))} />
      <span id={`${id}-name`} class="quiet under">{name === party ? "" : name}</span>
    </div>
  );
}

export function Places() {
  const { workspace } = useShell();
  const countries = new Set(workspace.countries);
  return (
    <datalist id="places">
      {[...countries].map((code) => <option key={code} value={code} />)}
      {workspace.parties.filter((party) => party.kind !== "country").map((party) => <option key={party.id} value={codeOf(party)}>{party.name}</option>)}
    </datalist>
  );
}
