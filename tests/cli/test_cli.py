#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the program as its users do: what it prints, its exit status, and that bad input
gets one clear line and leaves nothing written.

    test_cli.py PROGRAM ROOT
"""

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
ISLAND = "tests/fixtures/island"
LAW = "tests/fixtures/island-law"


def run(*words, cwd=None):
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run([PROGRAM, *words], cwd=cwd or ROOT, capture_output=True, text=True,
                          env=environment, check=False)


def check_words(**changed):
    options = {"packs": LAW, "item": "id=bolt,listed=yes", "from": "BB", "to": "CC",
               "fact": "end_use=military", "as-of": "2026-01-05"}
    options.update({name.replace("_", "-"): value for name, value in changed.items()})
    words = ["check"]
    for name, value in options.items():
        words += [f"--{name}", value] if value is not None else []
    return words


class Check(unittest.TestCase):
    def test_text(self):
        result = run(*check_words())
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(result.stdout.startswith("LICENCE REQUIRED"), result.stdout)
        self.assertIn("Art. 2", result.stdout)
        self.assertEqual(result.stdout.count("does not give legal advice"), 1)

    def test_full_shows_more(self):
        short, full = run(*check_words()), run(*check_words(), "--full")
        self.assertEqual(full.returncode, 0, full.stderr)
        self.assertGreater(full.stdout.count("\n"), short.stdout.count("\n"))
        self.assertIn("item.id is ore", full.stdout)
        self.assertNotIn("item.id is ore", short.stdout)

    def test_json_has_what_readers_rely_on(self):
        result = run(*check_words(), "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        decision = json.loads(result.stdout)
        for member in ("outcome", "authorities", "requirements", "obligations", "routes",
                       "questions", "citations", "as_of", "packs"):
            self.assertIn(member, decision)
        self.assertEqual(decision["outcome"], "licence_required")
        self.assertEqual(decision["routes"][0]["days"], 14)
        self.assertEqual(decision["as_of"], "2026-01-05")
        pack = decision["packs"][0]
        self.assertEqual((pack["name"], pack["vintage"], len(pack["digest"])),
                         ("island.export", "2026-01-01", 64))

    def test_what_is_not_known_is_asked(self):
        decision = json.loads(run(*check_words(fact=None), "--json").stdout)
        self.assertEqual(decision["outcome"], "undetermined")
        self.assertEqual([question["name"] for question in decision["questions"]], ["end_use"])

    def test_same_bytes_twice_and_from_elsewhere(self):
        first = run(*check_words(), "--json")
        second = run(*check_words(packs=str(ROOT / LAW)), "--json", cwd="/")
        self.assertEqual(first.stdout, second.stdout)


class Exceptions(unittest.TestCase):
    """What a reader of the short explanation is told of licence exceptions."""

    WORDS = ("check", "--packs", "packs/us-ear,packs/regimes", "--item",
             "eccn=3A001.b.2,us_origin=yes,civil_telecom=no,exceptions_listed=none", "--from", "US",
             "--to", "NL", "--as-of", "2026-10-01", "--accept-unverified")

    def test_the_bar_is_told_and_other_exceptions_by_name_alone(self):
        text = run(*self.WORDS).stdout
        sta = text[text.index("  Why STA does not apply"):]
        self.assertIn("struck by Microwave amplifiers and transistors, unless for civil", sta)
        self.assertNotIn("Why BAG", text)
        apart = [line for line in text.splitlines() if line.startswith("  Exceptions for other")]
        self.assertEqual(len(apart), 1)
        self.assertIn("BAG", apart[0])
        self.assertNotIn("STA", apart[0])
        self.assertIn("Why BAG does not apply", run(*self.WORDS, "--full").stdout)

    def test_where_it_leaves_is_offered_to_nobody(self):
        changes = json.loads(run(*self.WORDS, "--json").stdout)["changes"]
        self.assertIn("destination", {change["fact"] for change in changes})
        for change in changes:
            self.assertNotEqual((change["fact"], change["value"]), ("destination", "US"))
            self.assertNotEqual((change["fact"], change["value"]), ("origin", "NL"))

    def test_what_can_be_done_comes_before_other_countries(self):
        facts = [it["fact"] for it in json.loads(run(*self.WORDS, "--json").stdout)["changes"]]
        self.assertLess(facts.index("item.civil_telecom"), facts.index("destination"))

    def test_an_authority_says_how_far_it_was_checked(self):
        words = list(self.WORDS)
        words[words.index("--item") + 1] = "eccn=2E003.f,us_origin=yes,kind=technology"
        words += ["--fact", "transfer.sta_statement=yes", "--json"]
        decision = json.loads(run(*words).stdout)
        self.assertEqual([(it["name"], it["status"]) for it in decision["authorities"]
                          if it["truth"] == "yes"], [("us.ear.STA", "verified")])


class Report(unittest.TestCase):
    def test_text_and_json_agree(self):
        words = ("report", ISLAND, "--as-of", "2026-01-05")
        text, as_json = run(*words), run(*words, "--json")
        self.assertEqual((text.returncode, as_json.returncode), (0, 0), text.stderr)
        report = json.loads(as_json.stdout)
        for line in report["lines"]:
            self.assertAlmostEqual(line["lawful_supply"] + line["shortfall"], line["demand"], 5)
        for barrier in report["barriers"][:3]:
            self.assertIn(barrier["title"], text.stdout)

    def test_same_bytes_twice(self):
        words = ("report", ISLAND, "--as-of", "2026-01-05", "--compare", "2026-02-05")
        self.assertEqual(run(*words).stdout, run(*words).stdout)
        self.assertEqual(run(*words, "--json").stdout, run(*words, "--json").stdout)

    def test_html_is_one_file(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "report.html"
            result = run("report", ISLAND, "--as-of", "2026-01-05", "--html", str(page))
            self.assertEqual(result.returncode, 0, result.stderr)
            html = page.read_text()
            self.assertIn("<svg", html)
            for outside in ("<script", "<link", "@import", "<img"):
                self.assertNotIn(outside, html)
            self.assertEqual(os.listdir(folder), ["report.html"])


class BadInput(unittest.TestCase):
    """One clear line each, exit status 2, nothing on stdout."""

    def refused(self, result, *expected):
        self.assertEqual(result.returncode, 2, result.stdout + result.stderr)
        self.assertEqual(result.stdout, "")
        for text in expected:
            self.assertIn(text, result.stderr)
        return result.stderr

    def one_line(self, result, *expected):
        self.assertEqual(self.refused(result, *expected).count("\n"), 1, result.stderr)

    def test_flags(self):
        self.one_line(run("chek"), "`check`")
        self.one_line(run("report", ISLAND), "--as-of")
        self.one_line(run("report", "--as-of", "2026-01-05"), "WORKSPACE")
        self.one_line(run("report", ISLAND, "--as-of", "2026-01-05", "--jsn"), "`--json`")
        self.one_line(run("report", ISLAND, "more", "--as-of", "2026-01-05"), "`more`")
        self.one_line(run("report", ISLAND, "--as-of"), "needs a value")
        self.one_line(run("report", ISLAND, "--as-of", "2026-01-05", "--json=1"), "no value")
        self.one_line(run("report", ISLAND, "--as-of", "2026-01-05", "--as-of", "2026-01-06"),
                      "twice")

    def test_dates_and_numbers(self):
        for date in ("2026-02-30", "23.11.2026", "2026-1-5", ""):
            self.one_line(run(*check_words(as_of=date)), "no date")
        for weeks in ("0", "521", "ten", "99999999999999999999"):
            self.one_line(run("report", ISLAND, "--as-of", "2026-01-05", "--horizon-weeks", weeks),
                          "whole number")

    def test_facts(self):
        self.one_line(run(*check_words(item="listd=yes")), "`item.listd`", "`item.listed`")
        self.one_line(run(*check_words(item="listed")), "NAME=VALUE")
        self.one_line(run(*check_words(item="listed=maybe")), "maybe")
        self.one_line(run(*check_words(**{"from": "bb"})), "capital")
        self.one_line(run(*check_words(to="CC:")), "capital")

    def test_folders_that_are_not_there(self):
        self.refused(run("report", "no/such/folder", "--as-of", "2026-01-05"), "no/such/folder")
        self.refused(run(*check_words(packs="no/such/pack")), "no/such/pack")

    def test_a_broken_workspace_tells_all_and_writes_nothing(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = pathlib.Path(folder) / "island"
            shutil.copytree(ROOT / ISLAND, broken)
            page = pathlib.Path(folder) / "page.html"
            (broken / "stock.csv").write_text("site,item,quantity\nworks,ore,-1\nworkz,ore,5\n")
            (broken / "lane.csv").write_text("from_site,to_site,item,transit_day\nmine,works,ore,7\n")
            result = run("report", str(broken), "--as-of", "2026-01-05", "--html", str(page),
                         "--packs", LAW)
            self.refused(result, "stock.csv:2", "stock.csv:3", "`works`", "lane.csv:1",
                         "`transit_days`")
            self.assertFalse(page.exists())

    def test_a_broken_pack_shows_the_line(self):
        with tempfile.TemporaryDirectory() as folder:
            broken = pathlib.Path(folder) / "law"
            shutil.copytree(ROOT / LAW, broken)
            law = (broken / "pack.law").read_text()
            (broken / "pack.law").write_text(law.replace("item.listed\n", "item.lsted\n"))
            self.refused(run("pack", "check", str(broken)), "pack.law:", "item.lsted",
                         "item.listed", "^")
            for size in range(0, len(law), 97):
                (broken / "pack.law").write_text(law[:size])
                self.assertIn(run("pack", "check", str(broken)).returncode, (0, 2))


class Packs(unittest.TestCase):
    def test_the_fixture_is_clean_and_tested(self):
        result = run("pack", "check", LAW)
        self.assertEqual((result.returncode, result.stderr), (0, ""))
        result = run("pack", "test", LAW)
        self.assertEqual(result.returncode, 0, result.stdout)
        self.assertIn("4 passed, 0 failed", result.stdout)

    def test_a_wrong_expectation_fails(self):
        with tempfile.TemporaryDirectory() as folder:
            pack = pathlib.Path(folder) / "law"
            shutil.copytree(ROOT / LAW, pack)
            tests = pack / "tests" / "pack.law"
            tests.write_text(tests.read_text().replace("expect free", "expect prohibited", 1))
            result = run("pack", "test", str(pack))
            self.assertEqual(result.returncode, 1)
            self.assertIn("Bolts for trade are free", result.stdout)


class Help(unittest.TestCase):
    def test_overview_names_every_command(self):
        result = run("help")
        self.assertEqual(result.returncode, 0)
        for command in ("report", "check", "pack check", "pack test", "pack facts"):
            self.assertIn(f"entente {command}", result.stdout)
            self.assertEqual(run("help", *command.split()).returncode, 0)

    def test_help_is_given_wherever_it_is_asked_for(self):
        told = run("help", "check").stdout
        for words in (("check", "--help"), ("check", "-h"), ("check", "--json", "-h")):
            result = run(*words)
            self.assertEqual((result.returncode, result.stdout), (0, told), words)
        self.assertEqual(run("-h").stdout, run("help").stdout)

    def test_without_words(self):
        self.assertEqual(run().returncode, 2)

    def test_version(self):
        self.assertRegex(run("--version").stdout, r"^entente \d+\.\d+\.\d+\n$")


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
