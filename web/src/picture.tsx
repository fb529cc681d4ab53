// SPDX-License-Identifier: Apache-2.0
// A picture with its name, the ways to save it, and the table it was drawn from, which is also
// what a screen reader gets.
import type { ComponentChildren } from "preact";
import { useId, useRef, useState } from "preact/hooks";
import { useShell } from "./shell";
import { saveCsv, savePng, saveSvg, type Cell, type Table } from "./save";

interface PictureProps {
  title: string;
  /** Of the files that are saved. */
  name: string;
  /** What can be seen, in a sentence. */
  says: string;
  table: Table;
  /** Of its heading. */
  level?: 2 | 3 | 4;
  children: ComponentChildren;
}

const ROWS_SHOWN = 200;

function shown(cell: Cell): string {
  if (typeof cell === "number") {
    return amount(cell);
  }
  return cell === null || cell === undefined ? "–" : String(cell);
}

/** A number as people read it: no more digits than it bears. */
export function amount(value: number): string {
  const size = Math.abs(value);
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : 3;
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}

const LETTER_WIDTH = 6.9;

/** As much of a text as fits a width in a drawing, in the letters of its axes. */
export function fit(text: string, width: number): string {
  const most = Math.floor(width / LETTER_WIDTH);
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

function cellClass(cell: Cell): string | undefined {
  if (typeof cell === "number") {
    return "number";
  }
  return typeof cell === "string" && /^\d{4}-\d{2}-\d{2}$/.test(cell) ? "date" : undefined;
}

export function DataTable({ table, caption }: { table: Table; caption: string }) {
  return (
    <div class="scrolled" tabIndex={0} role="region" aria-label={caption}>
      <table class="data">
        <caption class="only-heard">{caption}</caption>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column} scope="col">{column}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.slice(0, ROWS_SHOWN).map((row, index) => (
            <tr key={index}>
              {row.map((cell, place) => (
                <td key={place} class={cellClass(cell)}>{shown(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {table.rows.length > ROWS_SHOWN && (
        <p class="quiet">The first {ROWS_SHOWN} of {table.rows.length} rows; the CSV has all.</p>
      )}
    </div>
  );
}

export function Picture({ title, name, says, table, level = 2, children }: PictureProps) {
  const { asOf, notice } = useShell();
  const holder = useRef<HTMLDivElement>(null);
  const [isTable, setTable] = useState(false);
  const [problem, setProblem] = useState("");
  const heading = useId();
  const Heading = `h${level}` as "h2" | "h3" | "h4";
  const foot = [`${title}. As of ${asOf}.`, notice];
  const withDrawing = (save: (svg: SVGSVGElement) => void | Promise<void>) => {
    const svg = holder.current?.querySelector("svg");
    if (svg instanceof SVGSVGElement) {
      Promise.resolve(save(svg)).catch((error: unknown) => setProblem(String(error)));
    }
  };
  return (
    <figure class="picture" aria-labelledby={heading}>
      <figcaption>
        <Heading id={heading}>{title}</Heading>
        <p class="quiet">{says}</p>
      </figcaption>
      <div ref={holder} class={isTable ? "drawing is-hidden" : "drawing"}>
        {children}
      </div>
      {isTable && <DataTable table={table} caption={title} />}
      <div class="actions" role="group" aria-label={`Save or read ${title}`}>
        <button type="button" aria-pressed={isTable} onClick={() => setTable(!isTable)}>As a table</button>
        <button type="button" onClick={() => withDrawing((svg) => saveSvg(name, svg, foot))}>Save SVG</button>
        <button type="button" onClick={() => withDrawing((svg) => savePng(name, svg, foot))}>Save PNG</button>
        <button type="button" onClick={() => saveCsv(name, table)}>Save CSV</button>
      </div>
      {problem !== "" && <p role="alert">{problem}</p>}
    </figure>
  );
}
