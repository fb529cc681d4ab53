#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `entente pack prove`: the examples of docs/prove.md, what it prints, witnesses that
`entente check` confirms, and one clear line for a statement that is not understood.

    test_prove.py PROGRAM ROOT
"""

import json
import os
import pathlib
import re
import shlex
import subprocess
import sys
import time
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
LAW = "tests/fixtures/island-law"
VERDICTS = {"PROVEN": 0, "REFUTED": 1, "NOT PROVEN": 1}
SECONDS_MOST = 5


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
    def test_examples_come_out_as_written_and_soon(self):
        count = 0
        for words, verdict in examples():
            with self.subTest(words[-1] if words else ""):
                started = time.monotonic()
                result = run(*words)
                self.assertEqual(result.stdout.split(":")[0], verdict,
                                 result.stdout + result.stderr)
                self.assertEqual(result.returncode, VERDICTS[verdict])
                if not os.environ.get("ENTENTE_SLOW_BUILD"):
                    self.assertLess(time.monotonic() - started, SECONDS_MOST * 4)
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
