// SPDX-License-Identifier: Apache-2.0
// The audit chain: what was decided, whether the chain holds, and whether a row, decided again
// from what was recorded, gives the same bytes.
import { useEffect, useState } from "preact/hooks";
import { errorOf, get, post, withQuery, type ApiError } from "../api";
import { useLoaded } from "../loading";
import { Failure, Ready, Waiting, words } from "../parts";
import { saveCsv } from "../save";
import { useShell } from "../shell";

type Members = Record<string, unknown>;

interface AuditRow {
  hash: string;
  row: Members;
}

interface AuditPart {
  head: { number: number; hash: string };
  rows: AuditRow[];
}

const LIMIT = 50;

function said(value: unknown): string {
  if (value === null || value === undefined || value === "") {
    return "–";
  }
  if (typeof value === "boolean") {
    return value ? "yes" : "no";
  }
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function numberOf(row: AuditRow): number {
  return Number(row.row.number ?? 0);
}

/** What a row is about, in short: the item and the way it goes, whichever form the inputs have. */
function about(row: AuditRow): string {
  const inputs = (row.row.inputs ?? {}) as Members;
  const request = (inputs.request ?? inputs) as Members;
  const facts = (request.facts ?? {}) as Members;
  const item = request.item === undefined
    ? facts["item.id"] ?? facts["item.material"]
    : Object.entries(request.item as Members).map(([name, value]) => `${name} ${said(value)}`).join(", ");
  const from = request.from ?? facts.origin ?? facts["exporter.id"];
  const to = request.to ?? facts.destination ?? facts["consignee.id"];
  if (from === undefined && to === undefined) {
    return said(row.row.inputs);
  }
  return `${item === undefined || item === "" ? "an item" : said(item)}, ${said(from)} → ${said(to)}, as of ${said(request.as_of)}`;
}

function Answer({ answer, depth = 0 }: { answer: Members; depth?: number }) {
  return (
    <dl class="facts">
      {Object.entries(answer).map(([name, value]) => (
        <div key={name}>
          <dt>{words(name)}</dt>
          <dd>
            {typeof value === "object" && value !== null && !Array.isArray(value) && depth < 3
              ? <Answer answer={value as Members} depth={depth + 1} />
              : said(value)}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function verdictWords(answer: Members): string | null {
  if (typeof answer.is_whole === "boolean") {
    return answer.is_whole
      ? `● The chain is whole: ${said(answer.rows)} rows, each with the hash of the one before it.`
      : `▲ The chain breaks at row ${said(answer.broken_at)}: ${said(answer.reason)}.`;
  }
  if (typeof answer.is_same === "boolean") {
    return answer.is_same ? "● Decided again, it gives the same bytes." : "▲ Decided again, it gives other bytes.";
  }
  return null;
}

interface Asked {
  what: string;
  isWaiting: boolean;
  answer: Members | null;
  error: ApiError | null;
}

type Ask = (what: string, ask: () => Promise<Members>) => void;

function useAsking(): [Asked | null, Ask] {
  const [asked, setAsked] = useState<Asked | null>(null);
  const start: Ask = (what, ask) => {
    setAsked({ what, isWaiting: true, answer: null, error: null });
    ask()
      .then((answer) => setAsked({ what, isWaiting: false, answer, error: null }))
      .catch((problem: unknown) => setAsked({ what, isWaiting: false, answer: null, error: errorOf(problem) }));
  };
  return [asked, start];
}

function AskedView({ asked }: { asked: Asked }) {
  const verdict = asked.answer === null ? null : verdictWords(asked.answer);
  return (
    <section class="card" aria-label={asked.what}>
      <h2>{asked.what}</h2>
      {asked.isWaiting && <Waiting what="Asking the server" />}
      {asked.error !== null && <Failure error={asked.error} />}
      {verdict !== null && <p class={`standing ${verdict.startsWith("●") ? "is-good" : "is-bad"}`}>{verdict}</p>}
      {asked.answer !== null && <Answer answer={asked.answer} />}
    </section>
  );
}

const COLUMNS = ["number", "time", "who", "kind"];

function Rows({ part, ask }: { part: AuditPart; ask: Ask }) {
  const rows = [...part.rows].sort((a, b) => numberOf(b) - numberOf(a));
  const known = COLUMNS.filter((name) => rows.some((row) => row.row[name] !== undefined));
  const table = {
    columns: [...Object.keys(rows[0]?.row ?? {}), "hash"],
    rows: rows.map((row) => [...Object.keys(rows[0]?.row ?? {}).map((name) => said(row.row[name])), row.hash]),
  };
  return (
    <>
      <div class="scrolled" tabIndex={0} role="region" aria-label="Rows of the audit chain">
        <table class="data">
          <thead>
            <tr>
              {known.map((name) => <th key={name} scope="col">{words(name)}</th>)}
              <th scope="col">about</th>
              <th scope="col">hash</th>
              <th scope="col">look closer</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={numberOf(row)}>
                {known.map((name) => <td key={name} class="date">{said(row.row[name])}</td>)}
                <td>{about(row).slice(0, 200)}</td>
                <td><code title={row.hash}>{row.hash.slice(0, 12)}…</code></td>
                <td class="row-actions">
                  <button type="button" aria-label={`Read row ${numberOf(row)}`}
                    onClick={() => ask(`Row ${numberOf(row)}`, () => get<Members>(`/v1/audit/${numberOf(row)}`))}>
                    Read
                  </button>{" "}
                  <button type="button" aria-label={`Replay row ${numberOf(row)}`}
                    onClick={() => ask(`Replay of row ${numberOf(row)}`, () => post<Members>(`/v1/audit/${numberOf(row)}/replay`))}>
                    Replay
                  </button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <button type="button" onClick={() => saveCsv("audit", table)}>Save CSV</button>
    </>
  );
}

function Pages({ part, read }: { part: AuditPart; read: (after: number | null) => void }) {
  const first = Math.min(...part.rows.map(numberOf));
  const last = Math.max(...part.rows.map(numberOf));
  return (
    <p class="actions">
      <button type="button" disabled={last >= part.head.number} onClick={() => read(null)}>Newest</button>
      <button type="button" disabled={last >= part.head.number} onClick={() => read(last)}>Newer</button>
      <button type="button" disabled={first <= 1} onClick={() => read(Math.max(0, first - 1 - LIMIT))}>Older</button>
      <span>Rows {first} to {last} of {part.head.number}</span>
    </p>
  );
}

export function AuditPage() {
  const [after, setAfter] = useState<number | null>(null);
  const part = useLoaded<AuditPart>(withQuery("/v1/audit", {
    limit: String(LIMIT), ...(after === null ? { newest: "true" } : { after: String(after) }),
  }));
  const [asked, ask] = useAsking();
  const wanted = Number(useShell().query.get("row") ?? "");
  useEffect(() => {
    if (Number.isInteger(wanted) && wanted > 0) {
      ask(`Row ${wanted}`, () => get<Members>(`/v1/audit/${wanted}`));
    }
  }, [wanted]);
  return (
    <>
      <h1>Audit</h1>
      <p>
        Every decision is a row, and every row carries the hash of the one before it. A replay decides again from
        what was recorded and must give the same bytes.
      </p>
      <p class="actions">
        <button type="button" class="is-main"
          onClick={() => ask("Verification of the whole chain", () => post<Members>("/v1/audit/verify"))}>
          Verify the chain
        </button>
        <button type="button" onClick={part.reload}>Read again</button>
      </p>
      <div aria-live="polite">{asked !== null && <AskedView asked={asked} />}</div>
      <Ready from={part} what="Reading the audit chain">
        {(answer) => answer.rows.length === 0 ? (
          <p>Nothing stands here yet. Every decision that is asked for is recorded.</p>
        ) : (
          <>
            <Rows part={answer} ask={ask} />
            <Pages part={answer} read={setAfter} />
          </>
        )}
      </Ready>
    </>
  );
}
