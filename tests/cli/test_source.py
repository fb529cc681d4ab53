#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who can supply, and programmes, as users ask for them.

    test_source.py PROGRAM ROOT
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
QUAY = "tests/fixtures/quay"
MINERALS = "samples/minerals"


def run(*words):
    return subprocess.run([PROGRAM, *words], cwd=ROOT, capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C"}, check=False)


def source(**changed):
    options = {"item": "bolt", "to": "base", "by": "2026-02-01", "as-of": "2026-01-05",
               "quantity": "30", "end-use": "military"}
    options.update({name.replace("_", "-"): value for name, value in changed.items()})
    words = ["source", options.pop("workspace", QUAY)]
    for name, value in options.items():
        words += [f"--{name}", value] if value is not None else []
    return words


class Cases(unittest.TestCase):
    def done(self, *words):
        result = run(*words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def refused(self, words, *expected):
        result = run(*words)
        self.assertEqual((result.returncode, result.stdout), (2, ""), result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
        for text in expected:
            self.assertIn(text, result.stderr)


class Source(Cases):
    def test_text_and_json_agree(self):
        text, answer = self.done(*source()), json.loads(self.done(*source(), "--json"))
        self.assertEqual(answer["can"], 1)
        first = answer["candidates"][0]
        self.assertEqual((first["party"], first["arrives"]), ("forge-one", "2026-01-26"))
        self.assertEqual([hop["to"] for hop in first["way"]], ["hub", "base"])
        self.assertIn("The first forge (forge-one, BB)", text)
        self.assertIn("arrives 2026-01-26", text)
        for candidate in answer["candidates"][1:]:
            self.assertTrue(candidate["reason"])
        self.assertEqual(text.count("does not give legal advice"), 1)

    def test_same_bytes_twice(self):
        for words in (source(), source(quantity=None, end_use=None)):
            for more in ((), ("--json",)):
                self.assertEqual(self.done(*words, *more), self.done(*words, *more))

    def test_changes_hold_when_they_are_made(self):
        answer = json.loads(self.done(*source(end_use=None), "--json"))
        shut = {each["party"]: each for each in answer["candidates"]}["forge-one"]
        self.assertEqual(shut["verdict"], "undetermined")
        self.assertEqual(shut["changes"][0]["if"], "end_use were military")
        answer = json.loads(self.done(*source(end_use="military"), "--json"))
        self.assertEqual(answer["candidates"][0]["arrives"], shut["changes"][0]["arrives"])

    def test_combinations_add_up(self):
        answer = json.loads(self.done(*source(workspace=MINERALS, item="gallium",
                                              to="US-civil-industry", by="2027-03-01",
                                              as_of="2026-11-23", quantity="1000",
                                              end_use=None), "--json"))
        left = {each["party"]: each["left"] for each in answer["candidates"]}
        for name in ("cheapest", "broadest"):
            made = answer[name]
            self.assertAlmostEqual(sum(share["quantity"] for share in made["shares"]),
                                   made["quantity"], 4)
            self.assertAlmostEqual(made["quantity"] + made["short"], 1000, 4)
            for share in made["shares"]:
                self.assertLessEqual(share["quantity"], left[share["party"]] + 1e-4)
        self.assertLessEqual(answer["broadest"]["concentration"],
                             answer["cheapest"]["concentration"] + 1e-6)

    def test_law_keeps_out(self):
        answer = json.loads(self.done(*source(workspace=MINERALS, item="gallium",
                                              to="US-defence-industry", by="2027-03-01",
                                              as_of="2026-11-23", quantity="10", end_use=None),
                                      "--json"))
        china = next(each for each in answer["candidates"] if each["country"] == "CN")
        self.assertEqual(china["verdict"], "barred")
        self.assertIn("46/2024", china["reason"])

    def test_bad_input(self):
        self.refused(source(item="blt"), "`--item`", "did you mean `bolt`?")
        self.refused(source(to="bse"), "`--to`", "did you mean `base`?")
        self.refused(source(item="anvil"), "item.csv")
        self.refused(source(by="2026-02-30"), "`--by`")
        self.refused(source(by="2026-01-04"), "before `--as-of`")
        self.refused(source(by="2046-01-04"), "weeks")
        self.refused(source(item=None), "`--item ITEM`")
        for quantity in ("0", "-3", "many"):
            self.refused(source(quantity=quantity), "`--quantity`")


class Programme(Cases):
    words = ("programme", QUAY, "--as-of", "2026-01-05")

    def test_text_and_json_agree(self):
        text, answer = self.done(*self.words), json.loads(self.done(*self.words, "--json"))
        guard, = answer["programmes"]
        self.assertEqual((guard["ends"], guard["need_by"]), ("2026-02-02", "2026-01-31"))
        self.assertAlmostEqual(sum(share["share"] for share in guard["shares"]), 1, 5)
        money = guard["return"]
        self.assertAlmostEqual(
            money["return_usd"],
            money["home_cost_usd"] + money["home_delay_usd"] + money["home_setup_usd"] -
            money["joint_cost_usd"] - money["joint_delay_usd"] - money["joint_compliance_usd"], 2)
        self.assertIn("critical authorisation: Licence of the harbour master", text)
        self.assertEqual(self.done("programme", QUAY, "guard", "--as-of", "2026-01-05"), text)

    def test_same_bytes_twice(self):
        self.assertEqual(self.done(*self.words, "--json"), self.done(*self.words, "--json"))

    def test_page_is_one_file(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "page.html"
            self.done(*self.words, "--html", str(page))
            html = page.read_text()
            self.assertIn("<svg", html)
            self.assertIn("The guard", html)
            for outside in ("<script", "<link", "@import", "<img"):
                self.assertNotIn(outside, html)

    def test_bad_input(self):
        self.refused(("programme", QUAY, "gard", "--as-of", "2026-01-05"),
                     "did you mean `guard`?")
        self.refused(("programme", QUAY, "guard", "more", "--as-of", "2026-01-05"), "`more`")
        self.refused(("programme", QUAY), "--as-of")
        self.refused(("programme",  QUAY, "--as-of", "soon"), "`--as-of`")


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv[1])
    ROOT = pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1])
