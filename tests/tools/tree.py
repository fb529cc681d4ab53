# SPDX-License-Identifier: Apache-2.0
"""Small trees of files for testing a tool, and its verdict on them, as TAP."""

import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


def lines_of(tool, files, prepare=None):
    """The lines a tool prints of a tree with these files (name: text or bytes)."""
    with tempfile.TemporaryDirectory() as folder:
        root = pathlib.Path(folder)
        (root / "src").mkdir()
        for name, content in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if prepare:
            prepare(root)
        ran = subprocess.run([sys.executable, ROOT / "tools" / tool, root],
                             capture_output=True, text=True, check=False)
        lines = ran.stdout.splitlines()
        if ran.returncode != (1 if lines else 0):
            lines.append(f"exit status {ran.returncode}: {ran.stderr}")
        return lines


def report(results):
    """Each result is (name, found, expected); prints TAP and ends the program."""
    failed = 0
    print(f"1..{len(results)}")
    for number, (name, found, expected) in enumerate(results, start=1):
        verdict = "ok" if found == expected else "not ok"
        failed += found != expected
        print(f"{verdict} {number} - {name}")
        if found != expected:
            print(f"# expected {expected}\n# found    {found}")
    sys.exit(1 if failed else 0)


def run_cases(tool, cases, prepare=None):
    """Each case is (name, files, the lines expected)."""
    report([(name, lines_of(tool, files, prepare), expected) for name, files, expected in cases])
