#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Screens names as users do: what is printed, its exit status, and one clear line for what
cannot be read.

    test_screen.py PROGRAM ROOT
"""

import csv
import hashlib
import io
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""

LIST = """id,name,aliases,kind,country,identifiers,list,programme,citation
1,Wolf Works Corporation,WULF WERKE GmbH,organisation,RU,TAX=77,T,P1,90 FR 1
2,"DOE, Jane",,person,IR,,T,P2,
"""


class Screen(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.list = self.write("list.csv", LIST)

    def tearDown(self):
        self.folder.cleanup()

    def write(self, name, text):
        path = pathlib.Path(self.folder.name) / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def run_screen(self, *words):
        return subprocess.run([PROGRAM, "screen", *words], capture_output=True, text=True,
                              env={**os.environ, "LC_ALL": "C"}, check=False)

    def test_hit_is_explained(self):
        result = self.run_screen("Wolf Wroks Corp", "--list", self.list, "--country", "DE")
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(result.stdout.startswith("1 HIT at 0.8000"), result.stdout)
        for words in ("list: T 1", "programme: P1", "citation: 90 FR 1",
                      "the country given: differs", "Wroks", "1 letter apart", "synonym 0.9500"):
            self.assertIn(words, result.stdout)
        self.assertEqual(result.stdout.count("does not give legal advice"), 1)

    def test_no_hit_says_what_was_searched(self):
        result = self.run_screen("Somebody Else", "--list", self.list)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertTrue(result.stdout.startswith("NO HIT at 0.8000"), result.stdout)
        self.assertIn("2 parties, 3 names, sha256 ", result.stdout)
        self.assertIn("no date in the file", result.stdout)

    def test_json(self):
        result = self.run_screen("jane doe", "--list", self.list, "--json", "--kind", "person",
                                 "--id", "tax=7-7", "--threshold", "0.9")
        self.assertEqual(result.returncode, 0, result.stderr)
        answer = json.loads(result.stdout)
        self.assertEqual([hit["id"] for hit in answer["hits"]], ["1", "2"])
        self.assertTrue(answer["hits"][0]["by_identifier"])
        self.assertEqual(answer["hits"][1]["kind_given"], "agrees")
        self.assertEqual(answer["hits"][1]["names"][0]["alignment"][0]["edge"], "equal")
        self.assertEqual(answer["threshold"], 0.9)
        self.assertEqual(len(answer["searched"][0]["sha256"]), 64)

    def test_birth_and_city_are_evidence(self):
        listed = self.write("born.csv", 'id,name,born,address\n1,Jane Doe,3 May 1971,"1 Road, Tver"\n')
        result = self.run_screen("Jane Doe", "--list", listed, "--born", "1980", "--city", "Tver")
        self.assertIn("the date of birth given: differs", result.stdout)
        self.assertIn("the city given: agrees", result.stdout)
        self.assertIn("born: 3 May 1971", result.stdout)
        table = self.write("own.csv", "name,born,city\nJane Doe,1971,Omsk\n")
        rows = list(csv.DictReader(io.StringIO(
            self.run_screen("--batch", table, "--list", listed).stdout)))
        self.assertEqual((rows[0]["born_given"], rows[0]["city_given"]), ("agrees", "differs"))

    def test_batch(self):
        table = self.write("own.csv", "id,name,country\na,Wolf Works,RU\nb,Nobody,\n")
        result = self.run_screen("--batch", table, "--list", self.list)
        self.assertEqual(result.returncode, 0, result.stderr)
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        self.assertEqual([row["id"] for row in rows], ["a", "b"])
        self.assertEqual(rows[0]["listed_id"], "1")
        self.assertEqual(rows[0]["country_given"], "agrees")
        self.assertEqual(rows[1]["score"], "none")

    def test_bad_input_gets_one_line(self):
        bad = self.write("bad.csv", "a,b\n1,2\n")
        cut = self.write("cut.json", '{"results":[{"name":"A"}')
        own = self.write("own.csv", "name,kind\nA,fish\n")
        born = self.write("dates.csv", "name,born\nA,May\n")
        cases = [(["X", "--list", bad], "no column `name`"),
                 (["X", "--list", cut], "is the file cut off?"),
                 (["X", "--list", "/nowhere/list"], "/nowhere/list"),
                 (["--list", self.list], "needs a NAME"),
                 (["X", "--batch", own, "--list", self.list], "cannot both"),
                 (["--batch", own, "--list", self.list], "`fish` is no kind"),
                 (["--batch", own, "--list", self.list, "--kind", "person"], "each row says it"),
                 (["X", "--list", self.list, "--threshold", "1.5"], "up to 1"),
                 (["X", "--list", self.list, "--threshold", "0"], "above 0"),
                 (["X", "--list", self.list, "--kind", "fish"], "organisation, person"),
                 (["X", "--list", self.list, "--id", "77"], "TYPE=VALUE"),
                 (["X", "--list", self.list, "--born", "3 May"], "YYYY-MM-DD"),
                 (["--batch", born, "--list", self.list], "`May` is no date of birth"),
                 (["X"], "--list")]
        for words, said in cases:
            result = self.run_screen(*words)
            self.assertEqual(result.returncode, 2, (words, result.stderr))
            self.assertEqual(result.stdout, "")
            self.assertEqual(result.stderr.count("\n"), 1, result.stderr)
            self.assertIn(said, result.stderr)

    def run_list(self, *words):
        return subprocess.run([PROGRAM, "list", *words], capture_output=True, text=True,
                              env={**os.environ, "LC_ALL": "C"}, check=False)

    def test_lists_are_kept_and_refreshed(self):
        kept = str(pathlib.Path(self.folder.name) / "kept")
        first = self.run_list("import", kept, "t", self.list, "--at", "2026-01-05")
        self.assertEqual(first.returncode, 0, first.stderr)
        self.assertIn("the first release", first.stdout)
        self.assertIn("nothing was changed", self.run_list("refresh", kept).stdout)
        self.write("list.csv", LIST.replace("WULF WERKE GmbH", "") + "3,Nemo,,,,,T,,\n")
        second = self.run_list("refresh", kept, "--at", "2026-01-15")
        self.assertEqual(second.returncode, 0, second.stderr)
        self.assertIn("1 added, 1 changed, 0 removed", second.stdout)
        status = self.run_list("status", kept, "--at", "2026-01-16", "--json")
        self.assertEqual(status.returncode, 0, status.stderr)
        entry = json.loads(status.stdout)["lists"][0]
        self.assertEqual((entry["imported"], entry["days"], entry["problem"]),
                         ("2026-01-15", 1, ""))
        digest = hashlib.sha256(pathlib.Path(self.list).read_bytes()).hexdigest()
        self.assertEqual(entry["sha256"], digest)
        self.assertIn("1 HIT", self.run_screen("Nemo", "--lists", kept).stdout)

    def test_a_failed_refresh_keeps_what_there_was(self):
        kept = pathlib.Path(self.folder.name) / "kept"
        self.run_list("import", str(kept), "t", self.list)
        before = {path.name: path.read_bytes() for path in kept.iterdir()}
        for content in (b"", b"\xff\xfe", b"a,b\n1,2\n", b"{"):
            self.write("list.csv", content)
            result = self.run_list("refresh", str(kept))
            self.assertEqual(result.returncode, 2, content)
            self.assertIn("keeps the release it had", result.stderr)
            self.assertEqual(before, {path.name: path.read_bytes() for path in kept.iterdir()})
        release = next(path for path in kept.iterdir() if path.name.startswith("list.t."))
        release.write_text(LIST + "9,Extra,,,,,,,\n")
        damaged = self.run_list("status", str(kept))
        self.assertEqual(damaged.returncode, 1)
        self.assertIn("DAMAGED", damaged.stdout)
        self.write("list.csv", LIST)
        self.assertIn("could not be read", self.run_list("refresh", str(kept)).stdout)
        self.assertEqual(self.run_list("status", str(kept)).returncode, 0)

    def test_names_of_lists_cannot_leave_the_folder(self):
        for name in ("../x", "A", "", "a b", "-a"):
            result = self.run_list("import", self.folder.name, name, self.list)
            self.assertEqual(result.returncode, 2, name)
            self.assertEqual(result.stderr.count("\n"), 1, result.stderr)

    def test_delta_of_releases(self):
        later = self.write("later.csv", "id,name,aliases,list\n1,Fox Mills Corporation,,T\n"
                                        "3,Nemo,,T\n")
        own = self.write("own.csv", "id,name\na,Wulf Werke\nb,Nemo\nc,Jane Doe\nd,Else\n")
        result = self.run_screen("--delta", self.list, later, "--batch", own)
        self.assertEqual(result.returncode, 0, result.stderr)
        rows = [(row["change"], row["id"], row["listed_id"])
                for row in csv.DictReader(io.StringIO(result.stdout))]
        self.assertEqual(rows, [("no longer a hit", "a", "1"), ("added", "b", "3"),
                                ("removed", "c", "2")])

    def test_delta_of_parties(self):
        old = self.write("old.csv", "id,name,country\na,Wolf Works,RU\nb,Nobody,\n")
        new = self.write("new.csv", "id,name,country\na,Wolf Works,IR\nb,Nobody,\nc,Jane Doe,\n")
        result = self.run_screen("--delta", old, new, "--list", self.list)
        self.assertEqual(result.returncode, 0, result.stderr)
        rows = list(csv.DictReader(io.StringIO(result.stdout)))
        self.assertEqual([row["id"] for row in rows], ["a", "c"])
        for words in (["--delta", old, "--list", self.list], ["--delta", old, new],
                      ["--delta", old, new, "--list", self.list, "--batch", old]):
            refused = self.run_screen(*words)
            self.assertEqual(refused.returncode, 2, words)
            self.assertIn("OLD", refused.stderr)

    def test_odd_names_are_told(self):
        result = self.run_screen("W\u043elf Works", "--list", self.list)
        self.assertIn("look alike", result.stdout)
        self.assertIn("1 HIT", result.stdout)
        self.assertIn("direction-changing", self.run_screen("Wo\u202elf", "--list",
                                                            self.list).stdout)
        self.assertIn("longer than", self.run_screen("x" * 100000, "--list", self.list).stdout)
        self.assertIn("nothing in the name", self.run_screen("...", "--list", self.list).stdout)


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
    unittest.main(argv=sys.argv[:1])
