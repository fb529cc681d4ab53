#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Levers: what each gains is what a report on the changed workspace says, and the best set is
the best of all that the budget allows.

    test_reform_levers.py PROGRAM ROOT
"""

import csv
import itertools
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
ISLAND = "tests/fixtures/island"
DAY = "2026-01-05"

# The levers of the fixture as a reader would write them into the tables by hand.
BY_HAND = {
    "delist": ("attribute.csv", {"item": "bolt", "attribute": "listed", "value": "no",
                                 "from": DAY}),
    "second-mine": ("activity.csv", {"id": "dig-2", "site": "mine", "item": "ore",
                                     "capacity": "5110", "from": "2026-01-19"}),
    "pile": ("stock.csv", {"site": "shop", "item": "bolt", "quantity": "40",
                           "from": "2026-01-26"}),
    "ask-early": ("workspace.csv", {"key": "licences_asked_days_before", "value": "14"}),
}


def run(*words):
    return subprocess.run([PROGRAM, *words], cwd=ROOT, capture_output=True, text=True, check=False)


def reform(*words):
    result = run("reform", ISLAND, "--as-of", DAY, "--json", *words)
    if result.returncode != 0:
        raise AssertionError(result.stderr)
    return json.loads(result.stdout)


def add_row(path, cells):
    rows = list(csv.DictReader(path.read_text().splitlines()))
    columns = list(dict.fromkeys([*rows[0], *cells]))
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, columns, restval="", lineterminator="\n")
        writer.writeheader()
        writer.writerows([*rows, cells])


def objective(levers):
    with tempfile.TemporaryDirectory() as folder:
        island = pathlib.Path(folder) / "island"
        shutil.copytree(ROOT / ISLAND, island)
        for lever in levers:
            name, cells = BY_HAND[lever]
            add_row(island / name, cells)
        result = run("report", str(island), "--as-of", DAY, "--packs",
                     "tests/fixtures/island-law", "--json")
        if result.returncode != 0:
            raise AssertionError(result.stderr)
        return json.loads(result.stdout)["objective"]


class Levers(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.base = objective([])
        cls.gains = {levers: cls.base - objective(levers)
                     for size in range(len(BY_HAND) + 1)
                     for levers in itertools.combinations(sorted(BY_HAND), size)}

    def test_each_alone_gains_what_the_changed_workspace_gains(self):
        priced = reform()
        self.assertAlmostEqual(priced["objective"], self.base, 5)
        self.assertEqual(len(priced["levers"]), len(BY_HAND))
        for lever in priced["levers"]:
            self.assertAlmostEqual(lever["gain"], self.gains[(lever["id"],)], 5, lever["id"])
        gains = [lever["gain"] for lever in priced["levers"]]
        self.assertEqual(gains, sorted(gains, reverse=True))

    def test_the_best_set_is_the_best_of_all(self):
        costs = {lever["id"]: lever["cost_usd"] for lever in reform()["levers"]}
        for budget in (0, 60, 150, 300, 1000, 1250, 5000):
            choice = reform("--budget", str(budget))
            best = max(gain for levers, gain in self.gains.items()
                       if sum(costs[lever] for lever in levers) <= budget)
            self.assertAlmostEqual(choice["choice"]["gain"], best, 5, budget)
            self.assertTrue(choice["choice"]["proven"])
            self.assertLessEqual(choice["choice"]["cost_usd"], budget)
            chosen = tuple(sorted(lever["id"] for lever in choice["levers"] if lever["chosen"]))
            self.assertAlmostEqual(self.gains[chosen], best, 5)
            shares = sum(lever["share"] for lever in choice["levers"] if lever["chosen"])
            self.assertAlmostEqual(shares, best, 5)

    def test_some_levers_only(self):
        self.assertEqual([lever["id"] for lever in reform("--levers", "pile,delist")["levers"]],
                         ["pile", "delist"])

    def test_same_bytes_twice(self):
        words = ("reform", ISLAND, "--as-of", DAY, "--budget", "300")
        self.assertEqual(run(*words).stdout, run(*words).stdout)


LAW = """# SPDX-License-Identifier: Apache-2.0
reform quick "The harbour master decides in {days} days"
  hypothetical
{dates}  in island.export
    set licence days {days} basis "tried"
"""
UNLISTED = """# SPDX-License-Identifier: Apache-2.0
reform unlisted "Listed goods need no licence"
  cite Bill 1
{dates}  in island.export
    switch off listed
"""


class Law(unittest.TestCase):
    """A lever that brings law gains what the report under that law gains, from the day on which
    the lever is ready, and says which decisions change."""

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)
        self.island = pathlib.Path(self.folder.name) / "island"
        shutil.copytree(ROOT / ISLAND, self.island)

    def levers(self, *lines):
        with (self.island / "lever.csv").open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(
                [["id", "name", "kind", "change", "cost_usd", "ready_days"], *lines])

    def entente(self, command, *words):
        result = run(command, str(self.island), "--as-of", DAY, "--packs",
                     "tests/fixtures/island-law", "--json", *words)
        if result.returncode != 0:
            raise AssertionError(result.stderr)
        return json.loads(result.stdout)

    def under(self, *texts):
        words = []
        for number, text in enumerate(texts):
            file = pathlib.Path(self.folder.name) / f"{number}.law"
            file.write_text(text)
            words += ["--reform", str(file)]
        return self.entente("report", *words)["reformed"]["objective"]

    def test_gain_and_decisions(self):
        (self.island / "quick.law").write_text(LAW.format(days=3, dates=""))
        (self.island / "unlisted.law").write_text(UNLISTED.format(dates=""))
        self.levers(["quick", "Quick", "reform", "reform file=quick.law", 10, 0],
                    ["unlisted", "Unlisted", "reform", "reform file=unlisted.law", 20, 21])
        answer = self.entente("reform", "--budget", "30")
        base = answer["objective"]
        priced = {lever["id"]: lever for lever in answer["levers"]}
        quick, later = LAW.format(days=3, dates=""), UNLISTED.format(dates="  from 2026-01-26\n")
        self.assertGreater(priced["quick"]["gain"], 0)
        self.assertAlmostEqual(priced["quick"]["gain"], base - self.under(quick), 5)
        self.assertAlmostEqual(priced["unlisted"]["gain"], base - self.under(later), 5)
        both = base - self.under(quick, later)
        best = max(both, priced["quick"]["gain"], priced["unlisted"]["gain"])
        self.assertAlmostEqual(answer["choice"]["gain"], best, 5)
        moves = priced["quick"]["decisions"]
        self.assertTrue(moves)
        self.assertEqual({(move["before"], move["days_before"], move["after"], move["days_after"])
                          for move in moves},
                         {("licence_required", 14, "licence_required", 3)})
        self.assertEqual({(move["before"], move["after"])
                          for move in priced["unlisted"]["decisions"]},
                         {("licence_required", "free")})
        self.assertEqual([reform["name"] for reform in priced["quick"]["reforms"]], ["quick"])

    def test_what_was_decided_for_other_sets_changes_no_gain(self):
        # Law and rows that begin on different days meet on the same lanes; whichever set is pulled
        # first, and whatever else is looked at, each set gains the same.
        (self.island / "quick.law").write_text(LAW.format(days=3, dates=""))
        (self.island / "unlisted.law").write_text(UNLISTED.format(dates=""))
        rows = (["quick", "", "reform", "reform file=quick.law", 10, 9],
                ["unlisted", "", "reform", "reform file=unlisted.law", 10, 11],
                ["said", "", "fact", "transfer item=bolt fact=item.listed value=no", 10, 3],
                ["early", "", "fact", "transfer consignee=depot item=bolt fact=item.listed value=no "
                 f"from={DAY}", 10, 35])
        self.levers(*rows)
        together = {lever["id"]: lever["gain"] for lever in self.entente("reform")["levers"]}
        self.assertGreater(together["said"], together["unlisted"])
        for name, gain in together.items():
            alone = self.entente("reform", "--levers", name)["levers"][0]["gain"]
            self.assertAlmostEqual(alone, gain, 6, name)
        for pair in itertools.combinations(together, 2):
            gains = [self.entente("reform", "--levers", ",".join(order), "--budget", "20")["choice"]
                     ["gain"] for order in (pair, pair[::-1])]
            self.assertAlmostEqual(gains[0], gains[1], 6, pair)
            self.assertGreaterEqual(gains[0], max(together[name] for name in pair) - 1e-6)
        best = [self.entente("reform", "--levers", ",".join(order), "--budget", "40")["choice"]
                ["gain"] for order in itertools.permutations(together)]
        self.assertLess(max(best) - min(best), 1e-6)
        (self.island / "transfer.csv").write_text(
            "exporter,consignee,item,fact,value,from\n,,bolt,item.listed,no,2026-01-08\n"
            f",depot,bolt,item.listed,no,{DAY}\n")
        by_hand = self.under(LAW.format(days=3, dates="  from 2026-01-14\n"),
                             UNLISTED.format(dates="  from 2026-01-16\n"))
        (self.island / "transfer.csv").unlink()
        self.assertAlmostEqual(self.entente("reform")["objective"] - by_hand, best[0], 5)

    def test_text_says_where_it_is_from(self):
        (self.island / "unlisted.law").write_text(UNLISTED.format(dates=""))
        self.levers(["unlisted", "Unlisted", "reform", "reform file=unlisted.law", 20, 21])
        result = run("reform", str(self.island), "--as-of", DAY, "--packs",
                     "tests/fixtures/island-law")
        self.assertIn('unlisted, "Listed goods need no licence", from 2026-01-26 (Bill 1), sha256',
                      result.stdout)
        self.assertIn("licence required (14 days) -> free", result.stdout)

    def test_refused(self):
        for change, expected in (("reform file=none.law", "none.law"), ("reform quick", "COLUMN"),
                                 ("reform name=quick", "`reform file=PATH`")):
            self.levers(["bad", "Bad", "reform", change, 0, 0])
            result = run("reform", str(self.island), "--as-of", DAY, "--packs",
                         "tests/fixtures/island-law")
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn(expected, result.stderr)


class BadInput(unittest.TestCase):
    def refused(self, *words, expected):
        result = run("reform", *words, "--as-of", DAY)
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        self.assertIn(expected, result.stderr)

    def test_options(self):
        self.refused(ISLAND, "--levers", "pyle", expected="`pile`")
        self.refused(ISLAND, "--budget", "much", expected="US dollars")
        self.refused(ISLAND, "--budget", "-1", expected="US dollars")

    def test_changes(self):
        for change, expected in (("stok site=shop", "`stok`"), ("stock", "COLUMN=VALUE"),
                                 ("stock site=shop item=bolt quantity=-4", "-4"),
                                 ("stock site=shopp item=bolt quantity=4", "`shop`"),
                                 ('stock site="shop', "COLUMN=VALUE")):
            with tempfile.TemporaryDirectory() as folder:
                island = pathlib.Path(folder) / "island"
                shutil.copytree(ROOT / ISLAND, island)
                with (island / "lever.csv").open("w", newline="") as file:
                    csv.writer(file, lineterminator="\n").writerows(
                        [["id", "name", "kind", "change"], ["bad", "Bad", "stockpile", change]])
                self.refused(str(island), "--packs", "tests/fixtures/island-law",
                             expected=expected)


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
