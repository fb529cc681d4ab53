#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Profiles of OSCAL resolved into catalogs: selection, merge, modify, what is kept.

    test_oscal_profile.py PROGRAM ROOT
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()


def uuid(number):
    return f"4b1f6c0e-6a1f-4d0b-9f39-{number:012}"


def document(kind, number, **body):
    return {kind: {"uuid": uuid(number),
                   "metadata": {"title": f"{kind} {number}", "version": "1", "oscal-version": "1.2.0",
                                "last-modified": "2026-11-01T00:00:00Z"}, **body}}


def prose(text):
    return {"name": "statement", "prose": text}


CATALOG = document(
    "catalog", 1,
    params=[{"id": "period", "label": "a period", "values": ["a year"]},
            {"id": "unused", "label": "nobody inserts it"}],
    groups=[{"id": "ac", "title": "Access",
             "params": [{"id": "ac-all", "label": "of all", "guidelines": [
                 {"prose": "see {{ insert: param, period }}"}]}],
             "controls": [
                 {"id": "ac-1", "title": "Policy", "class": "c",
                  "params": [{"id": "ac-1_prm", "label": "how often", "values": ["weekly"]}],
                  "props": [{"name": "label", "value": "AC-1"},
                            {"name": "status", "value": "old", "ns": "http://example.org/ns"}],
                  "links": [{"href": f"#{uuid(8)}", "rel": "reference"}],
                  "parts": [{"id": "ac-1_smt", "name": "statement",
                             "prose": "Do it {{ insert: param, ac-1_prm }} and {{ insert: param, ac-all }}.",
                             "parts": [{"id": "ac-1_smt.a", "name": "item", "prose": "first"},
                                       {"id": "ac-1_smt.b", "name": "item", "prose": "second"}]},
                            {"id": "ac-1_gdn", "name": "guidance", "prose": "Think."}],
                  "controls": [{"id": "ac-1.1", "title": "Written", "controls": [
                      {"id": "ac-1.1.1", "title": "On paper"}]},
                      {"id": "ac-1.2", "title": "Signed"}]},
                 {"id": "ac-2", "title": "Accounts",
                  "params": [{"id": "ac-2_prm", "values": ["30 days"]}]}]},
            {"id": "au", "title": "Audit", "groups": [
                {"id": "au.a", "title": "Inner", "controls": [
                    {"id": "au-1", "title": "Logs",
                     "parts": [prose("Keep them {{ insert: param, ac-2_prm }}.")]}]}]}],
    **{"back-matter": {"resources": [
        {"uuid": uuid(8), "title": "of the catalog"}, {"uuid": uuid(9), "title": "nobody links it"},
        {"uuid": uuid(10), "title": "kept", "props": [{"name": "keep", "value": "always"}]}]}})


def pick(*ids, **more):
    return {"href": "catalog.json", "include-controls": [{"with-ids": list(ids), **more}]}


ALL = {"href": "catalog.json", "include-all": {}}


def outline(body):
    """Controls and groups as nested lists: an id, or [id, what is in it]."""
    out = []
    for control in body.get("controls", []):
        inside = outline(control)
        out.append([control["id"], inside] if inside else control["id"])
    for group in body.get("groups", []):
        out.append([group.get("id", group["title"]) + "/", outline(group)])
    return out


def find(body, identifier):
    for item in body.get("controls", []) + body.get("groups", []) + body.get("params", []):
        found = item if item.get("id") == identifier else find(item, identifier)
        if found:
            return found
    return None


class Profiles(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.write("catalog.json", CATALOG)

    def write(self, name, content):
        (self.folder / name).write_text(json.dumps(content))
        return self.folder / name

    def run_profile(self, imports, **body):
        profile = self.write("profile.json", document("profile", 2, imports=imports, **body))
        out = self.folder / "resolved.json"
        result = subprocess.run([PROGRAM, "oscal", "--json", "--resolved", out, profile],
                                capture_output=True, text=True, check=False)
        return result, out

    def resolve(self, *imports, **body):
        result, out = self.run_profile(list(imports), **body)
        self.assertEqual(result.returncode, 0, result.stderr)
        again = subprocess.run([PROGRAM, "oscal", out], capture_output=True, text=True, check=False)
        self.assertEqual(again.returncode, 0, again.stderr)
        self.notes = json.loads(result.stdout)["notes"]
        return json.loads(out.read_text())["catalog"]

    def refused(self, **body):
        result, out = self.run_profile([ALL], **body)
        self.assertEqual((result.returncode, result.stdout, out.exists()), (2, "", False))
        self.assertEqual(len(result.stderr.splitlines()), 1)
        return result.stderr

    # ---- structure ----

    def test_flat_is_a_list(self):
        for merge in ({}, {"merge": {"flat": {}}}, {"merge": {"as-is": False}}):
            self.assertEqual(outline(self.resolve(ALL, **merge)),
                             ["ac-1", "ac-1.1", "ac-1.1.1", "ac-1.2", "ac-2", "au-1"])

    def test_as_is_keeps_groups_that_have_controls(self):
        merge = {"merge": {"as-is": True}}
        self.assertEqual(outline(self.resolve(ALL, **merge)), [
            ["ac/", [["ac-1", [["ac-1.1", ["ac-1.1.1"]], "ac-1.2"]], "ac-2"]],
            ["au/", [["au.a/", ["au-1"]]]]])
        self.assertEqual(outline(self.resolve(pick("au-1"), **merge)),
                         [["au/", [["au.a/", ["au-1"]]]]])

    def test_as_is_keeps_what_a_control_stands_in(self):
        merge = {"merge": {"as-is": True}}
        self.assertEqual(outline(self.resolve(pick("ac-1.1.1"), **merge)),
                         [["ac/", [["ac-1", [["ac-1.1", ["ac-1.1.1"]]]]]]])
        without = {**pick("ac-1.1.1"), "exclude-controls": [{"with-ids": ["ac-1.1"]}]}
        self.assertEqual(outline(self.resolve(without, **merge)), [["ac/", ["ac-1.1.1"]]])
        self.assertEqual(outline(self.resolve(pick("ac-1.1.1"))), ["ac-1.1.1"])

    def test_what_is_named_and_not_there_is_told(self):
        self.assertEqual(outline(self.resolve(pick("ac-1", "ac-99"))), ["ac-1"])
        self.assertEqual(len(self.notes), 1)
        self.assertIn("/profile/imports/0/include-controls/0 selects nothing by `ac-99`",
                      self.notes[0])

    def test_a_profile_in_xml_is_the_same(self):
        made = self.resolve(pick("ac-1"), merge={"combine": {"method": "keep"}, "as-is": True},
                            modify={"set-parameters": [{"param-id": "ac-1_prm", "constraints": [
                                {"description": "at least every 3 years"}]}],
                                "alters": [{"control-id": "ac-1", "removes": [{"by-name": "label"}],
                                            "adds": [{"position": "starting", "props": [
                                                {"name": "priority", "value": "P1"}]}]}]})
        profile, out = self.folder / "profile.xml", self.folder / "from-xml.json"
        profile.write_text(
            '<profile xmlns="http://csrc.nist.gov/ns/oscal/1.0" uuid="' + uuid(2) + '"><metadata>'
            "<title>profile 2</title><last-modified>2026-11-01T00:00:00Z</last-modified>"
            "<version>1</version><oscal-version>1.2.0</oscal-version></metadata>"
            '<import href="#' + uuid(7) + '"><include-controls with-child-controls="no">'
            "<with-id>ac-1</with-id></include-controls></import>"
            '<merge><combine method="keep"/><as-is>true</as-is></merge><modify>'
            '<set-parameter param-id="ac-1_prm"><constraint><description><p>at least every 3 years</p>'
            '</description></constraint></set-parameter><alter control-id="ac-1">'
            '<remove by-name="label"/><add position="starting"><prop name="priority" value="P1"/></add>'
            '</alter></modify><back-matter><resource uuid="' + uuid(7) + '">'
            '<rlink href="https://example.org/catalog.json"/><rlink href="catalog.json"/></resource>'
            "</back-matter></profile>")
        result = subprocess.run([PROGRAM, "oscal", "--resolved", out, profile], capture_output=True,
                                text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stderr)
        again = json.loads(out.read_text())["catalog"]
        self.assertEqual(again["groups"], made["groups"])
        self.assertEqual(again["uuid"], made["uuid"])

    def test_children_are_taken_along(self):
        self.assertEqual(outline(self.resolve(pick("ac-1", **{"with-child-controls": "yes"}))),
                         ["ac-1", "ac-1.1", "ac-1.1.1", "ac-1.2"])

    def test_custom_groups(self):
        def insert(**how):
            return {"include-controls": [how.pop("select")], **how}
        custom = {"insert-controls": [insert(select={"with-ids": ["au-1", "not-selected"]})],
                  "groups": [
                      {"id": "g1", "title": "One", "props": [{"name": "x", "value": "y"}],
                       "params": [{"id": "own", "label": "of the group"}],
                       "insert-controls": [insert(select={"matching": [{"pattern": "ac-*"}]},
                                                  order="descending")]},
                      {"title": "Two", "groups": [
                          {"id": "g2", "title": "In it",
                           "insert-controls": [insert(select={
                               "with-ids": ["ac-1"], "with-child-controls": "yes"})]}]}]}
        made = self.resolve(pick("ac-1", "ac-1.1", "ac-2", "au-1"), merge={"custom": custom})
        self.assertEqual(outline(made), [
            "au-1", ["g1/", ["ac-2", ["ac-1", ["ac-1.1"]]]],
            ["Two/", [["g2/", [["ac-1", ["ac-1.1"]]]]]]])
        self.assertEqual(find(made, "g1")["props"], [{"name": "x", "value": "y"}])
        self.assertEqual(find(made, "g1")["params"][0]["id"], "own")

    # ---- controls that come more than once ----

    def test_combine(self):
        changed = json.loads(json.dumps(CATALOG))
        first = changed["catalog"]["groups"][0]["controls"][0]
        first["props"][1]["value"], first["title"] = "new", "Changed"
        first["controls"] = [{"id": "ac-1.9", "title": "Other"}]
        changed["catalog"]["uuid"] = uuid(3)
        self.write("changed.json", changed)
        imports = [pick("ac-1"), {"href": "changed.json", "include-controls": [
            {"with-ids": ["ac-1"], "with-child-controls": "yes"}]}]
        for keep in ({}, {"merge": {"combine": {"method": "keep"}, "flat": {}}}):
            self.assertEqual(outline(self.resolve(*imports, **keep)), ["ac-1", "ac-1", "ac-1.9"])
            self.assertIn("more than once", self.notes[0])
        made = self.resolve(*imports, merge={"combine": {"method": "use-first"}, "flat": {}})
        self.assertEqual(outline(made), ["ac-1", "ac-1.9"])
        self.assertEqual([find(made, "ac-1")["title"], self.notes], ["Policy", []])
        made = self.resolve(*imports, merge={"combine": {"method": "merge"}, "as-is": True})
        self.assertEqual(outline(made), [["ac/", [["ac-1", ["ac-1.9"]]]]])
        self.assertEqual([prop["value"] for prop in find(made, "ac-1")["props"]],
                         ["AC-1", "old", "new"])
        self.assertEqual(len(find(made, "ac-1")["parts"]), 2)

    # ---- modify ----

    def test_parameters_are_set(self):
        made = self.resolve(pick("ac-1"), modify={"set-parameters": [
            {"param-id": "ac-1_prm", "label": "when", "values": ["daily"],
             "constraints": [{"description": "at least"}]},
            {"param-id": "ac-1_prm", "select": {"how-many": "one", "choice": ["daily", "hourly"]},
             "constraints": [{"description": "more"}]},
            {"param-id": "nowhere", "values": ["x"]}]})
        param = find(made, "ac-1_prm")
        self.assertEqual(param["label"], "when")
        self.assertNotIn("values", param)
        self.assertEqual(param["select"]["choice"], ["daily", "hourly"])
        self.assertEqual([row["description"] for row in param["constraints"]],
                         ["at least", "more"])
        self.assertEqual(len(self.notes), 1)
        self.assertIn("/profile/modify/set-parameters/2 has no effect", self.notes[0])

    def test_a_property_with_the_identifier_of_another_takes_its_place(self):
        marked = {"name": "mark", "uuid": uuid(51)}
        made = self.resolve(pick("ac-1"), modify={"set-parameters": [
            {"param-id": "ac-1_prm", "props": [{**marked, "value": "first"},
                                               {"name": "own", "value": "x"}]},
            {"param-id": "ac-1_prm", "props": [{**marked, "value": "second"}]}]})
        self.assertEqual([(row["name"], row["value"]) for row in find(made, "ac-1_prm")["props"]],
                         [("own", "x"), ("mark", "second")])

    def test_all_of_a_profile_in_xml(self):
        data = ROOT / "tests/unit/assurance/data/oscal"
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder) / "made.json"
            ran = subprocess.run([PROGRAM, "oscal", "--resolved", str(out),
                                  str(data / "profile-of-xml.xml")], capture_output=True, text=True,
                                 check=False)
            self.assertEqual(ran.returncode, 0, ran.stderr)
            made = json.loads(out.read_text())["catalog"]
        self.assertEqual([[row["id"] for row in group["controls"]] for group in made["groups"]],
                         [["ac-1"], ["au-10"]])
        control = find(made, "ac-1")
        self.assertEqual([row["id"] for row in control["controls"]], ["ac-1.1"])
        param = find(made, "ac-1_prm")
        self.assertEqual((param["label"], param["usage"], param["values"]), ("L", "u", ["v"]))
        self.assertEqual(param["constraints"][0]["tests"], [{"expression": "x"}])
        self.assertEqual([part["name"] for part in control["parts"]], ["statement"])
        self.assertEqual(control["parts"][0]["parts"][0]["prose"], "more")

    def alter(self, control="ac-1", **change):
        made = self.resolve(ALL, modify={"alters": [{"control-id": control, **change}]})
        return find(made, control)

    def test_what_is_added_stands_where_it_is_said(self):
        prop, part = {"name": "new", "value": "1"}, {"name": "caution", "prose": "Mind."}

        def names(control, name):
            return [item["name"] for item in control[name]]

        made = self.alter(adds=[{"position": "starting", "props": [prop], "parts": [part]}])
        self.assertEqual((names(made, "props"), names(made, "parts")),
                         (["new", "label", "status"], ["caution", "statement", "guidance"]))
        for where in ({}, {"position": "ending"}, {"by-id": "ac-1"}):
            made = self.alter(adds=[{**where, "props": [prop], "title": "Another"}])
            self.assertEqual((names(made, "props")[-1], made["title"]), ("new", "Another"))
        made = self.alter(adds=[{"by-id": "ac-1_smt", "position": "starting", "parts": [part]}])
        self.assertEqual(names(made["parts"][0], "parts"), ["caution", "item", "item"])
        made = self.alter(adds=[{"by-id": "ac-1_smt.a", "position": "after", "parts": [part]}])
        self.assertEqual(names(made["parts"][0], "parts"), ["item", "caution", "item"])
        made = self.alter(adds=[{"by-id": "ac-1_prm", "position": "before",
                                 "params": [{"id": "other", "label": "l"}]}])
        self.assertEqual([param["id"] for param in made["params"]], ["other", "ac-1_prm"])
        made = self.alter(adds=[{"by-id": "ac-1_prm", "props": [prop]}])
        self.assertEqual(names(made["params"][0], "props"), ["new"])

    def test_what_is_removed_agrees_in_all_that_is_said(self):
        def left(**remove):
            made = self.alter(removes=[remove])
            return (len(made.get("params", [])), len(made.get("props", [])),
                    len(made.get("links", [])), len(made.get("parts", [])))

        self.assertEqual(left(**{"by-name": "guidance"}), (1, 2, 1, 1))
        self.assertEqual(left(**{"by-id": "ac-1_prm"}), (0, 2, 1, 2))
        self.assertEqual(left(**{"by-item-name": "prop"}), (1, 0, 1, 2))
        self.assertEqual(left(**{"by-item-name": "link"}), (1, 2, 0, 2))
        self.assertEqual(left(**{"by-ns": "http://example.org/ns"}), (1, 1, 1, 2))
        self.assertEqual(left(**{"by-item-name": "part", "by-name": "label"}), (1, 2, 1, 2))
        self.assertEqual(left(**{"by-item-name": "prop", "by-ns": "http://csrc.nist.gov/ns/oscal"}),
                         (1, 1, 1, 2))
        made = self.alter(removes=[{"by-id": "ac-1_smt.b"}])
        self.assertEqual([part["id"] for part in made["parts"][0]["parts"]], ["ac-1_smt.a"])
        made = self.resolve(ALL, merge={"as-is": True}, modify={"alters": [
            {"control-id": "ac-1", "removes": [{"by-item-name": "part"}],
             "adds": [{"parts": [prose("Instead.")]}]}]})
        self.assertEqual([part["prose"] for part in find(made, "ac-1")["parts"]], ["Instead."])
        self.assertEqual(outline(find(made, "ac-1")), [["ac-1.1", ["ac-1.1.1"]], "ac-1.2"])

    def test_what_cannot_be_added_is_one_line(self):
        part = {"parts": [prose("x")]}
        for add, member in (({"by-id": "nowhere", **part}, "by-id: found `nowhere`"),
                            ({"position": "before", **part}, "position: found `before`"),
                            ({"by-id": "ac-1_prm", "position": "after", **part},
                             "position: found `after`")):
            line = self.refused(modify={"alters": [{"control-id": "ac-1", "adds": [add]}]})
            self.assertIn("/profile/modify/alters/0/adds/0/" + member, line)
        self.resolve(ALL, modify={"alters": [{"control-id": "xx-1", "adds": [part]}]})
        self.assertIn("no control `xx-1`", self.notes[0])

    # ---- what is kept because something points at it ----

    def test_parameters_outside_controls(self):
        made = self.resolve(pick("ac-1"), modify={"set-parameters": [
            {"param-id": "period", "values": ["a month"]}]})
        self.assertEqual([param["id"] for param in made["params"]], ["ac-all", "period"])
        self.assertEqual(find(made, "period")["values"], ["a month"])
        made = self.resolve(pick("ac-1"), merge={"as-is": True})
        self.assertEqual([param["id"] for param in made["params"]], ["period"])
        self.assertEqual([param["id"] for param in made["groups"][0]["params"]], ["ac-all"])
        self.assertNotIn("params", self.resolve(pick("ac-2")))
        made = self.resolve(pick("au-1"))  # of a control that is not selected
        self.assertEqual([param["id"] for param in made["params"]], ["ac-2_prm"])
        made = self.resolve(pick("au-1", "ac-2"))
        self.assertNotIn("params", made)

    def test_resources(self):
        def titles(made):
            return [row["title"] for row in made.get("back-matter", {}).get("resources", [])]

        self.assertEqual(titles(self.resolve(pick("ac-1"))), ["of the catalog", "kept"])
        self.assertEqual(titles(self.resolve(pick("ac-2"))), ["kept"])
        own = {"back-matter": {"resources": [{"uuid": uuid(8), "title": "of the profile"},
                                             {"uuid": uuid(10), "title": "not this one"}]}}
        self.assertEqual(titles(self.resolve(pick("ac-1"), **own)), ["of the profile", "kept"])

    # ---- the document ----

    def test_the_result_is_a_catalog_of_its_own(self):
        made = self.resolve(pick("ac-1"))
        other = self.resolve(pick("ac-2"))
        self.assertEqual(made, self.resolve(pick("ac-1")))
        self.assertEqual(len({made["uuid"], other["uuid"], uuid(1), uuid(2)}), 4)
        self.assertEqual(made["metadata"]["title"], "profile 2")
        self.assertEqual([link["rel"] for link in made["metadata"]["links"]], ["source-profile"])

    def test_a_profile_of_a_profile(self):
        self.write("base.json", document(
            "profile", 4, imports=[pick("ac-1", "ac-2")], merge={"as-is": True},
            modify={"set-parameters": [{"param-id": "ac-1_prm", "values": ["base"]},
                                       {"param-id": "ac-2_prm", "values": ["base"]}]}))
        made = self.resolve({"href": "base.json", "include-all": {}}, merge={"as-is": True},
                            modify={"set-parameters": [{"param-id": "ac-1_prm", "values": ["own"]}]})
        self.assertEqual(outline(made), [["ac/", ["ac-1", "ac-2"]]])
        self.assertEqual([find(made, f"ac-{i}_prm")["values"] for i in (1, 2)], [["own"], ["base"]])

    def test_insertions_in_xml_count(self):
        (self.folder / "catalog.xml").write_text(
            '<catalog xmlns="http://csrc.nist.gov/ns/oscal/1.0" uuid="' + uuid(5) + '">'
            "<metadata><title>t</title><last-modified>2026-11-01T00:00:00Z</last-modified>"
            "<version>1</version><oscal-version>1.2.0</oscal-version></metadata>"
            '<param id="p"><label>l</label></param><control id="x-1"><title>c</title>'
            '<part name="statement"><p>Do it <insert type="param" id-ref="p"/>, see '
            '<a href="#' + uuid(6) + '">there</a>.</p></part></control><back-matter>'
            '<resource uuid="' + uuid(6) + '"><title>r</title></resource></back-matter></catalog>')
        made = self.resolve({"href": "catalog.xml", "include-all": {}})
        self.assertEqual(made["controls"][0]["parts"][0]["prose"],
                         "Do it {{ insert: param, p }}, see [there](#" + uuid(6) + ").")
        self.assertEqual(made["params"][0]["id"], "p")
        self.assertEqual(made["back-matter"]["resources"][0]["uuid"], uuid(6))

    def test_only_a_profile_is_resolved(self):
        plan = ROOT / "tests/unit/assurance/data/oscal/plan.json"
        for files, expected in (([plan], "takes a profile"), ([plan, plan], "one profile at a time")):
            result = subprocess.run([PROGRAM, "oscal", "--resolved", self.folder / "x", *files],
                                    capture_output=True, text=True, check=False)
            self.assertEqual((result.returncode, result.stdout), (2, ""))
            self.assertIn(expected, result.stderr)


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
