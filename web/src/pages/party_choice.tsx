// SPDX-License-Identifier: Apache-2.0
// A menu of the workspace's parties that make or buy: no countries, no sites of others.
import { useShell } from "../shell";

export function useFirms() {
  const { workspace } = useShell();
  return workspace.parties
    .filter((party) => party.kind !== "country" && party.kind !== "site")
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
}

/** With `everybody`, countries and sites as well: what they make may be asked for too. */
export function PartyChoice({ value, choose, everybody = false }: {
  value: string;
  choose: (party: string) => void;
  everybody?: boolean;
}) {
  const { workspace } = useShell();
  const firms = useFirms();
  const of = (kind: string) => workspace.parties.filter((party) => party.kind === kind);
  const options = (parties: typeof firms) =>
    parties.map((party) => <option key={party.id} value={party.id}>{party.name || party.id} ({party.country || "–"})</option>);
  return (
    <div class="field">
      <label for="party">Party</label>
      <select id="party" value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {!everybody ? options(firms) : (
          <>
            {firms.length > 0 && <optgroup label="Firms and governments">{options(firms)}</optgroup>}
            <optgroup label="Countries, with all that is made there">{options(of("country"))}</optgroup>
            <optgroup label="Sites">{options(of("site"))}</optgroup>
          </>
        )}
      </select>
    </div>
  );
}
