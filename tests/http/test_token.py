#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Private keys that lie in a token (PKCS #11, here SoftHSM): made there, used there, and never seen.

    test_token.py PROGRAM ROOT
"""

import json
import os
import pathlib
import shutil
import subprocess
import tempfile
import unittest

import served
from served import Server

US = "tests/fixtures/coalition/us"
PIN = "8265"
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
           "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so")
MODULE = next((path for path in MODULES if os.path.exists(path)), None)
IS_THERE = MODULE and shutil.which("softhsm2-util")


def entente(*words, **more):
    environment = {**os.environ, "LC_ALL": "C", "ENTENTE_PIN": PIN, **more}
    return subprocess.run([served.PROGRAM, *map(str, words)], cwd=served.ROOT, capture_output=True,
                          check=False, env=environment)


class Absent(unittest.TestCase):
    def test_an_absent_module_is_one_line(self):
        for uri, said in (
                ("pkcs11:token=t;object=k?module-path=/nowhere/module.so", "`/nowhere/module.so` cannot"),
                (f"pkcs11:token=t;object=k?module-path={__file__}", "cannot be loaded"),
                ("pkcs11:what=ever?=", "no PKCS #11 URI"),
                ("pkcs11:token=t;object=k?pin-value=1234", "seen by everybody"),
                ("pkcs11:token=t;object=k?pin-source=file:/nowhere/pin", "/nowhere/pin")):
            for words in (["key", "show", uri], ["key", "make", "-o", uri],
                          ["serve", US, "--packs", "packs/us-release", "--audit", "none", "--listen",
                           "127.0.0.1:0", "--kas-holder", "us-office", "--quiet", "--kas-key", uri]):
                result = entente(*words)
                self.assertEqual((result.returncode, result.stdout), (2, b""), (uri, result))
                self.assertEqual(result.stderr.count(b"\n"), 1, result.stderr)
                self.assertIn(said, result.stderr.decode())


@unittest.skipUnless(IS_THERE, "SoftHSM is not installed (package softhsm2)")
class Token(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.keep = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.keep.name)
        cls.tokens = cls.folder / "tokens"
        cls.tokens.mkdir()
        settings = cls.folder / "softhsm2.conf"
        settings.write_text(f"directories.tokendir = {cls.tokens}\nobjectstore.backend = file\n"
                            "log.level = ERROR\n")
        os.environ["SOFTHSM2_CONF"] = str(settings)
        subprocess.run(["softhsm2-util", "--init-token", "--free", "--label", "kas", "--pin", PIN,
                        "--so-pin", "1111"], check=True, capture_output=True)
        for name, algorithm in (("rsa1", "rsa:2048"), ("ec1", "ec:secp256r1"),
                                ("ec2", "ec:secp384r1"), ("ec3", "ec:secp521r1")):
            made = entente("key", "make", "--algorithm", algorithm, "-o", cls.uri(name))
            assert made.returncode == 0, made.stderr
            (cls.folder / f"{name}.pub").write_bytes(made.stdout)

    @classmethod
    def tearDownClass(cls):
        del os.environ["SOFTHSM2_CONF"]
        cls.keep.cleanup()

    @staticmethod
    def uri(name, query=""):
        return f"pkcs11:token=kas;object={name}?module-path={MODULE}{query}"

    def seal(self, name, content, kas="http://a/kas", item="radar-manual"):
        (self.folder / "plain").write_bytes(content)
        sealed = self.folder / "sealed.tdf"
        result = entente("seal", self.folder / "plain", "--label", "UNCLASSIFIED", "--item", item,
                         "--kas", kas, *(["--kas-key", self.folder / f"{name}.pub"] if name else []),
                         "-o", sealed)
        self.assertEqual(result.returncode, 0, result.stderr)
        return sealed

    def refuse(self, said, *words, **more):
        result = entente(*words, **more)
        self.assertEqual((result.returncode, result.stderr.count(b"\n")), (2, 1), result)
        self.assertIn(said, result.stderr.decode())

    def test_keys_open_in_the_token(self):
        for name in ("rsa1", "ec1", "ec2", "ec3"):
            sealed = self.seal(name, name.encode())
            opened = entente("open", sealed, "--key", self.uri(name), "-o", "-")
            self.assertEqual(opened.stdout, name.encode(), opened.stderr)
            other = "ec1" if name == "rsa1" else "rsa1"
            self.refuse("key is not given", "open", sealed, "--key", self.uri(other), "-o", "-")

    def test_the_public_half_is_shown(self):
        for name in ("rsa1", "ec1", "ec2", "ec3"):
            shown = entente("key", "show", self.uri(name))
            self.assertEqual(shown.stdout, (self.folder / f"{name}.pub").read_bytes(), shown.stderr)

    def test_what_cannot_be(self):
        self.refuse("names already", "key", "make", "-o", self.uri("rsa1"))
        self.refuse("no private key", "key", "show", self.uri("none"))
        self.refuse("several", "key", "show", f"pkcs11:token=kas?module-path={MODULE}")
        self.refuse("add `;object=", "key", "make", "-o", f"pkcs11:token=kas?module-path={MODULE}")
        self.refuse("no token", "key", "show", f"pkcs11:token=other;object=k?module-path={MODULE}")
        self.refuse("no kind", "key", "make", "--algorithm", "rsa:512", "-o", self.uri("k"))
        self.refuse("no login", "key", "show", self.uri("rsa1"), ENTENTE_PIN="0000")
        self.refuse("ENTENTE_PIN", "key", "show", self.uri("rsa1"), ENTENTE_PIN="")

    def test_the_pin_may_lie_in_a_file(self):
        pin = self.folder / "pin"
        pin.write_text(PIN + "\n")
        shown = entente("key", "show", self.uri("rsa1", f"&pin-source=file:{pin}"), ENTENTE_PIN="")
        self.assertEqual(shown.returncode, 0, shown.stderr)

    def test_a_changed_share_opens_nothing(self):
        for name in ("rsa1", "ec1"):
            content = self.seal(name, b"x").read_bytes()
            at = content.index(b'"wrappedKey":"') + 40
            bad = self.folder / "bad.tdf"
            changed = bytearray(content)
            changed[at] = ord("A") if changed[at] != ord("A") else ord("B")
            bad.write_bytes(bytes(changed))
            self.assertNotEqual(entente("open", bad, "--key", self.uri(name), "-o", "-").returncode, 0)

    def test_a_key_server_over_the_token(self):
        server = Server("--kas-key", self.uri("ec1"), "--kas-key", self.uri("rsa1"), "--kas-holder",
                        "us-office", "--kas-files", str(self.tokens), workspace=US,
                        packs="packs/us-release", environment={**os.environ, "ENTENTE_PIN": PIN})
        try:
            kas = f"http://127.0.0.1:{server.port}/kas"
            told = server.get("/kas/v2/kas_public_key?algorithm=rsa:2048", token="").json()
            self.assertEqual(told["kid"], "rsa1")
            self.assertEqual(told["publicKey"].encode(), (self.folder / "rsa1.pub").read_bytes())
            for name in ("", "rsa1", "ec1"):
                sealed = self.seal(name, b"the content", kas)
                jobs = [subprocess.Popen([served.PROGRAM, "open", str(sealed), "-o", "-"],
                                         stdout=subprocess.PIPE, cwd=served.ROOT,
                                         env={**os.environ, "ENTENTE_TOKEN": server.token})
                        for _ in range(4)]
                self.assertEqual([job.communicate()[0] for job in jobs], [b"the content"] * 4)
            rows = json.dumps(server.get("/v1/audit?limit=1000").json())
            self.assertIn("key release", rows)
            self.assertNotIn(PIN + '"', rows)
        finally:
            status = server.stop()
        self.assertEqual(status, 0, server.log)
        self.assertNotIn(PIN, server.log)


if __name__ == "__main__":
    served.main()
