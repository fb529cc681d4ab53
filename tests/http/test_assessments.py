#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Assessments kept over HTTP, in a folder and in a database: decisions read what follows.

    test_assessments.py PROGRAM ROOT
"""

import csv
import pathlib
import shutil
import tempfile
import unittest

import served
from served import Server, run

DAY = "2026-11-23"
GIVEN = {"party": "harbour", "sought": "Level 2 (C3PAO)", "assessed": "2026-11-20", "affirmed": "2026-11-20"}


def answers(**others):
    """Every requirement met, but what is said otherwise."""
    with (served.ROOT / "catalogues/cmmc-l2/requirement.csv").open(newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file)]
    rows = [f"{one},{others.get(one, 'met,,access list,2026-10-01')}" for one in ids]
    return "\n".join(["requirement,status,reason,evidence,evidence_date", *rows, ""])


class Kept(unittest.TestCase):
    def setUp(self):
        self.root = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.workspace = self.root / "samples" / "w"
        shutil.copytree(served.ROOT / "samples/suppliers", self.workspace)
        for beside in ("packs", "catalogues"):
            (self.root / beside).symlink_to((served.ROOT / beside).resolve())

    def serve(self, place, audit):
        return Server("--audit", str(audit), "--catalogues", "catalogues/cmmc-l2",
                      workspace=str(place), packs="samples/suppliers/award")

    def standing(self, server, party="harbour"):
        return server.get(f"/v1/assess?party={party}&as_of={DAY}").json()

    def keep(self, server):
        """From gaps to none, on record, and decided anew."""
        self.assertIsNone(self.standing(server)["holds"])
        kept = server.post("/v1/assessments", {**GIVEN, "answers": answers()})
        self.assertEqual(kept.status, 200, kept.body)
        told = kept.json()
        self.assertEqual((told["assessment"], told["party"]), ("harbour-2026-11-20", "harbour"))
        self.assertEqual(self.standing(server)["holds"], "Final Level 2 (C3PAO)")
        self.assertEqual(self.standing(server, "cedar")["holds"], "Conditional Level 2 (C3PAO)")
        row = server.get(f"/v1/audit/{told['audit']}").json()["row"]
        self.assertEqual((row["kind"], row["inputs"]["party"]), ("assessment", "harbour"))
        again = server.post("/v1/assessments", {**GIVEN, "answers": answers(**{"3.1.1": "not_met,,,"})})
        self.assertEqual(again.status, 200, again.body)
        self.assertIsNone(self.standing(server)["holds"])
        self.assertTrue(server.post("/v1/audit/verify").json()["is_whole"])

    def test_in_a_folder(self):
        before = (self.workspace / "answer.csv").read_text().splitlines()
        server = self.serve(self.workspace, self.root / "audit.db")
        self.keep(server)
        self.assertEqual(server.stop(), 0)
        with (self.workspace / "answer.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual(len(rows), len(before) - 1 + 110)
        mine = [row for row in rows if row["assessment"] == "harbour-2026-11-20"]
        self.assertEqual(mine[1]["source"], "access list (2026-10-01)")
        self.assertEqual(run("assess", "beacon", "--workspace", str(self.workspace), "--as-of", DAY,
                             "--json").stdout,
                         run("assess", "beacon", "--workspace", "samples/suppliers", "--as-of", DAY,
                             "--json").stdout)

    def test_in_a_database(self):
        place = self.root / "w.db"
        self.assertEqual(run("init", str(place)).returncode, 0)
        imported = run("import", str(place), str(self.workspace))
        self.assertEqual(imported.returncode, 0, imported.stderr)
        server = self.serve(place, place)
        self.keep(server)
        self.assertEqual(server.stop(), 0)

    def test_what_is_refused_changes_nothing(self):
        server = self.serve(self.workspace, self.root / "audit.db")
        before = {path.name: path.read_bytes() for path in self.workspace.glob("*.csv")}
        for members, word in (({"party": "nobody"}, "nobody"), ({"sought": "Level 9"}, "Level 9"),
                              ({"assessed": "soon"}, "date"), ({"answers": "requirement,status\n"}, "no answer"),
                              ({"answers": "requirement,status\n9.9.9,met\n"}, "9.9.9"),
                              ({"answers": "requirement,status\n3.1.1,perhaps\n"}, "perhaps"),
                              ({"answers": "requirement,status\n3.1.1,partial\n"}, "no partial credit")):
            refused = server.post("/v1/assessments", {**GIVEN, "answers": answers(), **members})
            self.assertIn(refused.status, (400, 404), members)
            self.assertIn(word, refused.json()["error"])
            self.assertNotIn("\n", refused.json()["error"])
        self.assertEqual({path.name: path.read_bytes() for path in self.workspace.glob("*.csv")}, before)
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    served.main()
