// SPDX-License-Identifier: Apache-2.0
// One name looked up. The address holds what was asked, so that it can be asked again.
import { useEffect, useState } from "preact/hooks";
import { post } from "../api";
import { useAsked } from "../loading";
import { AskedState, counted } from "../parts";
import { saveCsv } from "../save";
import { useShell } from "../shell";
import { Alignment, percent } from "./alignment";
import { NoLists } from "./screening_lists";
import type { Evidence, Hit, Screening, SearchedList } from "./screening_answers";

const KINDS = ["organisation", "person", "vessel", "aircraft"];
const MEMBERS = ["name", "country", "kind", "born", "city", "ids", "threshold"] as const;
const THRESHOLD = "0.80"; // where the slider stands while each kind has its own

type Asking = Record<(typeof MEMBERS)[number], string>;

function askingOf(query: URLSearchParams): Asking {
  const given = (name: string) => query.get(name) ?? "";
  return { name: given("name"), country: given("country"), kind: given("kind"), born: given("born"), city: given("city"), ids: given("ids"),
    threshold: given("threshold") };
}

/** Identifiers are parted by commas or semicolons. */
function bodyOf(asking: Asking): Record<string, unknown> {
  const ids = asking.ids.split(/[;,]/).map((word) => word.trim()).filter((word) => word !== "");
  return {
    name: asking.name.trim(),
    ...(asking.threshold === "" ? {} : { threshold: asking.threshold }),
    ...(asking.country === "" ? {} : { country: asking.country.trim().toUpperCase() }),
    ...(asking.kind === "" ? {} : { kind: asking.kind }),
    ...(asking.born === "" ? {} : { born: asking.born.trim() }),
    ...(asking.city === "" ? {} : { city: asking.city.trim() }),
    ...(ids.length === 0 ? {} : { ids }),
  };
}

function SearchForm({ given, look }: { given: Asking; look: (asking: Asking) => void }) {
  const { workspace } = useShell();
  const [asking, setAsking] = useState(given);
  useEffect(() => setAsking(given), [given.name, given.country, given.kind, given.born, given.city, given.ids, given.threshold]);
  const set = (name: keyof Asking) => (event: { currentTarget: { value: string } }) =>
    setAsking({ ...asking, [name]: event.currentTarget.value });
  return (
    <form class="panel" onSubmit={(event) => { event.preventDefault(); look(asking); }}>
      <div class="row">
        <div class="field is-wide">
          <label for="name">Name</label>
          <input id="name" required value={asking.name} autocomplete="off" spellcheck={false} maxLength={4096}
            placeholder="in any script, as it stands in your papers" onInput={set("name")} list="party-names" />
          <datalist id="party-names">
            {workspace.parties.filter((party) => party.kind !== "country").map((party) => <option key={party.id} value={party.name} />)}
          </datalist>
        </div>
        <button type="submit" class="is-main">Screen</button>
      </div>
      <div class="row">
        <div class="field">
          <label for="country">Country</label>
          <input id="country" class="is-short" value={asking.country} placeholder="any" pattern="[A-Za-z]{2}" maxLength={2}
            title="two letters, such as RU" onInput={set("country")} />
        </div>
        <div class="field">
          <label for="kind">Kind</label>
          <select id="kind" value={asking.kind} onChange={set("kind")}>
            <option value="">any</option>
            {KINDS.map((kind) => <option key={kind} value={kind}>{kind}</option>)}
          </select>
        </div>
        <div class="field">
          <label for="born">Born</label>
          <input id="born" class="is-short" value={asking.born} autocomplete="off" placeholder="1971-05-03" maxLength={10}
            pattern="[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?" title="a year, a month (1971-05) or a day (1971-05-03)" onInput={set("born")} />
        </div>
        <div class="field">
          <label for="city">City</label>
          <input id="city" value={asking.city} autocomplete="off" placeholder="any" onInput={set("city")} />
        </div>
        <div class="field">
          <label for="ids">Identifiers</label>
          <input id="ids" value={asking.ids} autocomplete="off" placeholder="IMO=9218478; TAX=77" onInput={set("ids")} />
        </div>
        <div class="field">
          <label for="threshold">Least score <strong>{asking.threshold === "" ? "by kind" : Number(asking.threshold).toFixed(2)}</strong></label>
          <input id="threshold" type="range" min="0.6" max="1" step="0.01" value={asking.threshold || THRESHOLD} onInput={set("threshold")} />
        </div>
      </div>
      <p class="quiet">Country, kind, date of birth and city are evidence and never hide a hit. An identifier finds its party whatever the name.</p>
    </form>
  );
}

function releaseOf(list: SearchedList): string {
  return list.date === "" ? "release not dated" : `released ${list.date}`;
}

function Searched({ lists }: { lists: SearchedList[] }) {
  return (
    <ul class="searched">
      {lists.map((list) => (
        <li key={list.sha256}>
          <strong>{list.title}</strong>, {releaseOf(list)}: {list.parties.toLocaleString("en")} parties
          under {list.names.toLocaleString("en")} names
          {list.nameless > 0 && `, and ${counted(list.nameless, "entry", "entries")} without a name that nothing can find`}.{" "}
          <span class="quiet">SHA-256 <code>{list.sha256}</code></span>
        </li>
      ))}
    </ul>
  );
}

const READ: [keyof Screening["name_read"], boolean, string][] = [
  ["has_words", false, "No word was found in it, so nothing but identifiers could be compared."],
  ["is_cut", true, "It is longer than what is compared; its end was left out."],
  ["is_disguised", true, "Letters of another script stand in it that look like its own: it was read as what it looks like. That is unusual, and worth asking about."],
  ["has_controls", true, "Invisible characters, or such as change the direction, stand in it; they were left out."],
  ["is_malformed", true, "Some of its bytes are no text; they were left out."],
];

function NameRead({ read }: { read: Screening["name_read"] }) {
  const said = READ.filter(([name, when]) => read[name] === when);
  return said.length === 0 ? null : (
    <ul class="note">{said.map(([name, , words]) => <li key={name}>◆ {words}</li>)}</ul>
  );
}

const DETAILS = [["born", "Born"], ["born in", "Born in"], ["address", "Address"], ["flag", "Flag"]] as const;

function evidence(what: string, value: Evidence): string | null {
  return value === "agrees" ? `${what} agrees` : value === "differs" ? `${what} differs` : null;
}

export function ScoreBar({ score }: { score: number }) {
  return (
    <span class="score">
      <svg viewBox="0 0 72 11" aria-hidden="true">
        <rect x={0.5} y={0.5} width={71} height={10} rx={3} class="track" />
        <rect x={1} y={1} width={70 * Math.min(1, score)} height={9} rx={2.5} class="level" />
      </svg>
      <strong><span class="only-heard">score </span>{score.toFixed(2)}</strong>
    </span>
  );
}

function HitView({ hit, asked, isFirst }: { hit: Hit; asked: string; isFirst: boolean }) {
  const [at, setAt] = useState(0);
  const name = hit.names[at];
  const facts = [
    hit.kind, hit.countries.join(", "), evidence("country", hit.country_given), evidence("kind", hit.kind_given),
    evidence("date of birth", hit.born_given), evidence("city", hit.city_given),
    hit.by_identifier ? "an identifier agrees" : null,
  ].filter((word) => word !== null && word !== "");
  return (
    <li>
      <details class="hit" open={isFirst}>
        <summary>
          <ScoreBar score={hit.score} />
          <span class="hit-name">{hit.name}</span>
          <span class="tag" title={hit.list_title}>{hit.list}</span>
          <span class="quiet">{facts.join(" · ")}</span>
        </summary>
        <dl class="facts">
          <div><dt>List</dt><dd>{hit.list_title}: {hit.list}, entry <code>{hit.id}</code></dd></div>
          {hit.programme !== "" && <div><dt>Programme</dt><dd>{hit.programme}</dd></div>}
          {DETAILS.map(([what, label]) => {
            const texts = hit.details.filter((detail) => detail.what === what).map((detail) => detail.text);
            return texts.length === 0 ? null : <div key={what}><dt>{label}</dt><dd>{texts.join("; ")}</dd></div>;
          })}
          {hit.citation !== "" && <div><dt>Law</dt><dd>{hit.citation}</dd></div>}
        </dl>
        {hit.by_identifier && <p class="standing is-bad">▲ An identifier agrees: that finds the party whatever its name.</p>}
        {hit.names.length > 1 && (
          <fieldset class="choice">
            <legend>Listed names that reach the score</legend>
            {hit.names.map((one, index) => (
              <label key={index}>
                <input type="radio" name={`name-${hit.list}-${hit.id}`} checked={index === at} onChange={() => setAt(index)} />{" "}
                {one.name} <span class="quiet">{one.score.toFixed(2)}{one.alias ? ", alias" : ""}{one.weak ? ", weak" : ""}</span>
              </label>
            ))}
          </fieldset>
        )}
        {name !== undefined && name.alignment.length > 0 && <Alignment asked={asked} name={name} file={`${hit.list}-${hit.id}`} />}
      </details>
    </li>
  );
}

function rowsOf(screening: Screening) {
  return screening.hits.flatMap((hit) => hit.names.map((name) => [
    hit.score, hit.list, hit.id, hit.name, name.name, name.score, percent(name.query_coverage), percent(name.listed_coverage), hit.kind,
    hit.countries.join(" "), hit.country_given, hit.kind_given, hit.born_given, hit.city_given, hit.by_identifier ? "yes" : "no", hit.programme,
    hit.citation, hit.details.map((detail) => `${detail.what}: ${detail.text}`).join("; "),
  ]));
}

const HIT_COLUMNS = ["score", "list", "entry", "listed as", "name", "name's score", "of asked", "of listed", "kind", "countries",
  "country given", "kind given", "date of birth given", "city given", "by identifier", "programme", "law", "details"];

function Found({ screening }: { screening: Screening }) {
  const { link, query } = useShell();
  const count = screening.hits.length;
  return (
    <>
      <div class={`verdict ${count === 0 ? "is-plain" : "is-licence_required"}`}>
        <h2>
          {count === 0
            ? `No listed name comes as near as ${query.has("threshold") ? screening.threshold.toFixed(2) : "the least score of its kind"} to “${screening.name}”`
            : `${counted(count, "listed party", "listed parties")} may be “${screening.name}”`}
        </h2>
        <p>
          {count === 0
            ? "That is what these lists say on these dates; it is not a clearance. Owners, addresses and lists that are not loaded were not looked at."
            : "A hit is a question for a person, not a finding: compare address, date of birth, registration and trade before you act."}
        </p>
        <Searched lists={screening.searched} />
        <p class="quiet">
          Compared by version “{screening.version}” of the comparison.
          {screening.audit !== undefined && <> Recorded as <a href={link("audit", { row: String(screening.audit) })}>row {screening.audit}</a> of the audit chain, hit or not.</>}
        </p>
      </div>
      <NameRead read={screening.name_read} />
      {count > 0 && (
        <>
          <ol class="hits">
            {screening.hits.map((hit, index) => <HitView key={`${hit.list} ${hit.id} ${index}`} hit={hit} asked={screening.name} isFirst={index === 0} />)}
          </ol>
          <p class="actions">
            <button type="button" onClick={() => saveCsv("hits", { columns: HIT_COLUMNS, rows: rowsOf(screening) })}>Save CSV</button>
            <a class="button" href={link("screening", { view: "parties" })}>Review hits of the workspace's parties</a>
          </p>
        </>
      )}
    </>
  );
}

export function LookUp() {
  const { query, go } = useShell();
  const given = askingOf(query);
  const asked = useAsked<Screening>();
  const body = given.name === "" ? "" : JSON.stringify(bodyOf(given));
  const { ask } = asked;
  useEffect(() => {
    if (body !== "") {
      ask((signal) => post<Screening>("/v1/screen", JSON.parse(body), signal));
    }
  }, [body, ask]);
  const look = (asking: Asking) => {
    if (JSON.stringify(bodyOf(asking)) === body) {
      ask((signal) => post<Screening>("/v1/screen", JSON.parse(body), signal));
    } else {
      go("screening", { view: "name", ...asking });
    }
  };
  if (asked.error?.status === 409) {
    return <NoLists />;
  }
  return (
    <>
      <SearchForm given={given} look={look} />
      <AskedState asked={asked} what="Comparing with every listed name" />
      {asked.value !== null && body !== "" && (
        <div class={asked.isWaiting ? "is-stale" : undefined} aria-busy={asked.isWaiting}><Found screening={asked.value} /></div>
      )}
    </>
  );
}
