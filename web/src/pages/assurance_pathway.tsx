// SPDX-License-Identifier: Apache-2.0
// May this firm supply: what is missing, in which order to get it, who grants it and how long it takes.
import { withQuery } from "../api";
import { useLoaded } from "../loading";
import { LOOKS, OUTCOMES, OutcomeTag, TruthSign } from "../outcome";
import { counted, Empty, Ready } from "../parts";
import { saveCsv } from "../save";
import { useShell } from "../shell";
import type { Asked, Offer, Pathway, PathwayStep } from "./assurance_answers";
import { PartyChoice, useFirms } from "./party_choice";

interface Stage {
  step: PathwayStep;
  /** Each of them is enough. */
  routes: PathwayStep[];
}

/** Routes of one requirement are one stage, since each of them is enough. */
function stagesOf(steps: PathwayStep[]): Stage[] {
  const stages: Stage[] = [];
  for (const step of steps) {
    const last = stages[stages.length - 1];
    if (step.do === "obtain" && last?.step.do === "obtain" && last.step.for === step.for) {
      last.routes.push(step);
    } else {
      stages.push({ step, routes: step.do === "obtain" ? [step] : [] });
    }
  }
  return stages;
}

const DOES: Record<PathwayStep["do"], string> = {
  answer: "Say what nobody has said",
  verify: "Have the law verified",
  obtain: "Meet a requirement",
};

function timeWords(step: PathwayStep): string {
  const days = step.days === null || step.days === undefined ? "time not known" : counted(step.days, "day");
  return step.basis === undefined || step.basis === "" ? days : `${days} (${step.basis})`;
}

type Answer = (name: string, value: string) => void;

/** A question with its answer: what is said counts for every offer. */
function Question({ name, ask, answer }: { name: string; ask: string; answer: Answer }) {
  const id = `answer-${name}`;
  return (
    <form class="answer" onSubmit={(event) => {
      event.preventDefault();
      const value = new FormData(event.currentTarget).get("value")?.toString().trim() ?? "";
      if (value !== "") {
        answer(name, value);
      }
    }}>
      <label for={id}>{ask} <code>{name}</code></label>
      <span class="row"><input id={id} name="value" autocomplete="off" /><button type="submit">Answer</button></span>
    </form>
  );
}

function Until({ asked, answer }: { asked: Asked[]; answer: Answer }) {
  return (
    <>
      <p>Undetermined until {asked.length === 1 ? "this is" : "these are"} known:</p>
      {asked.map((one) => one.do === "answer"
        ? <Question key={one.name} name={one.name} ask={one.ask} answer={answer} />
        : <p key={one.name}>{one.ask} <code>{one.name}</code></p>)}
    </>
  );
}

function StageView({ stage, offers, answer }: { stage: Stage; offers: Offer[]; answer: Answer }) {
  const { step } = stage;
  const rule = offers.flatMap((offer) => offer.requirements).find((one) => one.rule === step.for);
  const until = stage.routes[0]?.undetermined_until ?? [];
  return (
    <li class="stage">
      <p class="quiet">{DOES[step.do]} · {counted(step.offers, "offer")} waiting for it</p>
      {step.do === "answer" ? (
        <><Question name={step.name} ask={step.what} answer={answer} /><cite>{step.citation}</cite></>
      ) : step.do === "verify" ? (
        <p><strong>{step.what}</strong> <code>{step.name}</code> <cite>{step.citation}</cite></p>
      ) : (
        <>
          <p><strong>{rule?.says || rule?.title || step.for}</strong> <code>{step.for}</code> <cite>{rule?.citation ?? ""}</cite></p>
          {until.length > 0 && <Until asked={until} answer={answer} />}
          <ul class="routes">
            {stage.routes.map((route, index) => (
              <li key={route.name}>
                <p>{index > 0 && <span class="quiet">or </span>}<strong>{route.what}</strong> <cite>{route.citation}</cite></p>
                <dl class="facts">
                  <div><dt>Granted by</dt><dd>{route.granted_by || "not said"}</dd></div>
                  <div><dt>Takes</dt><dd>{timeWords(route)}</dd></div>
                </dl>
              </li>
            ))}
          </ul>
        </>
      )}
    </li>
  );
}

interface NamedLaw {
  key: string;
  title: string;
  citation: string;
  until: Asked[];
}

function UntilWords({ until }: { until: Asked[] }) {
  const names = until.filter((one) => one.do === "answer").map((one) => one.name);
  return names.length === 0 ? null : <span class="quiet"> · undetermined until {names.join(", ")} {names.length === 1 ? "is" : "are"} known</span>;
}

function Named({ lead, of }: { lead: string; of: NamedLaw[] }) {
  return (
    <>
      {of.map((one) => (
        <li key={lead + one.key}><span class="lead">{lead}</span> {one.title} <code>{one.key}</code> <cite>{one.citation}</cite><UntilWords until={one.until} /></li>
      ))}
    </>
  );
}

function OfferView({ offer }: { offer: Offer }) {
  const { itemName, partyName, programmeName, link } = useShell();
  const untilOf = (rule: string) => offer.undetermined.find((one) => one.rule === rule)?.until ?? [];
  const named = (one: { rule: string; title: string; says?: string; citation: string }) =>
    ({ key: one.rule, title: one.says || one.title, citation: one.citation, until: untilOf(one.rule) });
  const changes = offer.changes.filter((one) => one.outcome !== offer.outcome).slice(0, 6);
  return (
    <details class="hit">
      <summary>
        <OutcomeTag outcome={offer.outcome} />
        <span class="hit-name">{itemName(offer.item)}</span>
        <span class="quiet">
          {offer.from} → {partyName(offer.buyer)} · {programmeName(offer.programme)}
          {offer.days !== null && offer.days > 0 && ` · ${counted(offer.days, "day")}`}
        </span>
      </summary>
      <ul class="reasons">
        <Named lead="has" of={offer.requirements.filter((one) => one.covered).map(named)} />
        <Named lead="lacks" of={offer.requirements.filter((one) => !one.covered && one.truth === "yes").map(named)} />
        <Named lead="perhaps lacks" of={offer.requirements.filter((one) => !one.covered && one.truth === "unknown").map(named)} />
        <Named lead={offer.outcome === "prohibited" ? "barred by" : "barred perhaps by"} of={offer.prohibitions.map(named)} />
        {offer.authorities.map((one) => (
          <li key={one.name}><span class="lead">{one.truth === "yes" ? "under" : "perhaps under"}</span> <TruthSign truth={one.truth} />{one.title} <code>{one.name}</code> <cite>{one.citation}</cite>{one.truth !== "yes" && <UntilWords until={untilOf(one.name)} />}</li>
        ))}
        {offer.obligations.map((one) => <li key={one.text}><span class="lead">must</span> {one.text} <cite>{one.citation}</cite></li>)}
        {changes.map((one, index) => (
          <li key={index}><span class="lead">if</span> {one.date !== undefined ? `on ${one.date}` : `${one.fact} = ${one.value}`}: <OutcomeTag outcome={one.outcome} /></li>
        ))}
      </ul>
      {offer.not_verified.length > 0 && (
        <p class="standing is-warning">◆ Decided by law that was not verified as it stands on the day: {offer.not_verified.map((one) => `${one.rule} (${one.status.replaceAll("_", " ")})`).join(", ")}</p>
      )}
      {offer.requirements.length + offer.prohibitions.length + offer.authorities.length === 0 && (
        <p class="quiet">{LOOKS[offer.outcome].says}.</p>
      )}
      <p><a href={link("decide", { item: offer.item, from: `${offer.from}:${offer.facts["exporter.id"] ?? ""}`, to: `${offer.to}:${offer.buyer}`, facts: JSON.stringify(factsFor(offer)) })}>Decide this in full</a></p>
    </details>
  );
}

/** What the offer adds to what the workspace says of item and parties. */
function factsFor(offer: Offer): Record<string, string> {
  const kept = Object.entries(offer.facts).filter(([name]) => name === "end_use" || name.startsWith("transfer."));
  return Object.fromEntries(kept);
}

function PathwayResult({ pathway, answer }: { pathway: Pathway; answer: Answer }) {
  const stages = stagesOf(pathway.steps);
  const counts = OUTCOMES.filter((outcome) => pathway.outcomes[outcome] > 0);
  const offers = [...pathway.offers].sort((a, b) => OUTCOMES.indexOf(b.outcome) - OUTCOMES.indexOf(a.outcome));
  if (pathway.offers.length === 0) {
    return (
      <Empty title="No programme wants what it makes">
        <p>
          Offers come from what the party's sites make (table <code>activity</code>) and what programmes demand
          (tables <code>demand</code> and <code>component</code>). Choose another programme or party.
        </p>
      </Empty>
    );
  }
  return (
    <>
      <p class="actions" aria-label="Outcomes of its offers">
        {counted(pathway.offers.length, "offer")}: {counts.map((outcome) => (
          <span key={outcome}><OutcomeTag outcome={outcome} /> {pathway.outcomes[outcome]}</span>
        ))}
      </p>
      {pathway.relies_on_unverified && <p class="standing is-warning">◆ Counts on law that was not verified.</p>}
      <h2>The way there, in order</h2>
      {stages.length === 0
        ? <p>Nothing is missing: every offer may go as it stands.</p>
        : <ol class="stages">{stages.map((stage) => <StageView key={`${stage.step.do} ${stage.step.for ?? ""} ${stage.step.name}`} stage={stage} offers={pathway.offers} answer={answer} />)}</ol>}
      <p class="actions">
        <button type="button" onClick={() => saveCsv(`pathway-${pathway.party}`, {
          columns: ["order", "do", "for", "name", "what", "granted by", "days", "basis", "offers", "citation"],
          rows: stages.flatMap((stage, index) => (stage.routes.length > 0 ? stage.routes : [stage.step]).map((step) => [
            index + 1, step.do, step.for ?? "", step.name, step.what, step.granted_by ?? "", step.days ?? null, step.basis ?? "", step.offers, step.citation,
          ])),
        })}>Save CSV</button>
      </p>
      <h2>What it offers</h2>
      <div class="hits">{offers.map((offer, index) => <OfferView key={index} offer={offer} />)}</div>
      <p class="quiet">Law: {pathway.packs.map((pack) => `${pack.name} ${pack.vintage}`).join(", ")}.</p>
    </>
  );
}

export function PathwayView() {
  const { asOf, query, go, workspace } = useShell();
  const firms = useFirms();
  const countries = workspace.parties.filter((one) => one.kind === "country");
  const party = query.get("party") || (firms.find((one) => one.kind === "organisation") ?? countries[0] ?? firms[0])?.id || "";
  const programme = query.get("programme") ?? "";
  const facts = query.get("facts") ?? "";
  const pathway = useLoaded<Pathway>(party === "" ? null : withQuery("/v1/access", { party, programme, facts, as_of: asOf }));
  const choose = (more: Record<string, string>) => go("assurance", { view: "pathway", party, programme, facts, ...more });
  return (
    <>
      <p>For everything the party makes, and every programme that wants it: may it be supplied, under what, and what is missing?</p>
      <div class="row">
        <PartyChoice everybody value={party} choose={(id) => choose({ party: id })} />
        <div class="field">
          <label for="programme">Programme</label>
          <select id="programme" value={programme} onChange={(event) => choose({ programme: event.currentTarget.value })}>
            <option value="">every programme</option>
            {workspace.programmes.map((one) => <option key={one.id} value={one.id}>{one.name || one.id}</option>)}
          </select>
        </div>
        <div class="field">
          <label for="offer-facts">Facts of every offer</label>
          <input id="offer-facts" key={facts} defaultValue={facts} placeholder="transfer.acquisition=dod" autocomplete="off"
            title="NAME=VALUE, several parted by commas" onChange={(event) => choose({ facts: event.currentTarget.value.trim() })} />
        </div>
      </div>
      <Ready from={pathway} what="Deciding every offer">{(loaded) => (
        <PathwayResult pathway={loaded} answer={(name, value) => {
          const others = facts.split(",").filter((one) => one.trim() !== "" && one.split("=")[0]?.trim() !== name);
          choose({ facts: [...others, `${name}=${value}`].join(",") });
        }} />
      )}</Ready>
    </>
  );
}
