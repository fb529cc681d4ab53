// SPDX-License-Identifier: Apache-2.0
// A supplier's answers from a file, against one of the catalogues that the server has.
import { useState } from "preact/hooks";
import { post } from "../api";
import { useAsked, useLoaded } from "../loading";
import { AskedState, Empty, Ready } from "../parts";
import { useShell } from "../shell";
import { AssessmentView } from "./assessment";
import type { Assessment, Catalogue } from "./assurance_answers";

const STATUSES = ["met", "not_met", "partial", "not_applicable", "unknown"];

function NoCatalogues() {
  return (
    <Empty title="This server has no catalogues">
      <p>
        Start it with the requirements that suppliers are assessed against,
        as <code>entente serve … --catalogues catalogues/cmmc-l1,catalogues/cmmc-l2,catalogues/cmmc-l3</code>.
      </p>
    </Empty>
  );
}

function AnswersForm({ catalogues }: { catalogues: Catalogue[] }) {
  const { asOf } = useShell();
  const [name, setName] = useState((catalogues.find((one) => one.name === "cmmc-l2") ?? catalogues[0]!).name);
  const [holds, setHolds] = useState("");
  const [file, setFile] = useState<File | null>(null);
  const asked = useAsked<Assessment>();
  const chosen = catalogues.find((one) => one.name === name);
  const assess = () => asked.ask(async (signal) => post<Assessment>("/v1/assess", {
    catalogue: name, answers: (await file?.text()) ?? "", subject: file?.name.replace(/\.csv$/, "") ?? "", as_of: asOf,
    ...(chosen?.first !== undefined && holds !== "" ? { holds } : {}),
  }, signal));
  return (
    <>
      <form class="panel" onSubmit={(event) => { event.preventDefault(); assess(); }}>
        <div class="row">
          <div class="field">
            <label for="catalogue-name">Catalogue</label>
            <select id="catalogue-name" value={name} onChange={(event) => setName(event.currentTarget.value)}>
              {catalogues.map((one) => <option key={one.name} value={one.name}>{one.title} ({one.requirements} requirements)</option>)}
            </select>
          </div>
          {chosen?.first !== undefined && (
            <div class="field">
              <label for="held-before">Held when assessed</label>
              <select id="held-before" value={holds} onChange={(event) => setHolds(event.currentTarget.value)}>
                <option value="">not known</option>
                <option value={chosen.first}>{chosen.first}</option>
                <option value="none">none</option>
              </select>
            </div>
          )}
          <div class="field">
            <label for="answers">Answers, as CSV</label>
            <input id="answers" type="file" accept=".csv,text/csv" required onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />
          </div>
          <button type="submit" class="is-main">Assess</button>
        </div>
        {chosen !== undefined && <p class="quiet">{chosen.framework}, scored by <cite>{chosen.source}</cite>.</p>}
        <p class="quiet">
          Columns <code>requirement</code> and <code>status</code> ({STATUSES.map((status) => status.replaceAll("_", " ")).join(", ")}, written
          with underscores), and where they are known <code>objective</code>, <code>reason</code>, <code>effort_days</code>. The
          file is assessed and not kept.
        </p>
      </form>
      <AskedState asked={asked} what="Assessing" />
      {asked.value !== null && <AssessmentView assessment={asked.value} />}
    </>
  );
}

export function AnswersOfFile() {
  const loaded = useLoaded<{ catalogues: Catalogue[] }>("/v1/catalogues", true);
  return (
    <Ready from={loaded} what="Asking which catalogues there are">
      {({ catalogues }) => (catalogues.length === 0 ? <NoCatalogues /> : <AnswersForm catalogues={catalogues} />)}
    </Ready>
  );
}
