// SPDX-License-Identifier: Apache-2.0
// A menu of the workspace's parties that make or buy: no countries, no sites of others.
import { useShell } from "../shell";

export function useFirms() {
  const { workspace } = useShell();
  return workspace.parties
    .filter((party) => party.kind !== "country" && party.kind !== "site")
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

export function PartyChoice({ value, choose, none, label = "Party" }: {
  value: string;
  choose: (party: string) => void;
  /** What the empty choice is called; without it there is none. */
  none?: string;
  label?: string;
}) {
  const firms = useFirms();
  return (
    <div class="field">
      <label for="party">{label}</label>
      <select id="party" value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {none !== undefined && <option value="">{none}</option>}
        {firms.map((party) => <option key={party.id} value={party.id}>{party.name || party.id} ({party.country || "–"})</option>)}
      </select>
    </div>
  );
}
