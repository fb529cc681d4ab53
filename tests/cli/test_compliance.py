#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What compliance_cases.py decided by hand, asked of the program.

    test_compliance.py PROGRAM ROOT
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import compliance_cases as cases

PROGRAM = ""
ROOT = pathlib.Path()
PACKS = "packs/us-procurement,packs/agreements,packs/regimes"
PACK = "us.procurement."


def run(*words):
    return subprocess.run([PROGRAM, *map(str, words)], cwd=ROOT, capture_output=True, text=True,
                          check=False)


def answered(*words):
    result = run(*words, "--json")
    if result.returncode != 0:
        raise AssertionError(result.stderr)
    return json.loads(result.stdout)


class Compliance(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def answers(self, catalogue, statuses):
        """Everything is met but what the case says; what is not applicable has a reason."""
        with (ROOT / "catalogues" / catalogue / "requirement.csv").open(newline="") as file:
            ids = [row["id"] for row in csv.DictReader(file)]
        others = statuses.get("*", "met")
        path = self.folder / "answers.csv"
        with path.open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(["requirement", "status", "reason"])
            for one in ids:
                status = statuses.get(one, others)
                writer.writerow([one, status, "there is none" if status == "not_applicable" else ""])
        return path

    def test_levels(self):
        for name, text, catalogue, statuses, holds, expected in cases.LEVELS:
            words = () if holds is None else ("--holds", holds)
            report = answered("assess", self.answers(catalogue, statuses), "--catalogue",
                              f"catalogues/{catalogue}", "--as-of", "2026-11-24", *words)
            score = 0 if report["maximum"] == 0 else report["score"]
            with self.subTest(f"{name}: {text}"):
                self.assertEqual((score, report["standing"], report["can_be_completed"]), expected)

    def test_a_plan_of_action_is_closed_in_180_days(self):
        path = self.answers("cmmc-l2", {"3.1.3": "not_met"})
        report = answered("assess", path, "--catalogue", "catalogues/cmmc-l2", "--as-of", "2026-11-24")
        self.assertEqual([gap["close_by"] for gap in report["gaps"]], ["2027-05-23"])

    def test_partial_credit_is_for_two_requirements(self):
        for one in ("3.1.1", "3.12.4", "3.13.8"):
            result = run("assess", self.answers("cmmc-l2", {one: "partial"}), "--catalogue",
                         "catalogues/cmmc-l2", "--as-of", "2026-11-24")
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn("no partial credit", result.stderr)

    def test_phases(self):
        for name, text, day, phase, must, may in cases.PHASES:
            scheme = answered("assess", "scheme", "catalogues/cmmc", "--as-of", day)
            kinds = {kind: {row["requirement"] for row in scheme["demands"] if row["kind"] == kind}
                     for kind in ("must", "may")}
            with self.subTest(f"{name}: {text}"):
                self.assertEqual((scheme["phase"], kinds["must"], kinds["may"] - kinds["must"]),
                                 (phase, must, may))

    def test_statuses(self):
        for name, text, status, since, affirmed, day, current in cases.CURRENT:
            scheme = answered("assess", "scheme", "catalogues/cmmc", "--as-of", day, "--status", status,
                              "--since", since, "--affirmed", affirmed)
            with self.subTest(f"{name}: {text}"):
                self.assertEqual(scheme["status"]["current"], current)

    def test_what_flows_down(self):
        for name, text, data, prime, least in cases.FLOWS:
            scheme = answered("assess", "scheme", "catalogues/cmmc", "--as-of", "2026-11-24", "--prime",
                              prime, "--data", data)
            with self.subTest(f"{name}: {text}"):
                self.assertEqual(scheme["least"], least)

    def test_reuse_of_evidence_is_no_recognition(self):
        path = self.answers("cmmc-l2", {"*": "not_met", "3.12.4": "met"})
        for name, framework, one, leads in cases.FOREIGN:
            evidence = self.folder / "evidence.csv"
            evidence.write_text(f"framework,id,status\n{framework},{one},met\n")
            report = answered("assess", path, "--catalogue", "catalogues/cmmc-l2", "--as-of",
                              "2026-11-24", "--crosswalk", "catalogues/crosswalk", "--evidence", evidence)
            with self.subTest(f"{name}: {framework}"):
                self.assertEqual(report["score"], -203)
                self.assertEqual(any(gap["evidence"] for gap in report["gaps"]), leads)
                self.assertTrue(report["recognition"])
                for row in report["recognition"]:
                    self.assertNotEqual(row.get("recognised"), "yes")
                    self.assertTrue(row["source"])

    def test_what_may_be_bought(self):
        requests = self.folder / "requests.jsonl"
        requests.write_text("".join(
            json.dumps({"item": {}, "from": made_in, "to": "US", "as_of": day,
                        "facts": {**cases.PLAIN, **facts}}) + "\n"
            for _, _, day, made_in, facts, _, _ in cases.BOUGHT))
        result = run("check", "--packs", PACKS, "--batch", requests)
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual(len(lines), len(cases.BOUGHT), result.stderr)
        for (name, text, _, _, _, outcome, rule), answer in zip(cases.BOUGHT, lines):
            with self.subTest(f"{name}: {text}"):
                self.assertEqual(answer.get("outcome", answer), outcome)
                self.assertIn(PACK + rule if rule else "", {"", *rules(answer)})

    def test_when_congress_is_told(self):
        requests = self.folder / "requests.jsonl"
        requests.write_text("".join(
            json.dumps({"item": {"usml": "VIII(a)(2)", "mde": "yes" if major else "no"}, "from": "US",
                        "to": to, "as_of": "2026-09-01",
                        "facts": {"transfer.sale_channel": "dcs", "transfer.design_and_construction": "no",
                                  "transfer.contract_value": f"{dollars} USD"}}) + "\n"
            for _, _, to, dollars, major, _ in cases.NOTICED))
        result = run("check", "--packs", "packs/us-sales,packs/regimes,packs/agreements", "--batch",
                     requests)
        lines = [json.loads(line) for line in result.stdout.splitlines()]
        self.assertEqual(len(lines), len(cases.NOTICED), result.stderr)
        for (name, text, _, _, _, days), answer in zip(cases.NOTICED, lines):
            routes = {one["rule"] for one in answer["routes"]}
            with self.subTest(f"{name}: {text}"):
                self.assertEqual("us.sales.commercial_notice" in rules(answer), days is not None)
                self.assertEqual("us.sales.commercial_notice_partner" in routes, days == 15)
                self.assertEqual("us.sales.commercial_notice_elsewhere" in routes, days == 30)


def rules(answer):
    """What decides: what is not covered, what surely covers, what forbids."""
    return [*[one["rule"] for one in answer["requirements"] if not one["covered"]],
            *[one["name"] for one in answer["authorities"] if one["truth"] == "yes"],
            *[one["rule"] for one in answer["prohibitions"]]]


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
