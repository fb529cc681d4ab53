// SPDX-License-Identifier: Apache-2.0
// A decision with its reasons: what stands in the way, what authorises, what to do, how long it
// takes, what would change it, and every step with its citation.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { Change, Decision, Outcome, Step } from "../answers";
import { LOOKS, OUTCOMES, OutcomeTag, TruthSign } from "../outcome";
import { sentence, words } from "../parts";
import { saveCsv } from "../save";
import { useShell } from "../shell";

function Cited({ citation }: { citation: string }) {
  return citation === "" ? null : <cite>{citation}</cite>;
}

function StepView({ step, isOpen }: { step: Step; isOpen: boolean }) {
  const line = (
    <>
      <TruthSign truth={step.truth} />
      {step.text} <Cited citation={step.citation} />
      {step.status !== undefined && step.status !== "verified" && <span class="status">{words(step.status)}</span>}
    </>
  );
  if (step.steps === undefined || step.steps.length === 0) {
    return <li class="step">{line}</li>;
  }
  return (
    <li class="step">
      <details open={isOpen}>
        <summary>{line}</summary>
        <ul>{step.steps.map((inner, index) => <StepView key={index} step={inner} isOpen={isOpen && inner.truth !== "no"} />)}</ul>
      </details>
    </li>
  );
}

function Explanation({ steps }: { steps: Step[] }) {
  const [mode, setMode] = useState<"as it comes" | "open" | "shut">("as it comes");
  return (
    <section aria-labelledby="why">
      <h2 id="why">Every step</h2>
      <p class="actions">
        <button type="button" onClick={() => setMode("open")}>Open all</button>
        <button type="button" onClick={() => setMode("shut")}>Shut all</button>
      </p>
      <ul class="tree" key={mode}>
        {steps.map((step, index) => (
          <StepView key={index} step={step} isOpen={mode === "open"} />
        ))}
      </ul>
    </section>
  );
}

function changeWords(change: Change): string {
  return change.date !== undefined ? `on ${change.date}` : `${change.fact ?? ""} = ${change.value ?? ""}`;
}

interface Way {
  words: string;
  values: string[];
}

/** Values of one fact that come to the same stand together, the facts with fewest values first. */
function waysOf(changes: Change[]): Way[] {
  const ways = new Map<string, string[]>();
  for (const change of changes) {
    const name = change.date !== undefined ? "on" : `${change.fact ?? ""} =`;
    ways.set(name, [...(ways.get(name) ?? []), change.date ?? change.value ?? ""]);
  }
  return [...ways].map(([words, values]) => ({ words, values })).sort((a, b) => a.values.length - b.values.length);
}

const VALUES_SHOWN = 6;

function WayView({ way }: { way: Way }) {
  if (way.values.length <= VALUES_SHOWN) {
    return <li>{way.words} {way.values.join(", or ")}</li>;
  }
  return (
    <li>
      <details>
        <summary>{way.words} {way.values.slice(0, VALUES_SHOWN).join(", ")} or one of {way.values.length - VALUES_SHOWN} more</summary>
        <p>{way.values.slice(VALUES_SHOWN).join(", ")}</p>
      </details>
    </li>
  );
}

function ChangesTo({ outcome, sets, changes }: { outcome: Outcome; sets: string[]; changes: Change[] }) {
  return (
    <li>
      <h3>It is <OutcomeTag outcome={outcome} /></h3>
      <ul class="changes">
        {sets.map((text) => <li key={text}>{text}</li>)}
        {waysOf(changes).map((way) => <WayView key={way.words} way={way} />)}
      </ul>
    </li>
  );
}

function Changes({ decision }: { decision: Decision }) {
  const found = OUTCOMES.map((outcome) => ({
    outcome,
    sets: decision.change_sets.filter((set) => set.outcome === outcome).map((set) => set.words),
    changes: decision.changes.filter((change) => change.outcome === outcome),
  })).filter(({ outcome, sets, changes }) => outcome !== decision.outcome && sets.length + changes.length > 0);
  const rows = [
    ...decision.change_sets.map((set) => ["several, or law", set.words, set.outcome]),
    ...decision.changes.map((change) => ["single", changeWords(change), change.outcome]),
  ];
  return (
    <section aria-labelledby="changes">
      <h2 id="changes">What would change this</h2>
      {found.length === 0 ? <p>No single fact or day of the next year, and no small set that was tried.</p> : (
        <>
          <ul class="turns">{found.map((one) => <ChangesTo key={one.outcome} {...one} />)}</ul>
          <button type="button" onClick={() => saveCsv("changes", { columns: ["kind", "change", "outcome"], rows })}>
            Save CSV
          </button>
        </>
      )}
    </section>
  );
}

function Listed<T>({ id, title, of, children }: {
  id: string;
  title: string;
  of: T[];
  children: (one: T) => ComponentChildren;
}) {
  return of.length === 0 ? null : (
    <section aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <ul class="reasons">{of.map((one, index) => <li key={index}>{children(one)}</li>)}</ul>
    </section>
  );
}

/** The transfer in a line. */
function useTitle(decision: Decision): string {
  const { itemName, partyName } = useShell();
  const { facts } = decision;
  const place = (party: string | undefined, country: string | undefined) =>
    party === undefined || party === country ? partyName(country ?? "somewhere") : `${partyName(party)}, ${country ?? "?"}`;
  const item = facts["item.id"] === undefined ? "Something described by its facts" : itemName(facts["item.id"]);
  return `${item}: from ${place(facts["exporter.id"], facts.origin)} to ${place(facts["consignee.id"], facts.destination)}`;
}

function DecidedFrom({ decision }: { decision: Decision }) {
  const facts = Object.entries(decision.facts);
  return (
    <details class="more">
      <summary>Decided from {facts.length} facts</summary>
      <dl class="facts is-narrow">{facts.map(([name, value]) => <div key={name}><dt><code>{name}</code></dt><dd>{value}</dd></div>)}</dl>
    </details>
  );
}

function Head({ decision }: { decision: Decision }) {
  const { link } = useShell();
  const isSettled = decision.best === decision.worst;
  const title = useTitle(decision);
  return (
    <div class={`verdict is-${decision.outcome}`}>
      <h2>{title}</h2>
      <p><OutcomeTag outcome={decision.outcome} isLarge /></p>
      <p>
        {isSettled ? `${sentence(LOOKS[decision.outcome].says)}.` : (
          <>Between <OutcomeTag outcome={decision.best} /> and <OutcomeTag outcome={decision.worst} />, by what is not known.</>
        )}
        {decision.days !== null && decision.days > 0 && <> {decision.days} days by the quickest route that may be counted on.</>}
      </p>
      <p class="quiet">
        As of {decision.as_of}; lists and registers of {decision.known_at}. The least checked law behind it:{" "}
        {words(decision.weakest_law)}.
      </p>
      {decision.relies_on_unverified && <p class="standing is-warning">◆ Counts on law that was not verified.</p>}
      {decision.audit !== undefined && <p class="quiet">Recorded as <a href={link("audit", { row: String(decision.audit) })}>row {decision.audit}</a> of the audit chain.</p>}
      <DecidedFrom decision={decision} />
    </div>
  );
}

export function DecisionView({ decision, children }: { decision: Decision; children?: ComponentChildren }) {
  const standing = decision.requirements.filter((one) => !one.covered && one.truth !== "no");
  const covered = decision.requirements.filter((one) => one.covered);
  return (
    <article class="decision" aria-label="The decision">
      <Head decision={decision} />
      {children}
      <Listed id="forbids" title={decision.outcome === "prohibited" ? "What forbids it" : "What may forbid it"} of={decision.prohibitions}>
        {(one) => <>{one.title} <code>{one.rule}</code> <Cited citation={one.citation} /></>}
      </Listed>
      <Listed id="requires" title={decision.outcome === "undetermined" ? "What requires a licence, or may" : "What requires a licence"} of={standing}>
        {(one) => <><TruthSign truth={one.truth} />{one.says || one.title} <Cited citation={one.citation} /></>}
      </Listed>
      <Listed id="authorises" title="What may authorise it" of={decision.authorities}>
        {(one) => <><TruthSign truth={one.truth} />{one.title} <code>{one.name}</code> <Cited citation={one.citation} /></>}
      </Listed>
      <Listed id="covered" title="What is required and covered" of={covered}>
        {(one) => <>{one.says || one.title} <Cited citation={one.citation} /></>}
      </Listed>
      <Listed id="obliges" title="What has to be done" of={decision.obligations}>
        {(one) => <>{one.text}{one.until === null ? "" : ` (until ${one.until})`} <Cited citation={one.citation} /></>}
      </Listed>
      <Listed id="routes" title="Ways to a licence" of={decision.routes}>
        {(one) => (
          <>
            <TruthSign truth={one.truth} />
            {one.title}: {one.days === null ? "no days that may be counted on" : `${one.days} days`} <span class="quiet">({one.basis})</span>{" "}
            <Cited citation={one.citation} />
          </>
        )}
      </Listed>
      <Changes decision={decision} />
      <Explanation steps={decision.explanation} />
      <Listed id="sources" title="Sources" of={decision.citations}>{(one) => <cite>{one}</cite>}</Listed>
    </article>
  );
}
