#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Offers compared with a factor for domestic products: the examples that were published.

    test_offers.py PROGRAM ROOT
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
HEAD = "offer,price,kind,content,duty\n"

# case, source, options, rows, what the answer must say
PUBLISHED = [
    ("B04", "PGI 225.504, example 4", ("--factor", "50"),
     ["A,910000,exempt,,", "B,890000,domestic,,", "C,590000,foreign,,"],
     {"factor_applied": True, "evaluated": "885000", "award": "C", "award_price": "590000"}),
    ("B07", "DFARS 225.504 of 2002, example 1, alternate II", ("--factor", "50", "--duty-exempt"),
     ["N,600000,foreign,,1000", "D,910000,domestic,,", "Q,920000,exempt,,"],
     {"factor_applied": True, "evaluated": "900000", "award": "N", "award_price": "599000"}),
    ("B11", "FAR 25.504-1, example 1", ("--factor", "30", "--fallback", "55"),
     ["A,16000,domestic,,", "B,15700,domestic,,", "C,10100,foreign,50,"],
     {"evaluated": "13130", "domestic_unreasonable": True, "award": "C", "award_price": "10100"}),
    ("B12", "FAR 25.504-1, example 2", ("--factor", "30", "--fallback", "55"),
     ["A,11000,domestic,,", "B,10700,domestic,,", "C,10200,foreign,,"],
     {"evaluated": "13260", "domestic_unreasonable": False, "award": "B", "award_price": "10700"}),
    ("B13", "FAR 25.504-1, example 3", ("--factor", "30", "--fallback", "55"),
     ["A,14000,domestic,,", "B,12500,foreign,55.1,", "C,10100,foreign,54.9,"],
     {"evaluated": "13130", "domestic_unreasonable": True, "treated_as_domestic": "B",
      "award": "B", "award_price": "12500"}),
    ("B14", "FAR 25.504-4(c); the domestic price was not captured, only that it is above 46560",
     ("--factor", "20", "--fallback", "55"),
     ["A,46561,domestic,,", "B,45500,foreign,56,", "C,38800,foreign,40,"],
     {"evaluated": "46560", "award": "B", "award_price": "45500"}),
]


def run(text, *options):
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "offers.csv"
        path.write_text(text)
        return subprocess.run([PROGRAM, "offers", str(path), *options], capture_output=True,
                              text=True, env={**os.environ, "LC_ALL": "C"}, check=False)


def award(rows, *options):
    result = run(HEAD + "\n".join(rows) + "\n", *options, "--json")
    if result.returncode != 0:
        raise AssertionError(result.stderr)
    return json.loads(result.stdout)


class Published(unittest.TestCase):
    def test_every_example(self):
        for name, source, options, rows, expected in PUBLISHED:
            with self.subTest(name, source=source):
                answer = award(rows, *options)
                self.assertEqual({key: answer[key] for key in expected}, expected)


class Rules(unittest.TestCase):
    def test_an_exempt_offer_below_all_domestic_ones_keeps_the_factor_off(self):
        answer = award(["D,900,domestic,,", "Q,800,exempt,,", "F,700,foreign,,"], "--factor", "50")
        self.assertEqual((answer["award"], answer["factor_applied"]), ("F", False))
        self.assertEqual(answer["no_factor_because"], "an exempt offer is below every domestic one")

    def test_without_a_domestic_offer_the_lowest_is_awarded(self):
        answer = award(["Q,800,exempt,,", "F,700,foreign,,"], "--factor", "50")
        self.assertEqual((answer["award"], answer["factor_applied"]), ("F", False))
        self.assertEqual(answer["no_factor_because"], "no offer is domestic")

    def test_the_lowest_offer_wins_where_it_is_not_foreign(self):
        self.assertEqual(award(["D,900,domestic,,", "Q,800,exempt,,", "F,850,foreign,,"],
                               "--factor", "50")["award"], "Q")
        self.assertEqual(award(["D,700,domestic,,", "F,700,foreign,,"], "--factor", "50")["award"],
                         "D")

    def test_a_tie_with_the_factor_goes_to_the_domestic_offer(self):
        answer = award(["D,1050,domestic,,", "F,700,foreign,,"], "--factor", "50")
        self.assertEqual((answer["evaluated"], answer["award"]), ("1050", "D"))
        answer = award(["D,1050.01,domestic,,", "F,700,foreign,,"], "--factor", "50")
        self.assertEqual(answer["award"], "F")

    def test_exactly_the_fallback_content_is_not_enough(self):
        rows = ["A,14000,domestic,,", "B,12500,foreign,55,", "C,10100,foreign,40,"]
        self.assertEqual(award(rows, "--factor", "30", "--fallback", "55")["award"], "C")

    def test_content_that_decides_nothing_is_not_asked_for(self):
        rows = ["A,14000,domestic,,", "B,12500,foreign,55,", "C,10100,foreign,,"]
        answer = award(rows, "--factor", "30", "--fallback", "55")
        self.assertEqual((answer["award"], answer["needs_content_of"]), ("C", None))
        rows[1] = "B,12500,foreign,,"
        self.assertIsNone(award(rows, "--factor", "30", "--fallback", "55")["award"])
        rows[1] = "B,12500,foreign,56,"
        self.assertIsNone(award(rows, "--factor", "30", "--fallback", "55")["award"])

    def test_content_that_nobody_states_is_asked_for(self):
        rows = ["A,14000,domestic,,", "B,12500,foreign,,", "C,10100,foreign,40,"]
        answer = award(rows, "--factor", "30", "--fallback", "55")
        self.assertIsNone(answer["award"])
        self.assertEqual(answer["needs_content_of"], "B")
        self.assertIn("UNDETERMINED: what is the domestic content of B?",
                      run(HEAD + "\n".join(rows), "--factor", "30", "--fallback", "55").stdout)

    def test_prices_are_exact(self):
        answer = award(["D,0.31,domestic,,", "F,0.1,foreign,,"], "--factor", "200")
        self.assertEqual((answer["evaluated"], answer["award"]), ("0.3", "F"))


class BadInput(unittest.TestCase):
    def refused(self, text, options, *reasons):
        result = run(text, *options)
        self.assertEqual((result.returncode, result.stdout), (2, ""))
        for reason in reasons:
            self.assertIn(reason, result.stderr)

    def test_files(self):
        factor = ("--factor", "50")
        self.refused("offer,price\nA,1\n", factor, "column `kind` is missing")
        self.refused(HEAD, factor, "there is no offer")
        self.refused(HEAD + "A,-1,domestic,,\nB,1,own,,\nC,1,foreign,101,\nD,5,foreign,,6\n,1,exempt,,\n",
                     factor, "offers.csv:2: `price` is `-1`", "offers.csv:3: `kind` is `own`",
                     "offers.csv:4: `content` is `101`", "offers.csv:5: `duty` is `6`",
                     "offers.csv:6: `offer` is ``")
        self.refused(HEAD + "A,999999999999999999,foreign,,\nB,999999999999999999.0,domestic,,\n",
                     factor, "`price`")
        self.refused(HEAD + "A,99999999999999999,foreign,,\nB,999999999999999999,domestic,,\n",
                     ("--factor", "50.123456"), "too many digits")

    def test_options(self):
        self.refused(HEAD + "A,1,domestic,,\n", (), "--factor")
        self.refused(HEAD + "A,1,domestic,,\n", ("--factor", "much"), "`--factor` is `much`")
        self.refused(HEAD + "A,1,domestic,,\n", ("--factor", "50", "--fallback", "101"), "0 to 100")


if __name__ == "__main__":
    PROGRAM = os.path.abspath(sys.argv[1])
    unittest.main(argv=sys.argv[:1])
