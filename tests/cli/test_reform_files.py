#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""reforms/: each file is read against the packs, says where it is from, is named in the README, and
does what it says to a transfer that it is about.

    test_reform_files.py PROGRAM ROOT
"""

import json
import pathlib
import subprocess
import sys
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
PACKS = ("packs/regimes", "packs/us-itar", "packs/us-sales", "packs/us-procurement",
         "packs/agreements")
DAY = "2026-11-23"


def check(reform, packs, item, origin, destination, *facts):
    words = [PROGRAM, "check", "--item", item, "--from", origin, "--to", destination, "--as-of",
             DAY, "--json"]
    for pack in packs:
        words += ["--packs", pack]
    for fact in facts:
        words += ["--fact", fact]
    if reform:
        words += ["--reform", f"reforms/{reform}.law"]
    result = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise AssertionError(result.stderr)
    return json.loads(result.stdout)


class Files(unittest.TestCase):
    def test_each_is_read_and_named_and_says_where_it_is_from(self):
        names = sorted(path.name for path in (ROOT / "reforms").glob("*.law"))
        readme = (ROOT / "reforms" / "README.md").read_text()
        self.assertTrue(names)
        for name in names:
            self.assertIn(f"`{name}`", readme)
            answer = check(name.removesuffix(".law"), PACKS, "usml=XI(a)(3),us_origin=yes", "US",
                           "JP")
            self.assertTrue(answer["reforms"], name)
            for reform in answer["reforms"]:
                self.assertTrue(reform.get("citation") or reform.get("hypothetical"), name)

    def test_each_says_its_source_and_undone_leaves_every_digest_as_it_was(self):
        words = (PACKS, "usml=XI(a)(3),us_origin=yes", "US", "JP")
        before = {pack["name"]: pack["digest"] for pack in check("", *words)["packs"]}
        for path in sorted((ROOT / "reforms").glob("*.law")):
            text = path.read_text()
            self.assertEqual(text.count("\n  source "), text.count("\nreform "), path.name)
            packs = check(path.stem, *words)["packs"]
            self.assertTrue([pack for pack in packs if pack["digest"] != before[pack["name"]]],
                            path.name)
            for pack in packs:
                self.assertEqual(pack.get("digest_without_reforms", pack["digest"]),
                                 before[pack["name"]], path.name)
        after = {pack["name"]: pack["digest"] for pack in check("", *words)["packs"]}
        self.assertEqual(after, before)


class Effects(unittest.TestCase):
    ITAR = ("packs/regimes", "packs/us-itar")
    ITEM = "kind=goods,usml=XI(a)(3),us_origin=yes,classified=no,mde=no,mt=no," \
           "anti_tamper=no,excluded_technology=no"

    def outcome(self, reform, *facts, packs=ITAR, item=ITEM, destination="JP"):
        return check(reform, packs, item, "US", destination, "exporter.ddtc_registered=yes", *facts)

    def test_thresholds(self):
        facts = ("transfer.contract_value=120000000", "transfer.manufactures_sme=no")
        self.assertEqual(self.outcome("", *facts)["days"], 75)
        self.assertEqual(self.outcome("congress-thresholds", *facts)["days"], 60)
        facts = ("transfer.contract_value=170000000", "transfer.manufactures_sme=no")
        self.assertEqual(self.outcome("congress-thresholds", *facts)["days"], 75)

    def test_clocks(self):
        facts = ("transfer.contract_value=1000000", "transfer.manufactures_sme=no")
        self.assertEqual(self.outcome("itar-clocks-30-days", *facts)["days"], 30)
        self.assertEqual(self.outcome("wider-ntib", *facts)["days"], 45)

    def test_territory(self):
        facts = ("transfer.contract_value=1000000", "transfer.manufactures_sme=no",
                 "consignee.authorised_user=yes", "end_user.authorised_user=yes")
        self.assertEqual(self.outcome("", *facts)["outcome"], "licence_required")
        self.assertEqual(self.outcome("itar-126-7-japan", *facts)["outcome"], "authorised")
        self.assertEqual(self.outcome("itar-126-7-japan", *facts, destination="KR")["outcome"],
                         "licence_required")
        self.assertEqual(self.outcome("itar-126-7-japan-korea", *facts, destination="KR")
                         ["outcome"], "authorised")


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
