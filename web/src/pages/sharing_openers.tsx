// SPDX-License-Identifier: Apache-2.0
// Who may open data under a label, and why: the decision that the key server would make.
import { useLayoutEffect, useState } from "preact/hooks";
import { post } from "../api";
import { useAsked } from "../loading";
import { isOutcome, OutcomeTag } from "../outcome";
import { AskedState, Counts, Empty } from "../parts";
import { saveCsv } from "../save";
import { useShell } from "../shell";
import { LabelAndItem } from "./sharing_parts";
import type { Opener, Preview } from "./sharing_answers";

function OpenerRow({ one }: { one: Opener }) {
  const outcome = String(one.decision?.outcome ?? "");
  return (
    <tr>
      <td class="date"><span class={`standing ${one.may_open ? "is-good" : "is-bad"}`}>{one.may_open ? "● may open" : "▲ may not"}</span></td>
      <td>{one.name || one.party}</td>
      <td>{one.country}</td>
      <td>{isOutcome(outcome) ? <OutcomeTag outcome={outcome} /> : "–"}</td>
      <td>{one.reason}</td>
    </tr>
  );
}

const COLUMNS = ["", "Who", "Country", "Decision", "Why"];

function Openers({ preview }: { preview: Preview }) {
  const { partyName, itemName, link } = useShell();
  const [shown, setShown] = useState<"" | "may" | "not">("");
  const may = preview.parties.filter((one) => one.may_open).length;
  const rows = preview.parties
    .filter((one) => shown === "" || one.may_open === (shown === "may"))
    .sort((a, b) => Number(b.may_open) - Number(a.may_open) || a.country.localeCompare(b.country) || a.name.localeCompare(b.name, "en"));
  return (
    <>
      <div class="verdict is-plain">
        <p class="banner-text">{preview.label}</p>
        <p>
          {itemName(preview.item)}, held by {partyName(preview.holder)}, as of {preview.as_of}: {may} of {preview.parties.length} parties
          would get its key.
        </p>
        <Counts counts={[["may open", may], ["may not", preview.parties.length - may]]} />
        <p class="quiet">
          What is not known is not released. No key was given for this.
          {preview.audit !== undefined && <> Recorded as <a href={link("audit", { row: String(preview.audit) })}>row {preview.audit}</a>.</>}
        </p>
      </div>
      <div class="field">
        <label for="shown">Show</label>
        <select id="shown" value={shown} onChange={(event) => setShown(event.currentTarget.value as "" | "may" | "not")}>
          <option value="">everybody</option><option value="may">who may open</option><option value="not">who may not</option>
        </select>
      </div>
      <div class="scrolled is-tall" tabIndex={0} role="region" aria-label="Who may open">
        <table class="data">
          <thead><tr>{COLUMNS.map((name) => <th key={name} scope="col">{name || <span class="only-heard">May open</span>}</th>)}</tr></thead>
          <tbody>{rows.map((one) => <OpenerRow key={one.party} one={one} />)}</tbody>
        </table>
      </div>
      <p class="actions">
        <button type="button" onClick={() => saveCsv("who-may-open", {
          columns: ["party", "name", "country", "may open", "outcome", "why"],
          rows: preview.parties.map((one) => [one.party, one.name, one.country, one.may_open ? "yes" : "no", String(one.decision?.outcome ?? ""), one.reason]),
        })}>Save CSV</button>
      </p>
    </>
  );
}

export function WhoMayOpen() {
  const { asOf, query, go, workspace } = useShell();
  const given = { label: query.get("label") ?? "", item: query.get("item") ?? "", holder: query.get("holder") ?? "" };
  const [label, setLabel] = useState(given.label);
  const [item, setItem] = useState(given.item);
  const [holder, setHolder] = useState(given.holder);
  const asked = useAsked<Preview>();
  const { ask } = asked;
  const body = given.label !== "" && given.item !== ""
    ? JSON.stringify({ label: given.label, item: given.item, as_of: asOf, ...(given.holder === "" ? {} : { holder: given.holder }) }) : "";
  // Before anybody can type: what was typed would be lost.
  useLayoutEffect(() => {
    setLabel(given.label);
    setItem(given.item);
    setHolder(given.holder);
    if (body !== "") {
      ask((signal) => post<Preview>("/v1/release/preview", JSON.parse(body), signal));
    }
  }, [body, given.label, given.item, given.holder, ask]);
  if (workspace.items.length === 0) {
    return <Empty title="This workspace has no items"><p>A key is given for data about an item: put items into its table <code>item</code>.</p></Empty>;
  }
  return (
    <>
      <form class="panel" onSubmit={(event) => { event.preventDefault(); go("sharing", { view: "openers", label: label.trim(), item, holder }); }}>
        <LabelAndItem label={label} setLabel={setLabel} item={item} setItem={setItem}>
          <div class="field">
            <label for="holder">Whose data</label>
            <select id="holder" value={holder} onChange={(event) => setHolder(event.currentTarget.value)}>
              <option value="">the key server's holder</option>
              {workspace.parties.filter((party) => party.kind !== "site").map((party) => <option key={party.id} value={party.id}>{party.name || party.id}</option>)}
            </select>
          </div>
          <button type="submit" class="is-main">Preview</button>
        </LabelAndItem>
      </form>
      <AskedState asked={asked} what="Deciding for every party" />
      {asked.value !== null && body !== "" && (
        <div class={asked.isWaiting ? "is-stale" : undefined} aria-busy={asked.isWaiting}><Openers preview={asked.value} /></div>
      )}
    </>
  );
}
