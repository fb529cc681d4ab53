#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Transfers of the workspace's own items and parties: the server knows what its tables say of them.

    test_check.py PROGRAM ROOT
"""

import pathlib
import tempfile
import unittest

import served
from served import Server, ServedCase, transfer

DAY = "2026-11-24"


class Named(ServedCase):
    WORKSPACE = "samples/access"
    PACKS = None

    def check(self, **members):
        answer = self.server.post("/v1/check", {"as_of": DAY, **members})
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def test_every_cell_of_the_matrix_is_decided_alike(self):
        for query, to in [("", None), ("&to=us-navy,tasman,penmarrow", None)]:
            matrix = self.server.get(f"/v1/matrix?as_of={DAY}{query}").json()
            cells = [(row, cell) for row in matrix["rows"] for cell in row["cells"]]
            self.assertGreater(len(cells), 10)
            for row, cell in cells:
                told = self.check(item_id=row["item"], to=cell["destination"],
                                  **{"from": row["from"]})
                self.assertEqual([told[name] for name in ("outcome", "best", "worst", "days")],
                                 [cell[name] for name in ("outcome", "best", "worst", "days")],
                                 (row["item"], cell["destination"]))

    def test_statuses_of_a_party_come_with_it(self):
        alone = self.check(item={"kind": "goods"}, to="US", **{"from": "AU"})
        known = self.check(item={"kind": "goods"}, to="US", **{"from": "tasman"})
        placed = self.check(item={"kind": "goods"}, to="US", **{"from": "AU:tasman"})
        self.assertNotIn("exporter.", alone["transfer"])
        self.assertIn("exporter.cmmc_level 1", known["transfer"])
        self.assertEqual(known["transfer"], placed["transfer"])
        other = self.check(item={"kind": "goods"}, to="US", **{"from": "AU:nobody"})
        self.assertNotIn("cmmc", other["transfer"])

    def test_what_the_request_says_goes_first(self):
        told = self.check(item_id="skerry", item={"cots": True}, to="US",
                          facts={"exporter.cmmc_level": "2"}, **{"from": "tasman"})
        self.assertIn("cots yes", told["transfer"])
        self.assertNotIn("cots no", told["transfer"])
        self.assertIn("exporter.cmmc_level 2", told["transfer"])
        self.assertNotIn("exporter.cmmc_level 1", told["transfer"])

    def test_such_a_decision_can_be_made_again_from_its_record(self):
        told = self.check(item_id="skerry", to="us-navy", **{"from": "tasman"})
        again = self.server.post(f"/v1/audit/{told['audit']}/replay").json()
        self.assertTrue(again["is_same"], again)
        self.assertEqual(again["answer"]["outcome"], told["outcome"])

    def test_what_cannot_be_used(self):
        for members, word, column in [
                ({"item_id": "skery"}, "did you mean `skerry`", '"skery"'),
                ({"item_id": 7}, "item's id", "7}"),
                ({"item_id": "skerry", "item": {"kind": "goods", "cotts": True}}, "cots", "true"),
                ({"item_id": "skerry", "facts": {"exporter.cmmc_level": {}}}, "object", "{}"),
                ({}, "`item`", "{")]:
            body = {"as_of": DAY, "from": "tasman", "to": "US", **members}
            answer = self.server.post("/v1/check", body)
            self.assertEqual(answer.status, 400, body)
            self.assertIn(word, answer.json()["error"])
            self.assertNotIn("\n", answer.json()["error"])
        answer = self.server.post("/v1/check", {"item": {}, "from": "tasmin", "to": "US"})
        self.assertIn("two capital letters", answer.json()["error"])

    def test_a_fact_that_is_refused_is_pointed_at(self):
        body = b'{"item_id": "skerry", "from": "tasman", "to": "US", "item": {"cotts": true}}'
        told = self.server.post("/v1/check", body).json()
        self.assertEqual(told["column"], body.index(b"true") + 1)

    def test_lines_of_a_batch_may_name_them_too(self):
        lines = '{"item_id":"skerry","from":"tasman","to":"US"}\n{"item_id":"x","from":"US","to":"US"}\n'
        told = self.server.post("/v1/batch", lines).body.decode().splitlines()
        self.assertIn("exporter.cmmc_level 1", told[0])
        self.assertIn('"line":2', told[1])

    def test_the_vocabulary_has_the_words_of_the_law(self):
        facts = {fact["name"]: fact for fact in self.server.get("/v1/vocabulary").json()["facts"]}
        self.assertEqual(facts["item.cots"]["values"], ["yes", "no"])
        self.assertEqual(facts["exporter.cmmc_level"]["values"], ["1", "2", "3"])
        self.assertIn("AU", facts["origin"]["values"])
        self.assertEqual(facts["item.cost_share" if "item.cost_share" in facts else
                               "item.foreign_steel_share"]["values"], [])


class Listed(unittest.TestCase):
    """Entries of lists and chains of owners stand below the conditions that read them."""

    FILES = {
        "party.csv": "id,name,kind,country,parent\nmaker,Maker Inc,organisation,US,\n"
                     "wolf,Wolf Works,organisation,DE,\nhold,Holding GmbH,organisation,DE,\n"
                     "depot,Depot,site,,hold\n",
        "item.csv": "id,name,kind,unit,origin\nw,Widget,goods,each,US\n",
        "attribute.csv": "item,attribute,value\nw,eccn,EAR99\nw,us_origin,yes\n",
        "ownership.csv": "owner,party,percent\nwolf,hold,60\n",
        "listing.csv": "party,list,listed,name,score,basis,review,reason,author,digest,from,until\n"
                       "wolf,EL,17,Wolf Works,0.9900,name,confirmed,same firm,jd,00,,\n",
    }
    CHAIN = "depot is owned half or more by listed parties: 60 % by wolf (listed)"
    ENTRY = "wolf: EL 17, Wolf Works, score 0.9900, confirmed"

    def test_a_decision_tells_them_and_is_made_again(self):
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder)
            for name, content in self.FILES.items():
                (place / name).write_text(content)
            server = Server(workspace=folder, packs="packs/us-ear,packs/regimes")
            try:
                asked = {"item_id": "w", "from": "maker", "to": "depot", "as_of": "2025-10-15",
                         "parties": {"end_user": "wolf"}, "facts": {"end_use": "civil"}}
                answer = server.post("/v1/check", asked)
                self.assertEqual(answer.status, 200, answer.body)
                for words in (self.CHAIN, self.ENTRY):
                    self.assertIn(words, answer.body.decode())
                again = server.post(f"/v1/audit/{answer.json()['audit']}/replay").json()
                self.assertTrue(again["is_same"], again)
                self.assertIn(self.CHAIN, str(again["answer"]))
                for parties, word in (({"end_uer": "wolf"}, "they read of"),
                                      ({"end_user": "woof"}, "two capital letters"), ([], "roles")):
                    told = server.post("/v1/check", {**asked, "parties": parties})
                    self.assertEqual(told.status, 400)
                    self.assertIn(word, told.json()["error"])
            finally:
                self.assertEqual(server.stop(), 0)


class Plain(unittest.TestCase):
    def test_a_request_without_names_of_the_workspace_is_answered_as_ever(self):
        server = Server()
        try:
            told = server.post("/v1/check", transfer()).json()
            self.assertEqual(told["transfer"], "id bolt, listed yes, from BB to CC; "
                                               "end_use military")
        finally:
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    served.main()
