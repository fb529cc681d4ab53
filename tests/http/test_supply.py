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
from served import LAW, Server, ServedCase, run

DAY = "2026-11-23"
OFFERS = "offer,price,kind,content\nhome,1000000,domestic,\nnear,900000,exempt,\nfar,600000,foreign,40\n"
PARTIES = {
    "party.csv": "id,name,kind,country,parent\nUS,United States,country,US,\n"
                 "DE,Germany,country,DE,\nmaker,Maker Inc,organisation,US,\n"
                 "wolf,Wolf Wroks,organisation,DE,\nplant,Plant,site,,maker\n",
    "item.csv": "id,name,kind,unit,origin\nw,Widget,goods,each,US\n",
}
WOLF = "id,name,list,identifiers\n17,Wolf Works,EL,TAX=77\n"
LIST = "id,name,country,kind\nL-1,Harbour Castings Limited,GB,organisation\n"


LEVELS = ["cmmc-l1", "cmmc-l2", "cmmc-l3"]


class Suppliers(ServedCase):
    WORKSPACE = "samples/suppliers"
    PACKS = None
    WORDS = ("--catalogues", ",".join(f"catalogues/{level}" for level in LEVELS))

    def test_the_catalogues_are_told_as_they_were_given(self):
        told = self.server.get("/v1/catalogues").json()["catalogues"]
        self.assertEqual([(one["name"], one["requirements"], one["maximum"]) for one in told],
                         [("cmmc-l1", 17, 0), ("cmmc-l2", 110, 110), ("cmmc-l3", 24, 24)])
        self.assertEqual([one.get("first") for one in told], [None, None, "Final Level 2 (C3PAO)"])
        for one in told:
            self.assertIn("32 CFR 170", one["source"])

    def test_answers_are_scored_against_a_catalogue_by_its_name(self):
        answers = (served.ROOT / "samples/assessment/harbour-castings.csv").read_text()
        asked = {"catalogue": "cmmc-l2", "answers": answers, "as_of": DAY,
                 "subject": "samples/assessment/harbour-castings.csv"}
        alone = run("assess", asked["subject"], "--catalogue", "catalogues/cmmc-l2", "--as-of",
                    DAY, "--json")
        answer = self.server.post("/v1/assess", asked)
        self.assertEqual((answer.status, answer.body.decode()), (200, alone.stdout))
        missing = self.server.post("/v1/assess", {**asked, "catalogue": "cmmc-l4"})
        self.assertEqual(missing.status, 404)
        self.assertIn("/v1/catalogues", missing.json()["error"])

    def test_a_document_of_oscal_is_read_as_answers(self):
        for name in ("results.json", "plan.xml"):
            place = f"tests/unit/assurance/data/oscal/{name}"
            asked = {"catalogue": "cmmc-l2", "as_of": DAY, "subject": place,
                     "answers": (served.ROOT / place).read_text()}
            alone = run("assess", place, "--catalogue", "catalogues/cmmc-l2", "--as-of", DAY, "--json")
            answer = self.server.post("/v1/assess", asked)
            self.assertEqual((answer.status, answer.body.decode()),
                             (200, alone.stdout) if alone.returncode == 0 else (400, answer.body.decode()))
        bad = self.server.post("/v1/assess", {**asked, "answers": "<catalog/>"})
        self.assertEqual(bad.status, 400)
        self.assertIn("found the element `catalog`", bad.json()["error"])

    def test_a_catalogue_has_its_requirements(self):
        whole = self.server.get("/v1/catalogues/cmmc-l2").json()
        self.assertEqual(sum(one["weight"] for one in whole["requirements"]), 313)
        by_id = {one["id"]: one for one in whole["requirements"]}
        self.assertEqual((by_id["3.5.3"]["partial_weight"], by_id["3.13.11"]["plan"],
                          by_id["3.1.20"]["plan"]), (3, "if_partial", "never"))
        self.assertEqual(self.server.get("/v1/catalogues/cmmc-l9").status, 404)

    def test_what_is_held_before_decides_level_three(self):
        asked = {"catalogue": "cmmc-l3", "as_of": DAY,
                 "answers": "requirement,status\n" + "".join(
                     f"{row.split(',')[0]},met\n" for row in (
                         served.ROOT / "catalogues/cmmc-l3/requirement.csv"
                     ).read_text().splitlines()[1:])}
        for held, standing in [(None, "undetermined"), ("Final Level 2 (C3PAO)", "final"),
                               ("none", "none")]:
            more = {} if held is None else {"holds": held}
            self.assertEqual(self.server.post("/v1/assess", asked | more).json()["standing"],
                             standing, held)

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
        self.assertEqual(self.server.post("/v1/screen/parties", {}).status, 409)
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
        asked = {"name": "Harbour Castings Ltd", "country": "GB", "born": "1971", "city": "Hull",
                 "threshold": "0.8"}
        answer = self.server.post("/v1/screen", asked)
        self.assertEqual(answer.status, 200, answer.body)
        told = answer.json()
        self.assertEqual(next(iter(told)), "audit")
        self.assertTrue(told["hits"])
        self.assertEqual(told["hits"][0]["born_given"], "not known")
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


class Dispositions(unittest.TestCase):
    """What people find of hits, kept in a folder and in a database."""

    FOUND = {"party": "wolf", "list": "EL", "listed": "17", "review": "dismissed",
             "reason": "another firm"}

    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self.folder.name)
        self.workspace = self.root / "w"
        self.workspace.mkdir()
        for name, content in PARTIES.items():
            (self.workspace / name).write_text(content)
        (self.root / "list.csv").write_text(WOLF)

    def tearDown(self):
        self.folder.cleanup()

    def serve(self, place, audit):
        return Server("--list", str(self.root / "list.csv"), "--audit", str(audit),
                      workspace=str(place), packs=LAW)

    def review(self, server):
        """From nothing found to a finding, with both on record."""
        self.assertEqual(server.get("/v1/dispositions").json()["dispositions"], [])
        self.assertEqual(server.post("/v1/dispositions", self.FOUND).status, 404)
        screened = server.post("/v1/screen/parties", {"at": DAY, "threshold": "0.8"})
        self.assertEqual(screened.status, 200, screened.body)
        self.assertEqual([row["party"] for row in screened.json()["rows"]], ["wolf"])
        done = server.post("/v1/dispositions", {**self.FOUND, "until": "2027-01-31"})
        self.assertEqual(done.status, 200, done.body)
        told = done.json()
        self.assertEqual(next(iter(told)), "audit")
        row = told["dispositions"][0]
        self.assertEqual((row["review"], row["reason"], row["author"], row["until"]),
                         ("dismissed", "another firm", "local", "2027-01-31"))
        self.assertEqual(server.get("/v1/dispositions").json()["dispositions"],
                         told["dispositions"])
        kinds = [server.get(f"/v1/audit/{number}").json()["row"]["kind"]
                 for number in (screened.json()["audit"], told["audit"])]
        self.assertEqual(kinds, ["screening", "disposition"])
        self.assertTrue(server.post("/v1/audit/verify").json()["is_whole"])

    def test_in_a_folder(self):
        server = self.serve(self.workspace, self.workspace / ".entente-audit.db")
        self.review(server)
        self.assertEqual(server.stop(), 0)
        self.assertIn("another firm", (self.workspace / "listing.csv").read_text())
        alone = run("dispositions", str(self.workspace), "--json")
        self.assertIn("another firm", alone.stdout)

    def test_in_a_database(self):
        place = self.root / "w.db"
        self.assertEqual(run("init", str(place)).returncode, 0)
        self.assertEqual(run("import", str(place), str(self.workspace)).returncode, 0)
        for audit in [place, self.root / "other.db"]:
            with self.subTest(audit=audit.name):
                self.assertEqual(run("import", str(place), str(self.workspace)).returncode, 0)
                server = self.serve(place, audit)
                self.review(server)
                self.assertEqual(server.stop(), 0)

    def test_what_is_refused(self):
        server = self.serve(self.workspace, self.workspace / ".entente-audit.db")
        server.post("/v1/screen/parties", {"at": DAY, "threshold": "0.8"})
        before = (self.workspace / "listing.csv").read_text()
        for members, word in [({"review": "maybe"}, "confirmed"), ({"reason": ""}, "reason"),
                              ({"until": "soon"}, "date"), ({"author": "me"}, "author"),
                              ({"listed": "18"}, "18")]:
            answer = server.post("/v1/dispositions", {**self.FOUND, **members})
            self.assertIn(answer.status, [400, 404], members)
            self.assertIn(word, answer.json()["error"])
        self.assertEqual((self.workspace / "listing.csv").read_text(), before)
        self.assertEqual(server.stop(), 0)

    def test_the_workspace_is_written_where_the_chain_is_elsewhere(self):
        (self.root / "chain").mkdir()
        server = self.serve(self.workspace, self.root / "chain" / "audit.db")
        self.review(server)
        self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    served.main()
