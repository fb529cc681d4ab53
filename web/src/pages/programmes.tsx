// SPDX-License-Identifier: Apache-2.0
// One joint programme: who adds what, what it waits for, its critical path, and what doing it
// together returns.
import { scaleLinear } from "d3-scale";
import type { PathStep, Programmes, ProgrammeView } from "../answers";
import { useJobAnswer } from "../jobs";
import { OutcomeTag } from "../outcome";
import { dollars, Empty, JobReady, words } from "../parts";
import { amount, DataTable, fit, Picture } from "../picture";
import { addDays, daysBetween, useShell } from "../shell";
import { groupChanges, Standing, Turn } from "./overview";

const ROW = { left: 400, right: 44, height: 24, top: 24, bottom: 26, width: 1000 };

function stepName(step: PathStep, itemName: (id: string) => string, partyName: (id: string) => string): string {
  const item = itemName(step.item);
  return step.step === "move"
    ? `${item}: ${partyName(step.site)} → ${partyName(step.to)}`
    : `${step.step === "make" ? "make" : "take from stock"} ${item} at ${partyName(step.site)}`;
}

function CriticalPath({ steps, asOf }: { steps: PathStep[]; asOf: string }) {
  const { itemName, partyName } = useShell();
  const last = Math.max(1, ...steps.map((step) => (step.ends === null ? 0 : daysBetween(asOf, step.ends))));
  const x = scaleLinear([0, last], [ROW.left, ROW.width - ROW.right]);
  const height = ROW.top + steps.length * ROW.height + ROW.bottom;
  const at = (day: string | null) => x(day === null ? last : Math.max(0, daysBetween(asOf, day)));
  return (
    <svg viewBox={`0 0 ${ROW.width} ${height}`} width={ROW.width} role="img" aria-label="Steps in time; the table has the dates">
      {x.ticks(6).map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={ROW.top} y2={height - ROW.bottom} class="grid" />
          <text x={x(tick)} y={height - 8} class="axis" text-anchor="middle">{addDays(asOf, tick)}</text>
        </g>
      ))}
      {steps.map((step, index) => {
        const top = ROW.top + index * ROW.height;
        return (
          <g key={index}>
            <title>{`${stepName(step, itemName, partyName)}: ${step.begins ?? "never"} to ${step.ends ?? "never"}`}</title>
            <text x={ROW.left - 8} y={top + 15} class="axis" text-anchor="end">{fit(stepName(step, itemName, partyName), ROW.left - 12)}</text>
            {at(step.begins) > at(step.ready) && (
              <rect x={at(step.ready)} y={top + 5} width={at(step.begins) - at(step.ready)} height={13} class="waits" />
            )}
            <rect x={at(step.begins)} y={top + 5} width={Math.max(2, at(step.ends) - at(step.begins))} height={13} class={`bar is-${step.step}`} />
          </g>
        );
      })}
      <g transform={`translate(${ROW.left} 12)`}>
        <rect width={14} height={9} y={-8} class="bar is-make" /><text x={19} class="axis">made</text>
        <rect x={70} width={14} height={9} y={-8} class="bar is-move" /><text x={89} class="axis">moved</text>
        <rect x={145} width={14} height={9} y={-8} class="waits" /><text x={164} class="axis">waits for a licence or for law</text>
      </g>
    </svg>
  );
}

function Shares({ view }: { view: ProgrammeView }) {
  const width = 760;
  const x = scaleLinear([0, Math.max(0.01, ...view.shares.map((one) => one.share))], [50, width - 70]);
  return (
    <svg viewBox={`0 0 ${width} ${view.shares.length * 22 + 8}`} width={width} role="img" aria-label="Shares by country">
      {view.shares.map((one, index) => (
        <g key={one.country} transform={`translate(0 ${index * 22})`}>
          <text x={42} y={16} text-anchor="end" class="axis">{one.country}</text>
          <rect x={50} y={5} width={x(one.share) - 50} height={14} class="bar" />
          <text x={x(one.share) + 6} y={16} class="axis">{(one.share * 100).toFixed(1)} %</text>
        </g>
      ))}
    </svg>
  );
}

function Return({ view }: { view: ProgrammeView }) {
  const given = view.return;
  const number = (name: string) => (typeof given[name] === "number" ? (given[name] as number) : 0);
  const rows: (string | number)[][] = [
    ["making, moving, stock", dollars(number("joint_cost_usd")), dollars(number("home_cost_usd"))],
    ["being late", dollars(number("joint_delay_usd")), dollars(number("home_delay_usd"))],
    ["licences", dollars(number("joint_compliance_usd")), "–"],
    ["setting up what nobody at home makes", "–", dollars(number("home_setup_usd"))],
  ];
  return (
    <>
      <DataTable caption="Together and at home" table={{ columns: ["cost of", "together", `in ${given.nation ?? "one country"} alone`], rows }} />
      <p>
        Together returns <strong>{dollars(number("return_usd"))}</strong>, with {amount(number("licences"))} licences;{" "}
        {amount(number("items_not_made_at_home"))} items are not made at home. What has no price (knowledge, trust) is not in it.
      </p>
    </>
  );
}

function Waiting({ view }: { view: ProgrammeView }) {
  const { itemName, partyName } = useShell();
  if (view.shut.length === 0) {
    return <p>All {view.transfers} transfers are open.</p>;
  }
  const shut = [...view.shut].sort((a, b) => ((a.opens ?? "9999") < (b.opens ?? "9999") ? -1 : 1));
  return (
    <div class="scrolled" tabIndex={0} role="region" aria-label="Transfers that are not open">
      <table class="data">
        <thead>
          <tr>
            {["Opens", "Item", "From", "To", "Decision", "By", "Because"].map((name) => <th key={name} scope="col">{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {shut.map((one, index) => (
            <tr key={index}>
              <td class={one.opens === null ? undefined : "date"}>{one.opens ?? "not within the plan"}</td>
              <td>{itemName(one.item)}</td>
              <td>{partyName(one.from)}</td>
              <td>{partyName(one.to)}</td>
              <td><OutcomeTag outcome={one.outcome} /></td>
              <td>{one.route ?? "–"}</td>
              <td>{one.reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function View({ view, asOf }: { view: ProgrammeView; asOf: string }) {
  const { workspace, itemName, partyName } = useShell();
  const about = workspace.programmes.find((one) => one.id === view.programme);
  return (
    <article aria-label={about?.name || view.programme}>
      <h2>{about?.name || view.programme}</h2>
      <p class="quiet">
        {[words(about?.kind ?? ""), partyName(view.owner), view.end_use].filter((text) => text !== "").join(" · ")}
        {view.need_by !== null && ` · needed by ${view.need_by}`}
        {view.ends !== null && ` · the longest chain ends ${view.ends}`}
      </p>
      <p><Standing view={view} /></p>
      <Picture title="Critical path" name={`path-${view.programme}`}
        says={`For a unit begun on ${asOf} with nothing in stock.${view.ends_with_all_open !== null ? ` With every transfer open it would end ${view.ends_with_all_open}.` : ""}`}
        table={{
          columns: ["step", "ready", "begins", "ends", "route"],
          rows: view.critical_path.map((step) => [stepName(step, itemName, partyName), step.ready, step.begins, step.ends, step.route]),
        }}>
        <CriticalPath steps={view.critical_path} asOf={asOf} />
      </Picture>
      {view.critical_authorisations.length > 0 && (
        <>
          <h2>Authorisations the path waits for</h2>
          <DataTable caption="Critical authorisations" table={{
            columns: ["authorisation", "item", "from", "to", "asked", "granted", "waits, days", "saves, days"],
            rows: view.critical_authorisations.map((one) => [
              `${one.title} (${one.citation})`, itemName(one.item), partyName(one.from), partyName(one.to), one.asked,
              one.granted, one.waits, one.saves,
            ]),
          }} />
        </>
      )}
      <h2>Transfers: {view.open} open, {view.pending} pending, {view.blocked} blocked</h2>
      <Waiting view={view} />
      {view.alarms.length > 0 && (
        <>
          <h2>Law that changes soon</h2>
          <ul>
            {groupChanges(view.alarms).map((alarm) => (
              <li key={alarm.date + alarm.because + alarm.after}>
                <time dateTime={alarm.date}>{alarm.date}</time>: {[...alarm.items].map(itemName).join(", ")} ({[...alarm.ways].join(", ")})
                <Turn before={alarm.before} after={alarm.after} />
                <p class="quiet">{alarm.because}</p>
              </li>
            ))}
          </ul>
        </>
      )}
      <Picture title="Who adds what" name={`shares-${view.programme}`} says="Of the cost of making, moving and stock, by country."
        table={{
          columns: ["country", "share", "making, USD", "moving, USD", "stock, USD"],
          rows: view.shares.map((one) => [one.country, one.share, one.making_usd, one.moving_usd, one.stock_usd]),
        }}>
        <Shares view={view} />
      </Picture>
      <h2>What doing it together returns</h2>
      <Return view={view} />
    </article>
  );
}

export function ProgrammesPage() {
  const { workspace } = useShell();
  return (
    <>
      <h1>Programmes</h1>
      {workspace.programmes.length === 0 ? (
        <Empty title="This workspace has no programmes">
          <p>Put them into its table <code>programme</code>, and what each wants into <code>demand</code>.</p>
        </Empty>
      ) : <OneProgramme />}
    </>
  );
}

function OneProgramme() {
  const { asOf, query, go, workspace } = useShell();
  const programmes = useJobAnswer<Programmes>("programme", { as_of: asOf });
  const name = query.get("name") ?? workspace.programmes[0]?.id ?? "";
  return (
    <>
      <div class="field">
        <label for="which">Programme</label>
        <select id="which" value={name} onChange={(event) => go("programmes", { name: event.currentTarget.value })}>
          {workspace.programmes.map((one) => <option key={one.id} value={one.id}>{one.name || one.id}</option>)}
        </select>
      </div>
      <JobReady work={programmes} what="Planning all programmes together">
        {(answer) => {
          const view = answer.programmes.find((one) => one.programme === name);
          return view === undefined ? <p>There is no programme “{name}”.</p> : <View view={view} asOf={asOf} />;
        }}
      </JobReady>
    </>
  );
}
