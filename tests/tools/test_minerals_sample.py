# SPDX-License-Identifier: Apache-2.0
"""samples/minerals is what its figures and rules give, and its figures agree with each other."""

import collections
import csv
import pathlib
import shutil
import subprocess
import sys
import tempfile
from fractions import Fraction

from tree import ROOT

FOLDER = ROOT / "samples" / "minerals"
TOOL = ROOT / "tools" / "minerals-sample"
LANES_MAX, CONSUMERS_MAX = 2500, 40
SOURCED = ["party", "status", "item", "attribute", "activity", "stock", "lane", "programme",
           "demand", "scenario"]


def figures():
    with open(FOLDER / "figures.tsv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def table(name):
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def total(mineral, *kinds):
    return sum(Fraction(row["value"]) for row in figures()
               if row["mineral"] == mineral and row["kind"] in kinds)


def minerals():
    return sorted({row["mineral"] for row in figures()})


def sum_by(rows, keys, value):
    sums = collections.defaultdict(Fraction)
    for row in rows:
        sums[tuple(row[key] for key in keys)] += Fraction(row[value])
    return sums


def check_in(folder):
    return subprocess.run([sys.executable, TOOL, "--check", "--folder", folder],
                          capture_output=True, text=True, check=False)


def tables_are_derived():
    ran = check_in(FOLDER)
    return [] if ran.returncode == 0 else [ran.stdout + ran.stderr]


def other_figures_give_other_tables():
    """Each kind of figure moves the tables it should, and the check sees it."""
    moves = {"consumption": "demand", "source": "lane", "domestic": "activity",
             "stock": "stock", "price": "item", "import": "demand", "production": "lane"}
    for kind, name in moves.items():
        with tempfile.TemporaryDirectory() as place:
            copy = pathlib.Path(place) / "minerals"
            shutil.copytree(FOLDER, copy)
            lines = (copy / "figures.tsv").read_text("utf-8").splitlines()
            at = next(i for i, line in enumerate(lines) if line.split("\t")[1] == kind)
            cells = lines[at].split("\t")
            cells[5] = str(Fraction(cells[5]) + 7)
            lines[at] = "\t".join(cells)
            (copy / "figures.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
            ran = check_in(copy)
            if ran.returncode != 1 or f"{name}.csv" not in ran.stdout:
                yield f"a changed {kind} does not show in {name}.csv: {ran.stdout}{ran.stderr}"


def every_row_has_its_source():
    for name in SOURCED:
        for number, row in enumerate(table(name), start=2):
            if not row["source"]:
                yield f"{name}.csv:{number} has no source"
    for number, row in enumerate(figures(), start=2):
        if "USGS MCS 2026 https://" not in row["source"]:
            yield f"figures.tsv:{number} has no source"


def every_rule_is_explained():
    text = (FOLDER / "README.md").read_text("utf-8")
    for name in SOURCED:
        for row in table(name):
            for part in row["source"].split("; ")[1:]:
                words = part.split()
                for rule in words[1:] if words[0] == "rule" else []:
                    if f"**{rule}**" not in text:
                        yield f"{name}.csv: README.md does not explain {rule}"


def import_sources_are_whole():
    for mineral in minerals():
        if total(mineral, "source") != 100:
            yield f"{mineral}: import sources add up to {total(mineral, 'source')} %"


def consumption_agrees_with_reliance():
    """Two readings of the chapters, apart from each other, tell the same story."""
    for mineral in minerals():
        published = next(row["value"] for row in figures()
                         if row["mineral"] == mineral and row["kind"] == "reliance")
        consumption = total(mineral, "consumption")
        if not consumption or not published.isdigit():
            continue
        found = 100 * (1 - total(mineral, "domestic") / consumption)
        if abs(found - int(published)) > 2:
            yield f"{mineral}: reliance {float(found):.1f} % here, {published} % published"


def demand_is_the_published_one():
    weekly = sum_by(table("demand"), ["programme", "item"], "quantity")
    for mineral in minerals():
        net_imports = total(mineral, "import") - total(mineral, "export")
        wanted = total(mineral, "consumption") or net_imports
        found = (weekly["us-civil", mineral] + weekly["us-defence", mineral]) * 365 / 7
        if not 0 <= wanted - found < Fraction(2, 100):
            yield f"{mineral}: {float(found)} wanted in a year, {wanted} published"


def references_lead_somewhere():
    parties = {row["id"]: row for row in table("party")}
    items = {row["id"] for row in table("item")}
    programmes = {row["id"] for row in table("programme")}
    for name, columns in (("lane", ("from_site", "to_site")), ("activity", ("site",)),
                          ("stock", ("site",)), ("demand", ("site",))):
        for row in table(name):
            sites = [row[column] for column in columns]
            if row["item"] not in items or any(parties[site]["kind"] != "site" for site in sites):
                yield f"{name}.csv: {row}"
            if len(set(sites)) < len(sites):
                yield f"{name}.csv: a lane to its own beginning: {row}"
    for row in table("demand"):
        if row["programme"] not in programmes:
            yield f"demand.csv: {row}"
    known = {"party": set(parties), "activity": {row["id"] for row in table("activity")}}
    for row in table("scenario"):
        if row["target"] not in known[row["kind"]] or not 0 < Fraction(row["fraction"]) <= 1:
            yield f"scenario.csv: {row}"


def the_market_clears():
    """Without any law, what can be sent covers what is wanted, and no source is overdrawn."""
    wanted = {key: weekly * 365 / 7 for key, weekly in
              sum_by(table("demand"), ["site", "item"], "quantity").items()}
    sent = sum_by(table("lane"), ["to_site", "item"], "capacity")
    for key, quantity in wanted.items():
        if sent[key] < quantity:
            yield f"{key}: {float(sent[key])} can come, {float(quantity)} wanted"
    made = sum_by(table("activity"), ["item"], "capacity")
    for item, quantity in sum_by(table("demand"), ["item"], "quantity").items():
        if made[item] < quantity * 365 / 7:
            yield f"{item[0]}: {float(made[item])} can be made, less than is wanted"


def it_stays_small():
    if len(table("lane")) > LANES_MAX:
        yield f"{len(table('lane'))} lanes"
    consumers = {row["site"] for row in table("demand")}
    if len(consumers) > CONSUMERS_MAX:
        yield f"{len(consumers)} consumer sites"


CASES = [tables_are_derived, other_figures_give_other_tables, every_row_has_its_source,
         every_rule_is_explained, import_sources_are_whole, consumption_agrees_with_reliance,
         demand_is_the_published_one, references_lead_somewhere, the_market_clears, it_stays_small]


def main():
    failed = 0
    print(f"1..{len(CASES)}")
    for number, case in enumerate(CASES, start=1):
        problems = list(case())
        failed += bool(problems)
        print(f"{'not ok' if problems else 'ok'} {number} - {case.__name__.replace('_', ' ')}")
        for problem in problems[:20]:
            print(f"# {problem}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
