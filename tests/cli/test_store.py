#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Workspaces in databases and the audit chain, as a user has them, on both engines.

    tools/postgres test_store.py PROGRAM ROOT
"""

import csv
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree

PROGRAM = ""
ROOT = pathlib.Path()
SERVER = os.environ.get("ENTENTE_POSTGRES", "")
REQUEST = {"item": {"eccn": "3A001.b.2", "us_origin": True}, "from": "US", "to": "NL",
           "as_of": "2026-11-23"}
CHECK = ["--item", "eccn=3A001.b.2,us_origin=yes", "--from", "US", "--to", "NL", "--as-of",
         "2026-11-23"]


def run(*words, status=0):
    result = subprocess.run([PROGRAM, *map(str, words)], cwd=ROOT, capture_output=True, text=True,
                            check=False)
    if result.returncode != status:
        raise AssertionError(f"{words}: {result.returncode}\n{result.stdout}{result.stderr}")
    return result


def contents(folder):
    return {path.name: path.read_bytes() for path in pathlib.Path(folder).iterdir()
            if path.is_file() and not path.name.startswith(".")}


class Databases:
    """What holds of every engine; `address` gives a new database each time."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="entente-test-"))
        self.addCleanup(shutil.rmtree, self.folder)

    def sample(self, name="minerals"):
        database = self.address()
        run("init", database, "--sample", name, "--who", "anna")
        return database

    def rows(self, database):
        return [json.loads(line) for line in run("audit", "export", database).stdout.splitlines()]

    def test_nothing_is_lost_on_the_way(self):
        for name in ("minerals", "coproduction", "suppliers"):
            database = self.sample(name)
            run("export", database, self.folder / name)
            self.assertEqual(contents(ROOT / "samples" / name), contents(self.folder / name))

    def test_commands_say_the_same_of_it(self):
        database = self.sample()
        for words in (["report"], ["matrix"]):
            options = ["--as-of", "2026-11-23", "--json"]
            self.assertEqual(run(*words, "samples/minerals", *options).stdout,
                             run(*words, database, *options).stdout, words)

    def test_levers_find_the_law_they_name(self):
        """The file stands outside the folder; the database keeps it, and does not export it."""
        shutil.copytree(ROOT / "tests/fixtures/island", self.folder / "island")
        shutil.copytree(ROOT / "tests/fixtures/island-law", self.folder / "island-law")
        (self.folder / "free.law").write_text('reform free "Ore may leave"\n  hypothetical\n  in island.export\n'
                                              "    switch off ore\n")
        (self.folder / "island" / "lever.csv").write_text(
            "id,kind,change\nfree-ore,reform,reform file=../free.law\n")
        database = self.address()
        run("import", database, self.folder / "island")
        options = ["--as-of", "2026-02-01", "--json"]
        expected = run("reform", self.folder / "island", *options).stdout
        shutil.rmtree(self.folder / "island-law")
        (self.folder / "free.law").unlink()
        self.assertEqual(self.without_paths(run("reform", database, *options).stdout),
                         self.without_paths(expected))
        run("export", database, self.folder / "out")
        self.assertEqual(contents(self.folder / "island"), contents(self.folder / "out"))

    def test_the_scheme_goes_with_the_workspace(self):
        """Scheme, catalogues and crosswalk stand outside the folder; the database decides from
        what it keeps, and an export takes them along."""
        shutil.copytree(ROOT / "samples/suppliers", self.folder / "a/b/suppliers")
        shutil.copytree(ROOT / "catalogues", self.folder / "a/catalogues")
        database, again = self.address(), self.address()
        folder = self.folder / "a/b/suppliers"
        options = ["--as-of", "2026-11-23", "--json"]
        asked = [["assess", "harbour", "--workspace", "PLACE", *options],
                 ["report", "PLACE", *options], ["reform", "PLACE", *options]]
        (folder / "lever.csv").write_text("id,kind,change\nlevel,scheme,status party=loam "
                                          "status=cmmc_level value=2 from=2026-12-01\n")

        def answers(place):
            return [run(*[place if word == "PLACE" else word for word in words]).stdout
                    for words in asked]

        expected = answers(folder)
        run("import", database, folder)
        shutil.rmtree(self.folder / "a/catalogues")
        self.assertEqual(answers(database), expected)
        run("export", database, self.folder / "out")
        self.assertEqual(contents(folder), contents(self.folder / "out"))
        self.assertTrue((self.folder / "out/outside/2/catalogues/cmmc-l2/requirement.csv").exists())
        self.assertEqual(answers(self.folder / "out"), expected)
        run("import", again, self.folder / "out")
        self.assertEqual(answers(again), expected)
        run("export", again, self.folder / "twice")
        self.assertEqual(contents(self.folder / "out/outside/2/catalogues/cmmc"),
                         contents(self.folder / "twice/outside/2/catalogues/cmmc"))

    def test_an_export_goes_where_its_packs_are_not(self):
        """The packs that it names, and those that they read, go with it."""
        database, again = self.sample(), self.folder / "again.db"
        asked = ["matrix", "PLACE", "--as-of", "2026-11-01", "--csv"]

        def decided(place):
            return run(*[place if word == "PLACE" else word for word in asked]).stdout

        expected = decided(database)
        run("export", database, self.folder / "away")
        self.assertEqual(decided(self.folder / "away"), expected)
        run("import", again, self.folder / "away")
        self.assertEqual(decided(again), expected)

    def test_a_bad_assessment_is_not_imported(self):
        database = self.sample()
        shutil.copytree(ROOT / "samples/suppliers", self.folder / "a/b/suppliers")
        shutil.copytree(ROOT / "catalogues", self.folder / "a/catalogues")
        with (self.folder / "a/b/suppliers/answer.csv").open("a") as file:
            file.write("harbour-2026,3.99.1,met,\n")
        refused = run("import", database, self.folder / "a/b/suppliers", status=2)
        self.assertIn("answer.csv", refused.stderr)
        self.assertEqual(len(self.rows(database)), 1)

    @staticmethod
    def without_paths(text):
        return re.sub(r'"[^"]*free\.law"', '"free.law"', text)

    def test_a_new_one_is_empty_and_valid(self):
        database = self.address()
        run("init", database)
        run("export", database, self.folder / "empty")
        self.assertEqual(sorted(contents(self.folder / "empty")), ["item.csv", "party.csv"])
        self.assertIn("1 row\n", run("audit", "verify", database).stdout)

    def test_half_a_command_names_the_whole_ones(self):
        self.assertIn("audit verify, audit replay", run("audit", status=2).stderr)

    def test_packs_that_are_elsewhere_can_be_given(self):
        database, other = self.sample(), self.folder / "other.db"
        (self.folder / "moved" / "far").mkdir(parents=True)
        run("export", database, self.folder / "moved" / "far" / "away")
        shutil.rmtree(self.folder / "moved" / "far" / "away" / "outside")
        run("init", other)
        told = run("import", other, self.folder / "moved" / "far" / "away", status=2).stderr
        self.assertIn("`--packs DIR`", told)

    def test_it_is_made_once(self):
        database = self.sample()
        self.assertIn("entente import", run("init", database, status=2).stderr)

    def test_importing_again_replaces_and_adds_to_the_chain(self):
        database = self.sample()
        run("import", database, "samples/coproduction", "--who", "bert")
        run("export", database, self.folder / "out")
        self.assertEqual(contents(ROOT / "samples/coproduction"), contents(self.folder / "out"))
        rows = [line["row"] for line in self.rows(database)]
        self.assertEqual([row["who"] for row in rows], ["anna", "bert"])
        self.assertEqual({row["kind"] for row in rows}, {"import"})
        readme = (ROOT / "samples/coproduction/README.md").read_bytes()
        self.assertEqual(rows[1]["inputs"]["files"]["README.md"],
                         hashlib.sha256(readme).hexdigest())

    def test_a_bad_workspace_changes_nothing(self):
        database = self.sample()
        bad = self.folder / "bad"
        shutil.copytree(ROOT / "samples/minerals", bad)
        with (bad / "lane.csv").open("a") as file:
            file.write("no-such-site,x,y,1,1,1,,,,\n")
        refused = run("import", database, bad, status=2)
        self.assertIn("lane.csv", refused.stderr)
        run("export", database, self.folder / "out")
        self.assertEqual(contents(ROOT / "samples/minerals"), contents(self.folder / "out"))
        self.assertEqual(len(self.rows(database)), 1)

    def test_export_overwrites_nothing(self):
        database = self.sample()
        (self.folder / "file").write_text("mine")
        self.assertIn("not empty", run("export", database, self.folder, status=2).stderr)
        self.assertEqual((self.folder / "file").read_text(), "mine")

    def test_decisions_are_recorded_and_decided_again(self):
        database = self.sample()
        lines = self.folder / "requests"
        lines.write_text("\n".join([json.dumps({"id": "x", **REQUEST}), "{", json.dumps(REQUEST)]))
        answered = run("check", "--packs", database, "--batch", lines, "--audit", database,
                       "--who", "carl").stdout
        self.assertEqual(answered,
                         run("check", "--packs", database, "--batch", lines).stdout)
        single = run("check", "--packs", database, *CHECK, "--audit", database)
        self.assertIn("row 4", single.stderr)
        rows = self.rows(database)
        self.assertEqual([line["row"]["kind"] for line in rows], ["import"] + ["decision"] * 3)
        self.assertEqual(len({line["row"]["result"] for line in rows[1:]}), 1)
        for number in (2, 3, 4):
            self.assertIn("the same decision", run("audit", "replay", database, number).stdout)
        replayed = run("audit", "replay", database, 3, "--json").stdout
        self.assertEqual(hashlib.sha256(replayed.encode()).hexdigest(), rows[2]["row"]["result"])
        self.assertEqual(replayed, answered.splitlines(keepends=True)[2])
        self.assertIn("only a `decision`", run("audit", "replay", database, 1, status=2).stderr)
        self.assertIn("no row 5", run("audit", "replay", database, 5, status=2).stderr)

    def test_replay_holds_after_the_packs_change(self):
        database = self.sample()
        packs = self.folder / "packs"
        shutil.copytree(ROOT / "packs", packs)
        run("check", "--packs", packs, *CHECK, "--audit", database)
        law = packs / "us-ear" / "pack.law"
        law.write_text(law.read_text() + "\n# another text\n")
        run("import", database, "samples/coproduction", "--packs", packs)
        run("check", "--packs", packs, *CHECK, "--audit", database)
        first, second = self.rows(database)[1]["row"], self.rows(database)[3]["row"]
        self.assertNotEqual(first["law"], second["law"])
        self.assertNotEqual(first["result"], second["result"])
        shutil.rmtree(packs)
        for number in (2, 4):
            self.assertIn("the same decision", run("audit", "replay", database, number).stdout)

    def test_reforms_are_no_law_to_record(self):
        database = self.sample()
        refused = run("check", "--packs", "packs", "--reform", "reforms/congress-thresholds.law",
                      *CHECK, "--audit", database, status=2)
        self.assertIn("reform", refused.stderr)
        self.assertEqual(len(self.rows(database)), 1)

    def test_anybody_can_check_the_export(self):
        database = self.sample()
        run("check", "--packs", database, *CHECK, "--audit", database)
        previous = "0" * 64
        for number, line in enumerate(run("audit", "export", database).stdout.splitlines(), 1):
            row = json.loads(line)["row"]
            canonical = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
            self.assertIn(canonical, line)
            self.assertEqual((row["number"], row["previous"]), (number, previous))
            previous = hashlib.sha256(canonical.encode()).hexdigest()
            self.assertEqual(previous, json.loads(line)["hash"])
        whole = run("audit", "verify", database, "--head", f"2:{previous}")
        self.assertIn(f"head 2:{previous}", whole.stdout)
        broken = run("audit", "verify", database, "--head", f"2:{previous[::-1]}", status=1)
        self.assertIn("row 2 is not the one that was noted", broken.stdout)
        self.assertIn("--head", run("audit", "verify", database, "--head", "2", status=2).stderr)


    def test_a_bill_of_material_is_added(self):
        database = self.sample("coproduction")
        bill = ROOT / "tests/fuzz/corpus/cyclonedx/radio.json"
        run("import", database, "--cyclonedx", bill)
        run("export", database, self.folder / "once")
        once = contents(self.folder / "once")
        for name, content in contents(ROOT / "samples/coproduction").items():
            self.assertTrue(once[name].startswith(content), name)
        new = once["item.csv"][len((ROOT / "samples/coproduction/item.csv").read_bytes()):]
        self.assertEqual(len(new.splitlines()), 5)
        self.assertIn(b"board,Board,goods,piece,,US,", new)
        # A second time there is nothing to add.
        run("import", database, "--cyclonedx", bill)
        run("export", database, self.folder / "twice")
        self.assertEqual(once, contents(self.folder / "twice"))
        self.assertEqual([line["row"]["inputs"]["from"] for line in self.rows(database)][1:],
                         [str(bill)] * 2)
        # What cannot be used changes nothing.
        bad = bill.parent / "twice.json"
        self.assertIn("called `x`", run("import", database, "--cyclonedx", bad, status=2).stderr)
        self.assertEqual(len(self.rows(database)), 3)

    def listed_workspace(self):
        source = self.folder / "listed"
        source.mkdir()
        (source / "party.csv").write_text("id,name,kind,country,parent\nDE,Germany,country,DE,\n"
                                          "wolf,Wolf Wroks,organisation,DE,\n"
                                          "bear,Bear Works,organisation,DE,\n")
        (source / "item.csv").write_text("id,name,kind,unit,origin\nw,Widget,goods,each,US\n")
        (self.folder / "list.csv").write_text("id,name,list\n17,Wolf Works,EL\n18,Bear Works,EL\n")
        database = self.address()
        run("init", database, "--who", "anna")
        run("import", database, source, "--who", "anna")
        return database

    def screen(self, database, at):
        return run("screen", "--workspace", database, "--list", self.folder / "list.csv", "--at",
                   at, "--write", "--author", "anna")

    def reviews(self, database):
        told = json.loads(run("dispositions", database, "--at", "2026-01-02", "--json").stdout)
        return {row["party"]: (row["review"], row["is_listed"]) for row in told["dispositions"]}

    def test_what_screening_finds_is_kept_and_reviewed(self):
        database = self.listed_workspace()
        self.screen(database, "2026-01-01")
        self.assertEqual(self.reviews(database), {"wolf": ("open", "perhaps"),
                                                  "bear": ("open", "perhaps")})
        words = [PROGRAM, "disposition", database, "--reason", "another address", "--author", "jd"]
        both = [subprocess.Popen([*words, "wolf", "EL", "17", "--as", "dismissed"]),
                subprocess.Popen([*words, "bear", "EL", "18", "--as", "confirmed"])]
        self.assertEqual([process.wait() for process in both], [0, 0])
        self.assertEqual(self.reviews(database), {"wolf": ("dismissed", "no"),
                                                  "bear": ("confirmed", "yes")})
        (self.folder / "list.csv").write_text("id,name,list,country\n17,Wolf Works,EL,US\n"
                                              "18,Bear Works,EL,\n")
        self.assertIn("opened again", self.screen(database, "2026-01-02").stdout)
        self.assertEqual(self.reviews(database)["wolf"], ("open", "perhaps"))
        kinds = [row["row"]["kind"] for row in self.rows(database)]
        self.assertEqual(kinds, ["import", "import", "screening", "disposition",
                                 "disposition", "screening"])
        run("audit", "verify", database)

    def test_a_review_of_nothing_changes_nothing(self):
        database = self.listed_workspace()
        self.screen(database, "2026-01-01")
        before = self.rows(database)
        failed = run("disposition", database, "wolf", "EL", "99", "--as", "open", "--reason", "r",
                     "--author", "a", status=2)
        self.assertIn("no row", failed.stderr)
        self.assertEqual(self.rows(database), before)


class Sqlite(Databases, unittest.TestCase):
    count = 0

    def address(self):
        self.count += 1
        return str(self.folder / f"{self.count}.db")

    def test_a_graph_and_a_map(self):
        graph, geo = self.folder / "graph.xml", self.folder / "map.json"
        run("export", "samples/coproduction", "--graphml", graph, "--geojson", geo, "--as-of",
            "2026-11-23")
        space = "{http://graphml.graphdrawing.org/xmlns}"
        root = xml.etree.ElementTree.parse(graph).getroot()
        nodes = {node.get("id") for node in root.iter(space + "node")}
        edges = list(root.iter(space + "edge"))
        tables = {name: list(csv.DictReader(io.StringIO(
                      (ROOT / f"samples/coproduction/{name}.csv").read_text())))
                  for name in ("party", "item", "activity", "programme", "component", "lane",
                               "demand")}
        self.assertEqual(len(nodes), sum(len(tables[name]) for name in
                                         ("party", "item", "activity", "programme")))
        self.assertTrue(all(edge.get(end) in nodes for edge in edges
                            for end in ("source", "target")))
        self.assertEqual(len(edges), sum(len(tables[name]) for name in
                                         ("component", "lane", "demand"))
                         + 2 * len(tables["activity"])
                         + sum(row["parent"] != "" for row in tables["party"]))
        features = json.loads(geo.read_text())["features"]
        self.assertEqual(sum(feature["properties"]["kind"] == "lane" for feature in features),
                         len(tables["lane"]))
        self.assertIn("--as-of", run("export", "samples/coproduction", "--geojson", geo,
                                     status=2).stderr)

    def test_what_is_asked_for_must_be_clear(self):
        database = self.sample()
        self.assertIn("takes a folder", run("export", database, status=2).stderr)
        self.assertIn("takes a folder", run("import", database, status=2).stderr)
        self.assertIn("no folder", run("import", database, self.folder / "none", status=2).stderr)
        self.assertIn("no sample", run("init", self.address(), "--sample", "none",
                                       status=2).stderr)

    def test_what_is_no_database_is_refused(self):
        notes = self.folder / "notes.txt"
        notes.write_text("words\n" * 1000)
        for command in (["audit", "verify", notes], ["report", notes, "--as-of", "2026-11-23"]):
            self.assertIn("neither a workspace's folder nor a database",
                          run(*command, status=2).stderr)
        other = self.folder / "other.db"
        sqlite3.connect(other).execute("CREATE TABLE x (y)").connection.commit()
        self.assertIn("holds no workspace", run("audit", "verify", other, status=2).stderr)
        self.assertIn("there is no database",
                      run("audit", "verify", self.folder / "none.db", status=2).stderr)

    def test_the_documents_say_how(self):
        """Their commands run, in the order in which they stand there."""
        for name in ("samples", "packs", "reforms"):
            (self.folder / name).symlink_to(ROOT / name)
        for name in ("store", "audit"):
            text = (ROOT / "docs" / f"{name}.md").read_text()
            for block in re.findall(r"^```\n(.*?)^```$", text, re.S | re.M):
                block = block.replace("postgresql://planner@db.example/alliance", "other.db")
                head = "" if name == "store" else self.rows(self.folder / "alliance.db")[1:2]
                block = block.replace(":HASH", f":{head[0]['hash']}" if head else "")
                script = f'set -e\nentente() {{ "{PROGRAM}" "$@"; }}\n{block}'
                result = subprocess.run(["bash", "-c", script], cwd=self.folder,
                                        capture_output=True, text=True, check=False)
                self.assertEqual(result.returncode, 0, block + result.stderr)
                if "sha256sum" in block:
                    self.assertEqual(result.stdout.split()[0], head[0]["hash"])

    def test_a_break_is_named(self):
        database = self.sample()
        run("check", "--packs", database, *CHECK, "--audit", database)
        connection = sqlite3.connect(database)
        connection.execute("UPDATE audit SET inputs = replace(inputs, '\"NL\"', '\"DE\"')"
                           " WHERE number = 2")
        connection.commit()
        broken = run("audit", "verify", database, status=1)
        self.assertIn("row 2 was changed", broken.stdout)
        self.assertIn("1 rows before it are good", broken.stdout)
        self.assertIn("ANOTHER decision", run("audit", "replay", database, 2, status=1).stdout)


class Postgres(Databases, unittest.TestCase):
    count = 0

    def address(self):
        Postgres.count += 1
        name = f"test_{Postgres.count}"
        subprocess.run(["psql", "-q", "-d", SERVER, "-c", f"CREATE DATABASE {name}"], check=True)
        return SERVER.replace("/postgres?", f"/{name}?")

    def test_no_password_is_shown(self):
        address = "postgresql://anna:secret@127.0.0.1:1/none?password=secret"
        refused = run("audit", "verify", address, status=1)
        self.assertNotIn("secret", refused.stderr)
        self.assertIn("postgresql://anna@127.0.0.1:1/none", refused.stderr)


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    if not SERVER:
        sys.exit("ENTENTE_POSTGRES is not set; run this through tools/postgres")
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
