// SPDX-License-Identifier: Apache-2.0
// One transfer. The form begins with little and asks on only what the decision itself says it
// has to know.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Decision, Fact, Question } from "../answers";
import { errorOf, post, type ApiError } from "../api";
import { useLoaded } from "../loading";
import { Failure, Waiting } from "../parts";
import { useShell } from "../shell";
import { DecisionView } from "./decision";
import { factsOfItem } from "./item_facts";

export type Facts = Record<string, string>;

interface Transfer {
  from: string;
  to: string;
  item: string;
  facts: Facts;
}

/** Those facts that the packs know. */
function knownOf(facts: Facts, vocabulary: Map<string, Fact>): Facts {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => vocabulary.has(name)));
}

/** The request of docs/batch.md. A set is an array; a fact without an answer is left out. */
function requestOf(transfer: Transfer, asOf: string, vocabulary: Map<string, Fact>) {
  const item: Record<string, unknown> = {};
  const facts: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(transfer.facts)) {
    if (value !== "") {
      const isSet = vocabulary.get(name)?.type === "set" && value !== "unknown";
      const given = isSet ? (value === "none" ? [] : value.split("+")) : value;
      if (name.startsWith("item.")) {
        item[name.slice("item.".length)] = given;
      } else {
        facts[name] = given;
      }
    }
  }
  return { item, from: transfer.from.trim(), to: transfer.to.trim(), facts, as_of: asOf };
}

function readFacts(text: string | null): Facts {
  try {
    const read: unknown = JSON.parse(text ?? "{}");
    return typeof read === "object" && read !== null && !Array.isArray(read)
      ? Object.fromEntries(Object.entries(read).map(([name, value]) => [name, String(value)]))
      : {};
  } catch {
    return {};
  }
}

const YES_NO = [["yes", "Yes"], ["no", "No"], ["", "Not known"]] as const;

interface AnswerProps {
  id: string;
  label: string;
  fact: Fact | undefined;
  value: string;
  hints: string[];
  change: (value: string) => void;
}

function AnswerField({ id, label, fact, value, hints, change }: AnswerProps) {
  if (fact?.type === "yes/no") {
    return (
      <fieldset class="choice">
        <legend>{label}</legend>
        {YES_NO.map(([code, word]) => (
          <label key={word}>
            <input type="radio" name={id} checked={value === code} onChange={() => change(code)} /> {word}
          </label>
        ))}
      </fieldset>
    );
  }
  const kind = fact?.type === "date" ? "date" : "text";
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} type={kind} value={value} list={hints.length > 0 ? `${id}-hints` : undefined}
        placeholder={fact?.type === "set" ? "one, or several parted by +" : undefined}
        onChange={(event) => change(event.currentTarget.value.trim())} />
      {hints.length > 0 && (
        <datalist id={`${id}-hints`}>{hints.map((hint) => <option key={hint} value={hint} />)}</datalist>
      )}
    </div>
  );
}

/** The values of a fact that the decision tried: they are known to the packs. */
function hintsOf(decision: Decision | null, name: string): string[] {
  const values = (decision?.changes ?? []).filter((change) => change.fact === name).map((change) => change.value ?? "");
  return [...new Set(values)].filter((value) => value !== "").slice(0, 100);
}

interface QuestionsProps {
  questions: Question[];
  decision: Decision;
  facts: Facts;
  vocabulary: Map<string, Fact>;
  answer: (name: string, value: string) => void;
}

function Questions({ questions, decision, facts, vocabulary, answer }: QuestionsProps) {
  const ordered = [...questions].sort((a, b) => Number(b.settles) - Number(a.settles));
  return (
    <ol class="questions">
      {ordered.map((question) => (
        <li key={question.name}>
          {question.about_the_law ? (
            <p><strong>{question.ask}</strong> <span class="quiet">This is not yet known of the law itself.</span></p>
          ) : (
            <AnswerField id={`question-${question.name}`} label={question.ask || question.name}
              fact={vocabulary.get(question.name)} value={facts[question.name] ?? ""}
              hints={hintsOf(decision, question.name)} change={(value) => answer(question.name, value)} />
          )}
          <p class="quiet">
            {question.settles && <strong>Settles it. </strong>}
            <code>{question.name}</code>{question.citation === "" ? "" : ` · ${question.citation}`}
          </p>
        </li>
      ))}
    </ol>
  );
}

interface MoreProps {
  facts: Facts;
  vocabulary: Map<string, Fact>;
  set: (name: string, value: string) => void;
  drop: (name: string) => void;
}

function GivenFacts({ facts, vocabulary, set, drop }: MoreProps) {
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [problem, setProblem] = useState("");
  const fact = vocabulary.get(name);
  const add = () => {
    if (fact === undefined || value === "") {
      setProblem(fact === undefined ? `The packs know no fact “${name}”.` : "A fact needs a value.");
      return;
    }
    set(name, value);
    setName("");
    setValue("");
    setProblem("");
  };
  return (
    <>
      <ul class="given">
        {Object.entries(facts).map(([given, text]) => (
          <li key={given}>
            <code>{given}</code> = {text}{" "}
            <button type="button" aria-label={`Forget ${given}`} onClick={() => drop(given)}>×</button>
          </li>
        ))}
      </ul>
      <details class="more">
        <summary>Give another fact</summary>
        <div class="row">
          <div class="field">
            <label for="fact-name">Fact</label>
            <input id="fact-name" list="fact-names" value={name} aria-describedby="fact-ask"
              onInput={(event) => setName(event.currentTarget.value.trim())} />
            <datalist id="fact-names">
              {[...vocabulary.values()].map((one) => <option key={one.name} value={one.name}>{one.ask}</option>)}
            </datalist>
          </div>
          <div class="field">
            <label for="fact-value">Value</label>
            <input id="fact-value" value={value} list={fact?.type === "yes/no" ? "yes-no" : undefined}
              onInput={(event) => setValue(event.currentTarget.value.trim())} />
            <datalist id="yes-no"><option value="yes" /><option value="no" /></datalist>
          </div>
          <button type="button" onClick={add}>Add</button>
        </div>
        <p id="fact-ask" class="quiet">{fact?.ask ?? ""}</p>
        {problem !== "" && <p role="alert">{problem}</p>}
      </details>
    </>
  );
}

function PlaceField({ id, label, value, change }: {
  id: string;
  label: string;
  value: string;
  change: (value: string) => void;
}) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input id={id} required value={value} list="places" autocomplete="off" placeholder="US, or US:party"
        pattern="[A-Z]{2}(:.+)?" title="A country's two letters, or with a party: US:acme"
        onInput={(event) => change(event.currentTarget.value)} />
    </div>
  );
}

function Places() {
  const { workspace } = useShell();
  return (
    <datalist id="places">
      {workspace.countries.map((code) => <option key={code} value={code} />)}
      {workspace.parties.filter((party) => party.kind !== "country").map((party) => (
        <option key={party.id} value={`${party.country}:${party.id}`}>{party.name}</option>
      ))}
    </datalist>
  );
}

interface Answered {
  decision: Decision | null;
  error: ApiError | null;
  isDeciding: boolean;
}

/** Decides anew whenever the request is another. */
function useDecision(request: string | null): Answered {
  const [answered, setAnswered] = useState<Answered>({ decision: null, error: null, isDeciding: false });
  useEffect(() => {
    if (request === null) {
      setAnswered({ decision: null, error: null, isDeciding: false });
      return undefined;
    }
    const stop = new AbortController();
    setAnswered((before) => ({ ...before, error: null, isDeciding: true }));
    post<Decision>("/v1/check", JSON.parse(request), stop.signal)
      .then((decision) => setAnswered({ decision, error: null, isDeciding: false }))
      .catch((problem: unknown) => {
        if (!stop.signal.aborted) {
          setAnswered({ decision: null, error: errorOf(problem), isDeciding: false });
        }
      });
    return () => stop.abort();
  }, [request]);
  return answered;
}

function DecideForm({ vocabulary }: { vocabulary: Map<string, Fact> }) {
  const { workspace, asOf, query, go, itemName } = useShell();
  const given = useMemo<Transfer>(() => ({
    from: query.get("from") ?? "", to: query.get("to") ?? "", item: query.get("item") ?? "",
    facts: knownOf(readFacts(query.get("facts")), vocabulary),
  }), [query, vocabulary]);
  const [transfer, setTransfer] = useState<Transfer>(given);
  useEffect(() => setTransfer(given), [given]);
  const isAsked = given.from !== "" && given.to !== "";
  const request = isAsked ? JSON.stringify(requestOf(given, asOf, vocabulary)) : null;
  const { decision, error, isDeciding } = useDecision(request);
  const result = useRef<HTMLDivElement>(null);
  const decide = (next: Transfer) =>
    go("decide", {
      from: next.from.trim(), to: next.to.trim(), item: next.item, facts: JSON.stringify(next.facts),
      ...(query.get("matrix") === null ? {} : { matrix: query.get("matrix") ?? "" }),
    });
  const setFact = (name: string, value: string) => {
    const facts = { ...transfer.facts };
    if (value === "") {
      delete facts[name];
    } else {
      facts[name] = value;
    }
    const next = { ...transfer, facts };
    setTransfer(next);
    if (isAsked) {
      decide(next);
    }
  };
  const chooseItem = (item: string) => {
    const kept = Object.entries(transfer.facts).filter(([name]) => !name.startsWith("item."));
    setTransfer({ ...transfer, item, facts: { ...Object.fromEntries(kept), ...knownOf(factsOfItem(workspace, item), vocabulary) } });
  };
  const expected = query.get("matrix");
  return (
    <>
      <form class="decide" onSubmit={(event) => { event.preventDefault(); decide(transfer); }}>
        <Places />
        <div class="row">
          <div class="field">
            <label for="item">What</label>
            <select id="item" value={transfer.item} onChange={(event) => chooseItem(event.currentTarget.value)}>
              <option value="">something described by its facts</option>
              {workspace.items.map((item) => <option key={item.id} value={item.id}>{item.name || item.id}</option>)}
            </select>
          </div>
          <PlaceField id="from" label="From" value={transfer.from} change={(from) => setTransfer({ ...transfer, from })} />
          <PlaceField id="to" label="To" value={transfer.to} change={(to) => setTransfer({ ...transfer, to })} />
          <button type="submit" class="is-main">Decide</button>
        </div>
        <h2 class="small">What is known of it</h2>
        {Object.keys(transfer.facts).length === 0 && (
          <p class="quiet">Nothing yet. Decide, and answer what is then asked; nothing else is needed.</p>
        )}
        <GivenFacts facts={transfer.facts} vocabulary={vocabulary} set={setFact} drop={(name) => setFact(name, "")} />
      </form>
      <div ref={result} aria-live="polite" aria-busy={isDeciding}>
        {error !== null && <Failure error={error} />}
        {isDeciding && decision === null && <Waiting what="Deciding" />}
        {decision !== null && (
          <div class={isDeciding ? "is-stale" : undefined}>
            {expected !== null && expected !== decision.outcome && (
              <p class="note">
                The matrix says “{expected.replaceAll("_", " ")}” of {itemName(given.item)}: it also knows its bill of
                material and the parties' statuses. Below is decided from the facts shown here alone.
              </p>
            )}
            <DecisionView decision={decision}>
              {decision.questions.length > 0 && (
                <section aria-labelledby="asks">
                  <h2 id="asks">What has to be known</h2>
                  <Questions questions={decision.questions} decision={decision} facts={transfer.facts}
                    vocabulary={vocabulary} answer={setFact} />
                </section>
              )}
            </DecisionView>
          </div>
        )}
      </div>
    </>
  );
}

export function Decide() {
  const vocabulary = useLoaded<{ facts: Fact[] }>("/v1/vocabulary");
  const known = useMemo(
    () => (vocabulary.value === null ? null : new Map(vocabulary.value.facts.map((fact) => [fact.name, fact]))),
    [vocabulary.value],
  );
  return (
    <>
      <h1>Decide one transfer</h1>
      {vocabulary.error !== null && <Failure error={vocabulary.error} again={vocabulary.reload} />}
      {known === null && vocabulary.error === null && <Waiting what="Reading what the packs ask" />}
      {known !== null && <DecideForm vocabulary={known} />}
    </>
  );
}
