#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs `entente pack check` over every pack beside this file: what it prints must be that of
the pack's expected.txt, letter for letter, without the summary.

    run_lint.py PROGRAM [--update]
"""

import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent


def main():
    program, is_update = os.path.abspath(sys.argv[1]), "--update" in sys.argv
    cases = sorted(path.parent for path in HERE.glob("*/pack.law"))
    print(f"1..{len(cases)}")
    for number, case in enumerate(cases, 1):
        result = subprocess.run([program, "pack", "check", case.name], cwd=HERE, text=True,
                                capture_output=True, check=False)
        *findings, summary = result.stdout.splitlines() or [""]
        came = "".join(line + "\n" for line in findings) + result.stderr
        if is_update:
            (case / "expected.txt").write_text(came, encoding="utf-8")
        expected = (case / "expected.txt").read_text(encoding="utf-8")
        has_error = ": error: " in expected
        passed = came == expected and result.returncode == (1 if has_error else 0) and \
            (": clean" in summary) != has_error
        print("ok" if passed else "not ok", number, "-", case.name)
        if not passed:
            print("".join(f"# {line}\n" for line in (came + summary).splitlines()), end="")


main()
