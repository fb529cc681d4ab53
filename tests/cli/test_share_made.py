#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Sealed files as other makers write them, and as somebody who has the key could forge them: made here
from files of ours, with everything signed anew.

    test_share_made.py PROGRAM ROOT
"""

import base64
import copy
import hashlib
import hmac
import json
import os
import pathlib
import subprocess
import sys
import unittest
import zipfile

import test_share
from test_share import Folder, run

PASSPHRASE = "pass:a passphrase"
NATO = """<?xml version="1.0" encoding="UTF-8"?>
<s:originatorConfidentialityLabel xmlns:s="urn:nato:stanag:4774:confidentialitymetadatalabel:1:0">
 <s:ConfidentialityInformation><s:PolicyIdentifier>NATO</s:PolicyIdentifier>
 <s:Classification>{level}</s:Classification>{more}</s:ConfidentialityInformation>
</s:originatorConfidentialityLabel>"""


def encode(data):
    return base64.b64encode(data).decode()


def url_encode(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def keyed(key, data):
    return hmac.new(key, data, hashlib.sha256).digest()


def canonical(value):
    """RFC 8785, of values without numbers."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


class Made(Folder):
    """A file of ours taken apart, with its key, and put together in other ways."""

    FORMAT = "4.2.2"

    def setUp(self):
        self.content = os.urandom((4 << 20) + 5)
        sealed = self.seal(self.content, "good.tdf", more=("--format", self.FORMAT))
        with zipfile.ZipFile(sealed) as archive:
            self.payload = archive.read("0.payload")
            self.manifest = json.loads(archive.read("0.manifest.json"))
        information = self.manifest["encryptionInformation"]
        self.key = self.unwrap(information["keyAccess"][0]["wrappedKey"])
        self.segments = information["integrityInformation"]["segments"]

    def unwrap(self, wrapped):
        return subprocess.run(
            ["openssl", "pkeyutl", "-decrypt", "-inkey", str(self.path("r.pem")), "-passin",
             PASSPHRASE, "-pkeyopt", "rsa_padding_mode:oaep"], input=base64.b64decode(wrapped),
            capture_output=True, check=True).stdout

    def written(self, digest):
        return digest.hex().encode() if self.FORMAT == "4.2.2" else digest

    def sign(self, manifest):
        """The root over the segments as they stand, and the binding of the policy."""
        information = manifest["encryptionInformation"]
        integrity = information["integrityInformation"]
        hashes = b"".join(base64.b64decode(segment["hash"]) for segment in integrity["segments"])
        integrity["rootSignature"]["sig"] = encode(self.written(keyed(self.key, hashes)))
        for access in information["keyAccess"]:
            access["policyBinding"] = {"alg": "HS256", "hash": encode(self.written(
                keyed(self.key, information["policy"].encode())))}
        return hashes

    def bind(self, manifest, assertion, signer=None):
        hashes = self.sign(manifest)
        digest = hashlib.sha256(canonical({k: v for k, v in assertion.items() if k != "binding"}))
        told = {"assertionHash": digest.hexdigest(),
                "assertionSig": encode(hashes + self.written(digest.digest()))}
        signer = signer or (lambda head: keyed(self.key, head))
        head = signer.head if hasattr(signer, "head") else {"alg": "HS256"}
        parts = f"{url_encode(canonical(head))}.{url_encode(canonical(told))}"
        assertion["binding"] = {"method": "jws",
                                "signature": f"{parts}.{url_encode(signer(parts.encode()))}"}

    def write(self, manifest, payload=None, names=("0.payload", "0.manifest.json"), zip64=False):
        path = self.path("made.tdf")
        text = manifest if isinstance(manifest, str) else json.dumps(manifest)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
            for name, data in zip(names, (self.payload if payload is None else payload, text)):
                with archive.open(name, "w", force_zip64=zip64) as entry:
                    entry.write(data.encode() if isinstance(data, str) else data)
        return path

    def changed(self, change):
        manifest = copy.deepcopy(self.manifest)
        change(manifest, manifest["encryptionInformation"])
        return manifest


class Tolerated(Made):
    def opens(self, manifest, what, content=None, **more):
        result, opened = self.open(self.write(manifest, **more), "r")
        self.assertEqual(result.returncode, 0, (what, result.stderr))
        self.assertEqual(opened, self.content if content is None else content, what)

    def test_what_real_files_leave_out_or_write_otherwise(self):
        def access(information):
            return information["keyAccess"][0]

        def bind_raw(_, information):
            access(information)["policyBinding"]["hash"] = encode(
                keyed(self.key, information["policy"].encode()))

        def bind_bare(_, information):
            access(information)["policyBinding"] = access(information)["policyBinding"]["hash"]

        def default_sizes(_, information):
            integrity = information["integrityInformation"]
            integrity.update(segmentSizeDefault=2 << 20, encryptedSegmentSizeDefault=(2 << 20) + 28)
            for segment in integrity["segments"][:-1]:
                del segment["segmentSize"], segment["encryptedSegmentSize"]

        cases = (
            ("no kid", lambda m, i: access(i).pop("kid", None)),
            ("empty kid", lambda m, i: access(i).update(kid="")),
            ("another kid", lambda m, i: access(i).update(kid="e1")),
            ("null sid", lambda m, i: access(i).update(sid=None)),
            ("empty sid", lambda m, i: access(i).update(sid="")),
            ("no version", lambda m, i: (m.pop("schemaVersion", None), access(i).pop(
                "schemaVersion", None))),
            ("an empty iv", lambda m, i: i["method"].update(iv="")),
            ("no isStreamable", lambda m, i: i["method"].pop("isStreamable", None)),
            ("IsStreamable", lambda m, i: i["method"].update(IsStreamable=True)),
            ("unknown members", lambda m, i: m.update(tdf_spec_version="4.3.0", more={"a": [1]})),
            ("encrypted metadata", lambda m, i: access(i).update(encryptedMetadata="e30=")),
            ("a raw binding", bind_raw),
            ("a bare binding", bind_bare),
            ("sizes by default", default_sizes),
            ("no MIME type", lambda m, i: m["payload"].pop("mimeType", None)),
        )
        for what, change in cases:
            with self.subTest(what):
                self.opens(self.changed(change), what)

    def test_without_label_and_with_null_lists(self):
        def bare(manifest, information):
            policy = json.loads(base64.b64decode(information["policy"]))
            del policy["entente"]
            policy["body"]["dissem"] = None
            information["policy"] = encode(json.dumps(policy).encode())
            manifest["assertions"] = None
            self.sign(manifest)
        self.opens(self.changed(bare), "bare")

    def test_other_names_and_zip64(self):
        def elsewhere(manifest, _):
            manifest["payload"]["url"] = "data.bin"
        self.opens(self.manifest, "manifest.json", names=("0.payload", "manifest.json"))
        self.opens(self.changed(elsewhere), "payload", names=("data.bin", "0.manifest.json"))
        self.opens(self.manifest, "zip64", zip64=True)

    def test_payload_names_that_are_none(self):
        for url in ("../data.bin", "/data.bin", "a/b", "..", "0.manifest.json", "elsewhere", "a\\b"):
            manifest = self.changed(lambda m, _, url=url: m["payload"].update(url=url))
            result, opened = self.open(self.write(manifest), "r")
            self.assertEqual((result.returncode, opened), (2, None), url)
            self.assertIn(b"payload", result.stderr)

    def test_segments_under_hs256(self):
        def hashed(manifest, information):
            integrity = information["integrityInformation"]
            integrity["segmentHashAlg"] = "HS256"
            at = 0
            for segment in integrity["segments"]:
                size = segment["encryptedSegmentSize"]
                segment["hash"] = encode(self.written(keyed(self.key, self.payload[at:at + size])))
                at += size
            for assertion in manifest["assertions"]:
                self.bind(manifest, assertion)
        manifest = self.changed(hashed)
        self.opens(manifest, "HS256")
        payload = bytearray(self.payload)
        payload[100] ^= 1
        result, opened = self.open(self.write(manifest, bytes(payload)), "r")
        self.assertEqual((result.returncode, opened), (2, None))

    def test_nothing_sealed(self):
        empty = self.seal(b"", "empty.tdf", more=("--format", self.FORMAT))
        with zipfile.ZipFile(empty) as archive:
            payload, manifest = archive.read("0.payload"), json.loads(
                archive.read("0.manifest.json"))
        information = manifest["encryptionInformation"]
        self.key = self.unwrap(information["keyAccess"][0]["wrappedKey"])
        self.opens(manifest, "one empty segment", content=b"", payload=payload)
        information["integrityInformation"]["segments"] = []
        for assertion in manifest["assertions"]:
            self.bind(manifest, assertion)
        self.opens(manifest, "no segment", content=b"", payload=b"")

    def test_an_object_as_statement(self):
        for as_text in (False, True):
            manifest = copy.deepcopy(self.manifest)
            statement = {"format": "json", "schema": "x", "value": {"b": "é", "a": ["1", {"c": "d"}]}}
            assertion = {"id": "more", "type": "other", "scope": "payload",
                         "appliesToState": "unencrypted", "statement": statement}
            hashed = copy.deepcopy(assertion)
            if as_text:
                hashed["statement"]["value"] = canonical(statement["value"]).decode()
            self.bind(manifest, hashed)
            assertion["binding"] = hashed["binding"]
            manifest["assertions"].append(assertion)
            self.opens(manifest, f"object as text: {as_text}")


class Forged(Made):
    """By somebody who has the key, or who wants its holder to take another's word."""

    def refuse(self, manifest, said, what, payload=None, trust=None):
        words = ["open", self.write(manifest, payload), "--key", self.path("r.pem"), "-o",
                 self.path("opened")] + (["--trust", trust] if trust else [])
        self.path("opened").unlink(missing_ok=True)
        result = run(*words)
        self.assertEqual((result.returncode, self.path("opened").exists()), (2, False), what)
        self.assertEqual(result.stderr.count(b"\n"), 1, result.stderr)
        self.assertIn(said, result.stderr.decode(), what)
        self.assertEqual(run(*words[:-1] if not trust else words[:4], "-o", "-").stdout, b"", what)

    def test_another_label_well_signed(self):
        manifest = copy.deepcopy(self.manifest)
        label = manifest["assertions"][0]
        label["statement"]["value"] = label["statement"]["value"].replace("SECRET", "UNCLASSIFIED")
        self.bind(manifest, label)
        self.refuse(manifest, "label", "another label")
        manifest["assertions"] = []
        self.sign(manifest)
        self.refuse(manifest, "missing", "no label")

    def test_a_key_in_the_header_is_no_trust(self):
        subprocess.run(["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048",
                        "-out", str(self.path("mallory.pem"))], check=True, capture_output=True)
        public = subprocess.run(["openssl", "pkey", "-in", str(self.path("mallory.pem")), "-pubout"],
                                check=True, capture_output=True).stdout
        self.path("mallory.pub").write_bytes(public)
        modulus = subprocess.run(["openssl", "rsa", "-in", str(self.path("mallory.pem")), "-noout",
                                  "-modulus"], check=True, capture_output=True).stdout
        number = bytes.fromhex(modulus.decode().strip().partition("=")[2])

        def sign(head):
            return subprocess.run(["openssl", "dgst", "-sha256", "-sign",
                                   str(self.path("mallory.pem"))], input=head, check=True,
                                  capture_output=True).stdout
        sign.head = {"alg": "RS256", "jwk": {"kty": "RSA", "n": url_encode(number), "e": "AQAB"}}
        manifest = copy.deepcopy(self.manifest)
        self.bind(manifest, manifest["assertions"][0], sign)
        self.refuse(manifest, "trusted", "a key in the header")
        # The same under a key that is trusted is taken: it was the trust that was missing.
        result = run("open", self.write(manifest), "--key", self.path("r.pem"), "--trust",
                     self.path("mallory.pub"), "-o", self.path("opened"))
        self.assertEqual(result.returncode, 0, result.stderr)

    def test_names_twice_anywhere(self):
        def policy(manifest, information):
            text = base64.b64decode(information["policy"]).decode()
            information["policy"] = encode(text.replace("{", '{"uuid":"1",', 1).encode())
            self.sign(manifest)
        self.refuse(self.changed(policy), "before", "in the policy")
        text = json.dumps(self.manifest)
        for name in ("keyAccess", "wrappedKey", "hash", "sig", "value", "signature", "url", "alg"):
            at = text.index(f'"{name}": ')
            twice = f'{text[:at]}"{name}": "", {text[at:]}'
            self.refuse(twice, "before", name)

    def test_sizes_that_lie_under_a_good_root(self):
        for what, said, change in (
                ("plain", "do not fit", {"segmentSize": (2 << 20) - 1}),
                ("both", "", {"segmentSize": (2 << 20) - 1, "encryptedSegmentSize": (2 << 20) + 27}),
                ("too large", "", {"segmentSize": 65 << 20, "encryptedSegmentSize": (65 << 20) + 28}),
                ("too small", "", {"segmentSize": 0, "encryptedSegmentSize": 27}),
                ("a fraction", "whole number", {"segmentSize": 1.5}),
                ("an exponent", "whole number", {"segmentSize": 2e30}),
                ("a text", "whole number", {"segmentSize": "2097152"})):
            manifest = copy.deepcopy(self.manifest)
            manifest["encryptionInformation"]["integrityInformation"]["segments"][0].update(change)
            self.sign(manifest)
            self.refuse(manifest, said or "entente: ", what)

    def test_hashes_that_are_cut(self):
        def integrity(manifest):
            return manifest["encryptionInformation"]["integrityInformation"]
        for length in (0, 1, 8, 15):
            manifest = copy.deepcopy(self.manifest)
            segment = integrity(manifest)["segments"][0]
            segment["hash"] = encode(base64.b64decode(segment["hash"])[:length])
            for assertion in manifest["assertions"]:
                self.bind(manifest, assertion)
            self.refuse(manifest, "segment 1", length)
            manifest = copy.deepcopy(self.manifest)
            sig = integrity(manifest)["rootSignature"]
            sig["sig"] = encode(base64.b64decode(sig["sig"])[:length])
            self.refuse(manifest, "root signature", length)
            manifest = copy.deepcopy(self.manifest)
            binding = manifest["encryptionInformation"]["keyAccess"][0]["policyBinding"]
            binding["hash"] = encode(base64.b64decode(binding["hash"])[:length])
            self.refuse(manifest, "not the one", length)

    def test_a_share_that_is_no_key(self):
        for wrapped in ("", "AAAA", encode(bytes(256)), encode(os.urandom(256)),
                        encode(os.urandom(1 << 16))):
            manifest = copy.deepcopy(self.manifest)
            manifest["encryptionInformation"]["keyAccess"][0]["wrappedKey"] = wrapped
            self.refuse(manifest, "key is not given", wrapped[:10])

    def test_json_that_is_meant_to_hurt(self):
        for what, text in (("deep", "[" * 100000), ("deep objects", '{"a":' * 100000),
                           ("a number", "1" * 1000000), ("a text", '"' + "x" * 1000000 + '"'),
                           ("not UTF-8", b"{\"a\":\"\xff\"}".decode("latin-1")), ("null", "null"),
                           ("many", json.dumps({str(i): i for i in range(100000)}))):
            self.refuse(text, "entente: ", what)


class Tolerated430(Tolerated):
    FORMAT = "4.3.0"


class Forged430(Forged):
    FORMAT = "4.3.0"


del Made, Folder


class Nato(unittest.TestCase):
    def test_labels_as_others_write_them(self):
        def category(name, *values, kind="PERMISSIVE"):
            inside = "".join(f"<s:GenericValue>{value}</s:GenericValue>" for value in values)
            return f'<s:Category TagName="{name}" Type="{kind}">{inside}</s:Category>'
        for level, more, banner in (
                ("SECRET", "", "NATO SECRET"),
                ("RESTRICTED", category("Releasable To", "FIN", "UKR"),
                 "NATO RESTRICTED Releasable to FIN, UKR"),
                ("CONFIDENTIAL", category("Context", "KFOR") + category("Only", "NATO", "IRL"),
                 "NATO/KFOR CONFIDENTIAL NATO, IRL ONLY"),
                ("UNCLASSIFIED", category("Administrative", "STAFF", kind="INFORMATIVE"),
                 "NATO UNCLASSIFIED - STAFF")):
            path = pathlib.Path(os.environ.get("TMPDIR", "/tmp")) / f"entente-label-{os.getpid()}.xml"
            path.write_text(NATO.format(level=level, more=more))
            shown = run("label", "render", "--file", path, "--as", "banner")
            path.unlink()
            self.assertEqual(shown.stdout.decode().strip(), banner, shown.stderr)


if __name__ == "__main__":
    test_share.PROGRAM, test_share.ROOT = sys.argv[1], pathlib.Path(sys.argv[2]).resolve()
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
