#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The same bytes whatever shares out the work: processes on one machine, or one, two and four
ranks of an MPI job.

    test_ranks.py PROGRAM ROOT MPIRUN
"""

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
MPIRUN = ""
SAMPLE = "samples/coproduction"
WORDS = ("--as-of", "2027-05-31", "--horizon-weeks", "8", "--top", "3")


def run(ranks, *words):
    start = [MPIRUN, "--oversubscribe", "-n", str(ranks)] if ranks else []
    environment = dict(os.environ, OMPI_ALLOW_RUN_AS_ROOT="1", OMPI_ALLOW_RUN_AS_ROOT_CONFIRM="1",
                       OMPI_MCA_btl_base_warn_component_unused="0")
    result = subprocess.run([*start, PROGRAM, *words], cwd=ROOT, capture_output=True, text=True,
                            check=False, env=environment)
    return result.returncode, result.stdout


class Ranks(unittest.TestCase):
    def test_stress(self):
        wanted = None
        for ranks in (0, 1, 2, 4):
            with tempfile.TemporaryDirectory() as folder:
                file = pathlib.Path(folder) / "stress.csv"
                status, output = run(ranks, "stress", SAMPLE, *WORDS, "--all", "--monte-carlo", "12",
                                     "--seed", "3", "--csv", str(file))
                answer = (status, output, file.read_text())
            wanted = wanted or answer
            self.assertEqual(answer[0], 0)
            self.assertIn("Each supplier", answer[1])
            self.assertEqual(answer, wanted, ranks)

    def test_mistakes_are_told_once(self):
        status, output = run(2, "stress", SAMPLE, *WORDS, "--scenario", "none-of-these")
        self.assertEqual((status != 0, output), (True, ""))

    def test_other_commands_run_on_one_rank(self):
        self.assertEqual(run(3, "--version"), run(0, "--version"))
        self.assertEqual(run(2, "pack", "check", "packs/regimes"),
                         run(0, "pack", "check", "packs/regimes"))


if __name__ == "__main__":
    PROGRAM, ROOT, MPIRUN = (str(pathlib.Path(sys.argv[1]).resolve()),
                             pathlib.Path(sys.argv[2]).resolve(), sys.argv[3])
    unittest.main(argv=sys.argv[:1])
