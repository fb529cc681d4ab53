// SPDX-License-Identifier: Apache-2.0
// A supplier's answers from a file, against one of the catalogues that the server has.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import { post } from "../api";
import { useAsked, useLoaded } from "../loading";
import { AskedState, Empty, Ready } from "../parts";
import { useShell } from "../shell";
import { AssessmentView } from "./assessment";
import type { Assessment, Catalogue } from "./assurance_answers";
import { CatalogueField, HoldsField } from "./assurance_fields";
import { AnswerForm } from "./assurance_form";

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
    catalogue: name, answers: (await file?.text()) ?? "", subject: file?.name.replace(/\.(csv|json|xml)$/, "") ?? "", as_of: asOf,
    ...(chosen?.first !== undefined && holds !== "" ? { holds } : {}),
  }, signal));
  return (
    <>
      <form class="panel" onSubmit={(event) => { event.preventDefault(); assess(); }}>
        <div class="row">
          <CatalogueField catalogues={catalogues} name={name} choose={setName} />
          {chosen?.first !== undefined && <HoldsField first={chosen.first} holds={holds} choose={setHolds} />}
          <div class="field">
            <label for="answers">Answers, as CSV or OSCAL</label>
            <input id="answers" type="file" accept=".csv,.json,.xml,text/csv,application/json,application/xml" required onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />
          </div>
          <button type="submit" class="is-main">Assess</button>
        </div>
        {chosen !== undefined && <p class="quiet">{chosen.framework}, scored by <cite>{chosen.source}</cite>.</p>}
        <p class="quiet">
          Columns <code>requirement</code> and <code>status</code> ({STATUSES.map((status) => status.replaceAll("_", " ")).join(", ")}, written
          with underscores), and where they are known <code>objective</code>, <code>reason</code>, <code>effort_days</code>; or a document
          of OSCAL: assessment results, a plan of action, a system security plan. The file is assessed and not kept.
        </p>
      </form>
      <AskedState asked={asked} what="Assessing" />
      {asked.value !== null && <AssessmentView assessment={asked.value} />}
    </>
  );
}

/** What needs the server's catalogues, or what to do where it has none. */
function WithCatalogues({ children }: { children: (catalogues: Catalogue[]) => ComponentChildren }) {
  const loaded = useLoaded<{ catalogues: Catalogue[] }>("/v1/catalogues", true);
  return (
    <Ready from={loaded} what="Asking which catalogues there are">
      {({ catalogues }) => (catalogues.length === 0 ? <NoCatalogues /> : children(catalogues))}
    </Ready>
  );
}

export function AnswersOfFile() {
  return <WithCatalogues>{(catalogues) => <AnswersForm catalogues={catalogues} />}</WithCatalogues>;
}

export function AnswersByHand() {
  return <WithCatalogues>{(catalogues) => <AnswerForm catalogues={catalogues} />}</WithCatalogues>;
}
