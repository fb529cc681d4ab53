#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the examples of docs/language.md.

    run_docs.py LANGUAGE.MD FIXTURES RUN_PACKS

The indented examples that begin with a construct of a pack are one pack, in the order
of the page, and its examples of tests are that pack's tests. What the page leaves to
the imagination (the tables' rows, a list of memberships) stands in the fixtures, as
`rest.law` and CSV files, and is joined to it. Then RUN_PACKS runs the pack.
"""

import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

CONSTRUCTS = ("pack", "vocabulary", "table", "scope", "fact", "requirement", "exception",
              "bar", "prohibition", "route", "reform")


def examples(page):
    """The indented blocks of the page, without their indentation."""
    block = []
    for line in page.splitlines() + ["end"]:
        if line.startswith("    ") or (not line.strip() and block):
            block.append(line[4:])
        elif block:
            yield "\n".join(block).rstrip() + "\n"
            block = []


def main():
    page, fixtures, run_packs = map(pathlib.Path, sys.argv[1:])
    law, tests = [], []
    for example in examples(page.read_text(encoding="utf-8")):
        word = re.match(r"\S+", example)[0]
        if word in CONSTRUCTS:
            law.append(example)
        elif word == "test":
            tests.append(example)
    if len(law) < len(CONSTRUCTS) or not tests:
        sys.exit("not ok - the page has lost examples that were there")
    with tempfile.TemporaryDirectory() as folder:
        packs = pathlib.Path(folder) / "packs"
        shutil.copytree(fixtures, packs)
        pack = packs / "us-ear"
        rest = (pack / "rest.law").read_text(encoding="utf-8")
        (pack / "rest.law").unlink()
        (pack / "pack.law").write_text("\n".join(law[:2] + [rest] + law[2:]), encoding="utf-8")
        (pack / "tests" / "page.law").write_text("\n".join(tests), encoding="utf-8")
        sys.exit(subprocess.run([run_packs, pack], check=False).returncode)


main()
