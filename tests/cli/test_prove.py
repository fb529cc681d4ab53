#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `entente pack prove`: the examples of docs/prove.md, what it prints, witnesses that
`entente check` confirms, and one clear line for a statement that is not understood.

    test_prove.py PROGRAM ROOT
"""

import json
import os
import pathlib
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
LAW = "tests/fixtures/island-law"
VERDICTS = {"PROVEN": 0, "REFUTED": 1, "NOT PROVEN": 1}


def run(*words):
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run([PROGRAM, *words], cwd=ROOT, capture_output=True, text=True,
                          env=environment, check=False)


def prove(statement, *words, packs=(LAW,)):
    return run("pack", "prove", *packs, "--as-of", "2026-01-05", *words, statement)


def examples():
    lines = (ROOT / "docs/prove.md").read_text(encoding="utf-8").splitlines()
    for command, verdict in zip(lines, lines[1:]):
        if command.startswith("    entente pack prove"):
            yield shlex.split(command)[1:], verdict.strip()


class Page(unittest.TestCase):
    def test_examples_come_out_as_written(self):
        count = 0
        for words, verdict in examples():
            with self.subTest(words[-1] if words else ""):
                result = run(*words)
                self.assertEqual(result.stdout.split(":")[0], verdict,
                                 result.stdout + result.stderr)
                self.assertEqual(result.returncode, VERDICTS[verdict])
                count += 1
        self.assertGreaterEqual(count, 7)


class Statements(unittest.TestCase):
    def assert_verdict(self, statement, verdict, *words):
        result = prove(statement, *words)
        self.assertEqual(result.stdout.split(":")[0], verdict, result.stdout + result.stderr)
        self.assertEqual(result.returncode, VERDICTS[verdict])
        return result.stdout

    def test_every_form(self):
        self.assert_verdict("no transfer where item.listed and end_use is military and "
                            "destination is CC and origin is BB is free", "PROVEN")
        self.assert_verdict("a transfer where not item.listed is always free or prohibited",
                            "PROVEN")
        self.assert_verdict("every transfer where item.listed no is free or prohibited", "PROVEN")
        self.assert_verdict("a transfer where item.listed is never authorised", "PROVEN")
        self.assert_verdict("some transfer is licence_required", "PROVEN")
        self.assert_verdict("some transfer is prohibited", "REFUTED")
        self.assert_verdict("packs island.export and island.export decide alike", "PROVEN")

    def test_the_day_counts(self):
        words = ("pack", "prove", LAW, "--as-of", "2026-02-05", "some transfer is prohibited")
        self.assertTrue(run(*words).stdout.startswith("PROVEN"))

    def test_facts_compared_with_each_other_are_told_apart(self):
        self.assert_verdict("no transfer where origin is AA and destination is AA is "
                            "licence_required or prohibited", "PROVEN")
        text = self.assert_verdict("no transfer where destination is DD is licence_required",
                                   "REFUTED")
        self.assertIn("destination DD", text)

    def test_witness_is_confirmed_by_check(self):
        result = prove("no transfer reaches DD", "--json")
        proof = json.loads(result.stdout)
        self.assertEqual(proof["verdict"], "refuted")
        facts = dict(pair.split(" ", 1) for pair in proof["witness"]["situation"].split(", "))
        origin, destination = facts.pop("origin", "ZZ"), facts.pop("destination")
        item = ",".join(f"{name[5:]}={value}" for name, value in facts.items()
                        if name.startswith("item."))
        words = ["check", "--packs", LAW, "--from", origin, "--to", destination, "--as-of",
                 "2026-01-05", "--item", item or "id=x", "--json"]
        for name, value in facts.items():
            if not name.startswith("item."):
                words += ["--fact", f"{name}={value}"]
        decision = json.loads(run(*words).stdout)
        self.assertEqual(decision["outcome"], proof["witness"]["outcome"])
        self.assertIn(decision["outcome"], ("free", "authorised"))

    def test_stopped_search_claims_nothing(self):
        text = self.assert_verdict("no transfer where item.listed and end_use is military and "
                                   "destination is CC and origin is BB is free", "NOT PROVEN",
                                   "--steps", "1")
        self.assertRegex(text, r"true in .* of .* situations")
        self.assertIn("stopped", text)

    def test_count_of_situations(self):
        text = self.assert_verdict("some transfer is licence_required", "PROVEN", "--facts")
        self.assertRegex(text, r"\d distinct situations, settled in \d+ steps")
        self.assertRegex(text, r"item\.listed: 2 values in 2 classes")


REFORM = """reform {name} "{name}"
  hypothetical
  in island.export
    {change}
"""


class Reforms(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)

    def reform(self, name, change):
        file = self.folder / f"{name}.law"
        file.write_text(REFORM.format(name=name, change=change), encoding="utf-8")
        return str(file)

    def verdict(self, statement, *words):
        result = prove(statement, *words)
        self.assertEqual(result.stderr, "")
        return result.stdout

    def test_what_eases_makes_nothing_stricter(self):
        off = self.reform("off", "switch off listed")
        self.assertTrue(self.verdict(f"reform {off} makes nothing stricter").startswith("PROVEN"))
        text = self.verdict(f"reform {off} makes nothing milder")
        self.assertTrue(text.startswith("REFUTED"), text)
        self.assertIn("licence_required, and then free", text)

    def test_what_tightens_makes_nothing_milder(self):
        wider = self.reform("wider", "change listed\n      end_use is military becomes end_use is one of military, civil")
        self.assertTrue(self.verdict(f"reform {wider} makes nothing milder").startswith("PROVEN"))
        text = self.verdict(f"reform {wider} makes nothing stricter")
        self.assertIn("free, and then licence_required", text)
        self.assertIn("end_use civil", text)
        self.assertTrue(self.verdict(f"reform {wider} makes nothing stricter where end_use is "
                                     "military").startswith("PROVEN"))

    def test_other_statements_hold_under_reforms(self):
        off = self.reform("off", "switch off listed")
        statement = "no transfer is licence_required"
        self.assertTrue(self.verdict(statement).startswith("REFUTED"))
        self.assertTrue(self.verdict(statement, "--reform", off).startswith("PROVEN"))


class Diff(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.other = self.folder / "island-law"
        shutil.copytree(ROOT / LAW, self.other)

    def change(self, old, new):
        law = self.other / "pack.law"
        text = law.read_text(encoding="utf-8")
        self.assertIn(old, text)
        law.write_text(text.replace(old, new), encoding="utf-8")

    def diff(self, *words):
        result = run("pack", "diff", LAW, str(self.other), *words)
        self.assertEqual(result.stderr, "")
        return result

    def test_the_same(self):
        result = self.diff()
        self.assertEqual(result.returncode, 0)
        self.assertIn("0 parts are written otherwise", result.stdout)
        self.assertIn("every situation is decided alike", result.stdout)

    def test_words_that_decide_nothing(self):
        self.change("Licence of the harbour master", "Licence of the port")
        result = self.diff()
        self.assertEqual(result.returncode, 1)
        self.assertIn("+ title \"Licence of the port\"", result.stdout)
        self.assertIn("every situation is decided alike", result.stdout)

    def test_dates_count_on_their_days_alone(self):
        self.change("until 2026-03-05", "until 2026-03-06")
        self.assertIn("in force 2026-02-05 to 2026-03-06", self.diff().stdout)
        self.assertIn("decided alike", self.diff("--as-of", "2026-03-05").stdout)
        text = self.diff("--as-of", "2026-03-06").stdout
        self.assertIn("free becomes prohibited through ore", text)

    def test_decisions_are_grouped_with_a_witness(self):
        self.change("end_use is military", "end_use is one of military, police")
        difference = json.loads(self.diff("--json").stdout)
        self.assertEqual(len(difference["parts"]), 1)
        self.assertEqual(len(difference["decisions"]), 1)
        found = difference["decisions"][0]
        self.assertEqual((found["before"], found["after"], found["rules"]),
                         ("free", "licence_required", "listed"))
        self.assertEqual((found["decided_before"], found["decided_after"]),
                         ("free", "licence_required"))
        self.assertIn("end_use police", found["situation"])
        self.assertFalse(difference["was_stopped"])

    def test_new_and_gone(self):
        self.change("prohibition ore ", "prohibition ores ")
        text = self.diff().stdout
        self.assertIn("gone: prohibition `island.export.ore`", text)
        self.assertIn("new: prohibition `island.export.ores`", text)
        self.assertIn("every situation is decided alike",
                      self.diff("--as-of", "2026-01-05").stdout)


class Mistakes(unittest.TestCase):
    def assert_refused(self, statement, *parts):
        result = prove(statement)
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertEqual(len(result.stderr.strip().splitlines()), 1, result.stderr)
        for part in parts:
            self.assertIn(part, result.stderr)

    def test_each_gets_one_line(self):
        self.assert_refused("", "empty")
        self.assert_refused("nothing moves", "`nothing`")
        self.assert_refused("no transfer where item.listd is free", "item.listd", "item.listed")
        self.assert_refused("no transfer is fre", "`fre`")
        self.assert_refused("no transfer is undetermined", "`undetermined`")
        self.assert_refused("no transfer where is free", "condition")
        self.assert_refused("no transfer reaches", "place")
        self.assert_refused("no transfer reaches DD except under STA", "`STA`")
        self.assert_refused("no transfer reaches DD except under licence", "route")
        self.assert_refused("no transfer reaches a country in groups A", "groups")
        self.assert_refused("packs island.export and island.import decide alike",
                            "island.import")
        self.assert_refused("no transfer is free at all", "`at`")
        self.assert_refused("reform x makes nothing stricter", "x")


def main():
    global PROGRAM, ROOT
    PROGRAM, ROOT = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1])


main()
