// SPDX-License-Identifier: Apache-2.0
// Two names, one above the other, with a line between the words that answer each other: why a name
// was found, as a picture and as a table.
import { useMemo } from "preact/hooks";
import { Picture } from "../picture";
import type { ListedName, Pair } from "./screening_answers";

const EDGES: Record<string, string> = {
  equal: "same word",
  spelling: "spelling",
  romanisation: "romanisation",
  consonants: "same consonants",
  synonym: "same meaning",
  disguise: "digits for letters",
  initial: "initial",
  join: "written as one",
  acronym: "initials of all",
  none: "no partner",
};

/** How two words answer each other. */
export function edgeWords(pair: Pair): string {
  const word = EDGES[pair.edge] ?? pair.edge;
  return pair.edge === "spelling" && pair.distance > 0 ? `${word}, ${pair.distance} off` : word;
}

export function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}

const BOX = { height: 34, gap: 14, least: 96, padding: 22, left: 96 };
const ROWS = { asked: 30, listed: 156, height: 218 };

interface Word {
  text: string;
  weight: number;
  x: number;
  width: number;
  pair: number;
}

let pen: CanvasRenderingContext2D | null | undefined;

function widthOf(text: string): number {
  pen ??= document.createElement("canvas").getContext("2d");
  if (pen === null) {
    return text.length * 9;
  }
  pen.font = "600 15px system-ui, 'Noto Sans', 'DejaVu Sans', sans-serif";
  return pen.measureText(text).width;
}

/** The words of one side in the order of its name. */
function layOut(name: string, pairs: Pair[], side: "query" | "listed"): Word[] {
  const words = pairs
    .map((pair, index) => ({
      text: pair[side], weight: side === "query" ? pair.query_weight : pair.listed_weight, pair: index,
    }))
    .filter((word) => word.text !== "");
  const small = name.toLowerCase();
  const taken = new Set<number>();
  const placed = words.map((word) => {
    let at = small.indexOf(word.text.toLowerCase());
    while (at >= 0 && taken.has(at)) {
      at = small.indexOf(word.text.toLowerCase(), at + 1);
    }
    taken.add(at);
    return { ...word, at: at < 0 ? small.length : at };
  });
  let x = BOX.left;
  return placed.sort((a, b) => a.at - b.at || a.pair - b.pair).map((word) => {
    const width = Math.max(BOX.least, widthOf(word.text) + BOX.padding);
    const placed = { text: word.text, weight: word.weight, pair: word.pair, x, width };
    x += width + BOX.gap;
    return placed;
  });
}

function endOf(words: Word[]): number {
  const last = words[words.length - 1];
  return last === undefined ? BOX.left : last.x + last.width;
}

function WordBox({ word, y, isAlone }: { word: Word; y: number; isAlone: boolean }) {
  return (
    <g class={isAlone ? "word is-alone" : "word"}>
      <rect x={word.x} y={y} width={word.width} height={BOX.height} rx={5} />
      <text x={word.x + word.width / 2} y={y + 22} text-anchor="middle">{word.text}</text>
      <rect class="weight" x={word.x + 4} y={y + BOX.height - 4} height={2.5} width={(word.width - 8) * Math.min(1, word.weight)} />
    </g>
  );
}

interface Line {
  pair: Pair;
  from: number;
  to: number;
  /** Where on the line its words stand, from above. */
  part: number;
}

const TOP = ROWS.asked + BOX.height;
const HALF = (TOP + ROWS.listed) / 2;

/** A point of the curve from above to below. */
function pointOf({ from, to, part }: Line): [number, number] {
  const rest = 1 - part;
  const first = rest * rest * (1 + 2 * part);
  const y = rest ** 3 * TOP + 3 * rest * part * HALF + part ** 3 * ROWS.listed;
  return [from * first + to * (1 - first), y];
}

/** Words that would lie on each other move apart along their lines. */
function linesOf(pairs: Pair[], asked: Word[], listed: Word[]): Line[] {
  const lines = pairs.flatMap((pair, index) => {
    const above = asked.find((word) => word.pair === index);
    const below = listed.find((word) => word.pair === index);
    return above === undefined || below === undefined
      ? [] : [{ pair, from: above.x + above.width / 2, to: below.x + below.width / 2, part: 0.5 }];
  }).sort((a, b) => a.from + a.to - b.from - b.to);
  lines.forEach((line, index) => {
    const before = lines[index - 1];
    if (before !== undefined && Math.abs(pointOf(line)[0] - pointOf(before)[0]) < 125) {
      before.part = before.part === 0.5 ? 0.27 : before.part;
      line.part = before.part < 0.5 ? 0.73 : 0.27;
    }
  });
  return lines;
}

function LinePath({ line }: { line: Line }) {
  const { pair, from, to } = line;
  return (
    <path class={pair.similarity === 1 ? "thread is-same" : "thread"} d={`M${from} ${TOP}C${from} ${HALF} ${to} ${HALF} ${to} ${ROWS.listed}`}
      stroke-width={1 + 5 * pair.similarity * Math.min(1, Math.max(pair.query_weight, pair.listed_weight))} />
  );
}

function LineWords({ line }: { line: Line }) {
  const text = `${edgeWords(line.pair)} ${line.pair.similarity.toFixed(2)}`;
  const width = widthOf(text) * 0.76 + 12;
  const [x, y] = pointOf(line);
  return (
    <g class="thread-words">
      <rect x={x - width / 2} y={y - 10} width={width} height={20} rx={10} />
      <text x={x} y={y + 4} text-anchor="middle">{text}</text>
    </g>
  );
}

function Drawing({ asked, listed, pairs, says }: { asked: string; listed: string; pairs: Pair[]; says: string }) {
  const drawn = useMemo(() => {
    const above = layOut(asked, pairs, "query");
    const below = layOut(listed, pairs, "listed");
    return { above, below, lines: linesOf(pairs, above, below), width: Math.max(endOf(above), endOf(below)) + 12 };
  }, [asked, listed, pairs]);
  const alone = (word: Word) => (pairs[word.pair]?.edge ?? "none") === "none";
  return (
    <svg viewBox={`0 0 ${drawn.width} ${ROWS.height}`} width={drawn.width} role="img" aria-label={says} class="alignment">
      <text x={0} y={ROWS.asked + 22} class="axis">Asked for</text>
      <text x={0} y={ROWS.listed + 22} class="axis">Listed</text>
      {drawn.lines.map((line, index) => <LinePath key={index} line={line} />)}
      {drawn.lines.map((line, index) => <LineWords key={index} line={line} />)}
      {drawn.above.map((word, index) => <WordBox key={`a${index}`} word={word} y={ROWS.asked} isAlone={alone(word)} />)}
      {drawn.below.map((word, index) => <WordBox key={`b${index}`} word={word} y={ROWS.listed} isAlone={alone(word)} />)}
      <text x={0} y={ROWS.height - 6} class="axis is-quiet">The bar in a word is its weight: how much it tells one name from another.</text>
    </svg>
  );
}

/** In a sentence: how much of each name has a partner. */
function saysOf(name: ListedName): string {
  return `${percent(name.query_coverage)} of the weight of the name asked for has a partner, and ${percent(name.listed_coverage)} of the listed one's: ${name.score.toFixed(4)}.`;
}

export function Alignment({ asked, name, file }: { asked: string; name: ListedName; file: string }) {
  const says = saysOf(name);
  return (
    <Picture title={`${asked} and ${name.name}`} name={`alignment-${file}`} says={says} level={3}
      table={{
        columns: ["asked for", "listed", "how they answer", "similarity", "weight asked", "weight listed"],
        rows: name.alignment.map((pair) => [
          pair.query || "–", pair.listed || "–", edgeWords(pair), pair.similarity, pair.query_weight, pair.listed_weight,
        ]),
      }}>
      <Drawing asked={asked} listed={name.name} pairs={name.alignment} says={says} />
    </Picture>
  );
}
