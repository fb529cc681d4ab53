#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves the statements of tests/golden/statements.csv over the real packs: each comes to its
verdict, to the end; prints them as a table, with the seconds of the processor that each took.

    test_statements.py PROGRAM ROOT
"""

import csv
import os
import pathlib
import resource
import subprocess
import sys

AS_OF = "2026-10-01"


def used():
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime


def prove(program, root, row):
    words = [program, "pack", "prove", *row["packs"].split(), "--as-of", AS_OF, row["statement"]]
    if row["accept_unverified"] == "yes":
        words.append("--accept-unverified")
    before = used()
    result = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False,
                            env={**os.environ, "LC_ALL": "C"})
    return result.stdout, result.stderr, used() - before


def faults_of(row, output, errors):
    if output.split(":")[0] != row["verdict"]:
        yield f"expected {row['verdict']}, got {(output or errors).splitlines()[0]}"
    if "stopped before its end" in output:
        yield "was not searched to the end"
    if row["verdict"] == "REFUTED" and "decided again" not in output:
        yield "has no witness"


def main():
    program, root = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    with open(root / "tests/golden/statements.csv", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    faults = 0
    for row in rows:
        output, errors, seconds = prove(program, root, row)
        print(f"{seconds:6.2f} s  {row['verdict']:<11} {row['statement']}")
        for fault in faults_of(row, output, errors):
            print(f"    FAULT: {fault}")
            faults += 1
    return 1 if faults or len(rows) < 20 else 0


if __name__ == "__main__":
    sys.exit(main())
