// SPDX-License-Identifier: Apache-2.0
// A label in any form: what it says, and its other forms; of several, the label of what holds them all.
import { useLayoutEffect, useState } from "preact/hooks";
import { post } from "../api";
import { useAsked } from "../loading";
import { AskedState, words } from "../parts";
import { useShell } from "../shell";
import type { Label } from "./sharing_answers";

const SAYS: readonly (readonly [keyof Label, string])[] = [
  ["owners", "owned by"], ["compartments", "compartments"], ["programmes", "special access programmes"],
  ["atomic", "atomic energy"], ["foreign", "foreign government information of"], ["controls", "controls on dissemination"],
  ["cui_categories", "controlled unclassified, categories"], ["releasable", "may be released to"], ["displayable", "may be shown to"],
  ["context", "in the context of"], ["only", "only for"], ["administrative", "administrative markings"],
];

function Copied({ text, what }: { text: string; what: string }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <>
      <code class="mark-text">{text}</code>{" "}
      <button type="button" class="is-small" aria-label={`Copy the ${what}`}
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true), () => setCopied(false))}>
        {isCopied ? "Copied" : "Copy"}
      </button>
    </>
  );
}

export function LabelView({ label }: { label: Label }) {
  const lists = SAYS.filter(([name]) => Array.isArray(label[name]) && (label[name] as string[]).length > 0);
  return (
    <article class="verdict is-plain" aria-label="The label">
      <p class="banner-text">{label.banner}</p>
      <dl class="facts">
        <div><dt>Classification</dt><dd>{label.classification}{label.joint ? ", joint" : ""}</dd></div>
        <div><dt>Policy</dt><dd>{label.policy}</dd></div>
        <div>
          <dt>Release</dt>
          <dd>
            {label.noforn ? "to no foreigner" : label.release_limited ? `only to ${label.releasable.join(", ") || "nobody"}` : "the label names nobody: law decides alone"}
          </dd>
        </div>
        {lists.map(([name, says]) => <div key={name}><dt>{says}</dt><dd>{(label[name] as string[]).join(", ")}</dd></div>)}
      </dl>
      {label.rules !== undefined && (
        <>
          <h2 class="small">By these rules</h2>
          <ul class="reasons">
            {label.rules.map((rule) => (
              <li key={rule.what}>{rule.what} <cite>{rule.citation}</cite> {rule.status !== "verified" && <span class="status">{words(rule.status)}</span>}</li>
            ))}
          </ul>
        </>
      )}
      <h2 class="small">In its other forms</h2>
      <dl class="facts">
        <div><dt>Banner</dt><dd><Copied text={label.banner} what="banner" /></dd></div>
        <div><dt>Portion mark</dt><dd><Copied text={label.portion} what="portion mark" /></dd></div>
        <div><dt>STANAG 4774</dt><dd><details><summary>XML</summary><Copied text={label.xml} what="XML" /></details></dd></div>
      </dl>
    </article>
  );
}

/* Labels a line each; XML is one label however many lines it has. */
function labelsOf(text: string): string | string[] {
  const lines = text.split("\n").map((line) => line.trim()).filter((line) => line !== "");
  return text.trimStart().startsWith("<") || lines.length < 2 ? text.trim() : lines;
}

const EXAMPLES = ["SECRET//REL TO USA, AUS, GBR", "CUI//SP-EXPT", "NATO CONFIDENTIAL", "(S//REL TO USA, GBR)\n(C//REL TO USA, AUS, GBR)"];

export function LabelCheck() {
  const { query, go, link } = useShell();
  const given = query.get("label") ?? "";
  const [text, setText] = useState(given);
  const asked = useAsked<Label>();
  const { ask } = asked;
  // Before anybody can type: what was typed would be lost.
  useLayoutEffect(() => {
    setText(given);
    if (given !== "") {
      ask((signal) => post<Label>("/v1/label", { text: labelsOf(given) }, signal));
    }
  }, [given, ask]);
  return (
    <>
      <form class="panel" onSubmit={(event) => { event.preventDefault(); go("sharing", { view: "label", label: text.trim() }); }}>
        <div class="row">
          <div class="field is-wide">
            <label for="label">Label</label>
            <textarea id="label" class="is-code" rows={3} required value={text} spellcheck={false} autocomplete="off" aria-describedby="label-help"
              placeholder="a banner, a portion mark, CUI, NATO, or STANAG 4774 XML" onInput={(event) => setText(event.currentTarget.value)} />
          </div>
          <button type="submit" class="is-main">Check</button>
        </div>
        <p class="quiet" id="label-help">
          Several labels, a line each, give the label of what holds them all. Such as{" "}
          {EXAMPLES.map((one, index) => <span key={one}>{index > 0 && ", "}<a href={link("sharing", { view: "label", label: one })}><code>{one.replace("\n", " with ")}</code></a></span>)}
        </p>
      </form>
      <AskedState asked={asked} what="Reading the label" />
      {asked.value !== null && given !== "" && (
        <>
          <LabelView label={asked.value} />
          <p class="actions">
            <a class="button" href={link("sharing", { view: "openers", label: asked.value.banner })}>Who may open data under it?</a>
            <a class="button" href={link("sharing", { view: "seal", label: asked.value.banner })}>Seal a file under it</a>
          </p>
        </>
      )}
    </>
  );
}
