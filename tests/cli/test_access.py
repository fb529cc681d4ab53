#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""May a firm supply, and what is missing: samples/access, as users ask for it.

    test_access.py PROGRAM ROOT
"""

import csv
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
SAMPLE = "samples/access"
DAY = ("--as-of", "2026-11-24")
# Before the regulation was deviated from, so that its exemptions count.
READ = ("--as-of", "2026-01-15")


def run(*words):
    return subprocess.run([PROGRAM, *words], cwd=ROOT, capture_output=True, text=True,
                          env={**os.environ, "LC_ALL": "C"}, check=False)


class Cases(unittest.TestCase):
    def answer(self, party, *words):
        result = run("access", SAMPLE, party, *words, "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def offer(self, party, *words):
        answer = self.answer(party, *words)
        self.assertEqual(len(answer["offers"]), 1)
        return answer["offers"][0], answer["steps"]

    def refused(self, words, reason):
        result = run("access", *words)
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn(reason, result.stderr)
        self.assertEqual(result.stderr.count("\n"), 1)


class Offers(Cases):
    def test_a_bearing_lacks_a_waiver(self):
        offer, steps = self.offer("wraybridge", *READ)
        self.assertEqual(offer["outcome"], "licence_required")
        self.assertEqual([step["for"] for step in steps], ["us.procurement.bearings"])
        self.assertEqual(steps[0]["name"], "us.procurement.goods_waiver")
        self.assertIsNone(steps[0]["days"])

    def test_an_exemption_that_was_not_verified_is_not_counted_on(self):
        _, steps = self.offer("wraybridge", *DAY)
        self.assertIn("us.procurement.buy_american", [step.get("for") for step in steps])
        _, accepted = self.offer("wraybridge", *DAY, "--accept-unverified")
        self.assertNotIn("us.procurement.buy_american", [step.get("for") for step in accepted])

    def test_tungsten_law_changes_the_answer_with_the_year(self):
        before, _ = self.offer("hanbit", "--as-of", "2026-12-31")
        after, _ = self.offer("hanbit", "--as-of", "2027-01-01")
        self.assertEqual(before["outcome"], "licence_required")
        self.assertEqual(after["outcome"], "prohibited")
        self.assertEqual(after["prohibitions"][0]["rule"], "us.procurement.covered_mined")

    def test_status_and_ownership_count(self):
        offer, steps = self.offer("corvane", *READ)
        names = {it["name"] for it in offer["authorities"] if it["truth"] == "yes"}
        self.assertEqual(names, {"us.procurement.has_special_agreement"})
        # The certificate is of February: in January it did not hold yet, and nobody says what did.
        self.assertEqual(offer["outcome"], "licence_required")
        self.assertIn("us.procurement.determination", [step["name"] for step in steps])
        held, _ = self.offer("corvane", "--as-of", "2026-11-24")
        self.assertIn("us.procurement.holds_level_2", {it["name"] for it in held["authorities"]})

    def test_a_self_assessment_is_not_enough_from_phase_2_on(self):
        _, steps = self.offer("tasman", *DAY, "--accept-unverified")
        self.assertEqual([step["for"] for step in steps], ["us.procurement.cmmc_2_by_phase"])
        self.assertIn("C3PAO", steps[0]["granted_by"])
        offer, _ = self.offer("tasman", *DAY, "--accept-unverified", "--fact",
                              "exporter.cmmc_level=2", "--fact", "exporter.cmmc_assessed_by=c3pao")
        self.assertEqual(offer["outcome"], "authorised")

    def test_a_question_that_settles_it_is_asked(self):
        offer, steps = self.offer("muehlgrund", *READ)
        self.assertEqual(offer["outcome"], "undetermined")
        self.assertEqual((steps[0]["do"], steps[0]["name"]),
                         ("answer", "transfer.determination_made"))
        settled, _ = self.offer("muehlgrund", *READ, "--fact", "transfer.determination_made=yes")
        self.assertEqual(settled["outcome"], "authorised")

    def test_an_item_that_the_firm_does_not_make_may_be_asked_for(self):
        answer = self.answer("tasman", *DAY, "--item", "gearbox", "--programme", "skerry")
        self.assertEqual([offer["item"] for offer in answer["offers"]], ["gearbox"])
        self.assertEqual(answer["offers"][0]["from"], "AU")


class Tables(unittest.TestCase):
    def test_what_is_negotiated_is_no_agreement(self):
        with open(ROOT / "packs/agreements/agreement.csv", encoding="utf-8", newline="") as file:
            rows = {(row["country"], row["kind"]) for row in csv.DictReader(file)}
        self.assertEqual(sum(kind == "RDP" for _, kind in rows), 28)
        for country in ("BR", "IN", "KR"):
            self.assertNotIn((country, "RDP"), rows)
        self.assertIn(("KR", "SOSA"), rows)


class Outputs(Cases):
    def test_text_names_law_steps_and_who_grants(self):
        result = run("access", SAMPLE, "tasman", *DAY)
        self.assertEqual(result.returncode, 0, result.stderr)
        for words in ("May Tasman Mast Optics (tasman, AU) supply?", "The way there, in order",
                      "granted by an accredited third-party assessor", "32 CFR 170.17",
                      "perhaps under us.procurement.qualifying", "does not give legal advice"):
            self.assertIn(words, result.stdout)

    def test_what_perhaps_applies_says_so(self):
        with tempfile.TemporaryDirectory() as folder:
            place = pathlib.Path(folder) / "samples" / "access"
            shutil.copytree(ROOT / SAMPLE, place)
            for beside in ("packs", "catalogues"):
                (pathlib.Path(folder) / beside).symlink_to((ROOT / beside).resolve())
            table = place / "attribute.csv"
            table.write_text(table.read_text().replace("optical-mast,berry,none,invented\n", ""))
            text = run("access", str(place), "tasman", *DAY).stdout
            answer = json.loads(run("access", str(place), "tasman", *DAY, "--json").stdout)
            settled = json.loads(run("access", str(place), "tasman", *DAY, "--json", "--fact",
                                     "item.berry=none").stdout)
        self.assertRegex(text, r"meet us\.procurement\.berry: [^\n]*; undetermined until these are known\n"
                               r" +ask transfer\.contract_value: [^\n]*\n +ask item\.berry: Is it food")
        self.assertRegex(text, r"perhaps lacks us\.procurement\.berry[^\n]*\n +undetermined until "
                               r"transfer\.contract_value and item\.berry are known\n")
        self.assertIn("meet us.procurement.cmmc_2_by_phase", text)
        steps = {step["for"]: step for step in answer["steps"] if step["do"] == "obtain"}
        self.assertEqual(steps["us.procurement.berry"]["needed"], "perhaps")
        self.assertEqual([it["name"] for it in steps["us.procurement.berry"]["undetermined_until"]],
                         ["transfer.contract_value", "item.berry"])
        self.assertEqual(steps["us.procurement.cmmc_2_by_phase"]["needed"], "yes")
        self.assertNotIn("undetermined_until", steps["us.procurement.cmmc_2_by_phase"])
        doubts = {it["rule"]: it["until"] for it in answer["offers"][0]["undetermined"]}
        self.assertTrue(all(it["ask"].endswith("?") for it in doubts["us.procurement.berry"]))
        self.assertNotIn("us.procurement.berry", [step.get("for") for step in settled["steps"]])

    def test_what_was_not_verified_says_so(self):
        text = run("access", SAMPLE, "wraybridge", *DAY).stdout
        self.assertIn("verify us.procurement.qualifying", text)
        self.assertIn("(48 CFR 225.872-1(a)) [unverified]", text)
        self.assertIn("granted by whom was not found", text)
        answer = self.answer("wraybridge", *DAY)
        self.assertEqual(answer["offers"][0]["not_verified"],
                         [{"rule": "us.procurement.qualifying", "status": "unverified"}])
        self.assertEqual(answer["steps"][0]["do"], "verify")
        early = self.answer("wraybridge", "--as-of", "2026-01-31")
        self.assertEqual(early["offers"][0]["not_verified"], [])

    def test_a_day_on_which_it_shuts_is_told(self):
        text = run("access", SAMPLE, "hanbit", *DAY).stdout
        self.assertIn("from     2027-01-01 on: barred", text)

    def test_statuses_follow_from_assessments_with_their_dates(self):
        held = {"us.procurement.holds_level_2"}
        for day, expected in (("2027-02-02", held), ("2027-02-03", set())):
            offer, _ = self.offer("corvane", "--as-of", day)
            self.assertEqual({it["name"] for it in offer["authorities"]
                              if it["name"] in held and it["truth"] == "yes"}, expected, day)

    def test_the_same_question_has_the_same_answer(self):
        words = ("access", SAMPLE, "corvane", *DAY, "--json")
        self.assertEqual(run(*words).stdout, run(*words).stdout)

    def test_packs_and_dates_are_told(self):
        answer = self.answer("corvane", *DAY)
        self.assertEqual(answer["as_of"], "2026-11-24")
        self.assertEqual({pack["name"] for pack in answer["packs"]},
                         {"regimes", "agreements", "us.procurement"})

    def test_bad_input(self):
        self.refused((SAMPLE, "nobody", *DAY), "`nobody` is no party")
        self.refused((SAMPLE, "tasman", *DAY, "--programme", "none"), "`none` is no programme")
        self.refused((SAMPLE, "tasman", *DAY, "--item", "none"), "`none` is no item")
        self.refused((SAMPLE, "us-navy", *DAY), "no programme with an owner wants")
        self.refused((SAMPLE, "tasman", *DAY, "--fact", "transfer.acquisitoin=dod"),
                     "did you mean `transfer.acquisition`?")
        self.refused((SAMPLE, "tasman", *DAY, "--fact", "no"), "NAME=VALUE")
        self.refused((SAMPLE, "tasman"), "--as-of")


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv[1])
    ROOT = pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1])
