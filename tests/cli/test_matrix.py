#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many decisions at once, as users ask for them: check --batch, matrix, exportability.

    test_matrix.py PROGRAM ROOT
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
ISLAND = "tests/fixtures/island"
LAW = "tests/fixtures/island-law"


def run(*words, cwd=None):
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run([PROGRAM, *words], cwd=cwd or ROOT, capture_output=True, text=True,
                          env=environment, check=False)


def batch(lines, *words):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "requests.jsonl"
        path.write_bytes("".join(lines).encode())
        return run("check", "--packs", LAW, "--batch", str(path), *words)


def request(**members):
    asked = {"item": {"id": "bolt", "listed": True}, "from": "BB", "to": "CC",
             "facts": {"end_use": "military"}, "as_of": "2026-01-05"}
    asked.update(members)
    return json.dumps({name: value for name, value in asked.items() if value is not None}) + "\n"


class Batch(unittest.TestCase):
    def answers(self, lines, *words):
        result = batch(lines, *words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def test_an_answer_is_that_of_check(self):
        answer, = self.answers([request()])
        alone = run("check", "--packs", LAW, "--item", "id=bolt,listed=yes", "--from", "BB",
                    "--to", "CC", "--fact", "end_use=military", "--as-of", "2026-01-05", "--json")
        self.assertEqual(answer, json.loads(alone.stdout))

    def test_one_line_each_in_order(self):
        answers = self.answers([request(id=number, facts={"end_use": use}) for number, use in
                                enumerate(["civil", "military", None] * 20)])
        self.assertEqual([answer["id"] for answer in answers], list(range(60)))
        self.assertEqual([answer["outcome"] for answer in answers],
                         ["free", "licence_required", "undetermined"] * 20)

    def test_values(self):
        answers = self.answers([request(id="a", item={"item.id": "bolt", "listed": False}),
                                request(id="b", item={"id": "bolt", "listed": "yes"}, to="CC:x"),
                                request(item={})])
        self.assertEqual([answer["outcome"] for answer in answers],
                         ["free", "licence_required", "free"])
        self.assertEqual([answer.get("id") for answer in answers], ["a", "b", None])
        self.assertEqual(answers[1]["facts"]["consignee.id"], "x")

    def test_what_lines_do_not_say(self):
        lines = [request(as_of=None), request()]
        first, second = self.answers(lines, "--as-of", "2026-02-10", "--known-at", "2026-02-09")
        self.assertEqual((first["as_of"], first["known_at"]), ("2026-02-10", "2026-02-09"))
        self.assertEqual((second["as_of"], second["known_at"]), ("2026-01-05", "2026-02-09"))
        first, _ = self.answers(lines)
        self.assertIn("as_of", first["error"])

    def test_a_bad_line_says_where_and_stops_nothing(self):
        def at(value, **members):
            line = request(**members)
            return line, line.index(value) + 1

        bad = [('{"a":1,}\n', 8), ("\n", 1), ('"text"\n', 1), ('{"item":{},"item":{}}\n', 12),
               at("true", item={"listd": True}), at('"Narnia"', to="Narnia"),
               at('"2026-02-30"', as_of="2026-02-30"), at("[]", fact=[]),
               at("{", **{"from": None}), at("{}", facts={"end_use": {}}),
               ('{"item":{"listed":[1]}}\n', 20)]
        answers = self.answers([line for line, _ in bad] + [request(id="last")])
        for number, (line, column) in enumerate(bad, 1):
            answer = answers[number - 1]
            self.assertEqual((answer["line"], answer["column"]), (number, column),
                             (line, answer))
            self.assertNotIn("outcome", answer)
        self.assertEqual(answers[-1]["id"], "last")
        self.assertIn("`item.listed`", answers[4]["error"])
        self.assertIn("`facts`", answers[7]["error"])

    def test_ends_of_the_file(self):
        self.assertEqual(self.answers([]), [])
        self.assertEqual(len(self.answers([request(), request().rstrip("\n")])), 2)
        self.assertEqual(len(self.answers([request().replace("\n", "\r\n")])), 1)
        self.assertEqual(len(self.answers([request(), "\n"])), 2)

    def test_same_bytes_twice(self):
        lines = [request(id=1), "{\n", request(id=2)]
        self.assertEqual(batch(lines).stdout, batch(lines).stdout)

    def test_options_that_do_not_fit(self):
        for words, part in ((("--batch", "/nowhere/at/all"), "/nowhere/at/all"),
                            (("--batch", "x", "--from", "BB"), "--from"),
                            (("--batch", "x", "--json"), "--json"), ((), "--item")):
            result = run("check", "--packs", LAW, *words)
            self.assertEqual((result.returncode, result.stdout), (2, ""), words)
            self.assertIn(part, result.stderr)
            self.assertEqual(result.stderr.count("\n"), 1)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv[1])
    ROOT = pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1])
