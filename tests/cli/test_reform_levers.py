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
