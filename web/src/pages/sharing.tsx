// SPDX-License-Identifier: Apache-2.0
// Labels, sealed files, and the keys that obey the decision.
import { Views } from "../parts";
import { useShell } from "../shell";
import { WhoMayOpen } from "./sharing_openers";
import { LabelCheck } from "./sharing_label";
import { Inspect, Seal } from "./sharing_file";
import { KeyReleases } from "./sharing_releases";

const VIEWS = [
  ["label", "Check a label"], ["openers", "Who may open"], ["seal", "Seal a file"], ["inspect", "Look into a sealed file"],
  ["releases", "Key releases"],
] as const;

export function SharingPage() {
  const { query, link } = useShell();
  const wanted = query.get("view") ?? "label";
  const view = VIEWS.some(([id]) => id === wanted) ? wanted : "label";
  const asked = { label: query.get("label") ?? "", item: query.get("item") ?? "" };
  return (
    <>
      <h1>Sharing</h1>
      <Views label="Of sharing" views={VIEWS} current={view} link={(id) => link("sharing", { view: id, ...asked })} />
      {view === "label" && <LabelCheck />}
      {view === "openers" && <WhoMayOpen />}
      {view === "seal" && <Seal />}
      {view === "inspect" && <Inspect />}
      {view === "releases" && <KeyReleases />}
    </>
  );
}
