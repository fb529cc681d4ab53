#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`entente stress`: an invented island computed by hand, what must hold of any two losses, the
same bytes for the same seed, every format, and the cascade against its reference.

    test_stress.py PROGRAM ROOT
"""

import csv
import io
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
DAY = "2027-01-04"

# A week's need is 40 bolts: 30 of the shop, weight 1, and 10 of the depot, weight 3. 140 t of
# ore make 70 bolts. The lane to the depot waits two weeks for a licence.
SCENARIOS = """id,name,kind,target,fraction,start,duration_days,probability
works-gone,The works are gone,site,works,1,,0,0.25
works-late,The works stop later,activity,forge,1,2027-02-01,14,0.5
shop-shut,The shop is shut for its first fortnight,site,shop,1,,14,0.1
no-ore,Half the ore,item,ore,0.5,,0,
nothing,Nothing at all,party,mine,0,,0,0.9
"""


def run(*words, folder=ROOT):
    return subprocess.run([PROGRAM, *map(str, words)], cwd=folder, capture_output=True, text=True,
                          check=False)


def stress(workspace, *words):
    result = run("stress", workspace, "--as-of", DAY, *words, "--json")
    if result.returncode != 0:
        raise AssertionError(result.stderr)
    return json.loads(result.stdout)


class Stress(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        shutil.copytree(ROOT / "tests/fixtures/island-law", pathlib.Path(cls.folder.name, "island-law"))
        cls.island = pathlib.Path(cls.folder.name, "island")
        shutil.copytree(ROOT / "tests/fixtures/island", cls.island)
        (cls.island / "scenario.csv").write_text(SCENARIOS)
        cls.all = stress(cls.island)
        cls.by_id = {one["scenario"]: one for one in cls.all["scenarios"]}

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def loss(self, scenario):
        return stress(self.island, "--scenario", scenario)["scenarios"][1]["loss"]

    def test_by_hand(self):
        # Each of the two owes 0.75 t weights after t weeks: 41.25, and 7.5 for ten weeks more.
        # The base is late by 0.75 and 1.5 for want of the licence. Holding costs are small.
        gone = self.by_id["works-gone"]
        self.assertAlmostEqual(gone["lateness"], 2 * (41.25 + 75), delta=1e-6)
        self.assertAlmostEqual(gone["loss"], 230.25, delta=0.01)
        self.assertEqual(gone["survive_weeks"], 0)
        self.assertIsNone(gone["recover_weeks"])
        # The shop cannot be served for two weeks: 0.75 and 1.5, and has all in the third.
        shut = self.by_id["shop-shut"]
        self.assertAlmostEqual(shut["lateness"], 4.5, delta=1e-6)
        self.assertEqual((shut["survive_weeks"], shut["recover_weeks"]), (0, 2))
        self.assertEqual(self.by_id["nothing"]["loss"], 0)
        self.assertEqual(self.by_id["nothing"]["recover_weeks"], 0)
        self.assertIsNone(self.by_id["nothing"]["survive_weeks"])

    def test_suppliers(self):
        nodes = {one["party"]: one for one in self.all["suppliers"]}
        self.assertAlmostEqual(nodes["works"]["loss"], 230.25, delta=0.01)
        self.assertAlmostEqual(nodes["works"]["survive_weeks"], 0, delta=1e-6)
        # In the first week only the shop may be served: 140 t / 2 / 30 a week.
        self.assertAlmostEqual(nodes["mine"]["survive_weeks"], 140 / 2 / 30, delta=1e-6)
        for node in nodes.values():
            self.assertLessEqual(node["at_least"], node["loss"] + 1e-6)
            self.assertGreaterEqual(node["at_most"], node["loss"] - 1e-6)
        points = {(one["party"], one["site"]) for one in self.all["failure_points"]}
        self.assertEqual(points, {("mine", "shop"), ("mine", "depot"), ("works", "shop"),
                                  ("works", "depot")})

    def test_depths(self):
        found = {(one["programme"], one["depth"]): one for one in self.all["concentration"]}
        self.assertEqual(found["trade", 0]["country"], "BB")
        self.assertEqual(found["trade", 1]["country"], "AA")
        self.assertEqual(found["guard", 1]["herfindahl"], 1)

    def test_depth_counts_what_is_made_for_the_programme(self):
        # A second forge in CC serves the shop alone: whoever wants bolts at the depot has all of
        # them from BB, however many are made in CC.
        copy = pathlib.Path(self.folder.name) / "two-forges"
        shutil.copytree(self.island, copy)
        for name, row in (("party.csv", "second,Second works,site,CC,"),
                          ("activity.csv", "forge-2,second,bolt,1040,0,0,invented"),
                          ("lane.csv", "mine,second,ore,7,,0\nsecond,shop,bolt,0,,0")):
            (copy / name).write_text((copy / name).read_text() + row + "\n")
        found = {(one["programme"], one["depth"]): one for one in stress(copy)["concentration"]}
        self.assertEqual(found["guard", 0]["country"], "BB")
        self.assertEqual(found["guard", 0]["herfindahl"], 1)
        self.assertEqual(found["guard", 0]["narrowest_item"], "bolt")
        self.assertLess(found["trade", 0]["herfindahl"], 1)

    def test_points_by_supplier(self):
        text = run("stress", self.island, "--as-of", DAY).stdout
        part = text[text.index("Single points"):text.index("Concentration")]
        self.assertIn("loss, weeks", part)
        # Each of the two stops both needs: one entry with both, the costlier first.
        self.assertEqual(part.count(" works, "), 1)
        self.assertIn("stops Bolts for trade at shop; Bolts for guard at depot", part)
        self.assertIn("there is no other way", part)

    def test_tables(self):
        folder = pathlib.Path(self.folder.name) / "tables"
        result = run("stress", self.island, "--as-of", DAY, "--tables", folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        tables = {path.name: list(csv.DictReader(io.StringIO(path.read_text())))
                  for path in folder.iterdir()}
        self.assertEqual(set(tables), {
            "weeks.csv", "scenarios.csv", "owed.csv", "suppliers.csv", "failure_points.csv",
            "concentration.csv", "reasons.csv", "bottlenecks.csv", "reactions.csv", "flows.csv"})
        for name, count in (("weeks.csv", 6 * 2 * 10), ("scenarios.csv", 6),
                            ("owed.csv", 6 * 2 * 10),
                            ("suppliers.csv", len(self.all["suppliers"])),
                            ("failure_points.csv", len(self.all["failure_points"])),
                            ("concentration.csv", len(self.all["concentration"]))):
            self.assertEqual(len(tables[name]), count, name)
        gone = next(row for row in tables["scenarios.csv"] if row["scenario"] == "works-gone")
        self.assertAlmostEqual(float(gone["loss_weighted_weeks"]), self.by_id["works-gone"]["loss"],
                               delta=1e-6)
        self.assertEqual(gone["recovered_weeks"], "inf")
        # Ore of AA is used in BB, bolts of BB in CC: as many weeks' as are delivered.
        flows = {(row["from_tier"], row["from"], row["to_tier"], row["to"]):
                 float(row["weeks_of_need"]) for row in tables["flows.csv"]}
        self.assertEqual(set(flows), {("2", "AA", "1", "BB"), ("1", "BB", "0", "CC")})
        supplied = sum(line["supply"] for line in self.by_id[""]["lines"])
        self.assertAlmostEqual(flows["1", "BB", "0", "CC"], supplied / 40, delta=1e-4)
        reasons = sum(len(late["reasons"]) for one in self.all["scenarios"] for late in one["late"])
        self.assertEqual(len(tables["reasons.csv"]), reasons)

    def test_why_it_is_late(self):
        base = self.by_id[""]
        self.assertEqual([late["programme"] for late in base["late"]], ["guard"])
        self.assertIn("island.export.listed", base["late"][0]["reasons"][0]["why"])
        gone = self.by_id["works-gone"]
        whys = {reason["why"] for late in gone["late"] for reason in late["reasons"]}
        self.assertIn("lost in the scenario", whys)
        for bottleneck in gone["bottlenecks"]:
            self.assertTrue(bottleneck["makes_late"])

    def test_two_lose_at_least_as_much_as_either(self):
        both = self.loss("works-late+no-ore")
        for one in ("works-late", "no-ore"):
            self.assertGreaterEqual(both, self.loss(one) - 0.01)
        self.assertEqual(self.loss("works-late+no-ore"), self.loss("no-ore+works-late"))

    def test_supply_and_shortfall_make_demand(self):
        for scenario in self.all["scenarios"]:
            for line in scenario["lines"]:
                self.assertAlmostEqual(line["supply"] + line["shortfall"], line["demand"],
                                       delta=1e-4)

    def test_draws(self):
        words = ("--monte-carlo", 400, "--seed", 7)
        first = run("stress", self.island, "--as-of", DAY, *words, "--json").stdout
        self.assertEqual(first, run("stress", self.island, "--as-of", DAY, *words, "--json").stdout)
        drawn = json.loads(first)["monte_carlo"]
        self.assertEqual(drawn["draws"], 400)
        self.assertLessEqual(drawn["combinations"], 16)
        self.assertLessEqual(drawn["median"], drawn["percentile_95"])
        self.assertLessEqual(drawn["percentile_95"], drawn["worst"])
        self.assertLessEqual(drawn["mean"], drawn["worst_5_percent_mean"])
        self.assertGreater(drawn["mean"], 0.25 * 230 * 0.6)
        other = stress(self.island, "--monte-carlo", 400, "--seed", 8)["monte_carlo"]
        self.assertNotEqual(drawn["mean"], other["mean"])

    def test_files(self):
        folder = pathlib.Path(self.folder.name)
        result = run("stress", self.island, "--as-of", DAY, "--csv", folder / "s.csv", "--geojson",
                     folder / "s.geojson", "--html", folder / "s.html")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("works-gone", result.stdout)
        rows = list(csv.DictReader(io.StringIO((folder / "s.csv").read_text())))
        self.assertEqual(len(rows), 6 * 2 * 10)
        features = json.loads((folder / "s.geojson").read_text())["features"]
        self.assertTrue(all(one["type"] == "Feature" for one in features))
        self.assertEqual({one["properties"]["kind"] for one in features}, {"site", "lane"})
        page = (folder / "s.html").read_text()
        self.assertNotIn("<script", page)
        # There is no map: nobody knows where these countries are.
        self.assertEqual(page.count("<svg"), 4 + 6)
        for name in ("heat", "tornado", "tiers", "depths", "curve-5"):
            self.assertIn(f'id="{name}-title"', page)
        self.assertIn("survived", page)

    def test_positions(self):
        folder = pathlib.Path(self.folder.name)
        copy = folder / "placed"
        shutil.copytree(self.island, copy)
        rows = (copy / "party.csv").read_text().splitlines()
        rows = [rows[0] + ",latitude,longitude"] + [row + ",-35.5,149" for row in rows[1:]]
        (copy / "party.csv").write_text("\n".join(rows) + "\n")
        result = run("stress", copy, "--as-of", DAY, "--geojson", folder / "p.geojson",
                     "--html", folder / "p.html")
        self.assertEqual(result.returncode, 0, result.stderr)
        features = json.loads((folder / "p.geojson").read_text())["features"]
        self.assertEqual(features[0]["geometry"]["coordinates"], [149, -35.5])
        page = (folder / "p.html").read_text()
        self.assertIn('id="map-title"', page)
        self.assertIn(": 4 sites;", page)
        (copy / "party.csv").write_text("\n".join(rows).replace("-35.5", "-185") + "\n")
        self.assertIn("not within", run("stress", copy, "--as-of", DAY).stderr)

    def test_refusals(self):
        for words, message in (
                (("--as-of", DAY, "--scenario", "works-gon"), "did you mean `works-gone`"),
                ((), "needs `--as-of DATE`"),
                (("--as-of", DAY, "--all", "--scenario", "nothing"), "not both"),
                (("--as-of", DAY, "--monte-carlo", "10001"), "10000")):
            result = run("stress", self.island, *words)
            self.assertEqual(result.returncode, 2, message)
            self.assertIn(message, result.stderr)


class Validate(unittest.TestCase):
    """What is wrong with a workspace is told before anything is planned."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.island = pathlib.Path(folder.name, "island")
        shutil.copytree(ROOT / "tests/fixtures/island", self.island)

    def validate(self):
        return run("validate", self.island, "--as-of", DAY, "--packs",
                   ROOT / "tests/fixtures/island-law")

    def add(self, name, row):
        (self.island / name).write_text((self.island / name).read_text() + row + "\n")

    def test_whole(self):
        result = self.validate()
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertRegex(result.stdout, r"lane\.csv +3 rows\n")
        self.assertTrue(result.stdout.endswith("never use it\n  nothing\n"), result.stdout)

    def test_doubts(self):
        self.add("demand.csv", "trade,mine,bolt,,7,1,1")
        self.add("activity.csv", "far,depot,bolt,10,0,0,invented")
        self.add("lane.csv", "shop,depot,ore,7,,0")
        text = self.validate().stdout
        self.assertIn("demand.csv:4: nothing brings `bolt` to `mine`", text)
        # The lane brings ore to the depot, and so the activity there is no doubt.
        self.assertNotIn("`far` needs", text)
        self.assertIn("lane.csv:5: there is never `ore` at `shop` to send", text)
        self.add("activity.csv", "near,shop,bolt,10,0,0,invented")
        self.assertIn("activity.csv:5: `near` needs `ore`, which nothing brings to `shop`",
                      self.validate().stdout)

    def test_wrong_tables_and_levers(self):
        self.add("lever.csv", "bad,Bad,fact,status party=nobody status=listed,0,0")
        self.add("lever.csv", "worse,Worse,fact,lane of sight,0,0")
        result = self.validate()
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("lever.csv", result.stderr)
        self.assertIn("`nobody`", result.stderr)
        self.assertIn("`worse`", result.stderr)
        self.add("lane.csv", "mine,shopp,ore,7,,0")
        self.assertIn("did you mean `shop`", self.validate().stderr)


class Cascade(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.data = ROOT / "tests/unit/network/esri"

    def write(self, name, rows):
        path = pathlib.Path(self.folder.name, name)
        path.write_text("\n".join(",".join(row) for row in rows) + "\n")
        return path

    def table(self, name):
        return [line.split("\t") for line in (self.data / name).read_text().splitlines()]

    def test_agrees_with_the_reference(self):
        kinds = ("negligible", "ordinary", "essential")
        for case in ("rand01", "rand09"):
            links = self.write("links.csv", [["from", "to", "weight"],
                                             *self.table(f"{case}.edges.tsv")[1:]])
            firms = self.write("firms.csv", self.table(f"{case}.firms.tsv"))
            rows = [[str(i), str(j), kinds[int(kind)]]
                    for i, row in enumerate(self.table(f"{case}.ess.tsv"))
                    for j, kind in enumerate(row)]
            essential = self.write("kinds.csv", [["supplier", "buyer", "kind"], *rows])
            result = run("stress", "--cascade", links, firms, "--essential", essential)
            self.assertEqual(result.returncode, 0, result.stderr)
            found = list(csv.DictReader(io.StringIO(result.stdout)))
            expected = self.table(f"{case}.esri.tsv")[1:]
            self.assertEqual(len(found), len(expected))
            for one, values in zip(found, expected):
                for name, value in zip(("esri", "down", "up"), values):
                    self.assertAlmostEqual(float(one[name]), float(value), delta=1e-6)

    def test_names_what_is_wrong(self):
        links = self.write("links.csv", [["from", "to", "weight"], ["a", "b", "1"],
                                         ["a", "c", "x"]])
        firms = self.write("firms.csv", [["firm", "sector"], ["a", "s"], ["b", "s"]])
        result = run("stress", "--cascade", links, firms)
        self.assertEqual(result.returncode, 2)
        self.assertIn("links.csv:3: `c` is no firm", result.stderr)
        self.assertIn("`x` is no amount", result.stderr)


if __name__ == "__main__":
    PROGRAM, ROOT = sys.argv[1], pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1])
