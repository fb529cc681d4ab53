// SPDX-License-Identifier: Apache-2.0
// A catalogue answered requirement by requirement: the score follows each answer. What was answered
// stands in this tab's session storage until it is saved.
import { useEffect, useRef, useState } from "preact/hooks";
import { errorOf, post, type ApiError } from "../api";
import { useLoaded } from "../loading";
import { Failure, Ready, words } from "../parts";
import { csvOf, saveCsv } from "../save";
import { useShell } from "../shell";
import { LiveScore } from "./assessment";
import type { Assessment, Catalogue, CatalogueRequirement, CatalogueWhole } from "./assurance_answers";
import { CatalogueField, HoldsField } from "./assurance_fields";
import { SaveInWorkspace } from "./assurance_save";

export interface AnswerOf {
  status: string;
  reason: string;
  evidence: string;
  day: string;
  effort: string;
}

const NONE: AnswerOf = { status: "unknown", reason: "", evidence: "", day: "", effort: "" };
const WAIT_MS = 250;
const COLUMNS = ["requirement", "status", "reason", "effort_days", "evidence", "evidence_date"];

type Answers = Record<string, AnswerOf>;

function kept(name: string): Answers {
  try {
    return JSON.parse(sessionStorage.getItem(`entente.answers.${name}`) ?? "{}") as Answers;
  } catch {
    return {};
  }
}

function tableOf(answers: Answers) {
  return {
    columns: COLUMNS,
    rows: Object.entries(answers).filter(([, one]) => one.status !== "unknown" || one.evidence !== "")
      .map(([id, one]) => [id, one.status, one.reason, one.effort, one.evidence, one.day]),
  };
}

/** What the server would refuse is not asked: an answer that is not applicable waits for its reason. */
function askable(answers: Answers): Answers {
  return Object.fromEntries(Object.entries(answers).map(([id, one]) =>
    [id, one.status === "not_applicable" && one.reason.trim() === "" ? { ...one, status: "unknown" } : one]));
}

/** The score of what is answered so far, asked for once somebody stops typing. */
function useScore(catalogue: string, answers: Answers, holds: string, asOf: string) {
  const [assessment, setAssessment] = useState<Assessment | null>(null);
  const [error, setError] = useState<ApiError | null>(null);
  const asked = csvOf(tableOf(askable(answers)));
  useEffect(() => {
    const stop = new AbortController();
    const timer = setTimeout(() => {
      post<Assessment>("/v1/assess", { catalogue, answers: asked, as_of: asOf, ...(holds !== "" ? { holds } : {}) }, stop.signal)
        .then((value) => { setAssessment(value); setError(null); })
        .catch((problem: unknown) => { if (!stop.signal.aborted) { setError(errorOf(problem)); } });
    }, WAIT_MS);
    return () => { clearTimeout(timer); stop.abort(); };
  }, [catalogue, asked, holds, asOf]);
  return { assessment, error };
}

function choicesOf(requirement: CatalogueRequirement): string[] {
  return ["unknown", "met", "not_met", ...(requirement.partial_weight > 0 ? ["partial"] : []), "not_applicable"];
}

const SIGNS: Record<string, string> = { met: "●", not_applicable: "●", partial: "◆", not_met: "▲", unknown: "?" };

/** Enter goes to the next requirement, with Shift to the one before. */
function toNeighbour(event: KeyboardEvent): void {
  if (event.key !== "Enter" || !(event.currentTarget instanceof HTMLElement)) {
    return;
  }
  event.preventDefault();
  const all = Array.from(event.currentTarget.closest("table")?.querySelectorAll<HTMLSelectElement>("select") ?? []);
  const at = all.findIndex((one) => one.closest("tr") === (event.currentTarget as HTMLElement).closest("tr"));
  all[at + (event.shiftKey ? -1 : 1)]?.focus();
}

function AnswerRow({ requirement, answer, change }: {
  requirement: CatalogueRequirement;
  answer: AnswerOf;
  change: (more: Partial<AnswerOf>) => void;
}) {
  const { id, title } = requirement;
  const isOpen = answer.status === "not_met" || answer.status === "partial";
  const lacksReason = answer.status === "not_applicable" && answer.reason.trim() === "";
  const notes = [requirement.partial_when !== "" && `Partly: ${requirement.partial_when}`,
    requirement.not_applicable_when !== "" && `Not applicable: ${requirement.not_applicable_when}`].filter(Boolean);
  return (
    <tr class={`is-${lacksReason ? "unknown" : answer.status}`}>
      <th scope="row"><strong>{id}</strong> {title}
        {notes.length > 0 && <div class="quiet">{notes.join(". ")}</div>}
      </th>
      <td class="number" title="points that it costs where it is not met">{requirement.weight}</td>
      <td>
        <span class="signed">
          <span aria-hidden="true" class="sign">{lacksReason ? "?" : SIGNS[answer.status]}</span>
          <select aria-label={`Answer to ${id}`} value={answer.status} onKeyDown={toNeighbour}
            onChange={(event) => change({ status: event.currentTarget.value })}>
            {choicesOf(requirement).map((one) => <option key={one} value={one}>{one === "unknown" ? "not answered" : one === "partial" ? "partly" : words(one)}</option>)}
          </select>
        </span>
      </td>
      <td>
        <input aria-label={answer.status === "not_applicable" ? `Why ${id} is not applicable` : `Evidence for ${id}`} class="is-evidence" autocomplete="off"
          aria-invalid={lacksReason} placeholder={answer.status === "not_applicable" ? "why, before it counts" : "what shows it"}
          value={answer.status === "not_applicable" ? answer.reason : answer.evidence} onKeyDown={toNeighbour}
          onInput={(event) => change(answer.status === "not_applicable" ? { reason: event.currentTarget.value } : { evidence: event.currentTarget.value })} />
      </td>
      <td><input aria-label={`Day of the evidence for ${id}`} type="date" value={answer.day} onKeyDown={toNeighbour}
        onInput={(event) => change({ day: event.currentTarget.value })} /></td>
      <td>{isOpen && <input aria-label={`Days of work to close ${id}`} class="is-short" inputMode="numeric" pattern="[0-9]*" autocomplete="off"
        value={answer.effort} onKeyDown={toNeighbour} onInput={(event) => change({ effort: event.currentTarget.value.replaceAll(/\D/g, "") })} />}</td>
    </tr>
  );
}

/** From a file of answers, or a document of OSCAL: the server reads it, and says what is in it. */
function FromFile({ catalogue, asOf, take }: { catalogue: string; asOf: string; take: (answers: Answers) => void }) {
  const [error, setError] = useState<ApiError | null>(null);
  const read = async (file: File | undefined) => {
    if (file === undefined) {
      return;
    }
    try {
      const assessment = await post<Assessment>("/v1/assess", { catalogue, answers: await file.text(), subject: file.name, as_of: asOf });
      const effort = new Map(assessment.gaps.map((gap) => [gap.requirement, gap.effort_days]));
      setError(null);
      take(Object.fromEntries(Object.entries(assessment.answers).map(([id, status]) => [id, {
        ...NONE, status, reason: status === "not_applicable" ? `as ${file.name} says` : "", evidence: status === "unknown" ? "" : file.name,
        effort: String(effort.get(id) ?? ""),
      }])));
    } catch (problem) {
      setError(errorOf(problem));
    }
  };
  return (
    <>
      <div class="field">
        <label for="begin-with">Begin with a file</label>
        <input id="begin-with" type="file" accept=".csv,.json,.xml,text/csv,application/json,application/xml"
          title="answers as CSV, or OSCAL: assessment results, a plan of action, a system security plan"
          onChange={(event) => void read(event.currentTarget.files?.[0])} />
      </div>
      {error !== null && <Failure error={error} />}
    </>
  );
}

function Sheet({ whole, holds }: { whole: CatalogueWhole; holds: string }) {
  const { asOf } = useShell();
  const [answers, setAnswers] = useState<Answers>(() => kept(whole.name));
  const [family, setFamily] = useState("");
  const [isRestOnly, setRestOnly] = useState(false);
  const answered = useRef(new Set<string>());
  const { assessment, error } = useScore(whole.name, answers, holds, asOf);
  const families = [...new Set(whole.requirements.map((one) => one.family))];
  const shown = whole.requirements.filter((one) => (family === "" || one.family === family) &&
    (!isRestOnly || answered.current.has(one.id) || (answers[one.id]?.status ?? "unknown") === "unknown"));
  const set = (next: Answers) => {
    setAnswers(next);
    sessionStorage.setItem(`entente.answers.${whole.name}`, JSON.stringify(next));
  };
  const change = (id: string, more: Partial<AnswerOf>) => {
    answered.current.add(id);
    set({ ...answers, [id]: { ...NONE, ...answers[id], ...more } });
  };
  const met = (ids: CatalogueRequirement[]) =>
    set({ ...answers, ...Object.fromEntries(ids.filter((one) => (answers[one.id]?.status ?? "unknown") === "unknown").map((one) => [one.id, { ...NONE, ...answers[one.id], status: "met" }])) });
  return (
    <>
      <div class="row">
        <FromFile catalogue={whole.name} asOf={asOf} take={set} />
        <div class="field">
          <label for="family">Family</label>
          <select id="family" value={family} onChange={(event) => setFamily(event.currentTarget.value)}>
            <option value="">every family</option>
            {families.map((one) => <option key={one} value={one}>{one}</option>)}
          </select>
        </div>
        <label class="check"><input type="checkbox" checked={isRestOnly} onChange={(event) => { answered.current.clear(); setRestOnly(event.currentTarget.checked); }} /> what is not answered yet</label>
      </div>
      <div class="live" aria-live="polite">
        {error !== null ? <Failure error={error} /> : assessment !== null && <LiveScore assessment={assessment} />}
      </div>
      <p class="quiet">
        In an answer, letters choose (m is met, n not met) and Enter goes on to the next requirement, Shift and Enter back. What is
        answered stays in this tab alone until you save it.
      </p>
      <div class="scrolled is-tall" tabIndex={0} role="region" aria-label="Requirements">
        <table class="data answers">
          <thead><tr>{["Requirement", "Weight", "Answer", "Evidence, or why not", "Its day", "Days to close"].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {shown.map((one) => (
              <AnswerRow key={one.id} requirement={one} answer={answers[one.id] ?? NONE} change={(more) => change(one.id, more)} />
            ))}
          </tbody>
        </table>
      </div>
      {shown.length === 0 && <p>Everything is answered.</p>}
      <p class="actions">
        <button type="button" onClick={() => met(shown)}>Answer met to all that is shown and not answered</button>
        <button type="button" onClick={() => saveCsv(`answers-${whole.name}`, tableOf(answers))}>Save answers as CSV</button>
        <button type="button" onClick={() => set({})}>Forget all answers</button>
      </p>
      <SaveInWorkspace catalogue={whole} answers={csvOf(tableOf(answers))} count={tableOf(answers).rows.length} />
    </>
  );
}

export function AnswerForm({ catalogues }: { catalogues: Catalogue[] }) {
  const [name, setName] = useState((catalogues.find((one) => one.name === "cmmc-l2") ?? catalogues[0]!).name);
  const [holds, setHolds] = useState("");
  const chosen = catalogues.find((one) => one.name === name);
  const whole = useLoaded<CatalogueWhole>(`/v1/catalogues/${encodeURIComponent(name)}`, true);
  return (
    <>
      <div class="row">
        <CatalogueField catalogues={catalogues} name={name} choose={setName} />
        {chosen?.first !== undefined && <HoldsField first={chosen.first} holds={holds} choose={setHolds} />}
      </div>
      <Ready from={whole} what="Reading the catalogue">
        {(loaded) => <Sheet key={loaded.name} whole={loaded} holds={chosen?.first === undefined ? "" : holds} />}
      </Ready>
    </>
  );
}
