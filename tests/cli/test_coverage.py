#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `entente pack coverage`: docs/coverage.md is what is generated, the figures are those
of the packs, and a coverage.csv that contradicts its pack is refused.

    test_coverage.py PROGRAM ROOT
"""

import csv
import json
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
PACK = """pack small "A small order"
  jurisdiction AA
  authority "Order 1"
  vintage 2026-01-01

vocabulary
  item.listed : yes/no

table group (country, group)
  from "group.csv"
  cite Order 1 Annex

requirement listed "Listed goods"
  cite Order 1 art. 2, 3
  when all of
    item.listed
    destination in group A   cite Order 1 art. 4

requirement never_tried "Never tried"
  cite Order 1 art. 10
  status partial
  when destination is BB

route licence "Licence"
  cite Order 1 art. 2
"""
TESTS = """test "listed"
  as of 2026-01-05
  given item.listed yes
  from AA to CC
  expect licence_required
test "not listed"
  as of 2026-01-05
  given item.listed no
  from AA to CC
  expect free
"""


def run(*words):
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run([PROGRAM, *words], cwd=ROOT, capture_output=True, text=True,
                          env=environment, check=False)


class Page(unittest.TestCase):
    def test_is_what_is_generated(self):
        result = run("pack", "coverage", "packs", "--markdown")
        page = (ROOT / "docs/coverage.md").read_text(encoding="utf-8")
        self.assertEqual(result.stderr, "")
        self.assertEqual(page == result.stdout, True,
                         "docs/coverage.md is not what is generated: run tools/coverage")

    def test_rows_are_those_of_the_tables(self):
        result = run("pack", "coverage", "packs", "--json")
        tables = {table["name"]: table for pack in json.loads(result.stdout)["packs"]
                  for table in pack["tables"]}
        for name, folder, file in (("us.ear.country_chart", "us-ear", "country_chart"),
                                   ("regimes.membership", "regimes", "membership")):
            with open(ROOT / "packs" / folder / f"{file}.csv", encoding="utf-8") as lines:
                self.assertEqual(tables[name]["rows"], sum(1 for _ in csv.DictReader(lines)))
            self.assertLessEqual(tables[name]["tested"], tables[name]["rows"])


class Small(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.pack = self.folder / "small"
        (self.pack / "tests").mkdir(parents=True)
        (self.pack / "pack.law").write_text(PACK, encoding="utf-8")
        (self.pack / "group.csv").write_text("country,group,status\nCC,A,verified\n"
                                             "DD,A,partial\n", encoding="utf-8")
        (self.pack / "tests/one.law").write_text(TESTS, encoding="utf-8")
        self.addCleanup(shutil.rmtree, self.folder)

    def coverage(self, *words):
        return run("pack", "coverage", str(self.pack), *words)

    def test_figures(self):
        result = self.coverage("--json")
        self.assertEqual(result.returncode, 1)
        pack = json.loads(result.stdout)["packs"][0]
        rules = {rule["name"]: rule for rule in pack["rules"]}
        self.assertEqual((rules["small.listed"]["tested"], rules["small.never_tried"]["tested"]),
                         (True, False))
        listed = rules["small.listed"]
        self.assertEqual((listed["conditions"], listed["met"], listed["failed"]), (2, 2, 1))
        self.assertEqual(pack["tables"][0], {"name": "small.group", "rows": 2, "tested": 1,
                                             "relied_on": 1})
        paragraphs = {entry["paragraph"]: entry for entry in pack["paragraphs"]}
        self.assertEqual(list(paragraphs), ["Order 1 art. 2", "Order 1 art. 3", "Order 1 art. 4",
                                            "Order 1 art. 10"])
        self.assertEqual(paragraphs["Order 1 art. 2"]["rules"], "listed, licence")
        self.assertTrue(paragraphs["Order 1 art. 4"]["tested"])
        self.assertFalse(paragraphs["Order 1 art. 10"]["tested"])
        self.assertEqual(paragraphs["Order 1 art. 10"]["state"], "partly")

    def test_untested_rules_are_named(self):
        result = self.coverage()
        self.assertEqual(result.returncode, 1)
        self.assertIn("1 of 2 decided", result.stdout)
        self.assertIn("no test reaches requirement `small.never_tried`", result.stdout)

    def test_what_is_left_out_is_told(self):
        (self.pack / "coverage.csv").write_text(
            "paragraph,state,why\nOrder 1 art. 7,not,was not read\n"
            "Order 1 art. 3,partly,its second sentence is missing\n", encoding="utf-8")
        text = self.coverage("--markdown").stdout
        self.assertIn("| Order 1 art. 7 | not |  |  | was not read |", text)
        self.assertIn("| Order 1 art. 3 | partly | tested | verified | listed; its second sentence "
                      "is missing |", text)

    def test_contradictions_are_refused(self):
        for line, part in (("Order 1 art. 3,not,why", "cites it"), ("x,wholly,why", "`wholly`")):
            (self.pack / "coverage.csv").write_text(f"paragraph,state,why\n{line}\n",
                                                    encoding="utf-8")
            result = self.coverage()
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn(part, result.stderr)
        (self.pack / "coverage.csv").write_text("paragraph,why\n", encoding="utf-8")
        self.assertIn("`state` is missing", self.coverage().stderr)


def main():
    global PROGRAM, ROOT
    PROGRAM, ROOT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1])


main()
