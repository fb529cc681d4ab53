#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The commands that the documents show run, and print what the documents say they print.

    test_docs.py PROGRAM ROOT
"""

import pathlib
import re
import shlex
import subprocess
import sys
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
SHOWN = "build/entente "


def blocks(path):
    """The indented blocks of a document, as text."""
    found, block = [], []
    for line in [*path.read_text().splitlines(), "end"]:
        if line.startswith("    ") or (block and not line.strip()):
            block.append(line[4:])
        elif block:
            found.append("\n".join(block).strip("\n"))
            block = []
    return found


def run(command):
    words = shlex.split(command.replace("\\\n", " "))
    return subprocess.run([PROGRAM, *words[1:]], cwd=ROOT, capture_output=True, text=True,
                          check=False)


class Documents(unittest.TestCase):
    def test_commands_run(self):
        commands = [block for path in [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
                    for block in blocks(path) if block.startswith(SHOWN)]
        self.assertGreaterEqual(len(commands), 2)
        for command in commands:
            result = run(command)
            self.assertEqual(result.returncode, 0, command + "\n" + result.stderr)

    def test_the_readme_shows_what_is_printed(self):
        shown = blocks(ROOT / "README.md")
        first = next(i for i, block in enumerate(shown) if block.startswith(SHOWN + "check"))
        printed = run(shown[first]).stdout
        for line in shown[first + 1].splitlines():
            if line.strip() != "...":
                self.assertIn(line.strip(), printed)

    def test_links_lead_somewhere(self):
        for path in [ROOT / "README.md", ROOT / "CONTRIBUTING.md",
                     *sorted((ROOT / "docs").rglob("*.md"))]:
            for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text()):
                self.assertTrue((path.parent / link).exists(), f"{path}: {link}")


if __name__ == "__main__":
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
