#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Levers against exposure and over scenarios: exposures by hand, the frontier against all sets,
and the best set over what may happen against all sets under stress.

    test_reform_frontier.py PROGRAM ROOT
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
COSTS = {"delist": 100, "second-mine": 1000, "pile": 200, "ask-early": 50}
SCENARIOS = """id,name,kind,target,fraction,start,duration_days,probability
flood,The mine floods,site,mine,1,2026-01-12,28,0.25
half,Half the bolts fail,item,bolt,0.5,,0,0.2
strike,Nothing reaches the shop,site,shop,1,2026-02-02,14,0.1
"""


def run(*words):
    return subprocess.run([PROGRAM, *words], cwd=ROOT, capture_output=True, text=True, check=False)


def entente(*words):
    result = run(*words, "--as-of", DAY, "--packs", "tests/fixtures/island-law", "--json")
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


def island(folder, levers=(), scenarios=""):
    place = pathlib.Path(folder) / "island"
    shutil.copytree(ROOT / ISLAND, place)
    for lever in levers:
        name, cells = BY_HAND[lever]
        add_row(place / name, cells)
    if scenarios:
        (place / "scenario.csv").write_text(scenarios)
    return place


def all_sets():
    for size in range(len(BY_HAND) + 1):
        yield from itertools.combinations(sorted(BY_HAND), size)


class Frontier(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.answer = entente("reform", ISLAND, "--frontier")
        cls.base = cls.answer["objective"]

    def test_the_exposure_of_one_lever_by_hand(self):
        # Bolts, of unknown sensitivity, goods, to a recipient of unknown assurance without an
        # agreement, that go on nowhere: 0.5 x 0.6, 4 and 16. Of ten weeks the licence of fourteen
        # days leaves eight open under review; afterwards all ten are open without.
        lever = next(lever for lever in self.answer["levers"] if lever["id"] == "delist")
        for end, judged, review in (("low", 0.3, 0.05), ("middle", 4, 0.15), ("high", 16, 0.3)):
            self.assertAlmostEqual(lever["exposure"][end],
                                   judged * (2 + 8 * (1 - review)) / 10, 5, end)

    def test_a_faster_licence_exposes_the_days_that_it_saves_under_review(self):
        lever = next(lever for lever in self.answer["levers"] if lever["id"] == "ask-early")
        self.assertAlmostEqual(lever["exposure"]["middle"], 4 * 0.15 * 2 / 10, 5)

    def test_points_are_the_best_of_all_sets(self):
        gains, exposures = {}, {}
        for levers in all_sets():
            with tempfile.TemporaryDirectory() as folder:
                gains[levers] = self.base - entente("report", str(island(folder, levers))
                                                    )["objective"]
            law = {"delist", "ask-early"} & set(levers)
            exposures[levers] = 0 if not law else 3.52 if "delist" in law else 0.12
        points = self.answer["frontier"]
        self.assertGreaterEqual(len(points), 2)
        for point in points:
            choice = point["choice"]
            self.assertTrue(point["proven"])
            most = choice["exposure"]["middle"]
            best = max(gain for levers, gain in gains.items() if exposures[levers] <= most + 1e-6)
            self.assertAlmostEqual(choice["gain"], best, 5)
            levers = tuple(sorted(choice["levers"]))
            self.assertAlmostEqual(gains[levers], best, 5)
            self.assertAlmostEqual(exposures[levers], most, 5)
        for one, other in zip(points, points[1:]):
            self.assertGreater(one["choice"]["gain"], other["choice"]["gain"])
            self.assertGreater(one["choice"]["exposure"]["middle"],
                               other["choice"]["exposure"]["middle"])
        self.assertEqual(points[-1]["choice"]["exposure"]["middle"], 0)
        best = max(gains.values())
        self.assertAlmostEqual(points[0]["choice"]["gain"], best, 5)

    def test_recommendations_that_turn_on_the_judgement(self):
        for point in self.answer["frontier"]:
            for end in ("low", "high"):
                other = point[f"at_{end}"]
                self.assertEqual(point[f"flips_at_{end}"],
                                 other["levers"] != point["choice"]["levers"])
                self.assertLessEqual(other["exposure"][end],
                                     point["choice"]["exposure"]["middle"] + 1e-9)

    def test_denials_have_a_price_and_an_exposure(self):
        denials = self.answer["denials"]
        self.assertTrue(denials)
        listed = next(one for one in denials if one["name"] == "island.export.listed")
        self.assertAlmostEqual(listed["exposure"]["middle"], 3.52, 5)

    def test_settings_take_the_place_of_factors(self):
        with tempfile.TemporaryDirectory() as folder:
            place = island(folder)
            add_row(place / "workspace.csv", {"key": "exposure_review", "value": "0 0 1"})
            answer = entente("reform", str(place), "--frontier")
            lever = next(lever for lever in answer["levers"] if lever["id"] == "delist")
            self.assertAlmostEqual(lever["exposure"]["middle"], 4, 5)
            self.assertAlmostEqual(lever["exposure"]["high"], 16 * 2 / 10, 5)
            for value in ("1 2", "3 2 1", "a b c", "1 2 3 4"):
                other = island(pathlib.Path(folder) / value.replace(" ", "-"))
                add_row(other / "workspace.csv", {"key": "exposure_review", "value": value})
                result = run("reform", str(other), "--frontier", "--as-of", DAY, "--packs",
                             "tests/fixtures/island-law")
                self.assertEqual((result.returncode, result.stdout), (2, ""))
                self.assertIn("`exposure_review`", result.stderr)

    def test_page_and_text(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "levers.html"
            words = ("reform", ISLAND, "--as-of", DAY, "--frontier", "--html", str(page))
            first = run(*words)
            text = page.read_text()
            self.assertEqual(run(*words).stdout, first.stdout)
            self.assertEqual(page.read_text(), text)
        self.assertIn("What denials and delays cost", first.stdout)
        self.assertEqual(text.count("<svg"), 1)
        self.assertNotIn("<script", text)


class Scenarios(unittest.TestCase):
    """One of the scenarios happens, or nothing."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.place = str(island(cls.folder.name, scenarios=SCENARIOS))
        cls.objectives = {}
        for levers in all_sets():
            with tempfile.TemporaryDirectory() as folder:
                stress = entente("stress", str(island(folder, levers, SCENARIOS)), "--all")
                cls.objectives[levers] = [one["objective"] for one in stress["scenarios"]]

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    PROBABILITIES = (0.45, 0.25, 0.2, 0.1)

    def measured(self, measure, objectives, alpha=0.95):
        weighed = sorted(zip(objectives, self.PROBABILITIES), reverse=True)
        if measure == "worst":
            return weighed[0][0]
        if measure == "expectation":
            return sum(value * probability for value, probability in weighed)
        # The least over t of t + E[max(0, loss - t)] / (1 - alpha), which is attained at a loss.
        return min(t + sum(max(0, value - t) * probability for value, probability in weighed)
                   / (1 - alpha) for t, _ in weighed)

    def check(self, measure, alpha, *words):
        best_of = {levers: self.measured(measure, objectives, alpha)
                   for levers, objectives in self.objectives.items()}
        base = best_of[()]
        for budget in (0, 60, 150, 300, 1250, 5000):
            answer = entente("reform", self.place, "--scenarios", "all", "--measure", measure,
                             "--budget", str(budget), *words)
            self.assertAlmostEqual(answer["objective"], base, 5)
            for lever in answer["levers"]:
                self.assertAlmostEqual(lever["gain"], base - best_of[(lever["id"],)], 5)
            best = max(base - value for levers, value in best_of.items()
                       if sum(COSTS[lever] for lever in levers) <= budget)
            self.assertAlmostEqual(answer["choice"]["gain"], best, 5, (measure, budget))
            self.assertTrue(answer["choice"]["proven"])
            chosen = tuple(sorted(lever["id"] for lever in answer["levers"] if lever["chosen"]))
            for case, objective, without in zip(answer["cases"], self.objectives[chosen],
                                                self.objectives[()]):
                self.assertAlmostEqual(case["chosen"], objective, 5)
                self.assertAlmostEqual(case["objective"], without, 5)

    def test_expectation(self):
        self.check("expectation", 0.95)

    def test_worst(self):
        self.check("worst", 0.95)

    def test_conditional_value_at_risk(self):
        self.check("cvar", 0.8, "--alpha", "80")
        self.check("cvar", 0.95)

    def test_some_scenarios_only(self):
        answer = entente("reform", self.place, "--scenarios", "strike,flood")
        self.assertEqual([case["id"] for case in answer["cases"]], ["", "strike", "flood"])
        self.assertAlmostEqual(answer["cases"][0]["probability"], 0.65)

    def test_refused(self):
        for words, expected in ((("--measure", "worst"), "--scenarios"),
                                (("--scenarios", "all", "--measure", "mean"), "expectation"),
                                (("--scenarios", "floods"), "`floods`")):
            result = run("reform", self.place, "--as-of", DAY, "--packs",
                         "tests/fixtures/island-law", *words)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn(expected, result.stderr)
        with tempfile.TemporaryDirectory() as folder:
            place = island(folder, scenarios=SCENARIOS.replace(",0.2\n", ",\n"))
            result = run("reform", str(place), "--as-of", DAY, "--packs",
                         "tests/fixtures/island-law", "--scenarios", "all")
            self.assertEqual(result.returncode, 2)
            self.assertIn("no probability", result.stderr)


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
