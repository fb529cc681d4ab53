// SPDX-License-Identifier: Apache-2.0
// Sealing a file under a label, and looking into a sealed one. Neither is kept on the server.
import { useState } from "preact/hooks";
import { postFile, postForFile, withQuery } from "../api";
import { useAsked } from "../loading";
import { AskedState, counted, Empty } from "../parts";
import { saveFile } from "../save";
import { useShell } from "../shell";
import { LabelAndItem } from "./sharing_parts";
import type { SealedFile } from "./sharing_answers";

function sizeWords(bytes: number): string {
  return bytes < 10_000 ? counted(bytes, "byte") : bytes < 1e6 ? `${(bytes / 1000).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

export function NoKeys() {
  return (
    <Empty title="This server holds no keys">
      <p>Sealed files are opened where a key server agrees. Make one of this server:</p>
      <pre>entente key make -o keys.pem &gt; keys.pub{"\n"}entente serve WORKSPACE --kas-key keys.pem --kas-holder PARTY</pre>
      <p class="quiet">Private keys are kept under a passphrase, which comes from the environment. docs/sharing.md tells more.</p>
    </Empty>
  );
}

export function Seal() {
  const { query } = useShell();
  const [label, setLabel] = useState(query.get("label") ?? "");
  const [item, setItem] = useState(query.get("item") ?? "");
  const [format, setFormat] = useState("4.2.2");
  const [file, setFile] = useState<File | null>(null);
  const asked = useAsked<{ name: string; size: number }>();
  const seal = () => asked.ask(async (signal) => {
    if (file === null) {
      throw new Error("no file was chosen");
    }
    const sealed = await postForFile(withQuery("/v1/seal", { label, item, format, mime_type: file.type }), file, signal);
    const name = `${file.name}.tdf`;
    saveFile(name, sealed);
    return { name, size: sealed.size };
  });
  if (asked.error?.status === 409) {
    return <NoKeys />;
  }
  return (
    <>
      <form class="panel" onSubmit={(event) => { event.preventDefault(); seal(); }}>
        <div class="row">
          <div class="field is-wide">
            <label for="file">File</label>
            <input id="file" type="file" required onChange={(event) => setFile(event.currentTarget.files?.[0] ?? null)} />
          </div>
        </div>
        <LabelAndItem label={label} setLabel={setLabel} item={item} setItem={setItem}>
          <div class="field">
            <label for="format">Format</label>
            <select id="format" value={format} onChange={(event) => setFormat(event.currentTarget.value)}>
              <option value="4.2.2">4.2.2, which every client reads</option>
              <option value="4.3.0">4.3.0</option>
            </select>
          </div>
          <button type="submit" class="is-main">Seal</button>
        </LabelAndItem>
        <p class="quiet">
          The file goes to this server, is sealed for its newest key, and comes back; neither form is kept. Large files are sealed
          by <code>entente seal</code>.
        </p>
      </form>
      <AskedState asked={asked} what="Sealing" />
      {asked.value !== null && (
        <p class="standing is-good" role="status">● Saved as {asked.value.name}, {sizeWords(asked.value.size)}. It opens only while the decision allows.</p>
      )}
    </>
  );
}

const INTEGRITY: Record<string, [string, string]> = {
  holds: ["is-good", "● Whole"], broken: ["is-bad", "▲ Broken"], "not checked": ["is-unknown", "? Not checked"],
};

function KeyServers({ file }: { file: SealedFile }) {
  const shares = [...new Set(file.keys.map((key) => key.share))];
  const of = (share: number) => file.keys.filter((key) => key.share === share).map((key) => `${key.url}${key.kid === "" ? "" : ` (key ${key.kid})`}`);
  return shares.length === 1
    ? <>Any one of these key servers gives the whole key: {of(shares[0] ?? 1).join(", or ")}</>
    : <>The key is in {shares.length} shares, and each must be given: {shares.map((share) => of(share).join(" or ")).join("; and ")}</>;
}

function FileView({ file }: { file: SealedFile }) {
  const { itemName, link } = useShell();
  const [tone, word] = INTEGRITY[file.integrity] ?? ["", file.integrity];
  return (
    <article class="verdict is-plain" aria-label="The sealed file">
      <h2>{file.name}</h2>
      <p>
        A file of {sizeWords(file.bytes)}{file.mime_type === "" ? "" : ` (${file.mime_type})`}, sealed in the Trusted Data
        Format {file.version === "" ? "4.2.2 or before" : file.version}, in {counted(file.segments, "segment")} under AES-256-GCM.
      </p>
      <p class="banner-text">{file.policy.label || "The policy names no label"}</p>
      <p class={`standing ${tone}`}>{word}: {file.integrity_reason}</p>
      <dl class="facts">
        <div><dt>About</dt><dd>{file.policy.item === "" ? "no item that the policy names" : itemName(file.policy.item)}</dd></div>
        <div><dt>Who gives the key</dt><dd><KeyServers file={file} /></dd></div>
        <div><dt>Policy</dt><dd><code>{file.policy.uuid}</code></dd></div>
        {file.policy.attributes.length > 0 && (
          <div><dt>Attributes</dt><dd><ul class="plain">{file.policy.attributes.map((one) => <li key={one}><code>{one}</code></li>)}</ul></dd></div>
        )}
        {file.policy.only_for.length > 0 && <div><dt>Only for</dt><dd>{file.policy.only_for.join(", ")}</dd></div>}
        {file.assertions.map((one) => (
          <div key={one.id}><dt>Assertion “{one.id}”</dt><dd>{one.type}, <code>{one.schema}</code><details><summary>Its text</summary><code>{one.value}</code></details></dd></div>
        ))}
      </dl>
      {file.policy.label !== "" && file.policy.item !== "" && (
        <p class="actions">
          <a class="button" href={link("sharing", { view: "openers", label: file.policy.label, item: file.policy.item })}>Who may open it, and why?</a>
        </p>
      )}
    </article>
  );
}

export function Inspect() {
  const asked = useAsked<SealedFile>();
  const [name, setName] = useState("");
  const look = (file: File | undefined) => {
    if (file !== undefined) {
      setName(file.name);
      asked.ask((signal) => postFile<SealedFile>(withQuery("/v1/inspect", { name: file.name }), file, signal));
    }
  };
  return (
    <>
      <div class="panel" onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => { event.preventDefault(); look(event.dataTransfer?.files[0]); }}>
        <div class="field">
          <label for="sealed">Sealed file</label>
          <input id="sealed" type="file" accept=".tdf,.ztdf,application/zip" onChange={(event) => look(event.currentTarget.files?.[0])} />
        </div>
        <p class="quiet">Choose one or drop it here. It is read, not opened, and not kept.</p>
      </div>
      <AskedState asked={asked} what={`Looking into ${name}`} />
      {asked.value !== null && <FileView file={asked.value} />}
    </>
  );
}
