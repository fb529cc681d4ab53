// SPDX-License-Identifier: Apache-2.0
// Where a supplier stands against security requirements, and whether it may supply.
import { Views } from "../parts";
import { useShell } from "../shell";
import { AnswersByHand, AnswersOfFile } from "./assurance_file";
import { Standing } from "./assurance_party";
import { PathwayView } from "./assurance_pathway";

const VIEWS = [["standing", "Where a party stands"], ["pathway", "May it supply"], ["form", "Answer by hand"], ["answers", "A file of answers"]] as const;

export function AssurancePage() {
  const { query, link } = useShell();
  const wanted = query.get("view") ?? "standing";
  const view = VIEWS.some(([id]) => id === wanted) ? wanted : "standing";
  const party = query.get("party") ?? "";
  return (
    <>
      <h1>Assurance and access</h1>
      <Views label="Of assurance" views={VIEWS} current={view} link={(id) => link("assurance", { view: id, party })} />
      {view === "standing" && <Standing />}
      {view === "pathway" && <PathwayView />}
      {view === "form" && <AnswersByHand />}
      {view === "answers" && <AnswersOfFile />}
    </>
  );
}
