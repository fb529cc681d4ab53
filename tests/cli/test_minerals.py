#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The report on samples/minerals, with the packs as they stand: that its sums come out, that
lifting a barrier gains what it says, and what it must say about 28 November 2026.

    test_minerals.py PROGRAM ROOT
"""

import csv
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
DAY = "2026-11-23"


def report(*words):
    result = subprocess.run([PROGRAM, "report", "samples/minerals", *words, "--json"], cwd=ROOT,
                            capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise AssertionError(result.stderr)
    return json.loads(result.stdout)


def law_without(folder, rule):
    """A copy of the workspace's packs in which one rule's block is gone."""
    packs = pathlib.Path(folder) / "packs"
    with open(ROOT / "samples/minerals/workspace.csv", encoding="utf-8", newline="") as file:
        for key, path in list(csv.reader(file))[1:]:
            if key == "packs":
                shutil.copytree(ROOT / "samples/minerals" / path, packs / pathlib.Path(path).name)
    pack, _, name = rule.rpartition(".")
    path = packs / pack.replace(".", "-") / "pack.law"
    law = path.read_text()
    blocks = re.split(r"\n(?=[a-z])", law)
    kept = [block for block in blocks if not re.match(rf"(\w+) {re.escape(name)}[ \n]", block)]
    if len(kept) != len(blocks) - 1:
        raise AssertionError(f"{rule} stands in {len(blocks) - len(kept)} blocks")
    path.write_text("\n".join(kept))
    return str(packs)


class Minerals(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = report("--as-of", DAY)

    def test_primal_is_dual(self):
        self.assertAlmostEqual(self.base["objective"], self.base["dual_objective"],
                               delta=1e-6 * (1 + abs(self.base["objective"])))

    def test_supply_and_shortfall_make_demand_in_every_week(self):
        for line in self.base["lines"]:
            self.assertAlmostEqual(line["lawful_supply"] + line["shortfall"], line["demand"],
                                   delta=1e-4)
            owed = 0
            for demand, supply, after in zip(line["demand_weekly"], line["supply_weekly"],
                                             line["owed_weekly"]):
                owed += demand - supply
                self.assertAlmostEqual(owed, after, delta=0.1)

    def test_each_source_names_edition_and_year(self):
        for source in self.base["sources"]:
            self.assertTrue(source["rows"], source)
            for row in source["rows"]:
                self.assertIn("USGS MCS 2026", row["source"], row)
        self.assertTrue(any("2025e" in row["source"] for source in self.base["sources"]
                            for row in source["rows"]))
        self.assertTrue(any("Cannot be modelled" in note and "beryllium" in note
                            for note in self.base["notes"]))

    def test_ceilings_hold_and_the_top_is_ranked(self):
        barriers = self.base["barriers"]
        certain = barriers[:self.base["certified"]]
        self.assertEqual(len(certain), 10)
        for barrier in barriers:
            if barrier["gain"] is not None:
                self.assertGreaterEqual(barrier["ceiling"], barrier["gain"] - 1e-6)
        least = certain[-1]["gain"]
        self.assertEqual(certain, sorted(certain, key=lambda barrier: -barrier["gain"]))
        for barrier in barriers[len(certain):]:
            value = barrier["ceiling"] if barrier["gain"] is None else barrier["gain"]
            self.assertLessEqual(value, least + 1e-6, barrier["name"])

    def test_deleting_a_rule_gains_what_the_report_says(self):
        laws = [barrier for barrier in self.base["barriers"]
                if barrier["kind"] == "law" and barrier["gain"] is not None]
        self.assertGreaterEqual(len(laws), 3)
        for barrier in laws:
            with tempfile.TemporaryDirectory() as folder:
                without = report("--as-of", DAY, "--packs", law_without(folder, barrier["name"]))
            self.assertAlmostEqual(self.base["objective"] - without["objective"], barrier["gain"],
                                   delta=1e-5 * (1 + barrier["gain"]), msg=barrier["name"])

    def test_28_november_for_civil_and_military_end_use(self):
        changes = {(change["item"], change["end_use"]): change for change in self.base["changes"]
                   if (change["date"], change["from"], change["to"]) == ("2026-11-28", "CN", "US")}
        for item in ("gallium", "germanium", "antimony"):
            civil, military = changes[item, "civil"], changes[item, "military"]
            self.assertEqual((civil["before"], civil["after"]), ("licence_required", "prohibited"))
            self.assertEqual((military["before"], military["after"]), ("prohibited", "prohibited"))
            self.assertEqual(civil["status"], "derived")
            self.assertIn("46/2024 clause 2", civil["because"])
            self.assertIn("no extension", civil["because"])
            self.assertIn("46/2024 clause 1", military["because"])

    def test_before_the_suspension_and_within_it(self):
        outcomes = {}
        for day in ("2025-11-08", "2025-11-09"):
            sources = report("--as-of", day, "--horizon-weeks", "1")["sources"]
            outcomes[day] = next(source["lanes"] for source in sources
                                 if (source["item"], source["country"]) == ("gallium", "CN"))
        self.assertEqual(outcomes["2025-11-08"]["prohibited"], 2)
        self.assertEqual(outcomes["2025-11-09"]["prohibited"], 1)

    def test_every_barrier_of_law_cites(self):
        for barrier in self.base["barriers"]:
            if barrier["kind"] in ("law", "clock"):
                self.assertTrue(barrier["citation"], barrier["name"])

    def test_two_dates_stand_side_by_side(self):
        both = report("--as-of", DAY, "--compare", "2026-06-01")
        self.assertEqual(both["compare"]["as_of"], "2026-06-01")
        self.assertEqual(both["lines"], self.base["lines"])
        self.assertEqual(both["compare"]["lines"], report("--as-of", "2026-06-01")["lines"])


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
