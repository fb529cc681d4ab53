// SPDX-License-Identifier: Apache-2.0
// Fields for facts, by their kind. Where the law tells few values apart, they are a menu.
import { useState } from "preact/hooks";
import type { Fact } from "../answers";

export type Facts = Record<string, string>;

const YES_NO = [["yes", "Yes"], ["no", "No"], ["", "Not known"]] as const;

/** From here on values are looked for by typing. */
const MENU_MOST = 30;
const OTHER = "\u0000other";

interface AnswerProps {
  id: string;
  label: string;
  fact: Fact | undefined;
  value: string;
  hints: string[];
  change: (value: string) => void;
}

function countryWords(code: string): string {
  try {
    const name = new Intl.DisplayNames("en", { type: "region" }).of(code);
    return name === undefined || name === code ? code : `${code} ${name}`;
  } catch {
    return code;
  }
}

function YesNo({ id, label, value, change }: AnswerProps) {
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {YES_NO.map(([code, word]) => (
        <label key={word}>
          <input type="radio" name={id} checked={value === code} onChange={() => change(code)} /> {word}
        </label>
      ))}
    </fieldset>
  );
}

/** Any of several; none of them is an answer as well. */
function SetOf({ id, label, value, change, values }: AnswerProps & { values: string[] }) {
  const chosen = new Set(value === "" || value === "none" ? [] : value.split("+"));
  const toggle = (one: string) => {
    if (!chosen.delete(one)) {
      chosen.add(one);
    }
    change([...chosen].join("+"));
  };
  return (
    <fieldset class="choice">
      <legend>{label}</legend>
      {values.map((one) => (
        <label key={one}><input type="checkbox" name={id} checked={chosen.has(one)} onChange={() => toggle(one)} /> {one.replaceAll("_", " ")}</label>
      ))}
      <label><input type="checkbox" name={id} checked={value === "none"} onChange={() => change(value === "none" ? "" : "none")} /> none of them</label>
    </fieldset>
  );
}

function Menu({ id, label, value, change, values, isCountry }: AnswerProps & { values: string[]; isCountry: boolean }) {
  const [isOther, setOther] = useState(value !== "" && !values.includes(value));
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="row is-tight">
        <select id={id} value={isOther ? OTHER : value} onChange={(event) => {
          const next = event.currentTarget.value;
          setOther(next === OTHER);
          if (next !== OTHER) {
            change(next);
          }
        }}>
          <option value="">not known</option>
          {values.map((one) => <option key={one} value={one}>{isCountry ? countryWords(one) : one}</option>)}
          <option value={OTHER}>something else…</option>
        </select>
        {isOther && (
          <input aria-label={`${label}: something else`} value={values.includes(value) ? "" : value}
            onChange={(event) => change(event.currentTarget.value.trim())} />
        )}
      </div>
    </div>
  );
}

function Typed({ id, label, fact, value, change, values }: AnswerProps & { values: string[] }) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="row is-tight">
        <input id={id} type={fact?.type === "date" ? "date" : "text"} inputMode={fact?.type === "number" ? "decimal" : undefined} value={value}
          list={values.length > 0 ? `${id}-hints` : undefined} autocomplete="off"
          placeholder={fact?.type === "set" ? "one, or several parted by +" : undefined}
          onChange={(event) => change(event.currentTarget.value.trim())} />
        {fact?.unit !== undefined && fact.unit !== "" && <span class="quiet">{fact.unit}</span>}
      </div>
      {values.length > 0 && (
        <datalist id={`${id}-hints`}>{values.map((one) => <option key={one} value={one} />)}</datalist>
      )}
    </div>
  );
}

export function AnswerField(given: AnswerProps) {
  const { fact, hints } = given;
  const values = [...new Set([...(fact?.values ?? []), ...hints])].filter((value) => value !== "unknown" && value !== "none");
  if (fact?.type === "yes/no") {
    return <YesNo {...given} />;
  }
  if (fact?.type === "set" && values.length > 0 && values.length <= MENU_MOST) {
    return <SetOf {...given} values={values} />;
  }
  const isCountry = fact?.type === "country";
  if ((fact?.type === "code" || isCountry) && values.length > 0 && (isCountry || values.length <= MENU_MOST)) {
    return <Menu {...given} values={values} isCountry={isCountry} />;
  }
  return <Typed {...given} values={values} />;
}

interface MoreProps {
  facts: Facts;
  vocabulary: Map<string, Fact>;
  set: (name: string, value: string) => void;
  drop: (name: string) => void;
}

function OtherFact({ vocabulary, set }: { vocabulary: Map<string, Fact>; set: (name: string, value: string) => void }) {
  const [name, setName] = useState("");
  const [value, setValue] = useState("");
  const [problem, setProblem] = useState("");
  const fact = vocabulary.get(name);
  const add = () => {
    if (fact === undefined || value === "") {
      setProblem(fact === undefined ? `The packs know no fact “${name}”.` : "A fact needs a value.");
      return;
    }
    set(name, value);
    setName("");
    setValue("");
    setProblem("");
  };
  return (
    <details class="more">
      <summary>Give another fact</summary>
      <div class="row">
        <div class="field">
          <label for="fact-name">Fact</label>
          <input id="fact-name" list="fact-names" value={name} autocomplete="off"
            onInput={(event) => { setName(event.currentTarget.value.trim()); setValue(""); setProblem(""); }} />
          <datalist id="fact-names">
            {[...vocabulary.values()].map((one) => <option key={one.name} value={one.name}>{one.ask}</option>)}
          </datalist>
        </div>
        {fact !== undefined && (
          <AnswerField key={name} id="fact-value" label={fact.ask || "Value"} fact={fact} value={value} hints={[]} change={setValue} />
        )}
        <button type="button" onClick={add}>Add</button>
      </div>
      {problem !== "" && <p role="alert">{problem}</p>}
    </details>
  );
}

export function GivenFacts({ facts, vocabulary, set, drop }: MoreProps) {
  return (
    <>
      <ul class="given">
        {Object.entries(facts).map(([given, text]) => (
          <li key={given}>
            <code title={vocabulary.get(given)?.ask ?? ""}>{given}</code> = {text}{" "}
            <button type="button" aria-label={`Forget ${given}`} onClick={() => drop(given)}>×</button>
          </li>
        ))}
      </ul>
      <OtherFact vocabulary={vocabulary} set={set} />
    </>
  );
}
