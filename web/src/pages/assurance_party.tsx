// SPDX-License-Identifier: Apache-2.0
// A party of the workspace by its assessments: what it holds until when, and what more would open.
import { withQuery } from "../api";
import { useLoaded } from "../loading";
import { OutcomeTag } from "../outcome";
import { counted, Empty, Failure, Ready } from "../parts";
import { useShell } from "../shell";
import { AssessmentView } from "./assessment";
import type { Assessment, Chain, Opening, Supplier } from "./assurance_answers";
import { PartyChoice, useFirms } from "./party_choice";

function Held({ supplier }: { supplier: Supplier }) {
  const held = supplier.assessments.flatMap((one) => one.held ?? []);
  return (
    <>
      <p class={`standing ${supplier.holds === null ? "is-bad" : "is-good"}`}>
        {supplier.holds === null ? "▲ Holds no status on this day" : `● Holds ${supplier.holds}`}
      </p>
      {held.length > 0 && (
        <ul class="reasons">
          {held.map((one) => (
            <li key={one.status + one.from}>
              {one.status}: {one.from} to {one.until ?? "no last day"} <span class="status">{one.checked.replaceAll("_", " ")}</span> <cite>{one.source}</cite>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function OpeningView({ opening }: { opening: Opening }) {
  const { partyName, itemName, programmeName } = useShell();
  return (
    <li>
      <h3>{opening.status}</h3>
      {opening.lanes.length === 0
        ? <p class="quiet">{counted(opening.lanes_decided, "lane")} decided again, none otherwise{opening.offers_decided > 0 && `; ${opening.offers.length} of ${counted(opening.offers_decided, "offer")} to programmes`}.</p>
        : <p>{opening.lanes.length} of {counted(opening.lanes_decided, "lane")} decided otherwise{opening.programmes.length > 0 && `, in the supply of ${opening.programmes.map(programmeName).join(", ")}`}:</p>}
      <ul class="reasons">
        {opening.lanes.map((lane, index) => (
          <li key={index} class="turn">
            {itemName(lane.item)}, {partyName(lane.from)} → {partyName(lane.to)}:
            <OutcomeTag outcome={lane.before} /><span role="img" aria-label="becomes">→</span><OutcomeTag outcome={lane.after} />
          </li>
        ))}
        {opening.offers.map((offer) => (
          <li key={`${offer.item} ${offer.programme}`} class="turn">
            {itemName(offer.item)} for {programmeName(offer.programme)}:
            <OutcomeTag outcome={offer.before} /><span role="img" aria-label="becomes">→</span><OutcomeTag outcome={offer.after} />
            {offer.lacks_before !== offer.lacks_after && ` and lacks ${offer.lacks_after} instead of ${counted(offer.lacks_before, "requirement")}`}
          </li>
        ))}
      </ul>
    </li>
  );
}

const ENOUGH: Record<string, [string, string]> = {
  yes: ["is-good", "● enough"], no: ["is-bad", "▲ weak link"], unknown: ["is-unknown", "? not known"],
};

function ChainView({ chain, party }: { chain: Chain; party: string }) {
  const { partyName, programmeName } = useShell();
  return (
    <section>
      <h3>{programmeName(chain.programme)}</h3>
      <p>
        Demands {chain.demands}: {chain.enough} of {counted(chain.links.length, "supplier")} hold what they need
        {chain.unknown > 0 && `, of ${chain.unknown} it is not known`}.
      </p>
      <div class="scrolled" tabIndex={0} role="region" aria-label={`Suppliers of ${programmeName(chain.programme)}`}>
        <table class="data">
          <thead><tr>{["Supplier", "Holds", "Needs", "Enough", "Because"].map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {chain.links.map((link) => {
              const [tone, word] = ENOUGH[link.enough] ?? ["", link.enough];
              return (
                <tr key={link.party} class={link.party === party ? "is-chosen" : undefined}>
                  <td>{partyName(link.party)}{link.makes_what_is_wanted && <span class="quiet"> makes what is wanted</span>}</td>
                  <td>{link.holds}</td>
                  <td>{link.needs}</td>
                  <td><span class={`standing ${tone}`}>{word}</span></td>
                  <td><cite>{link.because}</cite>{link.checked !== undefined && <span class="status"> {link.checked.replaceAll("_", " ")}</span>}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function CatalogueChoice({ assessments, value, choose }: {
  assessments: Assessment[];
  value: string;
  choose: (subject: string) => void;
}) {
  return (
    <div class="field">
      <label for="catalogue">Catalogue and assessment</label>
      <select id="catalogue" value={value} onChange={(event) => choose(event.currentTarget.value)}>
        {assessments.map((one) => <option key={one.subject} value={one.subject}>{one.catalogue}: {one.subject}</option>)}
      </select>
    </div>
  );
}

function SupplierView({ supplier }: { supplier: Supplier }) {
  const { query, go, link } = useShell();
  const chosen = supplier.assessments.find((one) => one.subject === query.get("assessment")) ?? supplier.assessments[0];
  return (
    <>
      <p class="quiet">{supplier.scheme}</p>
      <Held supplier={supplier} />
      {chosen === undefined ? (
        <Empty title="No assessment of this party is on record">
          <p>Put one into <code>assessment.csv</code> and its answers into <code>answer.csv</code>, or assess a file of answers.</p>
          <p><a class="button" href={link("assurance", { view: "answers" })}>A file of answers</a></p>
        </Empty>
      ) : (
        <>
          {supplier.assessments.length > 1 && (
            <CatalogueChoice assessments={supplier.assessments} value={chosen.subject}
              choose={(assessment) => go("assurance", { view: "standing", party: supplier.party, assessment })} />
          )}
          <AssessmentView assessment={chosen} />
        </>
      )}
      <h2>What reaching more would open</h2>
      {!supplier.law_reads_it && (
        <p class="note">No pack in force asks for these statuses, so no decision would change by them.</p>
      )}
      {supplier.would_open.length === 0
        ? <p>There is no status above what it holds.</p>
        : <ul class="turns">{supplier.would_open.map((one) => <OpeningView key={one.status} opening={one} />)}</ul>}
      {supplier.programmes.length > 0 && (
        <>
          <h2>The weakest link of each programme it supplies</h2>
          {supplier.programmes.map((chain) => <ChainView key={chain.programme} chain={chain} party={supplier.party} />)}
        </>
      )}
      <p class="actions"><a class="button" href={link("assurance", { view: "pathway", party: supplier.party })}>May it supply, and what is missing?</a></p>
    </>
  );
}

function NoScheme() {
  const { link } = useShell();
  return (
    <Empty title="This workspace keeps no assessments">
      <p>
        Name a scheme in <code>workspace.csv</code>, as <code>scheme,../catalogues/cmmc</code>, and put assessments
        into <code>assessment.csv</code> and <code>answer.csv</code>. <code>samples/suppliers</code> shows how.
      </p>
      <p class="actions">
        <a class="button" href={link("assurance", { view: "answers" })}>Assess a file of answers</a>
        <a class="button" href={link("assurance", { view: "pathway" })}>May a party supply?</a>
      </p>
    </Empty>
  );
}

export function Standing() {
  const { asOf, query, go } = useShell();
  const firms = useFirms();
  const party = query.get("party") || (firms.find((one) => one.kind === "organisation") ?? firms[0])?.id || "";
  const supplier = useLoaded<Supplier>(party === "" ? null : withQuery("/v1/assess", { party, as_of: asOf }));
  const isWithoutScheme = supplier.error?.message.includes("names no scheme") === true;
  if (firms.length === 0) {
    return <Empty title="This workspace has no parties"><p>Put them into its table <code>party</code>.</p></Empty>;
  }
  if (isWithoutScheme) {
    return <NoScheme />;
  }
  return (
    <>
      <PartyChoice value={party} choose={(id) => go("assurance", { view: "standing", party: id })} />
      {supplier.error !== null
        ? <Failure error={supplier.error} again={supplier.reload} />
        : <Ready from={supplier} what="Assessing, and deciding again what more would open">{(answer) => <SupplierView supplier={answer} />}</Ready>}
    </>
  );
}
