#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`entente assess` as a user runs it.

    test_assess.py PROGRAM ROOT
"""

import csv
import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
SAMPLE = "samples/assessment/harbour-castings.csv"
LEVEL_2 = "catalogues/cmmc-l2"


def run(*words):
    return subprocess.run([PROGRAM, *words], cwd=ROOT, capture_output=True, text=True, check=False)


def assess(file, *words, catalogue=LEVEL_2):
    return subprocess.run([PROGRAM, "assess", str(file), "--catalogue", catalogue, "--as-of",
                           "2026-11-23", *words], cwd=ROOT, capture_output=True, text=True,
                          check=False)


def assess_rows(rows, words=(), **options):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "answers.csv"
        with path.open("w", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows)
        return assess(path, "--json", *words, **options)


def requirements(catalogue=LEVEL_2):
    with (ROOT / catalogue / "requirement.csv").open(newline="") as file:
        return list(csv.DictReader(file))


class Assess(unittest.TestCase):
    def test_the_sample(self):
        result = assess(SAMPLE)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("97 to 100 of 110", result.stdout)
        self.assertIn("110 - 13", result.stdout)
        self.assertEqual(result.stdout, assess(SAMPLE).stdout)

    def test_a_plan_of_action_has_a_deadline(self):
        rows = [("requirement", "status")] + [
            (row["id"], "not_met" if row["id"] == "3.1.3" else "met") for row in requirements()]
        report = json.loads(assess_rows(rows).stdout)
        self.assertEqual(report["standing"], "conditional")
        self.assertEqual(report["gaps"][0]["close_by"], "2027-05-22")
        self.assertTrue(report["gaps"][0]["source"])

    def test_nothing_answered_is_nothing_reached(self):
        for catalogue in ("catalogues/cmmc-l1", LEVEL_2, "catalogues/cmmc-l3"):
            report = json.loads(assess_rows([("requirement", "status")],
                                            catalogue=catalogue).stdout)
            self.assertEqual(report["standing"], "undetermined")
            self.assertEqual(report["unknown"], len(requirements(catalogue)))

    def test_bad_input(self):
        for rows, expected in (([("requirement", "status"), ("3.1.111", "met")], "did you mean"),
                               ([("requirement", "status"), ("3.1.1", "fine")], "`fine`"),
                               ([("requirement",)], "`status`")):
            result = assess_rows(rows)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn(expected, result.stderr)
        self.assertEqual(assess("no/such/file.csv").returncode, 2)
        self.assertEqual(assess(SAMPLE, catalogue="no/such").returncode, 2)

    def test_level_3_asks_for_level_2_first(self):
        rows = [("requirement", "status"),
                *((row["id"], "met") for row in requirements("catalogues/cmmc-l3"))]
        for words, standing in ((("--holds", "Final Level 2 (C3PAO)"), "final"),
                                (("--holds", "Final Level 2 (Self)"), "none"),
                                ((), "undetermined")):
            report = json.loads(assess_rows(rows, words=words,
                                            catalogue="catalogues/cmmc-l3").stdout)
            self.assertEqual((report["standing"], report["score"]), (standing, 24))

    def test_evidence_is_a_hint_and_not_recognised(self):
        with tempfile.TemporaryDirectory() as folder:
            evidence = pathlib.Path(folder) / "evidence.csv"
            evidence.write_text("framework,id\nISO/IEC 27001:2022 Annex A,A.5.14\n")
            report = json.loads(assess(SAMPLE, "--json", "--crosswalk", "catalogues/crosswalk",
                                       "--evidence", str(evidence)).stdout)
            gap = next(gap for gap in report["gaps"] if gap["requirement"] == "3.1.3")
            self.assertEqual(gap["evidence"][0]["strength"], "hint")
            self.assertTrue(gap["evidence"][0]["mapping"][0]["source"])
            self.assertEqual(report["recognition"][0]["recognised"], "no")
            evidence.write_text("framework,id\nISO/IEC 27001:2022 Annex A,A.5.999\n")
            result = assess(SAMPLE, "--crosswalk", "catalogues/crosswalk", "--evidence",
                            str(evidence))
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn("A.5.999", result.stderr)


class Scheme(unittest.TestCase):
    def ask(self, *words):
        result = run("assess", "scheme", "catalogues/cmmc", "--json", *words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_published_cases(self):
        for day, phase in (("2025-11-10", "1"), ("2028-11-10", "4"), ("2024-12-15", None)):
            self.assertEqual(self.ask("--as-of", day)["phase"], phase)
        answer = self.ask("--as-of", "2027-01-15", "--status", "Final Level 2 (C3PAO)", "--since",
                          "2025-12-01", "--affirmed", "2025-12-01")
        self.assertEqual(answer["status"]["current"], "no")
        for data, least in (("FCI", "Level 1 (Self)"), ("CUI", "Level 2 (C3PAO)")):
            self.assertEqual(self.ask("--as-of", "2026-11-23", "--prime", "Level 3 (DIBCAC)",
                                      "--data", data)["least"], least)

    def test_rules_have_their_sources(self):
        rules = self.ask("--as-of", "2026-11-23", "--rules")["rules"]
        self.assertEqual(len(rules), 32)
        for rule in rules:
            self.assertTrue(rule["source"], rule)
        text = run("assess", "scheme", "catalogues/cmmc", "--as-of", "2026-11-23",
                   "--rules").stdout
        for rule in rules:
            if rule["checked"] != "verified":
                self.assertIn(f"[{rule['checked']}]", text)

    def test_what_may_be_demanded_grows(self):
        must = [{row["requirement"] for row in self.ask("--as-of", day)["demands"]
                 if row["kind"] == "must"}
                for day in ("2025-11-09", "2025-11-10", "2026-11-10", "2027-11-10", "2028-11-10")]
        self.assertEqual([len(names) for names in must], [0, 2, 3, 4, 4])

    def test_bad_input(self):
        for words in (("--status", "Level 9", "--since", "2026-01-01"), ("--status", "Level 9"),
                      ("--prime", "Level 1 (Self)", "--data", "CUI")):
            result = run("assess", "scheme", "catalogues/cmmc", "--as-of", "2026-11-23", *words)
            self.assertEqual((result.returncode, result.stdout), (2, ""))


SUPPLIERS = "samples/suppliers"


class Party(unittest.TestCase):
    def ask(self, party, day="2026-11-23", *words, workspace=SUPPLIERS):
        return run("assess", party, "--workspace", str(workspace), "--as-of", day, *words)

    def json(self, party, day="2026-11-23", *words):
        result = self.ask(party, day, "--json", *words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_statuses_hold_their_days(self):
        for party, day, holds in (
                ("beacon", "2026-02-09", None), ("beacon", "2026-02-10", "Final Level 2 (C3PAO)"),
                ("beacon", "2027-02-10", "Final Level 2 (C3PAO)"), ("beacon", "2027-02-11", None),
                ("cedar", "2027-02-16", "Conditional Level 2 (C3PAO)"),
                ("cedar", "2027-02-17", None), ("loam", "2026-10-01", "Final Level 1 (Self)"),
                ("loam", "2026-10-02", None), ("harbour", "2026-11-23", None)):
            self.assertEqual(self.json(party, day)["holds"], holds, (party, day))

    def test_reaching_the_level_opens_the_lane(self):
        opened = {row["status"]: row for row in self.json("harbour")["would_open"]}
        self.assertEqual(opened["Final Level 1 (Self)"]["lanes"], [])
        lane = opened["Final Level 2 (C3PAO)"]["lanes"][0]
        self.assertEqual((lane["before"], lane["after"]), ("prohibited", "free"))
        self.assertEqual(opened["Final Level 2 (C3PAO)"]["programmes"], ["patrol"])

    def test_the_weakest_link_comes_first(self):
        links = self.json("beacon")["programmes"][0]["links"]
        self.assertEqual([(link["party"], link["enough"]) for link in links],
                         [("harbour", "no"), ("loam", "no"), ("beacon", "yes"), ("cedar", "yes")])
        self.assertEqual(links[1]["needs"], "Level 1 (Self)")

    def test_gaps_come_by_points_a_day(self):
        gaps = self.json("harbour")["assessments"][0]["gaps"]
        worth = [gap["points"] / gap["effort_days"] for gap in gaps if gap["effort_days"]]
        self.assertEqual(worth, sorted(worth, reverse=True))
        self.assertIsNone(gaps[-1]["effort_days"])

    def test_decisions_see_statuses_lapse(self):
        result = run("matrix", SUPPLIERS, "--as-of", "2026-11-23", "--csv")
        rows = {row["item"]: row["outcome"] for row in csv.DictReader(result.stdout.splitlines())}
        self.assertEqual((rows["casting"], rows["board"]), ("prohibited", "free"))
        result = run("matrix", SUPPLIERS, "--as-of", "2027-02-17", "--csv")
        rows = {row["item"]: row["outcome"] for row in csv.DictReader(result.stdout.splitlines())}
        self.assertEqual((rows["wing"], rows["board"]), ("prohibited", "prohibited"))

    def test_the_page(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "page.html"
            self.assertEqual(self.ask("harbour", "2026-11-23", "--html", str(page)).returncode, 0)
            text = page.read_text()
            self.assertIn("not recognised", text)
            self.assertIn("Harbour Castings", text)
            self.assertNotIn("<script", text)
            # Every gap has its source, the mappings say how far they were checked, and what would open
            # is there with its programme.
            self.assertEqual(text.count("<small>[1]</small></td>"), 7)
            self.assertEqual(text.count("<li><small>[1] 32 CFR 170.24(c)(2), 170.21(a)(2)"), 1)
            self.assertIn("derived_unverified", text)
            self.assertIn("addressed by 03.01.05 <small>[2] verified", text)
            self.assertIn("are in the supply of Patrol aircraft: wings", text)
            self.assertIn("170.23(a)(3)", text)

    def test_the_text_names_the_sources(self):
        text = self.ask("harbour", "2026-11-23").stdout
        self.assertEqual(text.count("    32 CFR 170.24(c)(2), 170.21(a)(2)"), 1)
        self.assertIn("03.12.03 [verified]", text)
        self.assertIn("github:usnistgov/oscal-content", text)
        held = self.ask("cedar", "2026-11-23").stdout
        self.assertRegex(held, r"Conditional Level 2 \(C3PAO\) \[[a-z_]+: .*204\.7501")

    def changed(self, name, text):
        """A copy of the sample with one table replaced."""
        folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory())) / "w"
        shutil.copytree(ROOT / SUPPLIERS, folder)
        settings = (folder / "workspace.csv").read_text()
        (folder / "workspace.csv").write_text(settings.replace("../..", str(ROOT)))
        (folder / name).write_text(text((folder / name).read_text() if (folder / name).exists()
                                        else ""))
        return folder

    def test_level_three_ends_where_level_two_is_not_affirmed_any_more(self):
        folder = self.changed("assessment.csv", lambda text: text +
                              "beacon-3,beacon,Level 3 (DIBCAC),2026-03-01,,2026-12-01,invented\n")
        with open(ROOT / "catalogues/cmmc-l3/requirement.csv", encoding="utf-8") as file:
            names = [row["id"] for row in csv.DictReader(file)]
        with open(folder / "answer.csv", "a", encoding="utf-8") as file:
            file.writelines(f"beacon-3,{name},met,\n" for name in names)
        for day, holds in (("2027-02-10", "Final Level 3 (DIBCAC)"), ("2027-02-11", None)):
            result = run("assess", "beacon", "--workspace", str(folder), "--as-of", day, "--json")
            self.assertEqual(json.loads(result.stdout)["holds"], holds, day)

    def test_a_closed_plan_is_final(self):
        folder = self.changed("assessment.csv", lambda text: text.replace(
            "2026-08-20,,2026-08-20", "2026-08-20,2026-12-01,2026-08-20"))
        for day, holds in (("2026-11-30", "Conditional Level 2 (C3PAO)"),
                           ("2026-12-01", "Final Level 2 (C3PAO)"),
                           ("2027-08-20", "Final Level 2 (C3PAO)"), ("2027-08-21", None)):
            report = json.loads(self.ask("cedar", day, "--json", workspace=folder).stdout)
            self.assertEqual(report["holds"], holds, day)

    def test_an_unknown_affirmation_is_not_counted_on(self):
        folder = self.changed("assessment.csv", lambda text: text.replace(
            "2026-02-10,,2026-02-10", "2026-02-10,,"))
        self.assertIsNone(json.loads(self.ask("beacon", "2026-11-23", "--json",
                                              workspace=folder).stdout)["holds"])
        result = run("matrix", str(folder), "--as-of", "2026-11-23", "--csv")
        rows = {row["item"]: row["outcome"] for row in csv.DictReader(result.stdout.splitlines())}
        self.assertEqual(rows["wing"], "undetermined")

    def test_bad_input(self):
        for name, text, expected in (
                ("assessment.csv", lambda text: text.replace("ITSP.10.171", "ITSP.99"), "ITSP.99"),
                ("answer.csv", lambda text: text.replace("3.1.3,not_met", "3.1.3,fine"), "`fine`"),
                ("workspace.csv", lambda text: text.replace("scheme,", "schema,"), "scheme,DIR"),
                ("requirement.csv", lambda text: text.replace("CUI", "XYZ"), "XYZ"),
                ("status.csv", lambda _: "party,status,value\nbeacon,cmmc_level,2\n",
                 "follows from assessment.csv")):
            result = self.ask("cedar", workspace=self.changed(name, text))
            self.assertEqual((result.returncode, result.stdout), (2, ""), name)
            self.assertIn(expected, result.stderr)
        self.assertIn("did you mean `harbour`", self.ask("harbor").stderr)
        self.assertEqual(self.ask("cedar", "2026-11-23", "--suppose", "Level 9").returncode, 2)

    def test_a_written_status_takes_over(self):
        folder = self.changed("status.csv", lambda _:
                              "party,status,value,from\nharbour,cmmc_level,2,2026-10-01\n")
        result = run("matrix", str(folder), "--as-of", "2026-11-23", "--csv")
        rows = {row["item"]: row["outcome"] for row in csv.DictReader(result.stdout.splitlines())}
        self.assertEqual(rows["casting"], "free")

    def test_the_sample_is_what_the_tool_writes(self):
        before = [(ROOT / SUPPLIERS / name).read_bytes() for name in ("assessment.csv",
                                                                      "answer.csv")]
        subprocess.run([sys.executable, str(ROOT / "tools/suppliers-sample")], check=True)
        self.assertEqual(before, [(ROOT / SUPPLIERS / name).read_bytes()
                                  for name in ("assessment.csv", "answer.csv")])


class Base(unittest.TestCase):
    def test_a_base_is_scored_as_its_firms_are(self):
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run([sys.executable, str(ROOT / "tools/suppliers-sample"), "base", folder,
                            "60"], check=True)
            firms = pathlib.Path(folder) / "firms.csv"
            result = run("assess", "base", str(firms), "--catalogue", LEVEL_2, "--csv")
            with firms.open(newline="") as file:
                rows = {row.pop("firm"): row for row in csv.DictReader(file)}
            found = {row["firm"]: row for row in csv.DictReader(result.stdout.splitlines())}
            self.assertEqual(set(found), set(rows))
            for name in list(rows)[:8]:
                report = json.loads(assess_rows([("requirement", "status"),
                                                 *rows[name].items()]).stdout)
                self.assertEqual((str(report["score"]), report["standing"]),
                                 (found[name]["score"], found[name]["standing"]))
            report = json.loads(run("assess", "base", str(firms), "--catalogue", LEVEL_2, "--json",
                                    "--supplies",
                                    str(pathlib.Path(folder) / "supplies.csv")).stdout)
            self.assertEqual(report["firms"], 60)
            for programme in report["programmes"]:
                self.assertEqual(len(programme["weakest"]), programme["too_weak"])
                scores = [firm["score"] for firm in programme["weakest"]]
                self.assertEqual(scores, sorted(scores))

    def test_bad_input(self):
        for text, expected in (("name,3.1.1\n", "`firm`"), ("firm,3.1.999\na,met\n", "3.1.999"),
                               ("firm,3.1.1\na,fine\n", "`fine`"),
                               ("firm,3.1.1\na,partial\n", "partial credit"),
                               ("firm,3.1.1\na,met\na,met\n", "twice")):
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder) / "firms.csv"
                path.write_text(text)
                result = run("assess", "base", str(path), "--catalogue", LEVEL_2)
                self.assertEqual((result.returncode, result.stdout), (2, ""))
                self.assertIn(expected, result.stderr)



class Offers(unittest.TestCase):
    def test_a_status_is_tried_on_what_the_firm_offers(self):
        result = run("assess", "tasman", "--workspace", "samples/access", "--as-of", "2026-11-24",
                     "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        opened = {row["status"]: row for row in json.loads(result.stdout)["would_open"]}
        self.assertEqual(opened["Final Level 2 (Self)"]["offers"], [])
        moved = opened["Final Level 2 (C3PAO)"]["offers"]
        self.assertEqual(moved, [{"item": "optical-mast", "programme": "skerry",
                                  "before": "licence_required", "after": "undetermined",
                                  "lacks_before": 2, "lacks_after": 1}])
        text = run("assess", "tasman", "--workspace", "samples/access", "--as-of",
                   "2026-11-24").stdout
        self.assertIn("licence_required -> undetermined; lacks 2 -> 1", text)

    def test_a_firm_that_offers_nothing(self):
        result = run("assess", "us-navy", "--workspace", "samples/access", "--as-of", "2026-11-24",
                     "--json")
        self.assertEqual(result.returncode, 0, result.stderr)
        for row in json.loads(result.stdout)["would_open"]:
            self.assertEqual((row["offers_decided"], row["offers"]), (0, []))


class Page(unittest.TestCase):
    def page(self, *words):
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder) / "page.html"
            result = run("assess", *words, "--as-of", "2026-11-24", "--html", str(path))
            self.assertEqual(result.returncode, 0, result.stderr)
            return path.read_text()

    def test_the_style_is_a_style(self):
        for words in (("tasman", "--workspace", "samples/access"),
                      (SAMPLE, "--catalogue", LEVEL_2)):
            page = self.page(*words)
            head, body = page.split("</head>")
            self.assertEqual((page.count("<style>"), page.count("</style>")), (1, 1))
            self.assertIn(":root{", head.split("<style>")[1].split("</style>")[0])
            self.assertNotIn(":root{", body)

    def test_what_is_against_more_is_told(self):
        page = self.page("tasman", "--workspace", "samples/access")
        self.assertIn("Against more: 3.5.3: 3 points; 3.11.2: 5 points", page)
        self.assertIn("licence required, lacks 2</td><td>undetermined, lacks 1", page)
        self.assertIn("<th>Evidence at hand</th>", page)


class Sprs(unittest.TestCase):
    DETAILS = "samples/assessment/sprs.csv"

    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def summary(self, *words, catalogue=LEVEL_2, **statuses):
        file = self.folder / "answers.csv"
        names = {name.replace("r", "", 1).replace("_", "."): word for name, word in statuses.items()}
        with file.open("w") as out:
            out.write("requirement,status\n")
            for row in csv.DictReader(
                    (ROOT / catalogue / "requirement.csv").read_text().splitlines()):
                status = names.get(row["id"], "met")
                out.write(f"{row['id']},{status}\n" if status else "")
        result = assess(file, "--sprs", "--json", *words, catalogue=catalogue)
        self.assertEqual(result.returncode, 0, result.stderr)
        return json.loads(result.stdout)

    def test_what_follows_from_the_answers(self):
        made = self.summary()
        self.assertEqual((made["score"], made["status"], made["plan_of_action"], made["close_by"]),
                         (110, "final", "none is needed", None))
        made = self.summary(r3_13_11="partial")
        self.assertEqual((made["score"], made["status"], made["close_by"], made["open"]),
                         (107, "conditional", "2027-05-22", ["SC.L2-3.13.11"]))
        made = self.summary(r3_5_3="partial")
        self.assertEqual((made["score"], made["status"], made["plan_of_action"]),
                         (107, "none", "not allowed with these gaps"))

    def test_nothing_is_entered_without_all_answers(self):
        for made, why in ((self.summary(r3_12_4="not_met"), "CA.L2-3.12.4"),
                          (self.summary(r3_1_1=""), "1 of the requirements is not answered"),
                          (self.summary(catalogue="catalogues/cmmc-l3"), "government's assessors")):
            self.assertEqual((made["may_be_entered"], made["score"], made["status"]),
                             (False, None, None))
            self.assertIn(why, made["why_not"])

    def test_level_1_has_no_score(self):
        made = self.summary(catalogue="catalogues/cmmc-l1")
        self.assertEqual((made["score"], made["status"]), (None, "final"))

    def test_what_the_firm_says(self):
        made = self.summary("--sprs-details", self.DETAILS)
        self.assertEqual(made["cage"], ["0XX01", "0XX02"])
        self.assertEqual((made["plan_version"], made["complete_by"]), ("3.2", "2027-04-30"))
        self.assertEqual(made["to_be_stated"], ["affirmed_by"])
        text = run("assess", "cedar", "--workspace", "samples/suppliers", "--as-of", "2026-11-23",
                   "--sprs", "--sprs-details", self.DETAILS).stdout
        for line in ("score                105 of 110", "included CAGEs       0XX01 0XX02",
                     "to be closed by      2027-02-16", "affirming official   to be stated"):
            self.assertIn("  " + line, text)

    def test_what_the_firm_says_is_checked(self):
        file = self.folder / "details.csv"
        for row, expected in (("cage,0xx01", "five capital letters"), ("cage,0XX01,", "fields"),
                              ("plan_date,30.10.2026", "YYYY-MM-DD"), ("employees,0", "from 1"),
                              ("scope,all", "`enterprise` or `enclave`"), ("cages,0XX01", "none of"),
                              ("plan,a\nplan,b", "given twice")):
            file.write_text("key,value\n" + row + "\n")
            result = assess(SAMPLE, "--sprs", "--sprs-details", str(file))
            self.assertEqual((result.returncode, result.stdout), (2, ""), row)
            self.assertEqual(len(result.stderr.splitlines()), 1, result.stderr)
            self.assertIn(expected, result.stderr)

    def test_a_party_without_assessment(self):
        result = run("assess", "us-forces", "--workspace", "samples/suppliers", "--as-of",
                     "2026-11-23", "--sprs")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("no assessment", result.stderr)


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
