// SPDX-License-Identifier: Apache-2.0
// What is lost when things happen: shortfall over time, scenarios side by side; who would be
// missed most.
import { scaleLinear } from "d3-scale";
import { area, line } from "d3-shape";
import { useMemo, useRef, useState } from "preact/hooks";
import type { Stress, StressScenario, StressSupplier } from "../answers";
import { useJob } from "../jobs";
import { WorkProgress } from "../parts";
import { amount, DataTable, fit, Picture } from "../picture";
import { addDays, useShell } from "../shell";
import { useWidth } from "../width";

const PANEL = { width: 380, height: 220, left: 44, right: 14, top: 34, bottom: 26 };

/** Weeks of ordinary need that are owed, of one programme or of all. */
export function owedOf(scenario: StressScenario, programme: string): number[] {
  const found = scenario.programmes.filter((one) => programme === "" || one.programme === programme);
  const weeks = Math.max(0, ...found.map((one) => one.owed_weeks_weekly.length));
  return Array.from({ length: weeks }, (_, week) =>
    found.reduce((sum, one) => sum + (one.owed_weeks_weekly[week] ?? 0), 0));
}

function Panel({ scenario, base, owed, most, asOf }: {
  scenario: StressScenario;
  base: number[];
  owed: number[];
  most: number;
  asOf: string;
}) {
  const x = scaleLinear([0, Math.max(1, owed.length - 1)], [PANEL.left, PANEL.width - PANEL.right]);
  const y = scaleLinear([0, most], [PANEL.height - PANEL.bottom, PANEL.top]).nice(4);
  const curve = line<number>().x((_, week) => x(week)).y((value) => y(value));
  const fill = area<number>().x((_, week) => x(week)).y0(y(0)).y1((value) => y(value));
  const last = owed.length - 1;
  return (
    <g>
      <text x={PANEL.left} y={16} class="panel-title">{fit(scenario.name, (PANEL.width - PANEL.left) / 1.15)}</text>
      {y.ticks(4).map((tick) => (
        <g key={tick}>
          <line x1={PANEL.left} x2={PANEL.width - PANEL.right} y1={y(tick)} y2={y(tick)} class="grid" />
          <text x={PANEL.left - 5} y={y(tick) + 3.5} text-anchor="end" class="axis">{tick}</text>
        </g>
      ))}
      <path d={fill(owed) ?? ""} class="shortfall-area" />
      <path d={curve(base) ?? ""} class="shortfall-base" />
      <path d={curve(owed) ?? ""} class="shortfall-line" />
      {[0, Math.floor(last / 2), last].map((week) => (
        <text key={week} x={x(week)} y={PANEL.height - 9} class="axis"
          text-anchor={week === 0 ? "start" : week === last ? "end" : "middle"}>{addDays(asOf, week * 7)}</text>
      ))}
    </g>
  );
}

function Panels({ stress, chosen, programme }: { stress: Stress; chosen: StressScenario[]; programme: string }) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder, PANEL.width, 3 * PANEL.width);
  const columns = Math.max(1, Math.floor(width / PANEL.width));
  const base = stress.scenarios.find((one) => one.scenario === "") ?? chosen[0];
  const owed = chosen.map((scenario) => owedOf(scenario, programme));
  const usual = base === undefined ? [] : owedOf(base, programme);
  const most = Math.max(0.001, ...usual, ...owed.flat());
  const lines = Math.ceil(chosen.length / columns);
  return (
    <div ref={holder}>
      <svg viewBox={`0 0 ${columns * PANEL.width} ${lines * PANEL.height + 20}`} width={columns * PANEL.width}
        role="img" aria-label="Weeks of need owed, a panel a scenario; the table has the figures">
        {chosen.map((scenario, index) => (
          <g key={scenario.scenario}
            transform={`translate(${(index % columns) * PANEL.width} ${Math.floor(index / columns) * PANEL.height})`}>
            <Panel scenario={scenario} base={usual} owed={owed[index] ?? []} most={most} asOf={stress.as_of} />
          </g>
        ))}
        <g transform={`translate(${PANEL.left} ${lines * PANEL.height + 8})`}>
          <path d="M0 0H24" class="shortfall-line" /><text x={30} y={4} class="axis">with the loss</text>
          <path d="M120 0H144" class="shortfall-base" /><text x={150} y={4} class="axis">nothing lost</text>
        </g>
      </svg>
    </div>
  );
}

const BAR = { left: 260, right: 60, height: 20, top: 10, bottom: 30, width: 900, most: 20 };

function SupplierBars({ suppliers }: { suppliers: StressSupplier[] }) {
  const { partyName } = useShell();
  const shown = suppliers.slice(0, BAR.most);
  const most = Math.max(0.001, ...shown.map((one) => one.at_most));
  const x = scaleLinear([0, most], [BAR.left, BAR.width - BAR.right]).nice();
  const height = BAR.top + shown.length * BAR.height + BAR.bottom;
  return (
    <svg viewBox={`0 0 ${BAR.width} ${height}`} width={BAR.width} role="img" aria-label="Loss if each supplier is lost">
      {x.ticks(6).map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={BAR.top} y2={height - BAR.bottom} class="grid" />
          <text x={x(tick)} y={height - 12} text-anchor="middle" class="axis">{amount(tick)}</text>
        </g>
      ))}
      {shown.map((one, index) => {
        const top = BAR.top + index * BAR.height;
        return (
          <g key={one.party}>
            <text x={BAR.left - 8} y={top + 14} text-anchor="end" class="axis">{fit(partyName(one.party), BAR.left - 12)}</text>
            {one.loss !== null && <rect x={x(0)} y={top + 4} width={Math.max(0, x(one.loss) - x(0))} height={12} class="bar" />}
            <path d={`M${x(one.at_least)} ${top + 10}H${x(one.at_most)}M${x(one.at_most)} ${top + 5}v10`} class="range" />
            {one.loss !== null && <text x={x(Math.max(one.loss, one.at_most)) + 6} y={top + 14} class="axis">{amount(one.loss)}</text>}
          </g>
        );
      })}
    </svg>
  );
}

function weeks(value: number | null, otherwise: string): string {
  return value === null ? otherwise : amount(value);
}

function scenarioTable(scenarios: StressScenario[]) {
  return {
    columns: ["scenario", "loss", "survived, weeks", "recovered after, weeks", "probability"],
    rows: scenarios.map((one) => [
      one.name, one.loss, weeks(one.survive_weeks, "to the end"), weeks(one.recover_weeks, "not within the plan"),
      one.probability,
    ]),
  };
}

function Bottlenecks({ scenario }: { scenario: StressScenario }) {
  const { itemName, programmeName } = useShell();
  return (
    <DataTable caption={`What binds in “${scenario.name}”`} table={{
      columns: ["what", "why", "weight", "makes late"],
      rows: scenario.bottlenecks.slice(0, 10).map((one) => [
        one.what, one.why, one.weight, one.makes_late.map((late) => `${itemName(late.item)} for ${programmeName(late.programme)}`).join("; "),
      ]),
    }} />
  );
}

function StressResult({ stress }: { stress: Stress }) {
  const { workspace, itemName, partyName, programmeName } = useShell();
  const [programme, setProgramme] = useState("");
  const [shown, setShown] = useState<Set<string> | null>(null);
  const lost = stress.scenarios.filter((one) => one.scenario !== "");
  const all = lost.length > 0 ? lost : stress.scenarios;
  const chosen = all.filter((one) => shown === null || shown.has(one.scenario));
  const worst = [...lost].sort((a, b) => b.loss - a.loss)[0];
  const table = useMemo(() => ({
    columns: ["scenario", "programme", "week", "owed, weeks of need"],
    rows: stress.scenarios.flatMap((scenario) =>
      scenario.programmes.flatMap((one) =>
        one.owed_weeks_weekly.map((owed, week) => [scenario.name, one.programme, addDays(stress.as_of, week * 7), owed]))),
  }), [stress]);
  const toggle = (id: string) => {
    const next = new Set(shown ?? all.map((one) => one.scenario));
    if (!next.delete(id)) {
      next.add(id);
    }
    setShown(next);
  };
  return (
    <>
      <div class="row">
        <div class="field">
          <label for="programme">Owed to</label>
          <select id="programme" value={programme} onChange={(event) => setProgramme(event.currentTarget.value)}>
            <option value="">all programmes together</option>
            {workspace.programmes.map((one) => <option key={one.id} value={one.id}>{one.name || one.id}</option>)}
          </select>
        </div>
        <fieldset class="choice">
          <legend>Side by side</legend>
          {all.map((one) => (
            <label key={one.scenario}>
              <input type="checkbox" checked={shown === null || shown.has(one.scenario)} onChange={() => toggle(one.scenario)} /> {one.name}
            </label>
          ))}
        </fieldset>
      </div>
      <Picture title="Shortfall over time" name="stress" table={table}
        says="What is owed at each week's end, in weeks of ordinary need, added up over what is needed. All panels have one scale.">
        <Panels stress={stress} chosen={chosen} programme={programme} />
      </Picture>
      <h2>Scenarios</h2>
      <DataTable table={scenarioTable(stress.scenarios)} caption="Scenarios by what they lose" />
      <p class="quiet">A loss of 1 is a week's ordinary need of one item, of all programmes together, a week later.</p>
      {worst !== undefined && worst.bottlenecks.length > 0 && (
        <><h2>What binds in “{worst.name}”</h2><Bottlenecks scenario={worst} /></>
      )}
      {stress.suppliers.length > 0 && (
        <Picture title="Each supplier lost alone" name="suppliers"
          says="Bars are exact losses; thin lines say between what and what a loss lies that was not solved."
          table={{
            columns: ["supplier", "country", "loss", "at least", "at most", "survived, weeks", "recovered, weeks"],
            rows: stress.suppliers.map((one) => [
              partyName(one.party), one.country, one.loss, one.at_least, one.at_most,
              one.survives_for_good ? "for good" : weeks(one.survive_weeks, "to the end"),
              weeks(one.recover_weeks, "not within the plan"),
            ]),
          }}>
          <SupplierBars suppliers={stress.suppliers} />
        </Picture>
      )}
      {stress.failure_points.length > 0 && (
        <>
          <h2>Single points of failure</h2>
          <DataTable caption="Single points of failure" table={{
            columns: ["who", "for", "item", "at", "only because of law"],
            rows: stress.failure_points.map((one) => [
              partyName(one.party), programmeName(one.programme), itemName(one.item), partyName(one.site), one.is_hidden ? "yes" : "no",
            ]),
          }} />
        </>
      )}
    </>
  );
}

export function StressPage() {
  const { asOf, workspace } = useShell();
  const work = useJob<Stress>("stress");
  const [scenarios, setScenarios] = useState<Set<string>>(new Set());
  const ids = [...new Map(workspace.scenarios.map((one) => [one.id, one])).values()];
  const toggle = (id: string) => {
    const next = new Set(scenarios);
    if (!next.delete(id)) {
      next.add(id);
    }
    setScenarios(next);
  };
  const start = () =>
    work.start({ as_of: asOf, ...(scenarios.size > 0 ? { scenario: [...scenarios] } : {}) });
  return (
    <>
      <h1>What if it is lost</h1>
      <form onSubmit={(event) => { event.preventDefault(); start(); }}>
        <fieldset class="choice">
          <legend>Scenarios of the workspace; none chosen is all</legend>
          {ids.map((one) => (
            <label key={one.id}>
              <input type="checkbox" checked={scenarios.has(one.id)} onChange={() => toggle(one.id)} /> {one.name || one.id}
            </label>
          ))}
        </fieldset>
        <button type="submit" class="is-main" disabled={work.isRunning}>Find out</button>
      </form>
      <WorkProgress work={work} what="Losing scenarios" />
      {work.result !== null && <StressResult stress={work.result} />}
    </>
  );
}
