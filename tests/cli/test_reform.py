#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Reforms on the command line: `--reform` on the commands that take packs, what would change
a decision, and the decision as a page.

    test_reform.py PROGRAM ROOT
"""

import html.parser
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
ISLAND = "tests/fixtures/island"
LAW = "tests/fixtures/island-law"
CHECK = ("check", "--packs", LAW, "--item", "id=bolt,listed=yes", "--from", "BB", "--to", "CC",
         "--fact", "end_use=military")

LIFT = """reform lift "Lift the licence"
  from 2026-01-04
  hypothetical
  in island.export
    change listed
      end_use is military becomes end_use is militia
    set licence days 3 basis "as proposed"
"""


def run(*words):
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run([PROGRAM, *words], cwd=ROOT, capture_output=True, text=True,
                          env=environment, check=False)


def load(*words):
    result = run(*words, "--json")
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


class Page(html.parser.HTMLParser):
    """Whether tags close each other, and the words in them."""

    VOID = {"meta", "br", "link", "img", "input"}

    def __init__(self, text):
        super().__init__()
        self.open, self.words, self.tags = [], [], []
        self.feed(text)
        assert not self.open, self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, tag

    def handle_data(self, data):
        self.words.append(data)


class Files(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.addCleanup(self.folder.cleanup)

    def write(self, text, name="reform.law"):
        path = pathlib.Path(self.folder.name) / name
        path.write_text(text, encoding="utf-8")
        return str(path)


class Reform(Files):
    def test_decides_as_if_in_force(self):
        path = self.write(LIFT)
        before = load(*CHECK, "--as-of", "2026-01-03", "--reform", path)
        after = load(*CHECK, "--as-of", "2026-01-04", "--reform", path)
        self.assertEqual(before["outcome"], "licence_required")
        self.assertEqual(after["outcome"], "free")
        self.assertIn({"date": "2026-01-04", "outcome": "free"}, before["changes"])

    def test_is_named_in_every_output(self):
        path = self.write(LIFT)
        words = (*CHECK, "--as-of", "2026-01-05", "--reform", path)
        decision = load(*words)
        reform = decision["reforms"][0]
        self.assertEqual(reform["name"], "lift")
        self.assertTrue(reform["hypothetical"])
        self.assertEqual(reform["changes"][1],
                         'island.export: set licence days 3 basis "as proposed"')
        pack = decision["packs"][0]
        self.assertNotEqual(pack["digest"], pack["digest_without_reforms"])
        text = run(*words).stdout
        self.assertIn("Reforms in force here, none of them law", text)
        self.assertIn(reform["digest"][:12], text)

    def test_undone_every_digest_is_as_before(self):
        path = self.write(LIFT)
        words = (*CHECK, "--as-of", "2026-01-05")
        before = run(*words, "--json").stdout
        load(*words, "--reform", path)
        self.assertEqual(run(*words, "--json").stdout, before)
        self.assertEqual(json.loads(before)["reforms"], [])
        reformed = load(*words, "--reform", path)["packs"][0]
        self.assertEqual(reformed["digest_without_reforms"],
                         json.loads(before)["packs"][0]["digest"])

    def test_several_are_in_force_one_after_the_other(self):
        first = self.write(LIFT)
        second = self.write('reform back "Back"\n  hypothetical\n  in island.export\n'
                            "    set listed in force from 2027-01-01\n", "second.law")
        decision = load(*CHECK, "--as-of", "2026-01-03", "--reform", first, "--reform", second)
        self.assertEqual([reform["name"] for reform in decision["reforms"]], ["lift", "back"])
        self.assertEqual(decision["outcome"], "free")

    def test_mistakes_are_told(self):
        path = self.write(LIFT.replace("change listed", "change listd"))
        result = run(*CHECK, "--as-of", "2026-01-05", "--reform", path)
        self.assertEqual(result.returncode, 2)
        self.assertEqual(result.stdout, "")
        self.assertIn(":5:12: there is no provision `listd` in `island.export`; did you mean "
                      "`listed`?", result.stderr)
        result = run(*CHECK, "--as-of", "2026-01-05", "--reform", "nowhere.law")
        self.assertEqual(result.returncode, 2)
        self.assertIn("nowhere.law", result.stderr)


class Plans(Files):
    """Commands that plan under a reform say so in each form that they write."""

    def test_every_form_names_it(self):
        path = self.write(LIFT)
        words = (ISLAND, "--as-of", "2026-01-05", "--packs", LAW)
        page = str(pathlib.Path(self.folder.name) / "plan.html")
        for command in ("stress", "programme"):
            self.assertEqual(load(command, *words)["reforms"], [])
            given = load(command, *words, "--reform", path)
            self.assertEqual([one["name"] for one in given["reforms"]], ["lift"])
            result = run(command, *words, "--reform", path, "--html", page)
            self.assertEqual(result.returncode, 0, result.stderr)
            self.assertIn("Reforms in force here, none of them law", result.stdout)
            written = pathlib.Path(page).read_text(encoding="utf-8")
            self.assertIn("Under reformed law", written)
            self.assertIn("Lift the licence", written)
            run(command, *words, "--html", page)
            self.assertNotIn("reformed", pathlib.Path(page).read_text(encoding="utf-8"))

    def test_a_supplier_too(self):
        words = ("source", ISLAND, "--as-of", "2026-01-05", "--packs", LAW, "--item", "bolt",
                 "--to", "shop", "--by", "2026-03-01")
        self.assertEqual(load(*words)["reforms"], [])
        given = load(*words, "--reform", self.write(LIFT))
        self.assertEqual([one["name"] for one in given["reforms"]], ["lift"])


class Report(Files):
    def test_stands_beside_the_law_as_it_is(self):
        path = self.write('reform free_ore "Let ore out"\n  hypothetical\n  in island.export\n'
                          "    switch off ore\n")
        words = ("report", ISLAND, "--as-of", "2026-01-05", "--packs", LAW)
        plain, both = load(*words), load(*words, "--reform", path)
        self.assertEqual(both["objective"], plain["objective"])
        gain = both["difference"]["gain"]
        self.assertAlmostEqual(gain, both["objective"] - both["reformed"]["objective"], places=5)
        self.assertGreaterEqual(gain, 0)
        self.assertEqual(both["reforms"], [])
        self.assertEqual(both["reformed"]["reforms"][0]["name"], "free_ore")
        for lane in both["difference"]["lanes"]:
            self.assertNotEqual(lane["before"], lane["after"])
        text = run(*words, "--reform", path).stdout
        self.assertIn("What the reforms change", text)
        self.assertIn("2026-01-05, reformed", text)
        page = str(pathlib.Path(self.folder.name) / "report.html")
        self.assertEqual(run(*words, "--reform", path, "--html", page).returncode, 0)
        written = pathlib.Path(page).read_text(encoding="utf-8")
        self.assertIn("not the law", "".join(Page(written).words))

    def test_lanes_that_change_are_told(self):
        path = self.write('reform shut "Shut"\n  hypothetical\n  in island.export\n'
                          "    change ore\n      item.id is becomes origin is AA\n"
                          "    set ore in force from 2026-01-01\n")
        report = load("report", ISLAND, "--as-of", "2026-01-05", "--packs", LAW, "--reform", path)
        lanes = report["difference"]["lanes"]
        self.assertTrue(lanes)
        self.assertTrue(all(lane["after"] == "prohibited" for lane in lanes), lanes)
        self.assertLessEqual(report["difference"]["gain"], 0)

    def test_takes_one_second_report(self):
        path = self.write(LIFT)
        result = run("report", ISLAND, "--as-of", "2026-01-05", "--packs", LAW, "--reform", path,
                     "--compare", "2026-02-05")
        self.assertEqual(result.returncode, 2)
        self.assertIn("--compare", result.stderr)


class Changes(unittest.TestCase):
    def test_law_that_stands_in_the_way(self):
        decision = load(*CHECK, "--as-of", "2026-01-05")
        parts = [change["parts"] for change in decision["change_sets"]]
        self.assertIn([{"without": "island.export.listed", "citation": "Art. 2"}], parts)
        for change in decision["change_sets"]:
            self.assertNotEqual(change["outcome"], decision["outcome"])
            self.assertLessEqual(len(change["parts"]), 3)

    def test_two_prohibitions_fall_together(self):
        words = ("check", "--packs", "packs/cn-export", "--item", "material=gallium", "--from",
                 "CN", "--to", "US", "--fact", "end_use=military", "--fact",
                 "end_user.military=yes", "--as-of", "2024-12-10")
        decision = load(*words)
        self.assertEqual(decision["outcome"], "prohibited")
        both = {"cn.export.us_military", "cn.export.us_in_principle"}
        found = [change for change in decision["change_sets"]
                 if {part.get("without") for part in change["parts"]} == both]
        self.assertEqual([change["outcome"] for change in found], ["licence_required"])
        self.assertIn('without "Dual-use items for United States military users or uses" (MOFCOM '
                      '46/2024 clause 1) and without "Gallium, germanium,', run(*words).stdout)


class Html(Files):
    def page(self, *words):
        path = pathlib.Path(self.folder.name) / "check.html"
        result = run(*words, "--html", str(path))
        self.assertEqual(result.returncode, 0, result.stderr)
        return path.read_text(encoding="utf-8")

    def test_holds_the_decision(self):
        text = self.page(*CHECK, "--as-of", "2026-01-05")
        words = " ".join("".join(Page(text).words).split())
        for part in ("licence required", "about 14 days by the quickest route", "Art. 2",
                     "How a licence is had", "What would change this", "Why a licence would be "
                     "needed", "Packs of law", "does not give legal advice", "item.listed"):
            self.assertIn(part, words)

    def test_is_whole_in_itself(self):
        page = Page(self.page(*CHECK, "--as-of", "2026-01-05"))
        self.assertNotIn("script", [tag for tag, _ in page.tags])
        for tag, attributes in page.tags:
            self.assertFalse({"src", "href"} & attributes.keys(), tag)

    def test_names_the_reforms(self):
        text = self.page(*CHECK, "--as-of", "2026-01-05", "--reform", self.write(LIFT))
        words = "".join(Page(text).words)
        self.assertIn("not the law", words)
        self.assertIn("Lift the licence", words)

    def test_markup_of_a_user_stays_text(self):
        text = self.page(*CHECK[:4], "id=<b>&bolt", *CHECK[5:], "--as-of", "2026-01-05")
        self.assertIn("&lt;b&gt;&amp;bolt", text)
        self.assertNotIn("<b>&", text)

    def test_same_bytes_twice(self):
        first = self.page(*CHECK, "--as-of", "2026-01-05")
        self.assertEqual(first, self.page(*CHECK, "--as-of", "2026-01-05"))

    def test_nothing_is_printed_where_it_cannot_be_written(self):
        result = run(*CHECK, "--as-of", "2026-01-05", "--html", "/nowhere/check.html")
        self.assertNotEqual(result.returncode, 0)
        self.assertEqual(result.stdout, "")


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1], verbosity=0)
