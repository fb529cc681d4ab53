// SPDX-License-Identifier: Apache-2.0
// Every item to every destination. A cell is a letter and a colour; the arrow keys go about, and
// opening a cell says why and leads to the whole decision.
import { render } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Matrix, MatrixCell, MatrixRow, Outcome } from "../answers";
import { withQuery } from "../api";
import { useLoaded } from "../loading";
import { LOOKS, OutcomeChoice, OUTCOMES, OutcomeLegend, OutcomeTag } from "../outcome";
import { Ready } from "../parts";
import { fit } from "../picture";
import { saveCsv, savePng, saveSvg, type Table } from "../save";
import { useShell } from "../shell";

interface Chosen {
  row: MatrixRow;
  cell: MatrixCell;
}

interface Filter {
  text: string;
  outcomes: Set<Outcome>;
}

function rowsShown(matrix: Matrix, filter: Filter): MatrixRow[] {
  const text = filter.text.toLowerCase();
  return matrix.rows.filter(
    (row) =>
      (text === "" || `${row.item} ${row.name} ${row.from}`.toLowerCase().includes(text)) &&
      row.cells.some((cell) => filter.outcomes.has(cell.outcome)),
  );
}

function cellSays(row: MatrixRow, cell: MatrixCell): string {
  const days = cell.outcome === "licence_required" && cell.days !== null ? `, ${cell.days} days` : "";
  return `${row.name} from ${row.from} to ${cell.destination}: ${LOOKS[cell.outcome].word}${days}`;
}

function CellDialog({ matrix, chosen, close }: { matrix: Matrix; chosen: Chosen; close: () => void }) {
  const { link, workspace, itemName, partyName } = useShell();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  const { row, cell } = chosen;
  const provisions = new Map(matrix.provisions.map((one) => [one.rule, one]));
  const listed = (title: string, rules: string[]) => rules.length > 0 && (
    <>
      <h3>{title}</h3>
      <ul>
        {rules.map((rule) => (
          <li key={rule}>{provisions.get(rule)?.title ?? rule} <cite>{provisions.get(rule)?.citation ?? ""}</cite></li>
        ))}
      </ul>
    </>
  );
  const country = (place: string) => {
    const party = workspace.parties.find((one) => one.id === place);
    return party === undefined || party.kind === "country" || party.country === "" ? place : `${party.country}:${place}`;
  };
  return (
    <dialog ref={dialog} class="cell-dialog" onClose={close} aria-labelledby="cell-title">
      <h2 id="cell-title">{itemName(row.item)}: {partyName(row.from)} to {partyName(cell.destination)}</h2>
      <p>
        <OutcomeTag outcome={cell.outcome} isLarge />
        {cell.outcome === "licence_required" && (cell.days === null ? " no route's days may be counted on" : ` ${cell.days} days`)}
      </p>
      {cell.best !== cell.worst && (
        <p>Between <OutcomeTag outcome={cell.best} /> and <OutcomeTag outcome={cell.worst} />, by what is not known.</p>
      )}
      {cell.relies_on_unverified && <p class="standing is-warning">◆ Counts on law that was not verified.</p>}
      {listed("Authorised by", cell.authorities)}
      {listed("Kept by", cell.kept_by)}
      {cell.questions.length > 0 && (
        <>
          <h3>Has to be known</h3>
          <ul>{cell.questions.map((name) => <li key={name}><code>{name}</code></li>)}</ul>
        </>
      )}
      <p class="actions">
        <a class="button is-main" href={link("decide", {
          item: row.item, from: country(row.from), to: country(cell.destination),
          facts: JSON.stringify(matrix.end_use === "" ? {} : { end_use: matrix.end_use }),
        })}>Decide this in full</a>
        <button type="button" onClick={() => dialog.current?.close()}>Close</button>
      </p>
    </dialog>
  );
}

const SIDE = 18;
const NAMES = 330;
const TOP = 46;

function MatrixDrawing({ matrix, rows }: { matrix: Matrix; rows: MatrixRow[] }) {
  const width = NAMES + matrix.destinations.length * SIDE + 10;
  const height = TOP + rows.length * SIDE + 30;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} class="matrix-drawing">
      {matrix.destinations.map((name, column) => (
        <text key={name} x={NAMES + (column + 0.5) * SIDE} y={TOP - 6} class="axis" text-anchor="middle">{name}</text>
      ))}
      {rows.map((row, line) => (
        <g key={`${row.item} ${row.from}`} transform={`translate(0 ${TOP + line * SIDE})`}>
          <text x={NAMES - 8} y={13} class="axis" text-anchor="end">{fit(`${row.name} (${row.from})`, NAMES - 12)}</text>
          {row.cells.map((cell, column) => (
            <g key={cell.destination} transform={`translate(${NAMES + column * SIDE} 0)`} class={`mark is-${cell.outcome}`}>
              <rect x={1} y={1} width={SIDE - 2} height={SIDE - 2} />
              <text x={SIDE / 2} y={13} text-anchor="middle">{LOOKS[cell.outcome].letter}</text>
            </g>
          ))}
        </g>
      ))}
      <text x={8} y={height - 8} class="axis">
        {OUTCOMES.map((outcome) => `${LOOKS[outcome].letter} ${LOOKS[outcome].word.toLowerCase()}`).join(", ")}
      </text>
    </svg>
  );
}

/** Draws what is on the page as one picture, saves it, and takes the drawing away again. */
async function saveDrawing(matrix: Matrix, rows: MatrixRow[], save: (svg: SVGSVGElement) => void | Promise<void>) {
  const holder = document.createElement("div");
  holder.className = "drawing is-hidden";
  document.body.append(holder);
  render(<MatrixDrawing matrix={matrix} rows={rows} />, holder);
  const svg = holder.querySelector("svg");
  if (svg !== null) {
    await save(svg);
  }
  render(null, holder);
  holder.remove();
}

function tableOf(rows: MatrixRow[]): Table {
  return {
    columns: ["item", "name", "from", "to", "outcome", "best", "worst", "days", "authorities", "kept_by", "questions"],
    rows: rows.flatMap((row) =>
      row.cells.map((cell) => [
        row.item, row.name, row.from, cell.destination, cell.outcome, cell.best, cell.worst, cell.days,
        cell.authorities.join(" "), cell.kept_by.join(" "), cell.questions.join(" "),
      ])),
  };
}

const STEPS: Record<string, [number, number]> = {
  ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1],
  PageUp: [-10, 0], PageDown: [10, 0], Home: [0, -10_000], End: [0, 10_000],
};

function Grid({ matrix, rows, filter, open }: {
  matrix: Matrix;
  rows: MatrixRow[];
  filter: Filter;
  open: (chosen: Chosen) => void;
}) {
  const { itemName } = useShell();
  const [at, setAt] = useState<[number, number]>([0, 0]);
  const table = useRef<HTMLTableElement>(null);
  const [row, column] = [Math.min(at[0], rows.length - 1), at[1]];
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) {
      return;
    }
    event.preventDefault();
    const next: [number, number] = [
      Math.max(0, Math.min(rows.length - 1, row + step[0])),
      Math.max(0, Math.min(matrix.destinations.length - 1, column + step[1])),
    ];
    setAt(next);
    table.current?.querySelector<HTMLButtonElement>(`[data-at="${next.join(" ")}"]`)?.focus();
  };
  return (
    <div class="scrolled is-tall" role="region" aria-label="The matrix">
      <table class="matrix" role="grid" ref={table} onKeyDown={move} aria-rowcount={rows.length + 1}>
        <thead>
          <tr>
            <th scope="col">Item</th>
            <th scope="col">From</th>
            {matrix.destinations.map((name) => <th key={name} scope="col">{name}</th>)}
          </tr>
        </thead>
        <tbody>
          {rows.map((one, line) => (
            <tr key={`${one.item} ${one.from}`}>
              <th scope="row">{itemName(one.item)}</th>
              <td class="from">{one.from}</td>
              {one.cells.map((cell, place) => (
                <td key={cell.destination}>
                  <button type="button" data-at={`${line} ${place}`} aria-label={cellSays(one, cell)}
                    title={cellSays(one, cell)} tabIndex={line === row && place === column ? 0 : -1}
                    class={`letter is-${cell.outcome}${filter.outcomes.has(cell.outcome) ? "" : " is-faint"}`}
                    onFocus={() => setAt([line, place])} onClick={() => open({ row: one, cell })}>
                    {LOOKS[cell.outcome].letter}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function FilterForm({ matrix, filter, setFilter }: { matrix: Matrix; filter: Filter; setFilter: (filter: Filter) => void }) {
  const counts = useMemo(() => {
    const found = new Map<Outcome, number>();
    for (const cell of matrix.rows.flatMap((row) => row.cells)) {
      found.set(cell.outcome, (found.get(cell.outcome) ?? 0) + 1);
    }
    return found;
  }, [matrix]);
  return (
    <div class="row">
      <div class="field">
        <label for="filter">Show items and places with</label>
        <input id="filter" type="search" value={filter.text}
          onInput={(event) => setFilter({ ...filter, text: event.currentTarget.value })} />
      </div>
      <OutcomeChoice shown={filter.outcomes} choose={(outcomes) => setFilter({ ...filter, outcomes })} counts={counts} />
    </div>
  );
}

function MatrixView({ matrix }: { matrix: Matrix }) {
  const { asOf, notice } = useShell();
  const [filter, setFilter] = useState<Filter>({ text: "", outcomes: new Set(OUTCOMES) });
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const rows = useMemo(() => rowsShown(matrix, filter), [matrix, filter]);
  const foot = [`Every item to every destination. As of ${asOf}.`, notice];
  return (
    <>
      <OutcomeLegend />
      <FilterForm matrix={matrix} filter={filter} setFilter={setFilter} />
      <p role="status">{rows.length} of {matrix.rows.length} rows. Arrow keys go from cell to cell; Enter opens one.</p>
      {rows.length > 0 && <Grid matrix={matrix} rows={rows} filter={filter} open={setChosen} />}
      <p class="actions">
        <button type="button" onClick={() => void saveDrawing(matrix, rows, (svg) => saveSvg("matrix", svg, foot))}>Save SVG</button>
        <button type="button" onClick={() => void saveDrawing(matrix, rows, (svg) => savePng("matrix", svg, foot))}>Save PNG</button>
        <button type="button" onClick={() => saveCsv("matrix", tableOf(rows))}>Save CSV</button>
      </p>
      {chosen !== null && <CellDialog matrix={matrix} chosen={chosen} close={() => setChosen(null)} />}
    </>
  );
}

export function MatrixPage() {
  const { asOf, query, go, workspace } = useShell();
  const endUse = query.get("end_use") ?? "";
  const from = query.get("from") ?? "";
  const matrix = useLoaded<Matrix>(withQuery("/v1/matrix", { as_of: asOf, end_use: endUse, from }));
  const uses = [...new Set(workspace.programmes.map((one) => one.end_use ?? ""))].filter((use) => use !== "");
  const ask = (parameters: Record<string, string>) => go("matrix", { end_use: endUse, from, ...parameters });
  return (
    <>
      <h1>What may go where</h1>
      <div class="row">
        <div class="field">
          <label for="end-use">For</label>
          <select id="end-use" value={endUse} onChange={(event) => ask({ end_use: event.currentTarget.value })}>
            <option value="">an end use that is not known</option>
            {uses.map((use) => <option key={use} value={use}>{use}</option>)}
          </select>
        </div>
        <div class="field">
          <label for="sent-from">Sent from</label>
          <select id="sent-from" value={from} onChange={(event) => ask({ from: event.currentTarget.value })}>
            <option value="">where each item is made</option>
            {workspace.parties.filter((party) => party.kind === "country").map((party) => (
              <option key={party.id} value={party.id}>{party.name || party.id}</option>
            ))}
          </select>
        </div>
      </div>
      <Ready from={matrix} what="Deciding every item to every destination">
        {(answer) => <MatrixView matrix={answer} />}
      </Ready>
    </>
  );
}
