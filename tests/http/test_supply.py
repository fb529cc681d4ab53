#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Suppliers over HTTP: how they stand, what they may supply, which offer is awarded; names and lists.

    test_supply.py PROGRAM ROOT
"""

import json
import pathlib
import tempfile
import unittest

import served
from served import Server, ServedCase, run

DAY = "2026-11-23"
OFFERS = "offer,price,kind,content\nhome,1000000,domestic,\nnear,900000,exempt,\nfar,600000,foreign,40\n"
LIST = "id,name,country,kind\nL-1,Harbour Castings Limited,GB,organisation\n"


class Suppliers(ServedCase):
    WORKSPACE = "samples/suppliers"
    PACKS = None

    def test_a_party_stands_as_the_command_says(self):
        answer = self.server.get(f"/v1/assess?party=harbour&as_of={DAY}")
        alone = run("assess", "harbour", "--workspace", self.WORKSPACE, "--as-of", DAY, "--json")
        self.assertEqual((answer.status, answer.body.decode()), (200, alone.stdout))
        other = self.server.get(f"/v1/assess?party=loam&as_of={DAY}")
        self.assertNotEqual(other.body, answer.body)

    def test_a_party_or_a_status_that_is_not_there(self):
        for query, word in [("party=harbor", "harbour"), ("", "party"),
                            ("party=harbour&suppose=level-9", "level-9")]:
            answer = self.server.get(f"/v1/assess?as_of={DAY}&{query}")
            self.assertIn(answer.status, [400, 404], answer.body)
            self.assertIn(word, answer.json()["error"])
            self.assertNotIn("\n", answer.json()["error"])

    def test_offers_are_weighed_as_the_command_does(self):
        with tempfile.TemporaryDirectory() as folder:
            file = pathlib.Path(folder) / "offers"
            file.write_text(OFFERS)
            alone = run("offers", str(file), "--factor", "50", "--fallback", "55", "--json")
        answer = self.server.post("/v1/offers", {"offers": OFFERS, "factor": "50", "fallback": 55})
        self.assertEqual((answer.status, answer.body.decode()), (200, alone.stdout))

    def test_offers_that_cannot_be_weighed(self):
        for body, word in [({"offers": OFFERS}, "factor"), ({"factor": 50}, "offers"),
                           ({"offers": OFFERS, "factor": 1001}, "factor"),
                           ({"offers": OFFERS, "factor": 50, "fallback": 101}, "fallback"),
                           ({"offers": "offer,price\nx,1\n", "factor": 50}, "kind"),
                           ({"offers": OFFERS, "factor": 50, "duty-exemt": True}, "duty_exempt")]:
            answer = self.server.post("/v1/offers", body)
            self.assertEqual(answer.status, 400, body)
            self.assertIn(word, answer.json()["error"])

    def test_without_lists_there_is_nothing_to_ask(self):
        self.assertEqual(self.server.post("/v1/screen", {"name": "x"}).status, 409)
        self.assertEqual(self.server.get("/v1/lists").status, 409)


class Access(ServedCase):
    WORKSPACE = "samples/access"
    PACKS = None

    def test_a_pathway_is_that_of_the_command(self):
        answer = self.server.get("/v1/access?party=tasman&as_of=2026-11-24")
        alone = run("access", self.WORKSPACE, "tasman", "--as-of", "2026-11-24", "--json")
        self.assertEqual((answer.status, answer.body.decode()), (200, alone.stdout))

    def test_facts_of_every_offer(self):
        answer = self.server.get("/v1/access?party=tasman&as_of=2026-11-24"
                                 "&facts=transfer.acquisition=dod")
        alone = run("access", self.WORKSPACE, "tasman", "--as-of", "2026-11-24", "--json",
                    "--fact", "transfer.acquisition=dod")
        self.assertEqual(answer.body.decode(), alone.stdout)
        for query in ["party=tasmen", "", "party=tasman&facts=transfer", "party=tasman&facts=a=b"]:
            answer = self.server.get(f"/v1/access?as_of=2026-11-24&{query}")
            self.assertIn(answer.status, [400, 404], query)


class Lists(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        root = pathlib.Path(cls.folder.name)
        (root / "own.csv").write_text(LIST)
        cls.kept = str(root / "kept")
        (root / "kept").mkdir()
        done = run("list", "import", cls.kept, "own-list", str(root / "own.csv"), "--at", DAY)
        assert done.returncode == 0, done.stderr
        cls.server = Server("--lists", cls.kept, workspace="samples/suppliers", packs=None)

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        cls.folder.cleanup()
        if status != 0:
            raise AssertionError(cls.server.log)

    def test_the_kept_lists_are_told_as_the_command_does(self):
        answer = self.server.get("/v1/lists?at=2026-12-03")
        alone = run("list", "status", self.kept, "--at", "2026-12-03", "--json")
        self.assertEqual((answer.status, answer.body.decode()), (200, alone.stdout))
        self.assertEqual(answer.json()["lists"][0]["days"], 10)

    def test_a_screening_is_on_record(self):
        asked = {"name": "Harbour Castings Ltd", "country": "GB", "threshold": "0.8"}
        answer = self.server.post("/v1/screen", asked)
        self.assertEqual(answer.status, 200, answer.body)
        told = answer.json()
        self.assertEqual(next(iter(told)), "audit")
        self.assertTrue(told["hits"])
        row = self.server.get(f"/v1/audit/{told['audit']}").json()["row"]
        self.assertEqual((row["kind"], row["inputs"]["name"]), ("screening", asked["name"]))
        self.assertEqual(row["inputs"]["lists"][0]["sha256"], told["searched"][0]["sha256"])
        nothing = self.server.post("/v1/screen", {"name": "Qzxv"}).json()
        self.assertEqual(nothing["hits"], [])
        self.assertEqual(nothing["audit"], told["audit"] + 1)

    def test_the_folder_must_keep_lists(self):
        with tempfile.TemporaryDirectory() as folder:
            told = run("serve", "samples/suppliers", "--lists", folder, "--audit", "none")
            self.assertEqual(told.returncode, 2, told.stderr)
            self.assertIn("list", told.stderr)


if __name__ == "__main__":
    served.main()
