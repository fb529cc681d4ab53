// SPDX-License-Identifier: Apache-2.0
// One transfer. The form begins with little and asks on only what the decision itself says it
// has to know. The workspace brings what it says of its items and parties.
import { useEffect, useMemo, useState } from "preact/hooks";
import type { Decision, Fact, Question } from "../answers";
import { errorOf, post, type ApiError } from "../api";
import { useLoaded } from "../loading";
import { Failure, Waiting } from "../parts";
import { useShell } from "../shell";
import { DecisionView } from "./decision";
import { AnswerField, GivenFacts, type Facts } from "./decide_fields";
import { PlaceField, Places } from "./decide_places";

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
  const named = transfer.item === "" ? {} : { item_id: transfer.item };
  return { ...named, item, from: transfer.from.trim(), to: transfer.to.trim(), facts, as_of: asOf };
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

/** The values of a fact that the decision tried: they come to something else. */
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
            <AnswerField id={`question-${question.name}`} label={question.ask || question.name} fact={vocabulary.get(question.name)}
              value={facts[question.name] ?? ""}
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
  const { workspace, asOf, query, go } = useShell();
  const given = useMemo<Transfer>(() => ({
    from: query.get("from") ?? "", to: query.get("to") ?? "", item: query.get("item") ?? "",
    facts: knownOf(readFacts(query.get("facts")), vocabulary),
  }), [query, vocabulary]);
  const [transfer, setTransfer] = useState<Transfer>(given);
  useEffect(() => setTransfer(given), [given]);
  const isAsked = given.from !== "" && given.to !== "";
  const request = isAsked ? JSON.stringify(requestOf(given, asOf, vocabulary)) : null;
  const { decision, error, isDeciding } = useDecision(request);
  const decide = (next: Transfer) =>
    go("decide", {
      from: next.from.trim(), to: next.to.trim(), item: next.item, facts: JSON.stringify(next.facts),
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
    setTransfer({ ...transfer, item, facts: Object.fromEntries(kept) });
  };
  const brought = workspace.items.find((one) => one.id === transfer.item)?.attributes ?? [];
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
        {brought.length > 0 && (
          <details class="more">
            <summary>The workspace says {brought.length === 1 ? "one thing" : `${brought.length} things`} of it</summary>
            <ul class="given">{brought.map((one) => <li key={one.attribute + one.value}><code>{one.attribute}</code> = {one.value}</li>)}</ul>
          </details>
        )}
        <h2 class="small">What else is known</h2>
        {Object.keys(transfer.facts).length === 0 && (
          <p class="quiet">Nothing yet. Decide, and answer what is then asked; nothing else is needed.</p>
        )}
        <GivenFacts facts={transfer.facts} vocabulary={vocabulary} set={setFact} drop={(name) => setFact(name, "")} />
      </form>
      <div aria-live="polite" aria-busy={isDeciding}>
        {error !== null && <Failure error={error} />}
        {isDeciding && decision === null && <Waiting what="Deciding" />}
        {decision !== null && (
          <div class={isDeciding ? "is-stale" : undefined}>
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
