// SPDX-License-Identifier: Apache-2.0
// One assessment: its score and how it comes about, the gaps in the order that is worth it, what a
// plan of action may carry, and which evidence for other frameworks covers the same ground.
import { scaleLinear } from "d3-scale";
import { useRef } from "preact/hooks";
import { Counts, words } from "../parts";
import { fit, Picture } from "../picture";
import { saveCsv } from "../save";
import { useWidth } from "../width";
import type { Assessment, Gap, Mapping } from "./assurance_answers";

const STANDINGS: Record<string, [string, string, string]> = {
  final: ["is-good", "●", "Final: every requirement is met"],
  conditional: ["is-warning", "◆", "Conditional: every gap may stand on a plan of action"],
  none: ["is-bad", "▲", "None: something stands against it that no plan of action may carry"],
  undetermined: ["is-unknown", "?", "Undetermined: what is not answered would decide it"],
};

const ROW = { height: 26, top: 30, bottom: 34, width: 1000, most: 40 };
/** Below this width, only numbers stand beside the bars; the table below has the words. */
const WIDE = 700;

function scoreWords(assessment: Assessment): string {
  return assessment.score === assessment.score_best ? String(assessment.score) : `${assessment.score} to ${assessment.score_best}`;
}

function planWords(gap: Gap): string {
  return gap.status === "unknown" ? "answer it" : !gap.may_be_planned ? "close first" : gap.close_by ? `plan, by ${gap.close_by}` : "plan of action";
}

function daysWords(days: number | null): string {
  return days === null ? "days not said" : days === 1 ? "1 day" : `${days} days`;
}

/** From the score that stands to the score with every gap closed, the cheapest points first. */
function Road({ assessment }: { assessment: Assessment }) {
  const holder = useRef<HTMLDivElement>(null);
  const width = useWidth(holder, 300, ROW.width);
  const isWide = width >= WIDE;
  const left = isWide ? 0.33 * width : 64;
  const right = isWide ? 250 : 40;
  const gaps = assessment.gaps.slice(0, ROW.most);
  const height = ROW.top + gaps.length * ROW.height + ROW.bottom;
  const end = gaps.reduce((sum, gap) => sum + gap.points, assessment.score);
  const x = scaleLinear([assessment.score, Math.max(assessment.maximum, end)], [left, width - right]);
  let at = assessment.score;
  return (
    <div ref={holder}>
      <svg viewBox={`0 0 ${width} ${height}`} width={width} role="img" aria-label="The score as gaps are closed; the table has the figures">
        {x.ticks(isWide ? 6 : 4).filter(Number.isInteger).map((tick) => (
          <g key={tick}>
            <line x1={x(tick)} x2={x(tick)} y1={ROW.top - 4} y2={height - ROW.bottom} class="grid" />
            <text x={x(tick)} y={height - 16} text-anchor="middle" class="axis">{tick}</text>
          </g>
        ))}
        {isWide && <text x={left - 8} y={16} text-anchor="end" class="axis is-quiet">closed in this order</text>}
        <text x={isWide ? width - right + 12 : width} y={16} text-anchor={isWide ? "start" : "end"} class="axis is-quiet">
          {isWide ? "points, work, what may be done" : "closed in this order; points"}
        </text>
        {gaps.map((gap, index) => {
          const top = ROW.top + index * ROW.height;
          const from = at;
          at += gap.points;
          return (
            <g key={gap.requirement}>
              <title>{`${gap.requirement} ${gap.title}: ${from} to ${at}`}</title>
              <text x={left - 8} y={top + 17} text-anchor="end" class="axis">{isWide ? fit(`${gap.requirement} ${gap.title}`, left - 12) : gap.requirement}</text>
              <rect x={x(from)} y={top + 5} width={Math.max(2, x(at) - x(from))} height={15} class={gap.may_be_planned ? "bar is-move" : "bar is-law"} />
              <line x1={x(at)} x2={x(at)} y1={top + 5} y2={top + ROW.height + 5} class="zero" />
              <text x={width - right + 12} y={top + 17} class="axis">{isWide ? `+${gap.points}, ${daysWords(gap.effort_days)}, ${planWords(gap)}` : `+${gap.points}`}</text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}

const COLUMNS = ["requirement", "name", "title", "answer", "points", "days", "points a day", "plan of action", "close by", "why", "checked", "source"];

function gapTable(assessment: Assessment) {
  return {
    columns: COLUMNS,
    rows: assessment.gaps.map((gap) => [
      gap.requirement, gap.name, gap.title, words(gap.status), gap.points, gap.effort_days,
      gap.effort_days === null || gap.effort_days === 0 ? null : Math.round((gap.points / gap.effort_days) * 1000) / 1000,
      gap.may_be_planned ? "allowed" : "not allowed", gap.close_by ?? "", gap.plan_reason, words(gap.checked), gap.source,
    ]),
  };
}

function linkWords(link: Mapping): string {
  return `${link.from} ${link.from_id} ${words(link.relation)} ${link.to} ${link.to_id}`;
}

function MappingView({ links }: { links: Mapping[] }) {
  return (
    <ul class="mapping">
      {links.map((link, index) => (
        <li key={index}>
          {linkWords(link)} <span class="status">{words(link.checked)}</span> <cite>{link.source}</cite>
          {link.note !== "" && <span class="quiet"> {link.note}</span>}
        </li>
      ))}
    </ul>
  );
}

function Evidence({ gap }: { gap: Gap }) {
  return gap.evidence.length === 0 ? <span class="quiet">none on record</span> : (
    <ul class="plain">
      {gap.evidence.map((one) => (
        <li key={one.framework + one.id}>
          <details>
            <summary>{one.framework} {one.id} <span class="status">{one.strength === "hint" ? "hint only" : words(one.strength)}</span></summary>
            <p class="quiet">Held in {one.from}.</p>
            <MappingView links={one.mapping} />
          </details>
        </li>
      ))}
    </ul>
  );
}

function Plan({ gap }: { gap: Gap }) {
  return (
    <>
      <span class={`standing ${gap.status === "unknown" ? "is-unknown" : gap.may_be_planned ? "is-warning" : "is-bad"}`}>
        {gap.status === "unknown" ? "? answer it" : gap.may_be_planned ? "◆ may be planned" : "▲ close first"}
      </span>
      {gap.status !== "unknown" && gap.close_by !== undefined && gap.close_by !== null && <> by <time dateTime={gap.close_by}>{gap.close_by}</time></>}
      {gap.plan_reason !== "" && <div class="quiet">{gap.plan_reason}</div>}
    </>
  );
}

const HEADS = ["Requirement", "Answer", "Points", "Days", "Plan of action", "Evidence to look at"];

function Gaps({ assessment }: { assessment: Assessment }) {
  return (
    <>
      <h2>Gaps, the points that a day of work brings first</h2>
      <div class="scrolled is-tall" tabIndex={0} role="region" aria-label="Gaps">
        <table class="data">
          <thead><tr>{HEADS.map((name) => <th key={name} scope="col">{name}</th>)}</tr></thead>
          <tbody>
            {assessment.gaps.map((gap) => (
              <tr key={gap.requirement}>
                <td><strong>{gap.requirement}</strong> {gap.title}
                  <details class="source"><summary>Source</summary><cite>{gap.source}</cite> <span class="status">{words(gap.checked)}</span>
                    {gap.next_revision.length > 0 && <><p class="quiet">In the next revision:</p><MappingView links={gap.next_revision} /></>}
                  </details>
                </td>
                <td>{words(gap.status)}</td>
                <td class="number">{gap.points}</td>
                <td class="number">{gap.effort_days ?? "not said"}</td>
                <td><Plan gap={gap} /></td>
                <td><Evidence gap={gap} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p class="quiet">
        Evidence for another framework is a hint where to look, unless a published mapping says that it is enough. It is never
        recognition of that framework.
      </p>
    </>
  );
}

function Recognition({ assessment }: { assessment: Assessment }) {
  return assessment.recognition.length === 0 ? null : (
    <>
      <h2>Recognition, which reuse of evidence is not</h2>
      <ul class="reasons">
        {assessment.recognition.map((one) => (
          <li key={one.framework}>
            <strong>{one.framework}</strong>: {one.says}{" "}
            {one.checked !== undefined && <span class="status">{words(one.checked)}</span>} <cite>{one.source}</cite>
          </li>
        ))}
      </ul>
    </>
  );
}

function Head({ assessment }: { assessment: Assessment }) {
  const [tone, sign, says] = STANDINGS[assessment.standing] ?? ["", "", words(assessment.standing)];
  const all = assessment.met + assessment.not_applicable + assessment.gaps.length;
  return (
    <div class={`verdict is-plain ${tone}`}>
      <p class="quiet">{assessment.catalogue}{assessment.sought === undefined ? "" : `, ${assessment.sought} sought`} · assessed {assessment.assessed}</p>
      {assessment.maximum === 0
        ? <p class="big"><strong>{assessment.met + assessment.not_applicable}</strong> <span class="quiet">of {all} met: every one, or none counts</span></p>
        : <p class="big"><strong>{scoreWords(assessment)}</strong> <span class="quiet">of {assessment.maximum}</span></p>}
      <p class={`standing ${tone}`}>{sign} {says}</p>
      {assessment.against !== "" && <p>{assessment.against}</p>}
      {assessment.reasons.length > 0 && <p>Against it: {assessment.reasons.join("; ")}.</p>}
      {!assessment.can_be_completed && <p class="standing is-bad">▲ The assessment cannot be completed.</p>}
      <p class="arithmetic">{assessment.arithmetic}</p>
      <Counts counts={[
        ["met", assessment.met], ["gaps", assessment.gaps.length], ["not applicable", assessment.not_applicable], ["not answered", assessment.unknown],
      ]} />
      {[["close the plan of action by", assessment.close_by], ["affirm again by", assessment.affirm_by], ["expires", assessment.expires]]
        .filter(([, day]) => day !== undefined && day !== null)
        .map(([name, day]) => <p key={name}>{name} <strong><time dateTime={day ?? ""}>{day}</time></strong></p>)}
      <p class="quiet">Scored by {assessment.source}.</p>
    </div>
  );
}

/** The score in short, where answers are still given. */
export function LiveScore({ assessment }: { assessment: Assessment }) {
  const [tone, sign, says] = STANDINGS[assessment.standing] ?? ["", "", words(assessment.standing)];
  const answered = assessment.met + assessment.not_applicable;
  const figures = [[answered, "met or not applicable"], [assessment.gaps.length - assessment.unknown, "gaps"], [assessment.unknown, "not answered"]];
  return (
    <div class={`verdict is-plain is-short ${tone}`}>
      <p>
        <strong class="big">{assessment.maximum === 0 ? answered : scoreWords(assessment)}</strong>{" "}
        <span class="quiet">of {assessment.maximum === 0 ? answered + assessment.gaps.length : assessment.maximum}</span>{" "}
        <span class={`standing ${tone}`}>{sign} {says}</span>{" "}
        <span class="quiet">{figures.map(([count, what]) => `${count} ${what}`).join(", ")}</span>
      </p>
      {assessment.against !== "" && <p>{assessment.against}</p>}
      <p class="arithmetic">{assessment.arithmetic}</p>
    </div>
  );
}

export function AssessmentView({ assessment }: { assessment: Assessment }) {
  const file = assessment.subject.replaceAll(/[^\w-]+/g, "-") || "assessment";
  const table = gapTable(assessment);
  const days = assessment.gaps.reduce((sum, gap) => sum + (gap.effort_days ?? 0), 0);
  const unsaid = assessment.gaps.filter((gap) => gap.effort_days === null).length;
  return (
    <section aria-label={`Assessment ${assessment.subject}`}>
      <Head assessment={assessment} />
      {assessment.gaps.length > 0 && (
        <>
          <Picture title={`From ${assessment.score} to ${assessment.gaps.reduce((sum, gap) => sum + gap.points, assessment.score)}`}
            name={`score-${file}`} table={table}
            says={`${daysWords(days)} of work${unsaid === 0 ? "" : `, and ${unsaid} of which nobody said how long`}. What may not stand on a plan of action is red.`}>
            <Road assessment={assessment} />
          </Picture>
          <Gaps assessment={assessment} />
          <p class="actions"><button type="button" onClick={() => saveCsv(`gaps-${file}`, table)}>Save gaps as CSV</button></p>
        </>
      )}
      <Recognition assessment={assessment} />
    </section>
  );
}
