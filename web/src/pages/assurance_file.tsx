// SPDX-License-Identifier: Apache-2.0
// A supplier's answers from a file, against a catalogue that the server has.
import { useState } from "preact/hooks";
import { post } from "../api";
import { useAsked } from "../loading";
import { AskedState } from "../parts";
import { useShell } from "../shell";
import { AssessmentView } from "./assessment";
import type { Assessment } from "./assurance_answers";

const CATALOGUES = ["cmmc-l1", "cmmc-l2", "cmmc-l3"];
const STATUSES = ["met", "not_met", "partial", "not_applicable", "unknown"];

export function AnswersOfFile() {
  const { asOf } = useShell();
  const [catalogue, setCatalogue] = useState("cmmc-l2");
  const [file, setFile] = useState<File | null>(null);
  const asked = useAsked<Assessment>();
  const assess = () => asked.ask(async (signal) => post<Assessment>("/v1/assess", {
    catalogue, answers: (await file?.text()) ?? "", subject: file?.name.replace(/\.csv$/, "") ?? "", as_of: asOf,
  }, signal));
  return (
    <>
      <form class="panel" onSubmit={(event) => { event.preventDefault(); assess(); }}>
        <div class="row">
          <div class="field">
            <label for="catalogue-name">Catalogue</label>
            <input id="catalogue-name" required value={catalogue} list="catalogues" onInput={(event) => setCatalogue(event.currentTarget.value.trim())} />
            <datalist id="catalogues">{CATALOGUES.map((name) => <option key={name} value={name} />)}</datalist>
          </div>
          <div class="field">
            <label for="answers">Answers, as CSV</label>
            <input id="answers" type="file" accept=".csv,text/csv" required onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />
          </div>
          <button type="submit" class="is-main">Assess</button>
        </div>
        <p class="quiet">
          Columns <code>requirement</code> and <code>status</code> ({STATUSES.map((status) => status.replaceAll("_", " ")).join(", ")}, written
          with underscores), and where they are known <code>objective</code>, <code>reason</code>, <code>effort_days</code>. The
          file is assessed and not kept. The server is started with <code>--catalogues catalogues/cmmc-l2</code>.
        </p>
      </form>
      <AskedState asked={asked} what="Assessing" />
      {asked.value !== null && <AssessmentView assessment={asked.value} />}
    </>
  );
}
