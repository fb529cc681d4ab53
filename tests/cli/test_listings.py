#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Screens the parties of a workspace, reviews what is found, and decides by it.

    test_listings.py PROGRAM ROOT
"""

import csv
import io
import json
import os
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = ""

FILES = {
    "party.csv": "id,name,kind,country,parent\nUS,United States,country,US,\n"
                 "DE,Germany,country,DE,\nmaker,Maker Inc,organisation,US,\n"
                 "wolf,Wolf Wroks,organisation,DE,\nhold,Holding GmbH,organisation,DE,\n"
                 "plant,Plant,site,,maker\ndepot,Depot,site,,hold\n",
    "item.csv": "id,name,kind,unit,origin\nw,Widget,goods,each,US\n",
    "attribute.csv": "item,attribute,value\nw,eccn,EAR99\nw,us_origin,yes\n",
    "ownership.csv": "owner,party,percent\nwolf,hold,60\n",
}
LIST = "id,name,list,identifiers\n17,Wolf Works,EL,TAX=77\n"


class Listings(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.workspace = pathlib.Path(self.folder.name) / "w"
        self.workspace.mkdir()
        for name, content in FILES.items():
            (self.workspace / name).write_text(content)
        self.list = pathlib.Path(self.folder.name) / "list.csv"
        self.list.write_text(LIST)
        self.store = str(pathlib.Path(self.folder.name) / "audit.db")

    def tearDown(self):
        self.folder.cleanup()

    def run_program(self, *words, status=0):
        result = subprocess.run([PROGRAM, *words], capture_output=True, text=True,
                                env={**os.environ, "LC_ALL": "C"}, check=False)
        self.assertEqual(result.returncode, status, result.stderr + result.stdout)
        return result

    def screen(self, at, *words):
        return self.run_program("screen", "--workspace", str(self.workspace), "--list",
                                str(self.list), "--at", at, "--write", *words)

    def dispose(self, review, *words, status=0):
        return self.run_program("disposition", str(self.workspace), "wolf", "EL", "17", "--as",
                                review, "--reason", "same address", "--author", "jd", *words,
                                status=status)

    def rows(self):
        return list(csv.DictReader(io.StringIO((self.workspace / "listing.csv").read_text())))

    def outcomes(self, as_of):
        packs = ",".join(str(pathlib.Path(ROOT) / "packs" / name)
                         for name in ("us-ear", "regimes"))
        result = self.run_program("matrix", str(self.workspace), "--as-of", as_of, "--packs",
                                  packs, "--from", "maker", "--end-use", "civil",
                                  "--destinations", "wolf,hold,depot", "--csv")
        return [row["outcome"] for row in csv.DictReader(io.StringIO(result.stdout))]

    def test_a_hit_is_unknown_until_reviewed(self):
        self.assertEqual(self.outcomes("2025-10-15"), ["free"] * 3)
        self.screen("2025-10-01")
        self.assertEqual(self.outcomes("2025-10-15"), ["undetermined"] * 3)
        self.dispose("confirmed")
        self.assertEqual(self.outcomes("2025-10-15"), ["licence_required"] * 3)
        self.dispose("dismissed", "--until", "2025-12-31")
        self.assertEqual(self.outcomes("2025-10-15"), ["free"] * 3)
        # What was found has run out; the rule on owners is suspended then.
        self.assertEqual(self.outcomes("2026-01-15"), ["undetermined", "free", "free"])

    def test_the_rule_on_owners_has_its_dates(self):
        self.screen("2025-10-01")
        self.dispose("confirmed")
        days = {"2025-09-28": "free", "2025-09-29": "licence_required",
                "2025-11-09": "licence_required", "2025-11-10": "free", "2026-11-09": "free",
                "2026-11-10": "undetermined"}
        self.assertEqual({day: self.outcomes(day)[1] for day in days}, days)

    def test_chains_of_owners_are_told(self):
        self.screen("2025-10-01")
        self.dispose("confirmed")
        told = self.screen("2025-10-02").stdout
        self.assertIn("hold is owned half or more by listed parties: 60 % by wolf (listed)", told)
        packs = ",".join(str(pathlib.Path(ROOT) / "packs" / name)
                         for name in ("us-ear", "regimes"))
        matrix = ["matrix", str(self.workspace), "--as-of", "2025-10-15", "--packs", packs,
                  "--from", "maker", "--destinations", "wolf,hold,depot"]
        self.assertIn("depot is owned half or more by listed parties: 60 % by wolf (listed)",
                      self.run_program(*matrix).stdout)
        self.assertEqual(len(json.loads(self.run_program(*matrix, "--json").stdout)["ownership"]),
                         2)
        explained = self.run_program("exportability", str(self.workspace), "w", "--as-of",
                                     "2025-10-15", "--packs", packs, "--from", "maker", "--to",
                                     "depot", "--end-use", "civil")
        self.assertIn("depot is owned half or more by listed parties: 60 % by wolf (listed)",
                      explained.stdout)

    def check(self, as_of, *words, status=0):
        packs = ",".join(str(pathlib.Path(ROOT) / "packs" / name)
                         for name in ("us-ear", "regimes"))
        return self.run_program("check", "--workspace", str(self.workspace), "--packs", packs,
                                "--item-id", "w", "--from", "maker", "--fact", "end_use=civil",
                                "--as-of", as_of, *words, status=status)

    def test_one_decision_tells_entries_and_owners(self):
        self.screen("2025-10-01")
        open_entry = "wolf: EL 17, Wolf Works, score 0.9100, not reviewed"
        self.assertIn(open_entry, self.check("2025-10-15", "--to", "wolf").stdout)
        self.dispose("confirmed")
        chain = "depot is owned half or more by listed parties: 60 % by wolf (listed)"
        entry = "wolf: EL 17, Wolf Works, score 0.9100, confirmed"
        page = pathlib.Path(self.folder.name) / "page.html"
        words = ("--to", "depot", "--party", "end_user=wolf")
        told = self.check("2025-10-15", *words, "--html", str(page)).stdout
        lines = [line.strip() for line in told.splitlines()]
        read = lines.index("yes     consignee.owned_by_listed  (consignee.owned_by_listed: yes)")
        self.assertEqual(lines[read + 1], "yes     " + chain)
        self.assertIn("yes     " + entry, lines)
        self.assertIn(chain, page.read_text())
        self.assertIn(chain, self.check("2025-10-15", *words, "--json").stdout)
        # The rule on owners is suspended then.
        self.assertTrue(self.check("2026-01-15", "--to", "depot").stdout.startswith("FREE"))
        # What is said goes first, and then rests on nothing of the workspace.
        said = self.check("2025-10-15", "--to", "depot", "--fact", "consignee.owned_by_listed=no")
        self.assertNotIn(chain, said.stdout)

    def test_such_a_decision_is_made_again_without_the_workspace(self):
        self.screen("2025-10-01")
        self.dispose("confirmed")
        self.run_program("init", self.store)
        self.check("2025-10-15", "--to", "depot", "--party", "end_user=wolf", "--audit", self.store)
        for path in self.workspace.iterdir():
            path.unlink()
        again = self.run_program("audit", "replay", self.store, "2").stdout
        self.assertIn("the same decision again", again)

    def test_lines_of_a_batch_have_parties_too(self):
        self.screen("2025-10-01")
        self.dispose("confirmed")
        lines = pathlib.Path(self.folder.name) / "lines.jsonl"
        lines.write_text(json.dumps({"item_id": "w", "from": "maker", "to": "DE:other",
                                     "parties": {"end_user": "depot"}}) + "\n")
        packs = ",".join(str(pathlib.Path(ROOT) / "packs" / name)
                         for name in ("us-ear", "regimes"))
        answer = self.run_program("check", "--workspace", str(self.workspace), "--packs", packs,
                                  "--batch", str(lines), "--as-of", "2025-10-15").stdout
        self.assertIn("depot is owned half or more", answer)

    def test_parties_that_cannot_be_used(self):
        for words, said in ((("--party", "end_uer=wolf"), "they read of: "),
                            (("--party", "end_user"), "ROLE=CC"),
                            (("--party", "end_user=wolff"), "two capital letters"),
                            (("--party", "consignee=wolf"), "stands in `to`")):
            result = self.check("2025-10-15", "--to", "depot", *words, status=2)
            self.assertIn(said, result.stderr)
            self.assertEqual(result.stderr.count("\n"), 1)

    def test_reviews_stay_until_a_side_changes(self):
        self.screen("2026-01-01")
        self.dispose("dismissed")
        self.screen("2026-01-02")
        self.assertEqual(self.rows()[0]["review"], "dismissed")
        self.list.write_text(LIST.replace("TAX=77", "TAX=78"))
        told = self.screen("2026-01-03").stdout
        self.assertIn("opened again", told)
        self.assertEqual(self.rows()[0]["review"], "open")
        self.assertIn("was dismissed by jd: same address", self.rows()[0]["reason"])
        self.dispose("dismissed", "--until", "2026-02-01")
        self.screen("2026-02-02")
        self.assertIn("the review ran out", self.rows()[0]["reason"])
        self.dispose("confirmed")
        self.list.write_text("id,name,list\n1,Nobody Else,EL\n")
        self.screen("2026-03-01")
        self.assertEqual(self.rows()[0]["until"], "2026-02-28")

    def test_identifiers_need_no_review(self):
        (self.workspace / "status.csv").write_text("party,status,value\nhold,identifier,TAX=77\n")
        self.screen("2025-10-01")
        self.assertEqual([(row["party"], row["basis"]) for row in self.rows()],
                         [("wolf", "name"), ("hold", "identifier")])
        self.assertEqual(self.outcomes("2025-10-15")[1:], ["licence_required"] * 2)

    def test_all_of_it_is_on_record(self):
        self.screen("2026-01-01", "--audit", self.store)
        self.dispose("dismissed", "--audit", self.store)
        self.run_program("screen", "Nobody At All", "--list", str(self.list), "--audit",
                         self.store, "--author", "jd")
        with sqlite3.connect(self.store) as database:
            rows = database.execute("SELECT * FROM audit ORDER BY 1").fetchall()
        text = [" ".join(map(str, row)) for row in rows]
        self.assertEqual(len(rows), 3)
        self.assertIn("disposition", text[1])
        self.assertIn('"hits":0', text[2])
        self.assertIn("Nobody At All", text[2])

    def test_bad_input_gets_one_line(self):
        self.screen("2026-01-01")
        before = (self.workspace / "listing.csv").read_bytes()
        for words, said in ((["disposition", str(self.workspace), "wolf", "EL", "18", "--as",
                              "open", "--reason", "r", "--author", "a"], "no row"),
                            (["disposition", str(self.workspace), "wolf", "EL", "17", "--as",
                              "maybe", "--reason", "r", "--author", "a"], "confirmed, dismissed"),
                            (["disposition", str(self.workspace), "wolf", "EL", "17", "--as",
                              "open", "--reason", " ", "--author", "a"], "reason")):
            result = self.run_program(*words, status=2)
            self.assertIn(said, result.stderr)
            self.assertEqual(result.stderr.count("\n"), 1)
        self.assertEqual(before, (self.workspace / "listing.csv").read_bytes())
        (self.workspace / "ownership.csv").write_text("owner,party,percent\nwolf,hold,101\n"
                                                      "wolf,wolf,1\n")
        result = self.run_program("screen", "--workspace", str(self.workspace), "--list",
                                  str(self.list), status=2)
        self.assertIn("ownership.csv:2:", result.stderr)
        self.assertIn("cannot own itself", result.stderr)

    def test_json(self):
        answer = json.loads(self.screen("2026-01-01", "--json").stdout)
        self.assertEqual(answer["rows"][0]["change"], "new")


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
    ROOT = sys.argv[2]
    unittest.main(argv=sys.argv[:1])
