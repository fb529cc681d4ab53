// SPDX-License-Identifier: Apache-2.0
// The label of data and the item that they are about, as two fields beside each other.
import type { ComponentChildren } from "preact";
import { useShell } from "../shell";

export function LabelAndItem({ label, setLabel, item, setItem, children }: {
  label: string;
  setLabel: (label: string) => void;
  item: string;
  setItem: (item: string) => void;
  children: ComponentChildren;
}) {
  const { workspace } = useShell();
  return (
    <div class="row">
      <div class="field is-wide">
        <label for="label">Label</label>
        <input id="label" class="is-code" required value={label} spellcheck={false} autocomplete="off"
          placeholder="SECRET//REL TO USA, GBR" onInput={(event) => setLabel(event.currentTarget.value)} />
      </div>
      <div class="field">
        <label for="item">About the item</label>
        <select id="item" required value={item} onChange={(event) => setItem(event.currentTarget.value)}>
          <option value="">choose one</option>
          {workspace.items.map((one) => <option key={one.id} value={one.id}>{one.name || one.id}</option>)}
        </select>
      </div>
      {children}
    </div>
  );
}
