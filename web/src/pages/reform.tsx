// SPDX-License-Identifier: Apache-2.0
// Which barriers are worth removing, and what a budget buys.
import { scaleLinear } from "d3-scale";
import { useState } from "preact/hooks";
import type { Barrier, FrontierPoint, Lever, Reform, Report } from "../answers";
import { useJob } from "../jobs";
import { dollars, WorkProgress, words } from "../parts";
import { amount, fit, Picture } from "../picture";
import { useShell } from "../shell";

const ROW = { left: 400, right: 120, height: 24, top: 26, bottom: 34, width: 1000, most: 20 };

interface Bar {
  key: string;
  label: string;
  kind: string;
  gain: number | null;
  ceiling: number | null;
  beside: string;
  isChosen?: boolean;
}

function Tornado({ bars, unit, beside }: { bars: Bar[]; unit: string; beside: string }) {
  const values = bars.flatMap((bar) => [bar.gain ?? 0, bar.ceiling ?? 0]);
  const x = scaleLinear([Math.min(0, ...values), Math.max(0.001, ...values)], [ROW.left, ROW.width - ROW.right]).nice();
  const height = ROW.top + bars.length * ROW.height + ROW.bottom;
  return (
    <svg viewBox={`0 0 ${ROW.width} ${height}`} width={ROW.width} role="img" aria-label="Ranked bars; the table has the figures">
      <text x={ROW.width - 6} y={15} text-anchor="end" class="axis">{beside}</text>
      {x.ticks(6).map((tick) => (
        <g key={tick}>
          <line x1={x(tick)} x2={x(tick)} y1={ROW.top} y2={height - ROW.bottom} class="grid" />
          <text x={x(tick)} y={height - 18} text-anchor="middle" class="axis">{amount(tick)}</text>
        </g>
      ))}
      <text x={(ROW.left + ROW.width - ROW.right) / 2} y={height - 3} text-anchor="middle" class="axis">{unit}</text>
      {bars.map((bar, index) => {
        const top = ROW.top + index * ROW.height;
        const gain = bar.gain ?? 0;
        return (
          <g key={bar.key}>
            <title>{`${bar.label}: gain ${bar.gain === null ? "not solved" : amount(gain)}${bar.ceiling === null ? "" : `, at most ${amount(bar.ceiling)}`}`}</title>
            <text x={ROW.left - 8} y={top + 16} text-anchor="end" class={bar.isChosen === true ? "axis is-chosen" : "axis"}>
              {fit(`${bar.isChosen === true ? "✓ " : ""}${bar.label}`, ROW.left - 12)}
            </text>
            {bar.ceiling !== null && (
              <rect x={x(0)} y={top + 4} width={Math.max(0, x(bar.ceiling) - x(0))} height={16} class="ceiling" />
            )}
            <rect x={Math.min(x(0), x(gain))} y={top + 7} width={Math.abs(x(gain) - x(0))} height={10}
              class={`bar is-${bar.kind}${bar.isChosen === false ? " is-not-chosen" : ""}`} />
            <text x={ROW.width - 6} y={top + 16} text-anchor="end" class="axis">{bar.beside}</text>
          </g>
        );
      })}
      <line x1={x(0)} x2={x(0)} y1={ROW.top} y2={height - ROW.bottom} class="zero" />
    </svg>
  );
}

const UNIT = "weeks of need, weeks late, that it saves";

function barOf(barrier: Barrier): Bar {
  return {
    key: barrier.name,
    label: `${barrier.rank}. ${barrier.title || barrier.name}`,
    kind: barrier.kind,
    gain: barrier.gain,
    ceiling: barrier.ceiling,
    beside: `${barrier.kind}, ${barrier.price === null ? "–" : amount(barrier.price)}`,
  };
}

function Barriers({ report }: { report: Report }) {
  const kinds = [...new Set(report.barriers.map((one) => one.kind))];
  const [kind, setKind] = useState("");
  const ranked = report.barriers.filter((one) => kind === "" || one.kind === kind);
  const table = {
    columns: ["rank", "kind", "name", "what", "citation", "checked", "lanes", "gain", "certain", "ceiling", "price", "price back"],
    rows: ranked.map((one) => [
      one.rank, one.kind, one.name, one.title, one.citation, words(one.status ?? ""), one.lanes, one.gain,
      one.certified ? "yes" : "no", one.ceiling, one.price, one.price_back,
    ]),
  };
  return (
    <>
      <div class="field">
        <label for="kind">Barriers of</label>
        <select id="kind" value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
          <option value="">every kind</option>
          {kinds.map((one) => <option key={one} value={one}>{one}</option>)}
        </select>
      </div>
      <Picture title="Barriers by what lifting each alone would gain" name="barriers" table={table}
        says="Bars are exact gains; outlines are ceilings that no lifting can pass; the price is what the first step would gain, scaled to the whole.">
        <Tornado bars={ranked.slice(0, ROW.most).map(barOf)} unit={UNIT} beside="kind, price" />
      </Picture>
    </>
  );
}

function Choice({ choice, objective }: { choice: NonNullable<Reform["choice"]>; objective: number }) {
  return (
    <p>
      With {dollars(choice.budget_usd)}: the levers marked ✓ cost {dollars(choice.cost_usd)} and gain{" "}
      <strong>{amount(choice.gain)}</strong> of the {amount(objective)} that is lost
      {choice.proven ? ", which is proven the most there is" : `; at most ${amount(choice.bound)} is possible`}{" "}
      among the {choice.chosen_among} levers that gain most alone.
    </p>
  );
}

const PLANE = { left: 70, right: 30, top: 26, bottom: 50, width: 900, height: 380 };

function Frontier({ points }: { points: FrontierPoint[] }) {
  const choices = points.map((point) => point.choice);
  const x = scaleLinear([0, Math.max(0.001, ...choices.map((one) => one.exposure.high))], [PLANE.left, PLANE.width - PLANE.right]).nice();
  const y = scaleLinear([0, Math.max(0.001, ...choices.map((one) => one.late))], [PLANE.height - PLANE.bottom, PLANE.top]).nice();
  const path = choices.map((one, index) => `${index === 0 ? "M" : "L"}${x(one.exposure.middle)} ${y(one.late)}`).join("");
  return (
    <svg viewBox={`0 0 ${PLANE.width} ${PLANE.height}`} width={PLANE.width} role="img"
      aria-label="What is exposed against what is still late; the table has the figures">
      {x.ticks(6).map((tick) => (
        <text key={tick} x={x(tick)} y={PLANE.height - PLANE.bottom + 18} text-anchor="middle" class="axis">{amount(tick)}</text>
      ))}
      {y.ticks(5).map((tick) => (
        <g key={tick}>
          <line x1={PLANE.left} x2={PLANE.width - PLANE.right} y1={y(tick)} y2={y(tick)} class="grid" />
          <text x={PLANE.left - 6} y={y(tick) + 4} text-anchor="end" class="axis">{amount(tick)}</text>
        </g>
      ))}
      <path d={path} class="shortfall-base" />
      {points.map(({ choice, flips_at_low, flips_at_high }) => (
        <g key={choice.levers.join(" ")}>
          <title>{`${choice.levers.join(", ") || "nothing"}: gains ${amount(choice.gain)} for ${dollars(choice.cost_usd)}`}</title>
          <path class="range"
            d={`M${x(choice.exposure.low)} ${y(choice.late)}H${x(choice.exposure.high)}m0-4v8M${x(choice.exposure.low)} ${y(choice.late) - 4}v8`} />
          <circle cx={x(choice.exposure.middle)} cy={y(choice.late)} r={5} class={flips_at_low || flips_at_high ? "site" : "site is-firm"} />
        </g>
      ))}
      <text x={PLANE.width / 2} y={PLANE.height - 8} text-anchor="middle" class="axis">exposure that is added: middle of the judgement, and its interval</text>
      <text x={8} y={14} class="axis">weeks of need still late</text>
    </svg>
  );
}

function FrontierPicture({ points }: { points: FrontierPoint[] }) {
  const { workspace } = useShell();
  const names = new Map(workspace.levers.map((one) => [one.id, one.name || one.id]));
  return (
    <Picture title="Exposure against shortfall" name="frontier"
      says="Each point is the set that gains most for what it exposes. Full points stay best over the whole interval; at hollow ones the judgement decides. Exposure is judged, not measured."
      table={{
        columns: ["levers", "gain", "still late", "cost, USD", "exposure, low", "middle", "high", "best whatever is judged", "proven"],
        rows: points.map(({ choice, flips_at_low, flips_at_high, proven }) => [
          choice.levers.map((id) => names.get(id) ?? id).join(", ") || "none", choice.gain, choice.late, choice.cost_usd,
          choice.exposure.low, choice.exposure.middle, choice.exposure.high, flips_at_low || flips_at_high ? "no" : "yes",
          proven ? "yes" : "no",
        ]),
      }}>
      <Frontier points={points} />
    </Picture>
  );
}

function leverBar(lever: Lever, hasChoice: boolean): Bar {
  return {
    key: lever.id,
    label: lever.name || lever.id,
    kind: lever.kind,
    gain: lever.gain,
    ceiling: null,
    beside: `${dollars(lever.cost_usd)}, ${lever.ready_days} d`,
    ...(hasChoice ? { isChosen: lever.chosen } : {}),
  };
}

function Levers({ reform }: { reform: Reform }) {
  const hasChoice = reform.choice !== undefined;
  const first = [...reform.levers].sort((a, b) => Number(b.chosen) - Number(a.chosen) || b.gain - a.gain).slice(0, ROW.most);
  const points = reform.frontier ?? [];
  return (
    <>
      {reform.choice !== undefined && <Choice choice={reform.choice} objective={reform.objective} />}
      <Picture title="Levers by what each alone would gain" name="levers"
        says="✓ marks what the budget buys. Gains do not add up: a lever may need another, or do the same."
        table={{
          columns: ["lever", "kind", "cost, USD", "ready after, days", "gain alone", "lanes opened", "lanes eased", "lanes worse", "chosen", "share of the set's gain"],
          rows: reform.levers.map((one) => [
            one.name || one.id, words(one.kind), one.cost_usd, one.ready_days, one.gain, one.lanes_opened,
            one.lanes_eased, one.lanes_worse, one.chosen ? "yes" : "no", one.share,
          ]),
        }}>
        <Tornado bars={first.map((lever) => leverBar(lever, hasChoice))} unit={UNIT} beside="cost, ready after" />
      </Picture>
      {points.length > 0 && <FrontierPicture points={points} />}
    </>
  );
}

/** Round sums up to what all levers together cost. */
export function budgetSteps(total: number): number[] {
  const steps = [0];
  for (let power = 1; power <= total * 10 && steps.length < 60; power *= 10) {
    for (const digit of [1, 2, 5]) {
      if (digit * power >= total / 2000 && digit * power < total) {
        steps.push(digit * power);
      }
    }
  }
  return [...steps, Math.ceil(total)];
}

function BudgetForm({ work, asOf }: { work: ReturnType<typeof useJob<Reform>>; asOf: string }) {
  const { workspace } = useShell();
  const steps = budgetSteps(workspace.levers.reduce((sum, one) => sum + Number(one.cost_usd ?? 0), 0));
  const [at, setAt] = useState(Math.floor(steps.length / 2));
  const budget = steps[at] ?? 0;
  const [isFrontier, setFrontier] = useState(false);
  const start = (usd: number) => work.start({ as_of: asOf, budget: String(usd), ...(isFrontier ? { frontier: true } : {}) });
  return (
    <form onSubmit={(event) => { event.preventDefault(); start(budget); }}>
      <div class="slider">
        <label for="budget">Budget <strong>{dollars(budget)}</strong></label>
        <input id="budget" type="range" min={0} max={steps.length - 1} step={1} value={at} aria-valuetext={dollars(budget)}
          onInput={(event) => setAt(Number(event.currentTarget.value))}
          onChange={(event) => work.result !== null && start(steps[Number(event.currentTarget.value)] ?? 0)} />
        <label class="check">
          <input type="checkbox" checked={isFrontier} onChange={() => setFrontier(!isFrontier)} /> what it exposes as well (takes longer)
        </label>
        <button type="submit" class="is-main">Choose the best levers</button>
      </div>
    </form>
  );
}

export function ReformPage() {
  const { asOf, workspace } = useShell();
  const report = useJob<Report>("report");
  const reform = useJob<Reform>("reform");
  return (
    <>
      <h1>What is worth changing</h1>
      <section aria-labelledby="barriers">
        <h2 id="barriers">Barriers</h2>
        <p>Provisions of law, days that licences take, quantities, capacities and stocks, each lifted alone.</p>
        <button type="button" class="is-main" disabled={report.isRunning} onClick={() => report.start({ as_of: asOf })}>
          Rank the barriers
        </button>
        <WorkProgress work={report} what="Pricing barriers" />
        {report.result !== null && <Barriers report={report.result} />}
      </section>
      <section aria-labelledby="levers">
        <h2 id="levers">Levers and a budget</h2>
        {workspace.levers.length === 0 ? <p>This workspace has no levers (table <code>lever</code>).</p> : (
          <>
            <BudgetForm work={reform} asOf={asOf} />
            <WorkProgress work={reform} what="Pulling levers" />
            {reform.result !== null && <Levers reform={reform.result} />}
          </>
        )}
      </section>
    </>
  );
}
