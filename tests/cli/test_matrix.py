#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Many decisions at once, as users ask for them: check --batch, matrix, exportability.

    test_matrix.py PROGRAM ROOT
"""

import csv
import html.parser as html_parser
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
ISLAND = "tests/fixtures/island"
LAW = "tests/fixtures/island-law"


def run(*words, cwd=None):
    environment = {**os.environ, "LC_ALL": "C"}
    return subprocess.run([PROGRAM, *words], cwd=cwd or ROOT, capture_output=True, text=True,
                          env=environment, check=False)


def batch(lines, *words):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "requests.jsonl"
        path.write_bytes("".join(lines).encode())
        return run("check", "--packs", LAW, "--batch", str(path), *words)


def request(**members):
    asked = {"item": {"id": "bolt", "listed": True}, "from": "BB", "to": "CC",
             "facts": {"end_use": "military"}, "as_of": "2026-01-05"}
    asked.update(members)
    return json.dumps({name: value for name, value in asked.items() if value is not None}) + "\n"


class Batch(unittest.TestCase):
    def answers(self, lines, *words):
        result = batch(lines, *words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return [json.loads(line) for line in result.stdout.splitlines()]

    def test_an_answer_is_that_of_check(self):
        answer, = self.answers([request()])
        alone = run("check", "--packs", LAW, "--item", "id=bolt,listed=yes", "--from", "BB",
                    "--to", "CC", "--fact", "end_use=military", "--as-of", "2026-01-05", "--json")
        self.assertEqual(answer, json.loads(alone.stdout))

    def test_one_line_each_in_order(self):
        answers = self.answers([request(id=number, facts={"end_use": use}) for number, use in
                                enumerate(["civil", "military", None] * 20)])
        self.assertEqual([answer["id"] for answer in answers], list(range(60)))
        self.assertEqual([answer["outcome"] for answer in answers],
                         ["free", "licence_required", "undetermined"] * 20)

    def test_values(self):
        answers = self.answers([request(id="a", item={"item.id": "bolt", "listed": False}),
                                request(id="b", item={"id": "bolt", "listed": "yes"}, to="CC:x"),
                                request(item={})])
        self.assertEqual([answer["outcome"] for answer in answers],
                         ["free", "licence_required", "free"])
        self.assertEqual([answer.get("id") for answer in answers], ["a", "b", None])
        self.assertEqual(answers[1]["facts"]["consignee.id"], "x")

    def test_what_lines_do_not_say(self):
        lines = [request(as_of=None), request()]
        first, second = self.answers(lines, "--as-of", "2026-02-10", "--known-at", "2026-02-09")
        self.assertEqual((first["as_of"], first["known_at"]), ("2026-02-10", "2026-02-09"))
        self.assertEqual((second["as_of"], second["known_at"]), ("2026-01-05", "2026-02-09"))
        first, _ = self.answers(lines)
        self.assertIn("as_of", first["error"])

    def test_a_bad_line_says_where_and_stops_nothing(self):
        def at(value, **members):
            line = request(**members)
            return line, line.index(value) + 1

        bad = [('{"a":1,}\n', 8), ("\n", 1), ('"text"\n', 1), ('{"item":{},"item":{}}\n', 12),
               at("true", item={"listd": True}), at('"Narnia"', to="Narnia"),
               at('"2026-02-30"', as_of="2026-02-30"), at("[]", fact=[]),
               at("{", **{"from": None}), at("{}", facts={"end_use": {}}),
               ('{"item":{"listed":[1]}}\n', 20)]
        answers = self.answers([line for line, _ in bad] + [request(id="last")])
        for number, (line, column) in enumerate(bad, 1):
            answer = answers[number - 1]
            self.assertEqual((answer["line"], answer["column"]), (number, column),
                             (line, answer))
            self.assertNotIn("outcome", answer)
        self.assertEqual(answers[-1]["id"], "last")
        self.assertIn("`item.listed`", answers[4]["error"])
        self.assertIn("`facts`", answers[7]["error"])

    def test_ends_of_the_file(self):
        self.assertEqual(self.answers([]), [])
        self.assertEqual(len(self.answers([request(), request().rstrip("\n")])), 2)
        self.assertEqual(len(self.answers([request().replace("\n", "\r\n")])), 1)
        self.assertEqual(len(self.answers([request(), "\n"])), 2)

    def test_in_brief(self):
        lines = [request(id=1), request(id="b", to="CC:x"), "{\n", request(item={"listd": 1}),
                 request(facts={"end_use": "civil"}), request(facts=None),
                 request(item={"id": "bo\\u006ct", "listed": "yes"}), request(quantile=60),
                 request(as_of=None), request(id=9, known_at="2026-01-06")]
        full = self.answers(lines)
        brief = self.answers(lines, "--brief")
        for number, (one, other) in enumerate(zip(full, brief, strict=True)):
            if number == 7:  # the quantile is compiled
                self.assertIn("--quantile", other["error"])
            elif "error" in one:
                self.assertEqual(one, other)
            else:
                for name in ("id", "outcome", "best", "worst"):
                    self.assertEqual(one.get(name), other.get(name), number)
        self.assertEqual([rule["truth"] for rule in brief[0]["rules"]],
                         ["yes"] * len(brief[0]["rules"]))
        late = self.answers([request(as_of=None)], "--brief", "--as-of", "2026-01-05")
        self.assertEqual(late[0]["outcome"], full[0]["outcome"])

    def test_same_bytes_twice(self):
        lines = [request(id=1), "{\n", request(id=2)]
        self.assertEqual(batch(lines).stdout, batch(lines).stdout)

    def test_options_that_do_not_fit(self):
        for words, part in ((("--batch", "/nowhere/at/all"), "/nowhere/at/all"),
                            (("--batch", "x", "--from", "BB"), "--from"),
                            (("--batch", "x", "--json"), "--json"), ((), "--item"),
                            (("--brief", "--item", "id=x", "--from", "BB", "--to", "CC",
                              "--as-of", "2026-01-01"), "--brief")):
            result = run("check", "--packs", LAW, *words)
            self.assertEqual((result.returncode, result.stdout), (2, ""), words)
            self.assertIn(part, result.stderr)
            self.assertEqual(result.stderr.count("\n"), 1)


ASSEMBLY = "tests/fixtures/assembly"


def outcomes(result):
    """{(item, destination): cell} of a matrix in JSON."""
    matrix = json.loads(result.stdout)
    return {(row["item"], cell["destination"]): cell
            for row in matrix["rows"] for cell in row["cells"]}


class Matrix(unittest.TestCase):
    """Computed by hand: a radar of 1000 has 8 chips of 12.5, 2 drivers of 30 and a seeker of
    50 that count (21 %), a module of 150 has 80 that count (53.33... %)."""

    def matrix(self, *words):
        result = run("matrix", ASSEMBLY, "--as-of", "2026-03-05", *words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result

    def test_outcomes(self):
        cells = outcomes(self.matrix("--json"))
        expected = {("radar", "DD"): "licence_required", ("radar", "EE"): "prohibited",
                    ("module", "DD"): "authorised", ("module", "CC"): "licence_required",
                    ("cable", "EE"): "free", ("kit", "EE"): "prohibited",
                    ("kit", "DD"): "licence_required", ("drawing", "EE"): "undetermined"}
        for cell, outcome in expected.items():
            self.assertEqual(cells[cell]["outcome"], outcome, cell)
        self.assertEqual(cells["module", "CC"]["days"], 30)
        self.assertEqual(cells["module", "DD"]["authorities"], ["assembly.export.neighbours"])
        self.assertIn("assembly.export.far", cells["radar", "EE"]["kept_by"])
        self.assertIn("origin", cells["drawing", "EE"]["questions"])
        self.assertEqual(len(cells), 8 * 5)

    def test_dates_of_law(self):
        result = run("matrix", ASSEMBLY, "--as-of", "2026-02-28", "--json")
        self.assertEqual(outcomes(result)["radar", "EE"]["outcome"], "licence_required")

    def test_a_party_as_destination_and_as_origin(self):
        cells = outcomes(self.matrix("--json", "--destinations", "navy,CC"))
        self.assertEqual(cells["module", "navy"]["authorities"], ["assembly.export.friends"])
        self.assertEqual(cells["module", "CC"]["outcome"], "licence_required")
        # Sent from AA, where the law is, what is not listed itself is free.
        cells = outcomes(self.matrix("--json", "--destinations", "CC", "--from", "chip-works"))
        self.assertEqual(cells["module", "CC"]["outcome"], "free")
        self.assertEqual(cells["chip", "CC"]["outcome"], "licence_required")

    def test_csv_says_the_same(self):
        cells = outcomes(self.matrix("--json"))
        lines = list(csv.DictReader(self.matrix("--csv").stdout.splitlines()))
        self.assertEqual(len(lines), len(cells))
        for line in lines:
            cell = cells[line["item"], line["destination"]]
            self.assertEqual((line["outcome"], line["authorities"].split()),
                             (cell["outcome"], cell["authorities"]))
            self.assertEqual(line["days"], "" if cell["days"] is None else str(cell["days"]))

    def test_text(self):
        text = self.matrix().stdout
        self.assertIn("module   radar-works  L30 L30 L30 A   L30\n", text)
        self.assertIn("  authorised by assembly.export.neighbours (Art. 4(3)): DD\n", text)
        self.assertIn("F free", text)
        self.assertEqual(text.count("does not give legal advice"), 1)

    def test_all_countries_of_the_packs(self):
        cells = outcomes(run("matrix", "samples/minerals", "--as-of", "2026-11-23", "--all",
                             "--json"))
        self.assertGreater(len({destination for _, destination in cells}), 200)

    def test_html(self):
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "matrix.html"
            self.matrix("--html", str(page))
            html = page.read_text()
        parser = html_parser.HTMLParser()
        parser.feed(html)
        for outside in ("<script", "<link", "@import", "<img", "http:", "https:"):
            self.assertNotIn(outside, html)
        self.assertIn('title="radar to EE: prohibited">P', html)
        self.assertEqual(html.count('<td class="free"'), 5)

    def test_same_bytes_twice(self):
        for words in ((), ("--json",), ("--csv",)):
            self.assertEqual(self.matrix(*words).stdout, self.matrix(*words).stdout)

    def test_options_that_do_not_fit(self):
        for words, part in ((("--json", "--csv"), "--csv"), (("--from", "nobody"), "`nobody`"),
                            (("--destinations", "EE,x"), "`x`"), (("--destinations", "EE,EE"), "twice"),
                            (("--all", "--destinations", "EE"), "--all")):
            result = run("matrix", ASSEMBLY, "--as-of", "2026-03-05", *words)
            self.assertEqual((result.returncode, result.stdout), (2, ""), words)
            self.assertIn(part, result.stderr)

    def refused_with_row(self, row):
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "assembly"
            shutil.copytree(ROOT / ASSEMBLY, copy)
            with (copy / "attribute.csv").open("a") as rows:
                rows.write(row + "\n")
            result = run("matrix", str(copy), "--packs", "tests/fixtures/assembly-law", "--as-of",
                         "2026-03-05")
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        return result.stderr

    def test_a_component_that_cannot_be_read(self):
        self.assertIn("attribute.csv:7", self.refused_with_row("chip,aa_content,lots"))
        self.assertIn("the bill of material of `radar`",
                      self.refused_with_row("cable,list,two words"))


class Reformed(unittest.TestCase):
    WORDS = ("matrix", "samples/coproduction", "--as-of", "2026-10-01", "--destinations", "JP,AU")
    REFORM = ("--reform", "reforms/itar-clocks-30-days.law")

    def out(self, *words):
        result = run(*words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return result.stdout

    def test_cells_say_what_they_were(self):
        def rows(*words):
            return list(csv.DictReader(self.out(*self.WORDS, "--csv", *words).splitlines()))

        plain, reformed = rows(), rows(*self.REFORM)
        self.assertNotIn("outcome_before", plain[0])
        changed = 0
        for before, after in zip(plain, reformed, strict=True):
            self.assertEqual((before["outcome"], before["days"]),
                             (after["outcome_before"], after["days_before"]))
            changed += (before["outcome"], before["days"]) != (after["outcome"], after["days"])
        self.assertGreater(changed, 10)
        cells = [cell for row in json.loads(self.out(*self.WORDS, "--json", *self.REFORM))["rows"]
                 for cell in row["cells"]]
        self.assertEqual(sum("before" in cell for cell in cells), changed)
        text = self.out(*self.WORDS, *self.REFORM)
        self.assertIn(f"\n  {changed} of {len(plain)} cells\n", text)
        self.assertIn("none of them law", text)
        self.assertIn("JP L60 -> L30", text)
        with tempfile.TemporaryDirectory() as folder:
            page = pathlib.Path(folder) / "page.html"
            self.out(*self.WORDS, *self.REFORM, "--html", str(page))
            self.assertEqual(page.read_text().count(" changed\""), changed)

    def test_other_commands_say_what_is_not_law(self):
        words = ("exportability", "samples/coproduction", "depot-field-service", "--to", "JP",
                 "--as-of", "2026-10-01")
        self.assertNotIn("none of them law", self.out(*words))
        self.assertIn("none of them law", self.out(*words, *self.REFORM))
        self.assertEqual(run(*words, "--reform", "no-such.law").returncode, 2)


class ExportabilityOfAnAssembly(unittest.TestCase):
    """By hand: of the radar's 1000, chips are 100, drivers 60 and the seeker 50; the limit is
    10 %, and the seeker is a missile part. Without seeker and drivers 100 of 1000 are left (open),
    but 100 of 890 where they are separated (not open)."""

    def about(self, item, *words):
        result = run("exportability", ASSEMBLY, item, "--as-of", "2026-03-05", "--json", *words)
        self.assertEqual(result.returncode, 0, result.stderr)
        return {partner["destination"]: partner
                for partner in json.loads(result.stdout)["partners"]}

    def test_smallest_sets(self):
        partners = self.about("radar")
        self.assertEqual([entry["items"] for entry in partners["DD"]["smallest_sets"]],
                         [["seeker"]])
        self.assertEqual([(entry["items"], entry["if_separated"])
                          for entry in partners["CC"]["smallest_sets"]],
                         [(["module", "seeker"], "free"), (["chip", "seeker"], "free"),
                          (["driver", "seeker"], "licence_required")])
        self.assertEqual(partners["EE"]["smallest_sets"], partners["CC"]["smallest_sets"])
        self.assertEqual((partners["CC"]["sizes_tried"], partners["CC"]["is_complete"]), (2, True))
        self.assertIn("item.aa_content 21 percent", partners["CC"]["derived"])

    def test_what_makes_it_so(self):
        parts = {part["item"]: part for part in self.about("radar", "--to", "EE")["EE"]["components"]}
        self.assertEqual(parts["seeker"]["without"], "licence_required")
        self.assertEqual(parts["chip"]["without"], "prohibited")
        self.assertEqual(parts["seeker"]["alone"], "prohibited")
        self.assertNotIn("cable", [name for name, part in parts.items()
                                   if part["without"] != "prohibited"])

    def test_every_smaller_set_stays_shut(self):
        """Each set found is tried again on a workspace that lacks its components' marks."""
        for kept in ([], ["seeker"], ["chip"], ["chip", "seeker"], ["driver", "chip"]):
            with tempfile.TemporaryDirectory() as folder:
                copy = pathlib.Path(folder) / "assembly"
                shutil.copytree(ROOT / ASSEMBLY, copy)
                rows = (copy / "attribute.csv").read_text().splitlines()
                rows = [row for row in rows if row.split(",")[0] not in kept]
                rows += [f"{item},aa_content,0" for item in kept]
                (copy / "attribute.csv").write_text("\n".join(rows) + "\n")
                cells = outcomes(run("matrix", str(copy), "--packs", "tests/fixtures/assembly-law",
                                     "--as-of", "2026-03-05", "--destinations", "CC", "--json"))
            self.assertEqual(cells["radar", "CC"]["outcome"],
                             "free" if kept == ["chip", "seeker"] else "licence_required", kept)

    def test_what_is_stated_of_an_assembly_counts(self):
        """A module of which 20 % is stated: 60 of 1000, and with the seeker 110."""
        with tempfile.TemporaryDirectory() as folder:
            copy = pathlib.Path(folder) / "assembly"
            shutil.copytree(ROOT / ASSEMBLY, copy)
            with (copy / "attribute.csv").open("a") as rows:
                rows.write("module,aa_content,20\nmodule,contained_list,none\n")
            result = run("exportability", str(copy), "radar", "--packs",
                         "tests/fixtures/assembly-law", "--as-of", "2026-03-05", "--to", "CC,DD",
                         "--json")
        first, second = json.loads(result.stdout)["partners"]
        self.assertIn("item.aa_content 11 percent", first["derived"])
        self.assertIn("item.contained_list M1", first["derived"])
        self.assertEqual([entry["items"] for entry in first["smallest_sets"]], [["seeker"]])
        self.assertIn("module", [part["item"] for part in second["components"]])

    def test_open_and_own(self):
        partners = self.about("module", "--to", "DD,CC")
        self.assertEqual((partners["DD"]["outcome"], partners["DD"]["smallest_sets"]),
                         ("authorised", []))
        own = self.about("seeker", "--to", "CC")["CC"]
        self.assertEqual((own["smallest_sets"], own["components"], own["is_complete"]),
                         ([], [], True))

    def test_the_bound_on_work_is_said(self):
        partner = self.about("radar", "--to", "CC", "--work", "1")["CC"]
        self.assertEqual((partner["smallest_sets"], partner["sizes_tried"], partner["is_complete"]),
                         ([], 0, False))
        text = run("exportability", ASSEMBLY, "radar", "--as-of", "2026-03-05", "--to", "CC",
                   "--work", "1").stdout
        self.assertIn("the bound on work was met", text)
        still = partner["with_all_replaced"] == partner["outcome"]
        self.assertEqual("kept by what it is itself" in text, still, text)

    def test_text(self):
        words = ("exportability", ASSEMBLY, "radar", "--as-of", "2026-03-05")
        text = run(*words).stdout
        self.assertIn("seeker, replaced, opens DD\n", text)
        self.assertIn("proven: no fewer do", text)
        self.assertIn("\nBB, CC: licence required, about 30 days\n"
                      "  kept by assembly.export.listed (Art. 3)\n", text)
        self.assertEqual(text, run(*words).stdout)

    def test_what_keeps_it_then(self):
        words = ("exportability", "samples/coproduction", "interceptor-seeker-section", "--to",
                 "CN,GB,NO", "--as-of", "2026-11-25")
        text = run(*words).stdout
        self.assertIn("\nGB, NO: free\n", text)
        self.assertIn("still licence required by us.ear.chart (15 CFR 738.4(a))\n", text)
        self.assertIn("item.us_content 20.9 percent, as attribute.csv states, whatever is in it\n",
                      text)
        partner = json.loads(run(*words, "--json").stdout)["partners"][0]
        chart = {"rule": "us.ear.chart",
                 "title": "The Country Chart is marked, or the entry names the destination",
                 "citation": "15 CFR 738.4(a)", "status": "verified"}
        self.assertIn(chart, partner["kept_by"])
        self.assertIn(chart, partner["then_kept_by"])

    def test_options_that_do_not_fit(self):
        for words, part in ((("sonar", "--as-of", "2026-03-05"), "`sonar`"),
                            (("radar",), "--as-of"),
                            (("radar", "--as-of", "2026-03-05", "--to", "x"), "`x`")):
            result = run("exportability", ASSEMBLY, *words)
            self.assertEqual((result.returncode, result.stdout), (2, ""), words)
            self.assertIn(part, result.stderr)


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv[1])
    ROOT = pathlib.Path(sys.argv[2])
    unittest.main(argv=sys.argv[:1])
