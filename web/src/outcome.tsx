// SPDX-License-Identifier: Apache-2.0
// Outcomes as word, letter, symbol and colour: never by colour alone. What is undetermined has a
// broken outline, so that it looks like neither yes nor no.
import type { Outcome, Truth } from "./answers";

export const OUTCOMES: readonly Outcome[] = [
  "free",
  "authorised",
  "licence_required",
  "prohibited",
  "undetermined",
];

interface Look {
  word: string;
  letter: string;
  says: string;
  path: string;
  /** How lines of this outcome are broken. */
  dashes: string;
}

export const LOOKS: Record<Outcome, Look> = {
  free: {
    word: "Free",
    letter: "F",
    says: "no requirement was found",
    path: "M3 8.5 6.5 12 13 4.5",
    dashes: "",
  },
  authorised: {
    word: "Authorised",
    letter: "A",
    says: "something authorises it, on conditions",
    path: "M3 7.5 6.2 10.5 12 3.5M3 14h10",
    dashes: "",
  },
  licence_required: {
    word: "Licence required",
    letter: "L",
    says: "a licence has to be asked for",
    path: "M8 2.5a5.5 5.5 0 1 0 .01 0M8 5.2V8l2.4 1.6",
    dashes: "7 3",
  },
  prohibited: {
    word: "Prohibited",
    letter: "P",
    says: "law forbids it",
    path: "M4 4l8 8M12 4l-8 8",
    dashes: "2 3",
  },
  undetermined: {
    word: "Undetermined",
    letter: "?",
    says: "not known: facts are missing",
    path: "M5.3 5.6a2.8 2.8 0 1 1 3.9 2.6C8.3 8.6 8 9.1 8 10M8 12.6v.3",
    dashes: "1.5 4",
  },
};

export function isOutcome(word: string): word is Outcome {
  return (OUTCOMES as readonly string[]).includes(word);
}

export function OutcomeSign({ outcome }: { outcome: Outcome }) {
  return (
    <svg class="sign" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={LOOKS[outcome].path} />
    </svg>
  );
}

export function OutcomeTag({ outcome, isLarge = false }: { outcome: Outcome; isLarge?: boolean }) {
  return (
    <span class={`outcome is-${outcome}${isLarge ? " is-large" : ""}`}>
      <OutcomeSign outcome={outcome} />
      {LOOKS[outcome].word}
    </span>
  );
}

export function OutcomeLegend() {
  return (
    <ul class="legend" aria-label="What the signs mean">
      {OUTCOMES.map((outcome) => (
        <li key={outcome}>
          <span class={`letter is-${outcome}`} aria-hidden="true">
            {LOOKS[outcome].letter}
          </span>{" "}
          {LOOKS[outcome].word}: {LOOKS[outcome].says}
        </li>
      ))}
    </ul>
  );
}

const TRUTHS: Record<Truth, { word: string; sign: string }> = {
  yes: { word: "yes", sign: "✓" },
  no: { word: "no", sign: "✕" },
  unknown: { word: "not known", sign: "?" },
};

export function TruthSign({ truth }: { truth: Truth }) {
  const look = TRUTHS[truth];
  return (
    <span class={`truth is-${truth}`}>
      <span aria-hidden="true">{look.sign}</span>
      <span class="only-heard">{look.word}: </span>
    </span>
  );
}

/** Which outcomes are shown; with `counts`, how many there are of each. */
export function OutcomeChoice({ shown, choose, counts }: {
  shown: ReadonlySet<Outcome>;
  choose: (outcomes: Set<Outcome>) => void;
  counts?: ReadonlyMap<Outcome, number>;
}) {
  const toggle = (outcome: Outcome) => {
    const outcomes = new Set(shown);
    if (!outcomes.delete(outcome)) {
      outcomes.add(outcome);
    }
    choose(outcomes);
  };
  return (
    <fieldset class="choice">
      <legend>Show outcomes</legend>
      {OUTCOMES.map((outcome) => (
        <label key={outcome}>
          <input type="checkbox" checked={shown.has(outcome)} onChange={() => toggle(outcome)} />{" "}
          <OutcomeTag outcome={outcome} />{counts && ` ${counts.get(outcome) ?? 0}`}
        </label>
      ))}
    </fieldset>
  );
}
