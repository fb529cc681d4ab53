// SPDX-License-Identifier: Apache-2.0
// The alliance on a map: sites, and lanes by what law says of them on a day that a slider moves.
import { geoEqualEarth, geoPath } from "d3-geo";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json";
import type { LaneMap, LaneProperties, LawChanges, Outcome, SiteProperties } from "../answers";
import { withQuery } from "../api";
import { useLoaded } from "../loading";
import { LOOKS, OutcomeChoice, OUTCOMES } from "../outcome";
import { Ready } from "../parts";
import { Picture } from "../picture";
import { addDays, daysBetween, useShell } from "../shell";

const WIDTH = 1000;
const GLOBE_HEIGHT = 487;
/** Without the far south, where nobody makes or needs anything. */
const HEIGHT = 432;
const ANTARCTICA = "010";
const projection = geoEqualEarth().fitExtent([[4, 4], [WIDTH - 4, GLOBE_HEIGHT - 4]], { type: "Sphere" });
const draw = geoPath(projection);
const topology = atlas as unknown as Topology<{ countries: GeometryCollection; land: GeometryCollection }>;
const countries = feature(topology, topology.objects.countries);
const land = draw({ ...countries, features: countries.features.filter((one) => one.id !== ANTARCTICA) }) ?? "";
const sphere = draw({ type: "Sphere" }) ?? "";

/** The worst of several, when lanes lie over one another: what could surprise is drawn on top. */
const GRAVITY: Record<Outcome, number> = { free: 0, authorised: 1, licence_required: 2, undetermined: 3, prohibited: 4 };

const WIDTHS: Record<Outcome, number> = { free: 1, authorised: 1.6, licence_required: 1.6, undetermined: 1.8, prohibited: 2.4 };

interface Lane {
  properties: LaneProperties;
  geometry: GeoJSON.LineString | null;
}

interface Site {
  properties: SiteProperties;
  geometry: GeoJSON.Point | null;
}

interface Way {
  path: string;
  outcome: Outcome;
  counts: Map<Outcome, number>;
  title: string;
}

export function partsOf(map: LaneMap): { lanes: Lane[]; sites: Site[] } {
  const lanes: Lane[] = [];
  const sites: Site[] = [];
  for (const { properties, geometry } of map.features) {
    if (properties.kind === "lane") {
      lanes.push({ properties, geometry: geometry?.type === "LineString" ? geometry : null });
    } else {
      sites.push({ properties, geometry: geometry?.type === "Point" ? geometry : null });
    }
  }
  return { lanes, sites };
}

/** A bow on the page from end to end: which way ships go is not known, and great circles run over
 * the edges. Each direction bows to its own side. */
function curve(line: GeoJSON.LineString | null): string {
  const [from, to] = [line?.coordinates[0], line?.coordinates[line.coordinates.length - 1]].map((end) =>
    end === undefined ? null : projection([end[0] ?? 0, end[1] ?? 0]));
  if (!from || !to) {
    return "";
  }
  const [x, y] = [to[0] - from[0], to[1] - from[1]];
  const middle = [from[0] + x / 2 + y * 0.16, from[1] + y / 2 - x * 0.16];
  return `M${from.map((n) => n.toFixed(1)).join(" ")}Q${middle.map((n) => n.toFixed(1)).join(" ")} ${to.map((n) => n.toFixed(1)).join(" ")}`;
}

/** Lanes between the same two points are one way, drawn as the gravest of them. */
function waysOf(lanes: Lane[]): Way[] {
  const ways = new Map<string, Lane[]>();
  for (const lane of lanes) {
    const ends = lane.geometry?.coordinates ?? [];
    if (ends.length >= 2 && String(ends[0]) !== String(ends[ends.length - 1])) {
      const key = ends.map(String).join(" ");
      ways.set(key, [...(ways.get(key) ?? []), lane]);
    }
  }
  const drawn = [...ways.values()].map((together) => {
    const counts = new Map<Outcome, number>();
    together.forEach(({ properties: { outcome } }) => counts.set(outcome, (counts.get(outcome) ?? 0) + 1));
    const outcome = [...counts.keys()].reduce((a, b) => (GRAVITY[a] >= GRAVITY[b] ? a : b));
    const first = together[0]?.properties;
    const told = OUTCOMES.filter((one) => counts.has(one)).map((one) => `${counts.get(one)} ${LOOKS[one].word.toLowerCase()}`);
    return {
      path: curve(together[0]?.geometry ?? null),
      outcome,
      counts,
      title: `${first?.from ?? ""} → ${first?.to ?? ""}: ${told.join(", ")}`,
    };
  });
  return drawn.sort((a, b) => GRAVITY[a.outcome] - GRAVITY[b.outcome]);
}

function dots(sites: Site[]): { at: [number, number]; title: string }[] {
  const found = new Map<string, { at: [number, number]; names: string[] }>();
  for (const { geometry, properties } of sites) {
    const [longitude, latitude] = geometry?.coordinates ?? [];
    const at = longitude === undefined || latitude === undefined ? null : projection([longitude, latitude]);
    if (at !== null) {
      const dot = found.get(String(at)) ?? { at, names: [] };
      dot.names.push(properties.name || properties.id);
      found.set(String(at), dot);
    }
  }
  return [...found.values()].map(({ at, names }) => ({
    at,
    title: names.length > 6 ? `${names.slice(0, 6).join(", ")} and ${names.length - 6} more` : names.join(", "),
  }));
}

interface View {
  zoom: number;
  x: number;
  y: number;
}

const WHOLE: View = { zoom: 1, x: WIDTH / 2, y: HEIGHT / 2 };

function Drawing({ ways, sites, view, move }: { ways: Way[]; sites: Site[]; view: View; move: (view: View) => void }) {
  const grip = useRef<{ x: number; y: number; view: View } | null>(null);
  const scale = 1 / view.zoom;
  const drag = (event: PointerEvent) => {
    if (grip.current !== null && event.currentTarget instanceof Element) {
      const factor = WIDTH / event.currentTarget.clientWidth / view.zoom;
      move({
        ...view,
        x: grip.current.view.x - (event.clientX - grip.current.x) * factor,
        y: grip.current.view.y - (event.clientY - grip.current.y) * factor,
      });
    }
  };
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} class="map" role="img"
      aria-label="Map of sites and lanes; the table below has the same"
      onPointerDown={(event) => {
        grip.current = { x: event.clientX, y: event.clientY, view };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag} onPointerUp={() => { grip.current = null; }}>
      <g transform={`translate(${WIDTH / 2} ${HEIGHT / 2}) scale(${view.zoom}) translate(${-view.x} ${-view.y})`}>
        <path d={sphere} class="sea" />
        <path d={land} class="land" stroke-width={0.5 * scale} />
        {ways.map((way) => (
          <path key={way.title} d={way.path} class={`lane is-${way.outcome}`} stroke-width={WIDTHS[way.outcome] * scale}
            stroke-dasharray={LOOKS[way.outcome].dashes.split(" ").filter(Boolean).map((part) => Number(part) * scale).join(" ") || undefined}>
            <title>{way.title}</title>
          </path>
        ))}
        {dots(sites).map((dot) => (
          <circle key={String(dot.at)} cx={dot.at[0]} cy={dot.at[1]} r={3 * scale} class="site" stroke-width={scale}>
            <title>{dot.title}</title>
          </circle>
        ))}
      </g>
      <g class="map-legend">
        {OUTCOMES.map((outcome, index) => (
          <g key={outcome} transform={`translate(12 ${HEIGHT - 12 - (OUTCOMES.length - 1 - index) * 17})`}>
            <path d="M0-4H34" class={`lane is-${outcome}`} stroke-width={2.2} stroke-dasharray={LOOKS[outcome].dashes || undefined} />
            <text x={40} y={0} class="axis">{LOOKS[outcome].word}</text>
          </g>
        ))}
      </g>
    </svg>
  );
}

const BUTTONS: { name: string; sign: string; change: (view: View) => View }[] = [
  { name: "Nearer", sign: "+", change: (view) => ({ ...view, zoom: Math.min(16, view.zoom * 1.6) }) },
  { name: "Farther", sign: "−", change: (view) => (view.zoom <= 1.6 ? WHOLE : { ...view, zoom: view.zoom / 1.6 }) },
  { name: "West", sign: "←", change: (view) => ({ ...view, x: view.x - 120 / view.zoom }) },
  { name: "East", sign: "→", change: (view) => ({ ...view, x: view.x + 120 / view.zoom }) },
  { name: "North", sign: "↑", change: (view) => ({ ...view, y: view.y - 80 / view.zoom }) },
  { name: "South", sign: "↓", change: (view) => ({ ...view, y: view.y + 80 / view.zoom }) },
  { name: "The whole world", sign: "⤢", change: () => WHOLE },
];

interface Filter {
  item: string;
  outcomes: Set<Outcome>;
}

function MapView({ map, day, filter }: { map: LaneMap; day: string; filter: Filter }) {
  const { itemName, partyName } = useShell();
  const [view, setView] = useState(WHOLE);
  const { lanes, sites } = useMemo(() => partsOf(map), [map]);
  const shown = useMemo(
    () => lanes.filter(({ properties }) =>
      (filter.item === "" || properties.item === filter.item) && filter.outcomes.has(properties.outcome)),
    [lanes, filter],
  );
  const ways = useMemo(() => waysOf(shown), [shown]);
  const rows = shown.map(({ properties: lane }) => [
    itemName(lane.item), partyName(lane.from), partyName(lane.to), lane.end_use, LOOKS[lane.outcome].word, lane.days,
    lane.blockers.map((one) => `${one.title} (${one.citation})`).join("; "), lane.questions.join(" "),
  ]);
  return (
    <>
      <p role="status">
        {shown.length} of {lanes.length} lanes on {day}:{" "}
        {OUTCOMES.map((outcome) => `${shown.filter((lane) => lane.properties.outcome === outcome).length} ${LOOKS[outcome].word.toLowerCase()}`).join(", ")}.
      </p>
      <div class="actions" role="group" aria-label="Move the map">
        {BUTTONS.map((button) => (
          <button key={button.name} type="button" aria-label={button.name} title={button.name}
            onClick={() => setView(button.change(view))}>{button.sign}</button>
        ))}
      </div>
      <Picture title={`Lanes by decision on ${day}`} name={`map-${day}`}
        says="Lanes that lie over one another are drawn as the gravest of them; choose an item to see its own."
        table={{ columns: ["item", "from", "to", "end use", "outcome", "days", "kept by", "has to be known"], rows }}>
        <Drawing ways={ways} sites={sites} view={view} move={setView} />
      </Picture>
    </>
  );
}

function Slider({ day, first, weeks, days, choose }: {
  day: string;
  first: string;
  weeks: number;
  days: string[];
  choose: (day: string) => void;
}) {
  const before = days.filter((one) => one < day);
  const after = days.filter((one) => one > day);
  return (
    <div class="slider">
      <label for="day">Law of <strong>{day}</strong></label>
      <input id="day" type="range" min={0} max={weeks * 7 - 1} step={1} value={daysBetween(first, day)} list="law-days"
        aria-valuetext={day} onInput={(event) => choose(addDays(first, Number(event.currentTarget.value)))} />
      <datalist id="law-days">{days.map((one) => <option key={one} value={daysBetween(first, one)} />)}</datalist>
      <button type="button" disabled={before.length === 0} onClick={() => choose(before[before.length - 1] ?? first)}>
        ← Law changes before
      </button>
      <button type="button" disabled={after.length === 0} onClick={() => choose(after[0] ?? day)}>
        Law changes next →
      </button>
      <button type="button" onClick={() => choose(first)}>Back to {first}</button>
    </div>
  );
}

const PAUSE_MS = 150;

export function MapPage() {
  const { asOf, query, workspace } = useShell();
  const [day, setDay] = useState(query.get("day") ?? asOf);
  const [asked, setAsked] = useState(day);
  const [filter, setFilter] = useState<Filter>({ item: "", outcomes: new Set(OUTCOMES) });
  const changes = useLoaded<LawChanges>(withQuery("/v1/changes", { as_of: asOf }), true);
  const map = useLoaded<LaneMap>(withQuery("/v1/lanes", { as_of: asked }));
  useEffect(() => setDay(query.get("day") ?? asOf), [asOf, query]);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(day), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [day]);
  return (
    <>
      <h1>The alliance on a map</h1>
      <Slider day={day} first={asOf} weeks={changes.value?.weeks ?? 26} days={changes.value?.days ?? []} choose={setDay} />
      <div class="row">
        <div class="field">
          <label for="map-item">Lanes of</label>
          <select id="map-item" value={filter.item} onChange={(event) => setFilter({ ...filter, item: event.currentTarget.value })}>
            <option value="">every item</option>
            {workspace.items.map((item) => <option key={item.id} value={item.id}>{item.name || item.id}</option>)}
          </select>
        </div>
        <OutcomeChoice shown={filter.outcomes} choose={(outcomes) => setFilter({ ...filter, outcomes })} />
      </div>
      <Ready from={map} what="Deciding every lane">{(answer) => <MapView map={answer} day={answer.as_of} filter={filter} />}</Ready>
    </>
  );
}
