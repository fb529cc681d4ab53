#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sealed files as users handle them: round trips, files of other makers, and every change to
a sealed file refused before any plaintext leaves.

    test_share.py PROGRAM ROOT

Files of other makers are read from the folder ENTENTE_TDF, else from shared/tdf beside the
project, where there is one.
"""

import base64
import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile
import unittest
import zipfile

PROGRAM = ""
ROOT = pathlib.Path()
LABEL = "SECRET//REL TO USA, AUS, GBR"


def run(*words, given=None, **more):
    environment = {**os.environ, "LC_ALL": "C", "ENTENTE_PASSPHRASE": "a passphrase", **more}
    return subprocess.run([PROGRAM, *map(str, words)], input=given, capture_output=True,
                          env=environment, check=False)


def fixtures():
    places = [os.environ.get("ENTENTE_TDF"), ROOT.parent / "shared" / "tdf"]
    return next((pathlib.Path(place) for place in places if place and
                 pathlib.Path(place).is_dir()), None)


class Folder(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.keep = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.keep.name)
        for name, algorithm in (("r", "rsa:2048"), ("e", "ec:secp256r1"), ("x", "rsa:2048")):
            made = run("key", "make", "--algorithm", algorithm, "-o", cls.folder / f"{name}.pem")
            assert made.returncode == 0, made.stderr
            (cls.folder / f"{name}.pub").write_bytes(made.stdout)

    @classmethod
    def tearDownClass(cls):
        cls.keep.cleanup()

    def path(self, name):
        return self.folder / name

    def seal(self, content, name="sealed.tdf", keys=("r",), kas=None, item="radar", more=()):
        self.path("plain").write_bytes(content)
        kas = kas or ",".join(f"http://kas{i}.example/kas" for i in range(len(keys)))
        words = ["seal", self.path("plain"), "--label", LABEL, "--item", item, "--kas", kas]
        for key in keys:
            words += ["--kas-key", self.path(f"{key}.pub")]
        result = run(*words, *more, "-o", self.path(name))
        self.assertEqual(result.returncode, 0, result.stderr)
        return self.path(name)

    def open(self, path, *keys):
        out = self.path("opened")
        out.unlink(missing_ok=True)
        words = ["open", path, "-o", out]
        for key in keys:
            words += ["--key", self.path(f"{key}.pem")]
        result = run(*words)
        self.assertEqual(list(self.folder.glob(".entente-*")), [])
        return result, out.read_bytes() if out.exists() else None


class RoundTrip(Folder):
    def test_sizes_and_formats(self):
        for size in (0, 1, 59, 2 << 20, (2 << 20) + 1, 5 << 20):
            content = os.urandom(size)
            for form in ("4.2.2", "4.3.0"):
                sealed = self.seal(content, more=("--format", form))
                result, opened = self.open(sealed, "r")
                self.assertEqual(result.returncode, 0, result.stderr)
                self.assertEqual(opened, content)
                self.assertIsNone(zipfile.ZipFile(sealed).testzip())

    def test_pipe_both_ways(self):
        content = os.urandom(3 << 20)
        sealed = run("seal", "-", "--label", "(S//NF)", "--item", "x", "--kas", "http://a",
                     "--kas-key", self.path("e.pub"), "-o", "-", given=content)
        self.assertEqual(sealed.returncode, 0, sealed.stderr)
        self.path("piped.tdf").write_bytes(sealed.stdout)
        opened = run("open", self.path("piped.tdf"), "--key", self.path("e.pem"), "-o", "-")
        self.assertEqual(opened.stdout, content)

    def test_shares_and_alternatives(self):
        sealed = self.seal(b"both", keys=("r", "e", "x"), kas="http://a,http://b|http://c")
        for keys, opens in ((("r",), False), (("e",), False), (("r", "e"), True),
                            (("r", "x"), True), (("e", "x"), False)):
            result, opened = self.open(sealed, *keys)
            self.assertEqual(result.returncode == 0, opens, (keys, result.stderr))
            self.assertEqual(opened, b"both" if opens else None)
        self.assertIn(b"http://a", self.open(sealed, "e")[0].stderr)

    def test_inspect_says_what_it_is(self):
        sealed = self.seal(b"text", keys=("r", "e"))
        shown = run("inspect", sealed).stdout.decode()
        for words in (LABEL, "radar", "http://kas1.example/kas", "not checked", "in shares"):
            self.assertIn(words, shown)
        proven = json.loads(run("inspect", sealed, "--json", "--key", self.path("r.pem"),
                                "--key", self.path("e.pem")).stdout)
        self.assertEqual((proven["integrity"], proven["policy"]["label"], proven["shares"]),
                         ("holds", LABEL, 2))

    def test_bad_input_is_one_line(self):
        for words, said in (
                (["seal", ROOT, "--label", LABEL, "--item", "i", "--kas", "u", "--kas-key",
                  self.path("r.pub"), "-o", self.path("o")], "is a folder"),
                (["seal", __file__, "--label", "SECRIT", "--item", "i", "--kas", "u", "--kas-key",
                  self.path("r.pub"), "-o", self.path("o")], "no classification"),
                (["open", __file__, "-o", self.path("o")], "ZIP"),
                (["inspect", __file__, "--key", __file__], "has no key"),
                (["key", "make", "--algorithm", "rsa:512", "-o", self.path("o")], "kind of key")):
            result = run(*words)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertEqual(result.stderr.count(b"\n"), 1, result.stderr)
            self.assertIn(said, result.stderr.decode())
            self.assertFalse(self.path("o").exists())


class Refused(Folder):
    """What is done to a sealed file, and that nothing comes out of it."""

    def setUp(self):
        self.sealed = self.seal(os.urandom(5 << 20), "good.tdf")
        with zipfile.ZipFile(self.sealed) as archive:
            self.payload = archive.read("0.payload")
            self.manifest = json.loads(archive.read("0.manifest.json"))

    def refuse(self, path, said, what):
        result, opened = self.open(path, "r")
        self.assertEqual(result.returncode, 2, what)
        self.assertIsNone(opened, what)
        self.assertIn(said, result.stderr.decode(), what)
        piped = run("open", path, "--key", self.path("r.pem"), "-o", "-")
        return piped.stdout

    def write(self, payload, manifest):
        path = self.path("bad.tdf")
        text = manifest if isinstance(manifest, str) else json.dumps(manifest)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            archive.writestr("0.payload", payload)
            archive.writestr("0.manifest.json", text)
        return path

    def altered(self, change):
        manifest = json.loads(json.dumps(self.manifest))
        change(manifest)
        return self.write(self.payload, manifest)

    def test_unchanged_it_opens(self):
        result, opened = self.open(self.write(self.payload, self.manifest), "r")
        self.assertEqual((result.returncode, len(opened)), (0, 5 << 20), result.stderr)

    def test_manifest(self):
        def information(manifest):
            return manifest["encryptionInformation"]

        def integrity(manifest):
            return information(manifest)["integrityInformation"]

        def set_policy(manifest):
            policy = json.loads(base64.b64decode(information(manifest)["policy"]))
            policy["entente"]["item"] = "another"
            information(manifest)["policy"] = base64.b64encode(
                json.dumps(policy).encode()).decode()

        def forge_assertion(manifest):
            # A signature whose key stands in its own header.
            head = base64.urlsafe_b64encode(json.dumps(
                {"alg": "HS256", "jwk": {"kty": "oct", "k": "AAAA"}}).encode()).decode().rstrip("=")
            parts = manifest["assertions"][0]["binding"]["signature"].split(".")
            manifest["assertions"][0]["binding"]["signature"] = ".".join([head, *parts[1:]])

        def no_signature(manifest):
            head = base64.urlsafe_b64encode(b'{"alg":"none"}').decode().rstrip("=")
            parts = manifest["assertions"][0]["binding"]["signature"].split(".")
            manifest["assertions"][0]["binding"]["signature"] = f"{head}.{parts[1]}."

        def binding(manifest):
            return information(manifest)["keyAccess"][0]["policyBinding"]

        nought = base64.b64encode(b"0" * 64).decode()
        cases = (
            ("binding", "not the one", lambda m: binding(m).update(hash=nought)),
            ("binding gone", "not bound",
             lambda m: information(m)["keyAccess"][0].pop("policyBinding")),
            ("binding algorithm", "HS256", lambda m: binding(m).update(alg="HS1")),
            ("policy", "not the one", set_policy),
            ("root", "root signature", lambda m: integrity(m)["rootSignature"].update(sig=nought)),
            ("root empty", "root signature", lambda m: integrity(m)["rootSignature"].update(sig="")),
            ("root algorithm", "HS256 proves",
             lambda m: integrity(m)["rootSignature"].update(alg="GMAC")),
            ("segment algorithm", "not known here",
             lambda m: integrity(m).update(segmentHashAlg="CRC32")),
            ("segment hash", "root signature",
             lambda m: integrity(m)["segments"][1].update(hash=integrity(m)["segments"][0]["hash"])),
            ("segments in another order", "root signature",
             lambda m: integrity(m)["segments"].insert(0, integrity(m)["segments"].pop(1))),
            ("a segment less", "cut short", lambda m: integrity(m)["segments"].pop()),
            ("segment size", "do not fit",
             lambda m: integrity(m)["segments"][0].update(segmentSize=1)),
            ("segment of a huge size", "do not fit",
             lambda m: integrity(m)["segments"][0].update(segmentSize=1 << 50,
                                                          encryptedSegmentSize=(1 << 50) + 28)),
            ("negative size", "whole number",
             lambda m: integrity(m)["segments"][0].update(segmentSize=-1)),
            ("method", "AES-256-GCM",
             lambda m: information(m)["method"].update(algorithm="AES-128-CBC")),
            ("assertion gone", "missing", lambda m: m.pop("assertions")),
            ("assertion changed", "was changed",
             lambda m: m["assertions"][0]["statement"].update(value="UNCLASSIFIED")),
            ("assertion not bound", "not bound", lambda m: m["assertions"][0].pop("binding")),
            ("assertion with a key in its header", "not trusted", forge_assertion),
            ("assertion without signature", "not trusted", no_signature),
            ("assertion twice", "two assertions",
             lambda m: m["assertions"].append(m["assertions"][0])),
            ("payload elsewhere", "payload", lambda m: m["payload"].update(url="../../etc/passwd")),
            ("key of an unknown kind", "known here",
             lambda m: information(m)["keyAccess"][0].update(type="remote")),
            ("no key", "no key server", lambda m: information(m).update(keyAccess=[])),
        )
        for what, said, change in cases:
            with self.subTest(what):
                self.assertEqual(self.refuse(self.altered(change), said, what), b"")

    def test_duplicate_names(self):
        text = json.dumps(self.manifest)
        twice = text.replace('"policy": ', '"policy": "e30=", "policy": ', 1)
        self.assertEqual(self.refuse(self.write(self.payload, twice), "stands in the object before", "duplicate"), b"")
        self.assertEqual(self.refuse(self.write(self.payload, text[:-1]), "JSON", "cut"), b"")

    def test_payload(self):
        segment = (2 << 20) + 28
        one, two = self.payload[:segment], self.payload[segment:2 * segment]
        cases = (
            ("a bit", bytes([self.payload[0] ^ 1]) + self.payload[1:], "segment 1 of 3", 0),
            ("a bit of the last", self.payload[:-1] + bytes([self.payload[-1] ^ 1]),
             "segment 3 of 3", 4 << 20),
            ("order", two + one + self.payload[2 * segment:], "segment 1 of 3", 0),
            ("cut short", self.payload[:-1], "cut short", 0),
            ("appended", self.payload + b"x", "added", 0),
            ("empty", b"", "cut short", 0),
        )
        for what, payload, said, length in cases:
            with self.subTest(what):
                leaked = self.refuse(self.write(payload, self.manifest), said, what)
                # What was proven may have gone down a pipe; nothing else.
                self.assertEqual(len(leaked), length)

    def test_another_files_payload_and_assertion(self):
        other = self.seal(b"another", "other.tdf", item="elsewhere")
        with zipfile.ZipFile(other) as archive:
            manifest = json.loads(archive.read("0.manifest.json"))
        self.refuse(self.altered(lambda m: m.update(assertions=manifest["assertions"])),
                    "not trusted", "assertion of another file")
        self.refuse(self.write(self.payload, manifest), "added", "payload of another file")

    def test_zip_tricks(self):
        good = self.sealed.read_bytes()
        central = good.rfind(b"PK\x01\x02", 0, good.rfind(b"PK\x01\x02"))
        second = good.rfind(b"PK\x01\x02")
        end = good.rfind(b"PK\x05\x06")

        def patched(at, form, *values):
            changed = bytearray(good)
            struct.pack_into(form, changed, at, *values)
            return bytes(changed)

        cases = (
            ("appended", good + b"x"), ("prepended", b"x" + good), ("cut", good[:-1]),
            ("half", good[:len(good) // 2]), ("empty", b""), ("end alone", good[end:]),
            ("comment", good[:-2] + b"\x01\x00x"),
            ("entry count", patched(end + 8, "<HH", 1, 1)),
            ("many entries", patched(end + 8, "<HH", 60000, 60000)),
            ("another disk", patched(end + 4, "<H", 1)),
            ("directory place", patched(end + 16, "<I", central + 1)),
            ("compressed", patched(central + 10, "<H", 8)),
            ("encrypted", patched(central + 8, "<H", 1)),
            ("larger stored size", patched(central + 20, "<I", 1 << 30)),
            ("larger both sizes", patched(central + 20, "<II", 1 << 30, 1 << 30)),
            ("zip64 size without its field", patched(central + 24, "<I", 0xFFFFFFFF)),
            ("overlap", patched(second + 42, "<I", 0)),
            ("name in the header", good[:30] + b"1.payload" + good[39:]),
            ("traversal", good.replace(b"0.payload", b"../payloa")),
            ("absolute", good.replace(b"0.payload", b"/0payload")),
            ("one name twice", good.replace(b"0.manifest.json", b"0.payload\0\0\0\0\0\0")),
            ("checksum of the manifest", patched(second + 16, "<I", 1)),
        )
        for what, content in cases:
            with self.subTest(what):
                self.path("trick.tdf").write_bytes(content)
                self.assertEqual(self.refuse(self.path("trick.tdf"), "entente: ", what), b"")

    def test_more_entries(self):
        path = self.write(self.payload, self.manifest)
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("2.more", b"hidden")
        self.assertEqual(self.refuse(path, "nothing else", "three entries"), b"")

    def test_wrong_key(self):
        result, opened = self.open(self.sealed, "x")
        self.assertEqual((result.returncode, opened), (2, None))
        self.assertIn(b"does not open it", result.stderr.replace(b"opens it", b"does not open it"))


class Others(unittest.TestCase):
    """Files that other makers' programs wrote."""

    def setUp(self):
        self.place = fixtures()
        if self.place is None:
            self.skipTest("no files of other makers beside the project")

    def open(self, folder, name):
        return run("open", self.place / folder / name, "--key",
                   self.place / folder / "keys.jwk.json", "-o", "-")

    def test_golden(self):
        expected = {"key-management-no-split-golden.tdf": b"hello\n",
                    "no-splitids-java.tdf": bytes(5120),
                    "small-java-4.3.0-e0f8caf.tdf": bytes(5120),
                    "with-json-object-assertions-java.tdf": b"text"}
        for path in sorted((self.place / "golden").glob("*.tdf")):
            result = self.open("golden", path.name)
            self.assertEqual(result.returncode, 0, (path.name, result.stderr))
            if path.name in expected:
                self.assertEqual(result.stdout, expected[path.name], path.name)
            else:
                self.assertTrue(result.stdout.startswith(b"test secret data to encrypt by"))

    def test_peers(self):
        plain = (self.place / "peer-made" / "plain.txt").read_bytes()
        expected = {"client1.3.0.tdf": b"hello from @opentdf/client",
                    "client2.0.0-beta.1412.tdf": b"hello from beta", "sdk0.19-empty.tdf": b""}
        for path in sorted((self.place / "peer-made").glob("*.tdf")):
            result = self.open("peer-made", path.name)
            self.assertEqual(result.returncode, 0, (path.name, result.stderr))
            self.assertEqual(result.stdout, expected.get(path.name, plain), path.name)

    def test_wrong_keys_are_refused_with_the_reason(self):
        for path in sorted((self.place / "golden").glob("*.tdf")):
            result = run("open", path, "--key", self.place / "peer-made" / "keys.jwk.json", "-o",
                         "-")
            self.assertEqual((result.returncode, result.stdout), (2, b""))
            self.assertIn(b"the key is not given", result.stderr)


class Labels(unittest.TestCase):
    def render(self, label, form):
        result = run("label", "render", label, "--as", form)
        self.assertEqual(result.returncode, 0, (label, result.stderr))
        return result.stdout.decode().rstrip("\n")

    def test_forms_agree(self):
        for banner, portion in (
                (LABEL, "(S//REL TO USA, AUS, GBR)"),
                ("TOP SECRET//SI/TK//ORCON/NOFORN", "(TS//SI/TK//OC/NF)"),
                ("SECRET//PROPIN/REL TO USA, FVEY", "(S//PR/REL TO USA, FVEY)"),
                ("CUI//SP-EXPT//NOFORN", "(CUI//SP-EXPT//NF)"),
                ("UNCLASSIFIED", "(U)"),
                ("//JOINT SECRET GBR USA", "(//JOINT S GBR USA)"),
                ("//GBR SECRET", "(//GBR S)"),
                ("SECRET//FGI GBR JPN//REL TO USA, GBR, JPN",
                 "(S//FGI GBR JPN//REL TO USA, GBR, JPN)")):
            self.assertEqual(self.render(banner, "portion"), portion)
            self.assertEqual(self.render(portion, "banner"), banner)
            self.assertEqual(self.render(self.render(banner, "xml"), "banner"), banner)

    def test_cui_as_the_department_writes_it(self):
        shown = self.render("CUI//SP-EXPT//NOFORN", "dod").splitlines()
        self.assertEqual(shown[0], "CUI")
        self.assertIn("CUI Category: SP-EXPT", shown)
        self.assertIn("Distribution/Dissemination Control: NOFORN", shown)

    def test_roll_up(self):
        for labels, whole in (
                (["(S//REL TO USA, AUS, GBR)", "(C//REL TO USA, GBR, NZL)", "(U)"],
                 "SECRET//REL TO USA, GBR"),
                (["(S//REL TO USA, AUS)", "(C//REL TO USA, GBR)"], "SECRET//NOFORN"),
                (["(S//REL TO USA, AUS)", "(S//NF)"], "SECRET//NOFORN"),
                (["(S//REL TO USA, AUS)", "(S)"], "SECRET"),
                (["(TS//SI//OC)", "(S//TK//PR)"], "TOP SECRET//SI/TK//ORCON/PROPIN"),
                (["(CUI//SP-EXPT)", "(U)"], "CUI//SP-EXPT"),
                (["(C)", "(NR)"], "CONFIDENTIAL//FGI NATO"),
                (["NATO SECRET", "NATO RESTRICTED"], "NATO SECRET")):
            shown = run("label", "rollup", *labels).stdout.decode()
            self.assertEqual(shown.splitlines()[0], whole, labels)
            # Every rule has its source.
            for line in shown.splitlines()[1:]:
                self.assertRegex(line, r"\[.+\]$")

    def test_what_contradicts_itself_is_refused(self):
        for label in ("SECRET//NOFORN/REL TO USA, GBR", "SECRET//REL TO AUS, GBR", "SECRIT", "",
                      "SECRET//REL TO USA, USA", "SECRET//", "RESTRICTED", "//JOINT SECRET USA",
                      "SECRET//NOFRON", "<label/>", "SECRET//RELIDO/NOFORN"):
            result = run("label", "parse", label, "--json")
            self.assertEqual((result.returncode, result.stdout), (2, b""), label)

    def test_nothing_of_a_label_is_lost_on_its_way_through_a_form(self):
        for label, banner, portion in (
                ("(//CTS//BOHEMIA)", "//COSMIC TOP SECRET//BOHEMIA", "(//CTS//BOHEMIA)"),
                ("NATO SECRET//BOHEMIA//ORCON", "//NATO SECRET//BOHEMIA//ORCON",
                 "(//NS//BOHEMIA//OC)"),
                ("//NATO SECRET//ATOMAL", "NATO SECRET ATOMAL", "NATO SECRET ATOMAL"),
                ("//NATO SECRET//NOFORN", "//NATO SECRET//NOFORN", "(//NS//NF)"),
                ("NATO RESTRICTED Releasable to JPN//PROPIN",
                 "//NATO RESTRICTED Releasable to JPN//PROPIN",
                 "(//NATO RESTRICTED Releasable to JPN//PR)"),
                ("(NS)", "NATO SECRET", "NS"),
                ("CUI//PRIVILEGE//AC", "CUI//PRIVILEGE//Attorney-Client", "(CUI//PRIVILEGE//AC)"),
                ("CUI//SP-EXPT/CTI//FED ONLY", "CUI//SP-EXPT/CTI//FED ONLY",
                 "(CUI//SP-EXPT/CTI//FED ONLY)"),
                ("//GBR SECRET//ORCON", "//GBR SECRET//ORCON", "(//GBR S//OC)"),
                ("SECRET//RD-CNWDI//NF", "SECRET//RESTRICTED DATA-CNWDI//NOFORN",
                 "(S//RD-CNWDI//NF)"),
                ("TS//SI-G/TK//SAR-BP//FGI GBR//OC/REL TO USA, GBR",
                 "TOP SECRET//SI-G/TK//SAR-BP//FGI GBR//ORCON/REL TO USA, GBR",
                 "(TS//SI-G/TK//SAR-BP//FGI GBR//OC/REL TO USA, GBR)")):
            whole = json.loads(run("label", "parse", label, "--json").stdout)
            self.assertEqual((whole["banner"], whole["portion"]), (banner, portion))
            for form in (banner, portion, whole["xml"]):
                again = run("label", "parse", form, "--json").stdout
                self.assertEqual(json.loads(again), whole, form)

    def test_words_stand_in_their_order(self):
        for label, banner in (
                ("CUI//CTI/SP-EXPT", "CUI//SP-EXPT/CTI"),
                ("SECRET//TK/SI-G//NOFORN", "SECRET//SI-G/TK//NOFORN"),
                ("SECRET//REL TO GBR, FVEY, USA", "SECRET//REL TO USA, GBR, FVEY")):
            shown = run("label", "render", label, "--as", "banner").stdout.decode()
            self.assertEqual(shown.strip(), banner)

    def test_a_label_in_words(self):
        shown = run("label", "parse", "SECRET//FGI GBR//REL TO USA, GBR").stdout.decode()
        self.assertEqual(shown.splitlines(), [
            "SECRET//FGI GBR//REL TO USA, GBR", "  portion: (S//FGI GBR//REL TO USA, GBR)",
            "  policy: US", "  classification: SECRET", "  foreign: GBR",
            "  releasable: USA, GBR"])

    def test_nato_labels_of_others(self):
        place = fixtures()
        if place is None:
            self.skipTest("no labels of other makers beside the project")
        for name, marking in (
                ("1", "NATO UNCLASSIFIED Releasable to ISAF, KFOR, RESOLUTE SUPPORT"),
                ("2", "NATO UNCLASSIFIED"), ("3", "NATO UNCLASSIFIED - STAFF"),
                ("4", "NATO RESTRICTED Releasable to JPN, CHE, UKR"),
                ("6", "NATO/KFOR CONFIDENTIAL NATO, IRL, SWE, UKR ONLY")):
            path = place / "nato" / "labels" / f"nato-4774-17-{name}.nato"
            shown = run("label", "render", "--file", path, "--as", "banner").stdout.decode()
            self.assertEqual(shown.strip(), marking)


if __name__ == "__main__":
    PROGRAM, ROOT = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=sys.argv[:1])
