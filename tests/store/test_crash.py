#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writers of one audit chain, at the same time and killed at any moment, on both engines.

    tools/postgres test_crash.py PROGRAM WRITER

Writers add rows, each in one transaction with a text that it names as its result, and
acknowledge what was committed. Afterwards the chain must verify, every acknowledged row must be in
it, and rows and texts must be there together or not at all.
"""

import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

PROGRAM = WRITER = ""
SERVER = os.environ.get("ENTENTE_POSTGRES", "")
KILLS = 200
WRITERS = 3
LONGEST_LIFE_S = 0.03
FOREVER = 1000000


class Writers:
    """What holds of both engines; `address` and `kept` are the engine's."""

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="entente-crash-"))
        self.addCleanup(shutil.rmtree, self.folder)
        self.database = self.address()
        self.run_program("init", self.database)
        self.count = 0

    def run_program(self, *words):
        result = subprocess.run([PROGRAM, *words], capture_output=True, text=True, check=False)
        self.assertEqual(result.returncode, 0, result.stdout + result.stderr)
        return result.stdout

    def start(self, times=FOREVER):
        self.count += 1
        return subprocess.Popen([WRITER, self.database, f"writer {self.count}",
                                 self.folder / f"acknowledged-{self.count}", str(times)],
                                stderr=subprocess.PIPE)

    def acknowledged(self):
        """The last row of each transaction that was acknowledged."""
        lines = [line for path in self.folder.glob("acknowledged-*")
                 for line in path.read_text().splitlines()]
        return [int(line) for line in lines]

    def check(self):
        self.assertIn("the chain is whole", self.run_program("audit", "verify", self.database))
        rows = [json.loads(line)["row"] for line in
                self.run_program("audit", "export", self.database).splitlines()]
        numbers = [row["number"] for row in rows]
        self.assertEqual(numbers, list(range(1, len(rows) + 1)))
        last = self.acknowledged()
        self.assertEqual(len(last), len(set(last)))
        self.assertTrue(set(last) <= set(numbers), "an acknowledged row is lost")
        self.assertEqual(self.kept(), {row["result"] for row in rows if row["result"]})
        return rows, last

    def test_killed_at_any_moment(self):
        chance = random.Random(20261124)
        writers = [self.start() for _ in range(WRITERS)]
        for _ in range(KILLS):
            time.sleep(chance.random() * LONGEST_LIFE_S)
            place = chance.randrange(WRITERS)
            if writers[place].poll() is not None:
                self.fail(f"a writer ended by itself: {writers[place].communicate()[1]}")
            writers[place].kill()
            self.assertEqual(writers[place].communicate()[1], b"")
            writers[place] = self.start()
        for writer in writers:
            writer.kill()
            writer.communicate()
        rows, last = self.check()
        print(f"{type(self).__name__}: {KILLS} kills, {len(last)} transactions acknowledged, "
              f"{len(rows)} rows", file=sys.stderr)
        self.assertGreater(len(last), KILLS / 10, "hardly anything was written")

    def test_writers_at_the_same_time_share_one_chain(self):
        writers = [self.start(times=30) for _ in range(4)]
        for writer in writers:
            self.assertEqual(writer.communicate(), (None, b""))
            self.assertEqual(writer.returncode, 0)
        rows, last = self.check()
        self.assertEqual(len(last), 4 * 30)
        # The rows of one transaction stand together.
        tests = [row for row in rows if row["kind"] == "test"]
        for before, after in zip(tests, tests[1:]):
            if after["inputs"]["part"] > 0:
                self.assertEqual((before["who"], before["inputs"]["part"]),
                                 (after["who"], after["inputs"]["part"] - 1))
        self.assertEqual(len({row["who"] for row in tests}), 4)


class Sqlite(Writers, unittest.TestCase):
    def address(self):
        return str(self.folder / "test.db")

    def kept(self):
        import sqlite3
        with sqlite3.connect(self.database) as connection:
            return {row[0] for row in connection.execute("SELECT digest FROM kept")}


class Postgres(Writers, unittest.TestCase):
    count_of_databases = 0

    def address(self):
        Postgres.count_of_databases += 1
        name = f"crash_{Postgres.count_of_databases}"
        subprocess.run(["psql", "-q", "-d", SERVER, "-c", f"CREATE DATABASE {name}"], check=True)
        return SERVER.replace("/postgres?", f"/{name}?")

    def kept(self):
        found = subprocess.run(["psql", "-At", "-d", self.database, "-c",
                                "SELECT digest FROM kept"], check=True, capture_output=True,
                               text=True)
        return set(found.stdout.split())


if __name__ == "__main__":
    PROGRAM, WRITER = (str(pathlib.Path(word).resolve()) for word in sys.argv[1:3])
    if not SERVER:
        sys.exit("ENTENTE_POSTGRES is not set; run this through tools/postgres")
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
