# SPDX-License-Identifier: Apache-2.0
"""The tables of packs/uk, ca, jp and eu, which are kept by hand, agree with themselves and each other."""

import csv
import datetime

from tree import ROOT

STATUSES = {"verified", "secondary", "derived", "partial", "unverified"}


def table(pack, name):
    with open(ROOT / "packs" / pack / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def all_tables():
    """Of law; coverage.csv says what there is none of."""
    return [path for pack in ("au", "ca", "eu", "jp", "uk")
            for path in sorted((ROOT / "packs" / pack).glob("*.csv"))
            if path.name != "coverage.csv"]


def every_row_says_where_it_is_from():
    for path in all_tables():
        with open(path, encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        if not rows or any(row["status"] not in STATUSES or not row["source"] for row in rows):
            return False
    return True


def countries_are_known():
    known = {row["country"] for row in table("regimes", "country")}
    names = [("ca", "gep41_destination"), ("eu", "eu001"), ("jp", "group_a"),
             ("uk", "gea001_destination"), ("uk", "ogel_destination")]
    return all(row["country"] in known for pack, name in names for row in table(pack, name))


def the_retained_list_is_that_of_the_union():
    """Annex IIg as retained and Section I of Annex II name the same entries beside Annex IV."""
    return ({row["code"] for row in table("uk", "annex_iig")}
            == {row["code"] for row in table("eu", "section_i")})


def the_union_adds_iceland_and_the_united_kingdom():
    union = {row["country"] for row in table("eu", "eu001")}
    return union - {row["country"] for row in table("uk", "gea001_destination")} == {"GB", "IS"}


def permit_41_has_its_numbers():
    """32 destinations; 46 items of the Schedule and three that were put between them."""
    named = [row for row in table("ca", "gep41_schedule") if row["kind"] != "coarse"]
    return len(table("ca", "gep41_destination")) == 32 and len(named) == 49


def ancestors(code):
    parts = code.split(".")
    return {".".join(parts[:count]) for count in range(2, len(parts))}


def coarse_codes_are_what_stands_above():
    rows = table("ca", "gep41_schedule")
    wanted = set().union(*(ancestors(row["item"]) for row in rows if row["kind"] != "coarse"))
    return {row["item"] for row in rows if row["kind"] == "coarse"} == wanted


def nothing_whole_lies_below_something_whole():
    whole = {row["item"] for row in table("ca", "gep41_schedule") if row["kind"] == "whole"}
    return not any(ancestors(code) & whole for code in whole)


def korea_left_group_a_for_a_time():
    rows = sorted((row for row in table("jp", "group_a") if row["country"] == "KR"),
                  key=lambda row: row["from"])
    until, since = (datetime.date.fromisoformat(date)
                    for date in (rows[0]["until"], rows[1]["from"]))
    return len(rows) == 2 and (since - until).days > 1


CHECKS = [every_row_says_where_it_is_from, countries_are_known,
          the_retained_list_is_that_of_the_union, the_union_adds_iceland_and_the_united_kingdom,
          permit_41_has_its_numbers, coarse_codes_are_what_stands_above,
          nothing_whole_lies_below_something_whole, korea_left_group_a_for_a_time]

print(f"1..{len(CHECKS)}")
for number, check in enumerate(CHECKS, 1):
    print("ok" if check() else "not ok", number, "-", check.__name__.replace("_", " "))
