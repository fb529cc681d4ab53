#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Round trips with clients of others through our key server: what they seal we open, what we seal
they open, and what is refused to them they do not open.

    test_peers.py PROGRAM ROOT      after `npm ci --ignore-scripts` in tests/peers
"""

import os
import pathlib
import subprocess
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "http"))

import served  # noqa: E402
from test_kas import Nations, PREFIX  # noqa: E402

HERE = pathlib.Path(__file__).resolve().parent
PEERS = ("client-one", "client-two")
SIZES = (1, (1 << 20) + 7, 5 << 20)


class Peers(Nations):
    def peer(self, name, action, party, source, target, *attributes):
        target.unlink(missing_ok=True)
        return subprocess.run(
            ["node", "peer.mjs", name, action, self.kas(self.us), self.person(party), str(source),
             str(target), *attributes], cwd=HERE, capture_output=True, text=True, check=False,
            timeout=120)

    def test_they_open_what_we_seal(self):
        for name in PEERS:
            for size in SIZES:
                content = os.urandom(size)
                sealed = self.seal("SECRET//REL TO USA, GBR", self.kas(self.us), content=content)
                out = self.folder / "peer.out"
                result = self.peer(name, "open", "gb-yard", sealed, out)
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertEqual(out.read_bytes(), content, (name, size))

    def test_we_open_what_they_seal(self):
        attributes = [f"{PREFIX}/{attribute}" for attribute in (
            "classification/value/secret", "rel-to/value/usa", "rel-to/value/gbr",
            "item/value/radar-manual")]
        for name in PEERS:
            for size in SIZES:
                content = os.urandom(size)
                (self.folder / "plain").write_bytes(content)
                sealed = self.folder / "peer.tdf"
                result = self.peer(name, "seal", "gb-yard", self.folder / "plain", sealed,
                                   *attributes)
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertEqual(self.open(sealed, "gb-yard"), content, (name, size))
                self.assertIn("REL TO", self.open(sealed, "jp-works"))

    def test_what_is_refused_stays_closed(self):
        sealed = self.seal("SECRET//REL TO USA, GBR", self.kas(self.us))
        for name in PEERS:
            out = self.folder / "peer.out"
            result = self.peer(name, "open", "jp-works", sealed, out)
            self.assertNotEqual(result.returncode, 0)
            self.assertFalse(out.exists() and out.read_bytes())


del Nations

if __name__ == "__main__":
    served.main()
