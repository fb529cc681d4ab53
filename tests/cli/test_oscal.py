#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`entente oscal`, and assessments out of and into OSCAL, as a user runs them.

    test_oscal.py PROGRAM ROOT
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as trees

PROGRAM = ""
NAMESPACE = "{http://csrc.nist.gov/ns/oscal/1.0}"
MARKUP = {"p", "ul", "ol", "li", "pre", "table", "tr", "td", "th", "blockquote", "hr", "br", "img",
          "h1", "h2", "h3", "em", "i", "strong", "b", "code", "a", "q", "sub", "sup", "insert"}
ROOT = pathlib.Path()
DATA = "tests/unit/assurance/data/oscal"
SAMPLE = "samples/assessment/harbour-castings.csv"
LEVEL_2 = ("--catalogue", "catalogues/cmmc-l2", "--as-of", "2026-11-23")


def run(*words):
    return subprocess.run([PROGRAM, *map(str, words)], cwd=ROOT, capture_output=True, text=True,
                          check=False)


def assess(file, *words):
    result = run("assess", file, *LEVEL_2, "--json", *words)
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def out_of_order(tree):
    """The tree with two neighbours of different names changed over, once for each such pair."""
    for element in tree.iter():
        for i, (one, other) in enumerate(zip(element, list(element)[1:])):
            names = [child.tag.removeprefix(NAMESPACE) for child in (one, other)]
            if names[0] != names[1] and not set(names) <= MARKUP:
                element[i], element[i + 1] = other, one
                yield trees.tostring(tree)
                element[i], element[i + 1] = one, other


class Oscal(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def write(self, source=SAMPLE, *words):
        names = {"results": "--oscal", "plan": "--oscal-plan", "mapping": "--oscal-mapping"}
        files = {name: self.folder / f"{name}.json" for name in names}
        options = [word for name, option in names.items() for word in (option, files[name])]
        report = assess(source, "--crosswalk", "catalogues/crosswalk", *options, *words)
        return report, files

    def test_what_is_written_is_read(self):
        report, files = self.write()
        result = run("oscal", *files.values())
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(len(result.stdout.splitlines()), 3)
        again = assess(files["results"])
        for member in ("score", "score_best", "standing", "reasons", "met", "not_applicable",
                       "unknown"):
            self.assertEqual(again[member], report[member], member)

    def test_the_same_assessment_gives_the_same_bytes(self):
        _, files = self.write()
        before = {name: path.read_bytes() for name, path in files.items()}
        self.write()
        self.assertEqual(before, {name: path.read_bytes() for name, path in files.items()})

    def test_identifiers_point_at_something(self):
        _, files = self.write()
        plan = json.loads(files["plan"].read_text())["plan-of-action-and-milestones"]
        risks = {risk["uuid"] for risk in plan["risks"]}
        findings = {finding["uuid"] for finding in plan["findings"]}
        for item in plan["poam-items"]:
            linked = {rel: {row["href"][1:] for row in item["links"] if row["rel"] == rel}
                      for rel in ("related-risk", "related-finding")}
            self.assertEqual(len(linked["related-risk"]), 1)
            self.assertLessEqual(linked["related-risk"], risks)
            self.assertLessEqual(linked["related-finding"], findings)
        self.assertEqual(sum(len(item["links"]) for item in plan["poam-items"]),
                         len(risks) + len(findings))
        mapping = json.loads(files["mapping"].read_text())["mapping-collection"]
        resources = {f"#{row['uuid']}" for row in mapping["back-matter"]["resources"]}
        for row in mapping["mappings"]:
            self.assertIn(row["source-resource"]["href"], resources)
            self.assertIn(row["target-resource"]["href"], resources)
            for entry in row["maps"]:
                self.assertTrue(entry["remarks"])
        for document in files.values():
            text = document.read_text()
            uuids = [line.split('"')[3] for line in text.splitlines() if '"uuid":' in line]
            self.assertEqual(len(uuids), len(set(uuids)))

    def test_a_plan_has_its_deadlines(self):
        _, files = self.write()
        plan = json.loads(files["plan"].read_text())["plan-of-action-and-milestones"]
        deadlines = {risk.get("deadline") for risk in plan["risks"]}
        self.assertEqual(deadlines, {None, "2027-05-22T00:00:00Z"})

    def test_answers_of_documents(self):
        report = assess(f"{DATA}/results.json")
        status = {gap["requirement"]: gap["status"] for gap in report["gaps"]}
        self.assertEqual(status["3.1.1"], "not_met")  # the weaker of two objectives
        self.assertEqual(status["3.13.11"], "partial")
        self.assertNotIn("3.1.12", status)
        self.assertEqual(assess(f"{DATA}/results.xml")["gaps"][0]["status"], "not_met")
        status = {gap["requirement"]: gap["status"]
                  for gap in assess(f"{DATA}/plan.json")["gaps"]}
        self.assertNotIn("3.1.1", status)
        self.assertEqual((status["3.1.2"], status["3.5.3"], status["3.1.3"]),
                         ("not_met", "partial", "not_met"))

    def test_one_objective_is_not_a_requirement(self):
        document = json.loads((ROOT / DATA / "results.json").read_text())
        findings = document["assessment-results"]["results"][0]["findings"]
        only = {**findings[0], "target": {"type": "objective-id", "target-id": "AC.L2-3.1.2_a",
                                          "status": {"state": "satisfied"}}}
        whole = {**findings[0], "uuid": findings[0]["uuid"][:-1] + "f",
                 "target": {"type": "objective-id", "target-id": "AC.L2-3.1.4",
                            "status": {"state": "satisfied"}}}
        document["assessment-results"]["results"][0]["findings"] = [only, whole]
        file = self.folder / "one.json"
        file.write_text(json.dumps(document))
        status = {gap["requirement"]: gap["status"] for gap in assess(file)["gaps"]}
        self.assertEqual(status["3.1.2"], "unknown")
        self.assertNotIn("3.1.4", status)

    def test_a_party_writes_its_highest_assessment(self):
        file = self.folder / "results.json"
        result = run("assess", "cedar", "--workspace", "samples/suppliers", "--as-of",
                     "2026-11-23", "--oscal", file)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertEqual(assess(file)["score"], 105)

    def test_one_line_for_each_that_does_not_fit(self):
        good = f"{DATA}/catalog.json"
        bad = self.folder / "bad.json"
        bad.write_text((ROOT / good).read_text().replace('"version": "1"', '"version": ""'))
        result = run("oscal", good, bad, good)
        self.assertEqual(result.returncode, 2)
        self.assertEqual(len(result.stdout.splitlines()), 2)
        self.assertEqual(len(result.stderr.splitlines()), 1)
        self.assertIn("/catalog/metadata/version: found ``, expected", result.stderr)

    def test_elements_of_xml_stand_in_their_order(self):
        trees.register_namespace("", NAMESPACE.strip("{}"))
        files = []
        for path in sorted((ROOT / DATA).glob("*.xml")):
            for text in out_of_order(trees.parse(path).getroot()):
                files.append(self.folder / f"{path.stem}-{len(files)}.xml")
                files[-1].write_bytes(text)
        result = run("oscal", *files)
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        lines = result.stderr.splitlines()
        self.assertEqual(len(lines), len(files))
        self.assertGreater(len(files), 100)
        for file, line in zip(files, lines):
            self.assertRegex(line, r"line \d+: /[a-z0-9/\[\]-]+: found the element `[a-z0-9-]+`, "
                                   r"expected it before `[a-z0-9-]+`", file)

    def test_documents_of_other_releases_are_one_line(self):
        metadata = {"title": "t", "version": "1", "oscal-version": "1.0.0-rc1",
                    "last-modified": "2019-08-21T15:24:24.389Z"}
        component = {"type": "software", "title": "t", "description": "d"}
        body = {"uuid": "1d7f1968-1240-4a4d-9863-40219d654d83", "metadata": metadata}
        for kind, more, expected in (
                ("component-definition", {"components": {"component-1": component}},
                 "/component-definition/components: found an object, expected a list of one or more"),
                ("catalog", {"annotations": []}, "/catalog/annotations: found a member"),
                ("mapping-collection", {"mappings": []}, "found an array, expected a list of one or")):
            file = self.folder / "old.json"
            file.write_text(json.dumps({kind: {**body, **more}}))
            result = run("oscal", file)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertEqual(len(result.stderr.splitlines()), 1)
            self.assertIn(expected, result.stderr)

    def test_what_xml_asks_for_beyond_json(self):
        text = (ROOT / DATA / "catalog.xml").read_text()
        for attribute, expected in ((' type="organization"', "/catalog/metadata/party: found no "
                                     "attribute `type`"), (' id="ac-1_prm"', "attribute `id`")):
            file = self.folder / "bad.xml"
            file.write_text(text.replace(attribute, "", 1))
            result = run("oscal", file)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn(expected, result.stderr)

    def test_nothing_to_write(self):
        full = self.folder / "full.csv"
        rows = (ROOT / "catalogues/cmmc-l2/requirement.csv").read_text().splitlines()[1:]
        full.write_text("requirement,status\n" + "".join(f"{row.split(',')[0]},met\n"
                                                         for row in rows))
        for words, expected in ((("--oscal-plan", self.folder / "p.json"), "no plan of action"),
                                (("--oscal-mapping", self.folder / "m.json"), "no crosswalk")):
            result = run("assess", full, *LEVEL_2, *words)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn(expected, result.stderr)
            self.assertFalse(words[1].exists())
        result = run("assess", f"{DATA}/catalog.json", *LEVEL_2)
        self.assertEqual((result.returncode, result.stdout), (2, ""))

    def test_a_circle_of_profiles(self):
        folder = self.folder / "circle"
        shutil.copytree(ROOT / DATA, folder)
        text = (folder / "over.json").read_text()
        (folder / "over.json").write_text(text.replace('"profile.json"', '"over.json"'))
        result = run("oscal", "--controls", folder / "over.json")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        self.assertIn("no circle", result.stderr)


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
