#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""samples/coproduction: that its files are what its generator writes, that the report on it
comes out and shows each kind of barrier, that each kind of lever is read, and what
transfer.csv says of lanes.

    test_coproduction.py PROGRAM ROOT
"""

import csv
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
DAY = "2026-11-23"


def run(*words):
    return subprocess.run([str(word) for word in words], cwd=ROOT, capture_output=True, text=True,
                          check=False)


def entente(*words):
    result = run(PROGRAM, *words, "--json")
    if result.returncode != 0:
        raise AssertionError(result.stderr)
    return json.loads(result.stdout)


def generate(folder, *words):
    result = run(sys.executable, "tools/coproduction-sample", "--folder", folder, *words)
    if result.returncode != 0:
        raise AssertionError(result.stdout + result.stderr)
    return {path.name: path.read_bytes() for path in pathlib.Path(folder).glob("*.csv")}


def rows(name):
    with open(ROOT / "samples" / "coproduction" / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


class Generator(unittest.TestCase):
    def test_the_files_are_what_it_writes(self):
        result = run(sys.executable, "tools/coproduction-sample", "--check")
        self.assertEqual((result.stdout, result.returncode), ("", 0))

    def test_a_seed_gives_the_same_bytes_and_another_gives_others(self):
        with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two, \
                tempfile.TemporaryDirectory() as three:
            first = generate(one, "--size", "60", "--seed", "5")
            self.assertEqual(generate(two, "--size", "60", "--seed", "5"), first)
            self.assertNotEqual(generate(three, "--size", "60", "--seed", "6"), first)

    def test_other_sizes_load_and_come_out(self):
        for size in (40, 900):
            with tempfile.TemporaryDirectory() as folder:
                generate(folder, "--size", str(size), "--seed", "3")
                report = entente("report", folder, "--as-of", DAY, "--horizon-weeks", "6", "--top",
                                 "1", "--packs", "packs/regimes", "--packs", "packs/us-ear",
                                 "--packs", "packs/us-itar", "--packs", "packs/cn-export")
                self.assertAlmostEqual(report["objective"], report["dual_objective"],
                                       delta=1e-6 * (1 + abs(report["objective"])))

    def test_the_structure_is_as_told(self):
        countries = {row["country"] for row in rows("party.csv") if row["kind"] == "country"}
        sites = [row for row in rows("party.csv") if row["kind"] == "site"]
        self.assertEqual(len(countries), 12)
        self.assertTrue(140 <= len(sites) <= 170, len(sites))
        self.assertTrue(380 <= len(rows("item.csv")) <= 440, len(rows("item.csv")))
        self.assertLessEqual(len(rows("lane.csv")), 1500)
        for row in rows("party.csv"):
            self.assertTrue(row["kind"] == "country" or row["source"] == "invented", row["id"])
        below = {}
        for row in rows("component.csv"):
            below.setdefault(row["item"], []).append(row["component"])

        def depth(item):
            return 1 + max((depth(part) for part in below.get(item, [])), default=0)

        products = {row["item"] for row in rows("demand.csv")} - {part for parts in below.values()
                                                                  for part in parts}
        deep = {depth(item) for item in products}
        self.assertTrue({4, 5, 6} <= deep and max(deep) <= 6, deep)
        kinds = {row["kind"] for row in rows("scenario.csv")}
        self.assertEqual(kinds, {"party", "site", "activity", "lane", "item"})


class Gains(unittest.TestCase):
    """Each lever kind is at work, and each reform that the packs of the sample can read changes
    decisions and gains."""

    @classmethod
    def setUpClass(cls):
        answer = entente("reform", "samples/coproduction", "--as-of", DAY)
        cls.levers = {lever["id"]: lever for lever in answer["levers"]}

    def test_every_lever_can_be_pulled(self):
        self.assertEqual(set(self.levers), {row["id"] for row in rows("lever.csv")})

    def test_each_kind_gains(self):
        for kind in sorted({row["kind"] for row in rows("lever.csv")}):
            gains = [lever["gain"] for lever in self.levers.values() if lever["kind"] == kind]
            self.assertGreater(max(gains), 1, kind)

    def test_each_reform_changes_decisions_and_gains(self):
        named = {path.stem for path in (ROOT / "reforms").glob("*.law")}
        reforms = {name for name, lever in self.levers.items() if lever["kind"] == "reform"}
        # Sales between governments have a pack that the sample does not name; of the two on
        # 126.7 one is asked for at a time.
        self.assertEqual(named - reforms, {"congress-thresholds-sales", "itar-126-7-japan-korea"})
        for name in sorted(reforms):
            self.assertGreater(self.levers[name]["gain"], 1, name)
            self.assertTrue(self.levers[name]["decisions"], name)

    def test_who_joins_a_scheme_gains_what_law_kept_back(self):
        for name in ("authorise-redgum-defence", "authorise-thistlewick-electronics",
                     "authorise-greyling-aerospace", "approve-parties", "sta-statements",
                     "register-heron", "cyber-level-2", "pacific-line", "ask-early"):
            self.assertGreater(self.levers[name]["gain"], 1, name)


class Report(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.report = entente("report", "samples/coproduction", "--as-of", DAY, "--top", "30")

    def test_primal_is_dual(self):
        self.assertAlmostEqual(self.report["objective"], self.report["dual_objective"],
                               delta=1e-6 * (1 + abs(self.report["objective"])))

    def test_supply_and_shortfall_make_demand_in_every_week(self):
        for line in self.report["lines"]:
            scale = 1 + line["demand"]
            self.assertAlmostEqual(line["lawful_supply"] + line["shortfall"], line["demand"],
                                   delta=1e-6 * scale)
            owed = 0
            for demand, supply, after in zip(line["demand_weekly"], line["supply_weekly"],
                                             line["owed_weekly"]):
                owed += demand - supply
                self.assertAlmostEqual(owed, after, delta=0.1)

    def test_most_is_met_and_something_is_not(self):
        shares = [line["lawful_supply"] / line["demand"] for line in self.report["lines"]
                  if line["programme"] != "upkeep"]
        self.assertGreater(min(shares), 0.6)
        self.assertGreater(sum(share > 0.99 for share in shares), len(shares) / 2)
        self.assertLess(min(shares), 0.95)

    def test_each_kind_of_barrier_is_worth_something(self):
        worth = {barrier["kind"] for barrier in self.report["barriers"]
                 if barrier["gain"] is not None and barrier["gain"] > 1}
        self.assertEqual(worth, {"law", "clock", "quantity", "capacity", "stock"})

    def test_ceilings_hold(self):
        for barrier in self.report["barriers"]:
            if barrier["gain"] is not None:
                self.assertGreaterEqual(barrier["ceiling"],
                                        barrier["gain"] - 1e-6 * (1 + barrier["gain"]))

    def test_law_decides_every_lane(self):
        self.assertEqual(self.report["questions"], [])


class Levers(unittest.TestCase):
    def test_one_of_each_kind_is_read(self):
        by_kind = {}
        for row in rows("lever.csv"):
            by_kind.setdefault(row["kind"], row["id"])
        self.assertEqual(set(by_kind), {"reform", "joining_a_scheme", "asking_early", "second_source",
                                        "stockpile", "capacity"})
        answer = entente("reform", "samples/coproduction", "--as-of", DAY, "--horizon-weeks", "12",
                         "--levers", ",".join(by_kind.values()))
        self.assertEqual({lever["id"] for lever in answer["levers"]}, set(by_kind.values()))

    def test_reforms_of_law_are_read(self):
        report = entente("report", "samples/coproduction", "--as-of", DAY, "--horizon-weeks", "2",
                         "--top", "1", "--reform", "reforms/itar-clocks-30-days.law")
        self.assertIn("itar_clocks_30_days", json.dumps(report))


PACK = """# SPDX-License-Identifier: Apache-2.0
pack little "A little law"
  jurisdiction AA
  authority "the test"
  vintage 2026-01-01

vocabulary
  transfer.statement : yes/no
    ask "Is there a statement?"
  consignee.known : yes/no
    ask "Is the consignee known?"

prohibition nothing_said "Without a statement"
  cite art. 1
  when not transfer.statement

prohibition not_known "To whom nobody knows"
  cite art. 2
  when not consignee.known
"""

TABLES = {
    "party": "id,kind,country,parent\nA,country,AA,\nB,country,BB,\nmaker,site,,A\n"
             "firm,organisation,,B\nshop,site,,firm\nstall,site,,B\n",
    "item": "id,kind,unit,value_usd\nbolt,goods,each,1\nnut,goods,each,1\n",
    "status": "party,status,value\nB,known,no\n",
    "stock": "site,item,quantity\nmaker,bolt,9\nmaker,nut,9\n",
    "lane": "from_site,to_site,item\nmaker,shop,bolt\nmaker,shop,nut\nmaker,stall,bolt\n",
    "programme": "id,kind\nall,production\n",
    "demand": "programme,site,item,quantity\nall,shop,bolt,1\nall,shop,nut,2\nall,stall,bolt,4\n",
}


class Transfers(unittest.TestCase):
    """What is open shows in what is delivered: each line's demand is another power of two."""

    def delivered(self, transfer_rows, day="2026-01-05"):
        with tempfile.TemporaryDirectory() as name:
            folder = pathlib.Path(name)
            (folder / "pack").mkdir()
            (folder / "pack" / "pack.law").write_text(PACK)
            for table, text in TABLES.items():
                (folder / f"{table}.csv").write_text(text)
            text = "exporter,consignee,item,fact,value,until\n" + transfer_rows
            (folder / "transfer.csv").write_text(text)
            report = entente("report", folder, "--as-of", day, "--horizon-weeks", "2", "--packs",
                             folder / "pack")
        return round(sum(line["lawful_supply"] for line in report["lines"]))

    def test_nothing_said_opens_nothing(self):
        self.assertEqual(self.delivered(""), 0)

    def test_who_is_under_the_party_named_counts(self):
        self.assertEqual(self.delivered(",B,,consignee.known,yes,\n,,,transfer.statement,,\n"), 7)
        self.assertEqual(self.delivered(",B,,consignee.known,yes,\nA,firm,,transfer.statement,,\n"),
                         3)
        self.assertEqual(self.delivered(",B,,consignee.known,yes,\nB,,,transfer.statement,,\n"), 0)

    def test_what_names_more_goes_before_what_names_less(self):
        known = ",B,,consignee.known,yes,\n"
        self.assertEqual(self.delivered(known + ",firm,bolt,transfer.statement,no,\n"
                                        ",firm,,transfer.statement,yes,\n"), 2)
        self.assertEqual(self.delivered(known + ",,nut,transfer.statement,no,\n"
                                        ",,,transfer.statement,yes,\n"), 5)

    def test_a_row_that_names_nobody_holds_only_where_statuses_say_nothing(self):
        said = ",,,transfer.statement,yes,\n"
        self.assertEqual(self.delivered(said + ",,,consignee.known,yes,\n"), 0)
        self.assertEqual(self.delivered(said + ",,bolt,consignee.known,yes,\n"), 5)

    def test_a_row_holds_on_its_days(self):
        said = ",B,,consignee.known,yes,\n,,,transfer.statement,yes,2026-01-04\n"
        self.assertEqual(self.delivered(said), 0)
        self.assertEqual(self.delivered(said, "2025-12-20"), 7)

    def test_what_holds_from_a_day_of_the_plan_opens_on_it(self):
        said = ",B,,consignee.known,yes,\n,,,transfer.statement,yes,\n"
        self.assertEqual(self.delivered(said + ",B,,transfer.statement,no,2026-01-11\n"), 7)
        self.assertEqual(self.delivered(said + ",B,,transfer.statement,no,2026-01-18\n"), 0)

    def test_a_value_of_the_wrong_type_names_the_row(self):
        with self.assertRaisesRegex(AssertionError, "transfer.csv:2"):
            self.delivered(",,,transfer.statement,perhaps,\n")


if __name__ == "__main__":
    PROGRAM = str(pathlib.Path(sys.argv[1]).resolve())
    ROOT = pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
