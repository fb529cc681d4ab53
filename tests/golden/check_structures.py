#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each structure of law has a golden test that passes.

    check_structures.py PROJECT RUN_PACKS

`structures.csv` names, for each structure that the language must be able to say, the pack and the
title of a test that says it. Every test named must stand in its pack and pass.
"""

import csv
import pathlib
import re
import subprocess
import sys


def passed_in(run_packs, folder):
    """The titles of the tests of a pack that pass."""
    output = subprocess.run([run_packs, folder], capture_output=True, text=True, check=False).stdout
    return {found[1] for found in re.finditer(r"^ok \d+ - (.*)$", output, re.MULTILINE)}


def main():
    project, run_packs = pathlib.Path(sys.argv[1]), sys.argv[2]
    with open(pathlib.Path(__file__).parent / "structures.csv", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    passed = {folder: passed_in(run_packs, project / folder)
              for folder in sorted({row["folder"] for row in rows})}
    failed = 0
    for number, row in enumerate(rows, start=1):
        is_there = row["test"] in passed[row["folder"]]
        failed += not is_there
        print(f"{'ok' if is_there else 'not ok'} {number} - {row['structure']}")
        if not is_there:
            print(f"# {row['folder']} has no test that passes with the title: {row['test']}")
    print(f"1..{len(rows)}")
    sys.exit(failed > 0)


main()
