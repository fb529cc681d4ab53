// SPDX-License-Identifier: Apache-2.0
import type { Workspace } from "../answers";

/** What the workspace says of an item, by the whole names of facts. */
export function factsOfItem(workspace: Workspace, item: string): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const { attribute, value } of workspace.items.find((one) => one.id === item)?.attributes ?? []) {
    const name = `item.${attribute}`;
    facts[name] = facts[name] === undefined ? value : `${facts[name]}+${value}`;
  }
  return facts;
}
