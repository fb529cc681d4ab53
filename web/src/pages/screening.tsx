// SPDX-License-Identifier: Apache-2.0
// Names against lists of restricted parties: one name looked up, the workspace's own parties with
// what people found of them, and the lists themselves.
import { Views } from "../parts";
import { useShell } from "../shell";
import { KeptLists } from "./screening_lists";
import { LookUp } from "./screening_name";
import { OwnParties } from "./screening_parties";

const VIEWS = [["name", "Look up a name"], ["parties", "This workspace's parties"], ["lists", "Lists"]] as const;

export function ScreeningPage() {
  const { query, link } = useShell();
  const wanted = query.get("view") ?? "name";
  const view = VIEWS.some(([id]) => id === wanted) ? wanted : "name";
  return (
    <>
      <h1>Screening</h1>
      <Views label="Of screening" views={VIEWS} current={view} link={(id) => link("screening", { view: id })} />
      {view === "name" && <LookUp />}
      {view === "parties" && <OwnParties />}
      {view === "lists" && <KeptLists />}
    </>
  );
}
