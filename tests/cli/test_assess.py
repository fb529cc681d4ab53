#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`entente assess` as a user runs it.

    test_assess.py PROGRAM ROOT
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
SAMPLE = "samples/assessment/harbour-castings.csv"
LEVEL_2 = "catalogues/cmmc-l2"


def assess(file, *words, catalogue=LEVEL_2):
    return subprocess.run([PROGRAM, "assess", str(file), "--catalogue", catalogue, "--as-of",
                           "2026-11-23", *words], cwd=ROOT, capture_output=True, text=True,
                          check=False)


def assess_rows(rows, **options):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "answers.csv"
        with path.open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        return assess(path, "--json", **options)


def requirements(catalogue=LEVEL_2):
    with (ROOT / catalogue / "requirement.csv").open(newline="") as file:
        return list(csv.DictReader(file))


class Assess(unittest.TestCase):
    def test_the_sample(self):
        result = assess(SAMPLE)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("97 to 100 of 110", result.stdout)
        self.assertIn("110 - 13", result.stdout)
        self.assertEqual(result.stdout, assess(SAMPLE).stdout)

    def test_a_plan_of_action_has_a_deadline(self):
        rows = [("requirement", "status")] + [
            (row["id"], "not_met" if row["id"] == "3.1.3" else "met") for row in requirements()]
        report = json.loads(assess_rows(rows).stdout)
        self.assertEqual(report["standing"], "conditional")
        self.assertEqual(report["gaps"][0]["close_by"], "2027-05-22")
        self.assertTrue(report["gaps"][0]["source"])

    def test_nothing_answered_is_nothing_reached(self):
        for catalogue in ("catalogues/cmmc-l1", LEVEL_2, "catalogues/cmmc-l3"):
            report = json.loads(assess_rows([("requirement", "status")],
                                            catalogue=catalogue).stdout)
            self.assertEqual(report["standing"], "undetermined")
            self.assertEqual(report["unknown"], len(requirements(catalogue)))

    def test_bad_input(self):
        for rows, expected in (([("requirement", "status"), ("3.1.111", "met")], "did you mean"),
                               ([("requirement", "status"), ("3.1.1", "fine")], "`fine`"),
                               ([("requirement",)], "`status`")):
            result = assess_rows(rows)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn(expected, result.stderr)
        self.assertEqual(assess("no/such/file.csv").returncode, 2)
        self.assertEqual(assess(SAMPLE, catalogue="no/such").returncode, 2)


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
