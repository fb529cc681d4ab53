#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The key server: who gets a key and who does not, and why; two nations that must both agree;
proofs of possession; rotation; the record.

    test_kas.py PROGRAM ROOT
"""

import base64
import hashlib
import http.client
import http.server
import json
import os
import pathlib
import re
import socket
import subprocess
import tempfile
import threading
import time
import unittest
import zipfile

from urllib.parse import quote

import served
from served import Server
from test_security import AUDIENCE, ISSUER, Key, claims, encode, token

US, GB = "tests/fixtures/coalition/us", "tests/fixtures/coalition/gb"
PASSPHRASE = {**os.environ, "ENTENTE_PASSPHRASE": "a passphrase", "LC_ALL": "C"}
PREFIX = "https://entente.example/attr"


def entente(*words, **more):
    return subprocess.run([served.PROGRAM, *map(str, words)], cwd=served.ROOT, capture_output=True,
                          check=False, env={**PASSPHRASE, **more})


LABEL = "SECRET//REL TO USA, GBR"


class Nations(unittest.TestCase):
    """A server of each of two nations, tokens for people of four."""

    MORE = ()

    @classmethod
    def setUpClass(cls):
        cls.keep = tempfile.TemporaryDirectory()
        cls.folder = pathlib.Path(cls.keep.name)
        cls.issuer = Key(cls.folder, "issuer")
        (cls.folder / "jwks.json").write_text(json.dumps({"keys": [cls.issuer.jwk()]}))
        for name, kind in (("us1", "rsa:2048"), ("us2", "rsa:2048"), ("gb1", "ec:secp256r1"),
                           ("gb2", "rsa:2048")):
            made = entente("key", "make", "--algorithm", kind, "-o", cls.folder / f"{name}.pem")
            assert made.returncode == 0, made.stderr
            (cls.folder / f"{name}.pub").write_bytes(made.stdout)
        cls.us = cls.serve(US, "packs/us-release", "us-office", "us1", "us2")
        cls.gb = cls.serve(GB, "tests/fixtures/coalition/gb-law", "gb-yard", "gb1", "gb2")

    @classmethod
    def serve(cls, workspace, packs, holder, *keys):
        words = ["--oidc-issuer", ISSUER, "--oidc-audience", AUDIENCE, "--oidc-keys",
                 str(cls.folder / "jwks.json"), "--kas-holder", holder]
        for key in keys:
            words += ["--kas-key", str(cls.folder / f"{key}.pem")]
        return Server(*words, *cls.MORE, workspace=workspace, packs=packs, environment=PASSPHRASE)

    @classmethod
    def tearDownClass(cls):
        statuses = [server.stop() for server in (cls.us, cls.gb)]
        cls.keep.cleanup()
        log = cls.us.log + cls.gb.log
        secrets = ["a passphrase", "PRIVATE KEY", cls.us.token, cls.gb.token]
        if any(statuses) or any(secret in log for secret in secrets if secret):
            raise AssertionError(log)

    @staticmethod
    def kas(server):
        return f"http://127.0.0.1:{server.port}/kas"

    def person(self, party, **more):
        return token(self.issuer, claims(sub=f"of-{party}", entente_role="reader",
                                         entente_parties=[party], **more))

    def seal(self, label, *kas, item="radar-manual", keys=(), content=b"the content"):
        (self.folder / "plain").write_bytes(content)
        words = []
        for key in keys:
            words += ["--kas-key", self.folder / f"{key}.pub"]
        result = entente("seal", self.folder / "plain", "--label", label, "--item", item, "--kas",
                         ",".join(kas), *words, "-o", self.folder / "sealed.tdf")
        self.assertEqual(result.returncode, 0, result.stderr)
        return self.folder / "sealed.tdf"

    def open(self, sealed, party, **more):
        out = self.folder / "opened"
        out.unlink(missing_ok=True)
        result = entente("open", sealed, "-o", out, ENTENTE_TOKEN=self.person(party, **more))
        if result.returncode != 0:
            self.assertFalse(out.exists())
            return result.stderr.decode()
        return out.read_bytes()


class Sharing:
    """Sealing, looking into files and asking beforehand, over HTTP; mixed into a class of servers."""

    def ask(self, method, path, body=None, role="officer", server=None):
        shown = token(self.issuer, claims(entente_role=role))
        return (server or self.us).ask(method, path, body, token=shown)

    def test_what_is_sealed_here_opens_for_whom_it_may(self):
        for version in ("", "&format=4.3.0"):
            answer = self.ask("POST", f"/v1/seal?label={quote(LABEL)}&item=radar-manual{version}",
                              b"the content")
            self.assertEqual((answer.status, answer.headers["content-type"]),
                             (200, "application/zip"))
            sealed = self.folder / "over-http.tdf"
            sealed.write_bytes(answer.body)
            self.assertEqual(self.open(sealed, "gb-yard"), b"the content")
            self.assertIn("prohibited", self.open(sealed, "jp-works"))
            row = self.ask("GET", f"/v1/audit/{answer.headers['entente-audit']}").json()["row"]
            self.assertEqual((row["kind"], row["inputs"]["label"]), ("seal", LABEL))
            self.assertEqual(row["result"], hashlib.sha256(answer.body).hexdigest())
            self.assertNotIn("the content", json.dumps(row))
            told = self.ask("POST", "/v1/inspect", answer.body, role="reader")
            alone = json.loads(entente("inspect", sealed, "--json").stdout)
            self.assertEqual({**told.json(), "name": ""}, {**alone, "name": ""})

    def test_what_cannot_be_sealed(self):
        for query, status, word in [
                ("label=SECRET", 400, "item"), ("item=radar-manual", 400, "label"),
                ("label=SECRET&item=nothing", 404, "nothing"),
                ("label=SECRETT&item=radar-manual", 400, "SECRETT"),
                ("label=SECRET&item=radar-manual&format=5", 400, "format")]:
            answer = self.ask("POST", f"/v1/seal?{query}", b"x")
            self.assertEqual((answer.status, word in answer.json()["error"]), (status, True), query)
        path = "/v1/seal?label=SECRET&item=radar-manual"
        self.assertEqual(self.ask("POST", path, b"x", role="analyst").status, 403)

    def test_what_is_no_sealed_file(self):
        for body in [b"", b"PK", b"PK\x05\x06" + bytes(18), os.urandom(4096)]:
            answer = self.ask("POST", "/v1/inspect", body)
            self.assertEqual(answer.status, 400, body[:9])
            self.assertNotIn("\n", answer.json()["error"])

    def test_labels_are_read_as_the_command_does(self):
        answer = self.ask("POST", "/v1/label", {"text": LABEL}, role="reader")
        self.assertEqual(answer.body, entente("label", "parse", LABEL, "--json").stdout)
        parts = ["(S//REL TO USA, AUS, GBR)", "(C//REL TO USA, GBR)", "(U)"]
        answer = self.ask("POST", "/v1/label", {"text": parts}, role="reader")
        self.assertEqual(answer.body, entente("label", "rollup", *parts, "--json").stdout)
        self.assertEqual(answer.json()["banner"], "SECRET//REL TO USA, GBR")
        for bad in ([], [""], ["SECRET", "SECRETT"], ["SECRET", 1]):
            refused = self.ask("POST", "/v1/label", {"text": bad})
            self.assertEqual(refused.status, 400, bad)
        refused = self.ask("POST", "/v1/label", {"text": "SECRETT"})
        self.assertEqual(refused.status, 400)
        self.assertIn("SECRETT", refused.json()["error"])

    def test_a_preview_is_what_the_key_server_decides(self):
        told = self.ask("POST", "/v1/release/preview", {"label": LABEL, "item": "radar-manual"},
                        role="analyst").json()
        self.assertEqual(next(iter(told)), "audit")
        self.assertEqual(told["holder"], "us-office")
        may = {one["party"]: one["may_open"] for one in told["parties"]}
        sealed = self.seal(LABEL, self.kas(self.us))
        for party in ("gb-yard", "jp-works", "us-office"):
            self.assertEqual(self.open(sealed, party) == b"the content", may[party], party)
        reasons = {one["party"]: one["reason"] for one in told["parties"]}
        self.assertIn(reasons["jp-works"], self.open(sealed, "jp-works"))
        one = self.ask("POST", "/v1/release/preview",
                       {"label": LABEL, "item": "radar-manual", "party": "jp-works"}).json()
        self.assertEqual([party["party"] for party in one["parties"]], ["jp-works"])
        self.assertEqual(one["parties"][0]["decision"]["outcome"], "prohibited")

    def test_what_cannot_be_previewed(self):
        good = {"label": LABEL, "item": "radar-manual"}
        for members, status in [({"item": "x"}, 400), ({"party": "x"}, 400), ({"label": "x"}, 400),
                                ({"as_of": "x"}, 400)]:
            answer = self.ask("POST", "/v1/release/preview", {**good, **members})
            self.assertEqual(answer.status, status, members)
        self.assertEqual(self.ask("POST", "/v1/release/preview", good, role="reader").status, 403)


class Release(Sharing, Nations):
    def test_the_decision_decides(self):
        sealed = self.seal("SECRET//REL TO USA, AUS, GBR", self.kas(self.us))
        self.assertEqual(self.open(sealed, "gb-yard"), b"the content")
        self.assertEqual(self.open(sealed, "us-office"), b"the content")
        # Not named by the label; cleared too low; nobody's party.
        said = self.open(sealed, "jp-works")
        self.assertIn("REL TO does not name the destination", said)
        self.assertIn("32 CFR 2002.16", said)
        self.assertIn("clearance", self.open(sealed, "au-depot").lower())
        self.assertIn("no party of this workspace", self.open(sealed, "nobody"))

    def test_noforn_and_what_nobody_says(self):
        self.assertIn("NOFORN", self.open(self.seal("SECRET//NOFORN", self.kas(self.us)),
                                          "gb-yard"))
        self.assertEqual(self.open(self.seal("SECRET//NOFORN", self.kas(self.us)), "us-office"),
                         b"the content")
        self.assertIn("undetermined", self.open(self.seal("SECRET", self.kas(self.us)), "gb-yard"))
        self.assertIn("no item of this workspace",
                      self.open(self.seal("UNCLASSIFIED", self.kas(self.us), item="other"),
                                "gb-yard"))

    def test_two_nations_must_agree(self):
        sealed = self.seal("CONFIDENTIAL//REL TO USA, AUS, GBR", self.kas(self.us),
                           self.kas(self.gb))
        self.assertEqual(self.open(sealed, "gb-yard"), b"the content")
        self.assertEqual(self.open(sealed, "us-office"), b"the content")
        # One says yes and the other no, either way round.
        first = self.open(sealed, "jp-works")
        self.assertIn(self.kas(self.us), first)
        self.assertIn("REL TO", first)
        second = self.open(sealed, "au-depot")
        self.assertIn(self.kas(self.gb), second)
        self.assertIn("Invented Access Rules, 1", second)

    def test_rotation(self):
        for key in ("us1", "us2"):
            sealed = self.seal("UNCLASSIFIED", self.kas(self.us), keys=(key,))
            self.assertEqual(self.open(sealed, "jp-works"), b"the content")
        for path in ("/kas/v2/kas_public_key?algorithm=rsa:2048",
                     "/kas.AccessService/PublicKey?message=%7B%7D&encoding=json"):
            self.assertEqual(self.us.get(path, token="").json()["kid"], "us2")
        self.assertIn("BEGIN PUBLIC KEY", self.us.get("/kas/kas_public_key", token="").json())
        self.assertEqual(self.gb.get("/kas/v2/kas_public_key?algorithm=ec:secp256r1",
                                     token="").json()["kid"], "gb1")
        self.assertEqual(self.us.get("/kas/v2/kas_public_key?algorithm=rsa:9", token="").status, 404)
        sealed = self.seal("UNCLASSIFIED", self.kas(self.us), keys=("gb2",))
        self.assertIn("gb2", self.open(sealed, "jp-works"))

    def test_on_a_curve(self):
        sealed = self.seal("UNCLASSIFIED", self.kas(self.gb), keys=("gb1",))
        self.assertEqual(self.open(sealed, "gb-yard"), b"the content")

    def test_every_key_is_on_record(self):
        sealed = self.seal("SECRET//REL TO USA, GBR", self.kas(self.us))
        self.open(sealed, "gb-yard")
        self.open(sealed, "jp-works")
        boss = token(self.issuer, claims(entente_role="administrator"))
        rows = self.us.get("/v1/audit?limit=1000", token=boss).json()["rows"]
        told = [(row["row"]["kind"], row["row"]["who"]) for row in rows]
        self.assertIn(("key release", "oidc:of-gb-yard"), told)
        self.assertIn(("key refusal", "oidc:of-jp-works"), told)
        text = json.dumps(rows)
        self.assertIn("radar-manual", text)
        self.assertIn("SECRET//REL TO USA, GBR", text)

    def test_no_leases_unless_they_are_allowed(self):
        sealed = self.seal("UNCLASSIFIED", self.kas(self.us))
        out = self.folder / "none.lease"
        result = entente("lease", sealed, "--key", self.folder / "us1.pem", "-o", out,
                         ENTENTE_TOKEN=self.person("gb-yard"))
        self.assertEqual((result.returncode, out.exists()), (2, False))
        self.assertIn(b"gives no leases", result.stderr)

    def test_keys_can_be_listed_and_decided_again(self):
        sealed = self.seal("SECRET//REL TO USA, GBR", self.kas(self.us))
        self.open(sealed, "gb-yard")
        self.open(sealed, "jp-works")
        self.open(self.seal("SECRET//REL TO USA, GBR", self.kas(self.us), item="other"), "gb-yard")
        boss = token(self.issuer, claims(entente_role="administrator"))
        self.assertEqual(self.us.get("/v1/releases", token=self.person("gb-yard")).status, 403)
        rows = self.us.get("/v1/releases?newest=1&limit=3", token=boss).json()["releases"]
        self.assertEqual([row["kind"] for row in rows],
                         ["key release", "key refusal", "key refusal"])
        numbers = [row["number"] for row in rows]
        self.assertEqual(numbers, sorted(numbers))
        told = [row["asked"] for row in rows]
        self.assertEqual([one["released"] for one in told], [True, False, False])
        self.assertIn("prohibited", told[1]["reason"])
        self.assertIn("no item", told[2]["reason"])
        for number in numbers[:2]:
            again = self.us.post(f"/v1/audit/{number}/replay", token=boss).json()
            self.assertTrue(again["is_same"], number)
        undecided = self.us.post(f"/v1/audit/{numbers[2]}/replay", token=boss)
        self.assertEqual(undecided.status, 400)
        self.assertIn("reason", undecided.json()["error"])
        later = self.us.get(f"/v1/releases?after={numbers[0]}&limit=1", token=boss).json()
        self.assertEqual([row["number"] for row in later["releases"]], numbers[1:2])
        self.assertEqual(later["next"], numbers[1])

    def share_of(self, sealed, key):
        """The share of a sealed file that `key` opens."""
        with zipfile.ZipFile(sealed) as archive:
            manifest = json.loads(archive.read("0.manifest.json"))
        wrapped = manifest["encryptionInformation"]["keyAccess"][0]["wrappedKey"]
        return subprocess.run(
            ["openssl", "pkeyutl", "-decrypt", "-inkey", str(self.folder / f"{key}.pem"), "-passin",
             "pass:a passphrase", "-pkeyopt", "rsa_padding_mode:oaep"],
            input=base64.b64decode(wrapped), capture_output=True, check=True).stdout

    def test_nothing_secret_is_logged_or_on_record(self):
        sealed = self.seal("UNCLASSIFIED", self.kas(self.us), keys=("us2",))
        share = self.share_of(sealed, "us2")
        self.assertEqual(self.open(sealed, "jp-works"), b"the content")
        boss = token(self.issuer, claims(entente_role="administrator"))
        rows = json.dumps(self.us.get("/v1/audit?limit=1000", token=boss).json())
        told = rows + self.us.read_log()
        self.assertIn("key release", rows)
        for secret in (share.hex(), base64.b64encode(share).decode(), encode(share),
                       self.person("jp-works")[-40:], "a passphrase"):
            self.assertNotIn(secret, told)

    def test_secrets_stay_out_of_core_dumps_and_swap(self):
        process = pathlib.Path(f"/proc/{self.us.process.pid}")
        limits = (process / "limits").read_text()
        self.assertRegex(limits, r"Max core file size +0 +0 ")
        maps = re.findall(r"^VmFlags: (.*)$", (process / "smaps").read_text(), re.M)
        # Locked, and left out of dumps: what the secrets lie in.
        self.assertTrue(any({"lo", "dd"} <= set(flags.split()) for flags in maps), maps)

    def test_a_start_without_the_passphrase_is_refused(self):
        result = entente("serve", US, "--packs", "packs/us-release", "--audit", "none", "--listen",
                         "127.0.0.1:0", "--kas-key", self.folder / "us1.pem", "--kas-holder",
                         "us-office", ENTENTE_PASSPHRASE="wrong")
        self.assertEqual((result.returncode, result.stderr.count(b"\n")), (2, 1), result.stderr)
        self.assertIn(b"passphrase", result.stderr)


class Older(http.server.BaseHTTPRequestHandler):
    """A key server of before in front of ours: it closes keys for RSA alone."""

    target = None
    seen = []

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        payload = json.loads(body)["signedRequestToken"].split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(payload + "=="))
        key = json.loads(told["requestBody"])["clientPublicKey"]
        self.seen.append("EC" if len(key) < 300 else "RSA")
        if self.seen[-1] == "EC":
            self.answer(400, b'{"code":"invalid_argument","message":"clientPublicKey"}')
            return
        answer = self.target.post("/kas/v2/rewrap", json.loads(body),
                                  token=self.headers["Authorization"].split()[1])
        self.answer(answer.status, json.dumps(answer.json()).encode())

    def answer(self, status, body):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Asking(Nations):
    def test_an_rsa_key_is_made_for_servers_that_know_no_other(self):
        Older.target = self.us
        with http.server.HTTPServer(("127.0.0.1", 0), Older) as older:
            thread = threading.Thread(target=older.serve_forever)
            thread.start()
            kas = f"http://127.0.0.1:{older.server_port}/kas"
            sealed = self.seal("UNCLASSIFIED", kas, keys=("us1",))
            opened = self.open(sealed, "gb-yard")
            older.shutdown()
            thread.join()
        self.assertEqual(opened, b"the content")
        self.assertEqual(Older.seen, ["EC", "RSA"])


class Document(unittest.TestCase):
    def test_the_two_nations_of_the_document(self):
        text = (served.ROOT / "docs" / "sharing.md").read_text()
        part = text[text.index("## Two nations"):]
        lines = part[part.index("    PATH="):].split("\n\n")[0].splitlines()
        script = "\n".join(line[4:] for line in lines)
        script = script.replace("$PWD/build", str(pathlib.Path(served.PROGRAM).parent))
        for port in ("8401", "8402"):
            with socket.socket() as free:
                free.bind(("127.0.0.1", 0))
                script = script.replace(port, str(free.getsockname()[1]))
        done = subprocess.run(["bash", "-c", script], cwd=served.ROOT, capture_output=True, text=True,
                              check=False, timeout=200)
        kas = re.search("US=([^ ]+) GB=([^ \n]+)", script)
        self.assertEqual(done.stdout, "the plan\n", done.stderr)
        refused = [line for line in done.stderr.splitlines() if "refused" in line]
        self.assertEqual(len(refused), 2, done.stderr)
        for line, server, reason in ((refused[0], kas[2], "Invented Access Rules, 2"),
                                     (refused[1], kas[1], "32 CFR 2001.55")):
            self.assertIn(f"{server}: refused", line)
            self.assertIn(reason, line)


class Terms(Nations):
    """What comes with a key: obligations, and leases for use without a network."""

    MORE = ("--kas-lease", "48")

    def lease(self, sealed, party, key, *words):
        out = self.folder / "file.lease"
        result = entente("lease", sealed, "--key", key, "-o", out, *words,
                         ENTENTE_TOKEN=self.person(party))
        return result, out

    def open_leased(self, sealed, lease, key):
        return entente("open", sealed, "--lease", lease, "--key", key, "-o", "-")

    def test_obligations_are_acknowledged_or_nothing_is_given(self):
        sealed = self.seal("TOP SECRET", self.kas(self.gb))
        refused = self.open(sealed, "us-office")
        self.assertIn("Enter each reader in the register (Invented Access Rules, 4(2))", refused)
        self.assertEqual(refused.count("\n"), 1, refused)
        name = refused.rstrip().rpartition(" ")[2]
        self.assertRegex(name, "^[0-9a-f]{16}$")
        out = self.folder / "opened"
        words = ["open", sealed, "-o", out, "--acknowledge"]
        wrong = entente(*words, "0123456789abcdef", ENTENTE_TOKEN=self.person("us-office"))
        self.assertEqual((wrong.returncode, out.exists()), (2, False))
        right = entente(*words, name, ENTENTE_TOKEN=self.person("us-office"))
        self.assertEqual(right.returncode, 0, right.stderr)
        self.assertIn(b"you take on: Enter each reader in the register", right.stderr)
        self.assertEqual(out.read_bytes(), b"the content")
        # An acknowledgement opens nothing to who may not have it.
        other = entente(*words, name, ENTENTE_TOKEN=self.person("gb-yard"))
        self.assertEqual(other.returncode, 2)
        boss = token(self.issuer, claims(entente_role="administrator"))
        rows = [row["row"] for row in self.gb.get("/v1/audit?limit=1000", token=boss).json()["rows"]]
        kept = [row for row in rows if "register" in json.dumps(row["inputs"].get("obligations", ""))]
        self.assertEqual([row["kind"] for row in kept],
                         ["key refusal", "key refusal", "key release"])

    def test_a_lease_opens_without_the_server(self):
        sealed = self.seal("CONFIDENTIAL//REL TO USA, AUS, GBR", self.kas(self.us),
                           self.kas(self.gb))
        key, other = self.folder / "us1.pem", self.folder / "gb1.pem"
        result, lease = self.lease(sealed, "gb-yard", key, "--hours", "700")
        self.assertEqual(result.returncode, 0, result.stderr)
        opened = self.open_leased(sealed, lease, key)
        self.assertEqual(opened.stdout, b"the content", opened.stderr)
        self.assertEqual(self.open_leased(sealed, lease, other).stdout, b"")
        # The server gives less than is asked for.
        payload = json.loads(lease.read_text())["leases"][0].split(".")[1]
        told = json.loads(base64.urlsafe_b64decode(payload + "=="))
        self.assertLessEqual(told["exp"] - told["iat"], 48 * 3600)
        boss = token(self.issuer, claims(entente_role="administrator"))
        rows = [row["row"] for row in self.us.get("/v1/audit?limit=1000", token=boss).json()["rows"]]
        self.assertIn("lease_until", [row for row in rows if row["kind"] == "key lease"][-1]["inputs"])
        self.changed_leases_open_nothing(sealed, lease, key)

    def changed_leases_open_nothing(self, sealed, lease, key):
        leases = json.loads(lease.read_text())["leases"]
        bad = self.folder / "bad.lease"
        head, payload, signature = leases[0].split(".")
        told = json.loads(base64.urlsafe_b64decode(payload + "=="))
        for change, said in (({"exp": told["exp"] + 3600}, b"was changed"),
                             ({"exp": int(time.time()) - 1}, b"ran out"),
                             ({"iat": int(time.time()) + 3600}, b"begins later"),
                             ({"url": "http://elsewhere/kas"}, b"no lease of this key server"),
                             ({"policy": "00" * 32}, b"no lease of this key server")):
            text = encode({**told, **change})
            bad.write_text(json.dumps({"leases": [f"{head}.{text}.{signature}", *leases[1:]]}))
            result = self.open_leased(sealed, bad, key)
            self.assertEqual((result.returncode, result.stdout), (2, b""), change)
            self.assertIn(said, result.stderr)
        for content in ("", "{}", '{"leases":[1]}', json.dumps({"leases": leases[:1]})):
            bad.write_text(content)
            self.assertEqual(self.open_leased(sealed, bad, key).returncode, 2, content)
        self.assertEqual(entente("open", sealed, "--lease", lease, "-o", "-").returncode, 2)

    def test_a_lease_that_is_not_granted_again_is_removed(self):
        sealed = self.seal("CONFIDENTIAL//REL TO USA, AUS, GBR", self.kas(self.us))
        key = self.folder / "us1.pem"
        self.assertEqual(self.lease(sealed, "gb-yard", key)[0].returncode, 0)
        result, lease = self.lease(sealed, "jp-works", key)
        self.assertEqual((result.returncode, lease.exists()), (2, False))
        self.assertIn(b"REL TO does not name", result.stderr)


def varint(number):
    out = b""
    while number >= 0x80:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def field(number, content):
    """A field with a length, of a Protocol Buffer."""
    return varint(number << 3 | 2) + varint(len(content)) + content


def fields(message):
    """Those of a message, in their order: (number, content)."""
    found, at = [], 0

    def take():
        nonlocal at
        number = shift = 0
        while True:
            number |= (message[at] & 0x7F) << shift
            at, shift = at + 1, shift + 7
            if message[at - 1] < 0x80:
                return number
    while at < len(message):
        tag = take()
        size = {0: 0, 1: 8, 2: None}[tag & 7]
        if tag & 7 == 0:
            found.append((tag >> 3, take()))
            continue
        size = take() if size is None else size
        found.append((tag >> 3, message[at:at + size]))
        at += size
    return found


class Protocol(Nations):
    """Requests as they stand on the wire."""

    def setUp(self):
        self.mine = Key(self.folder, f"mine-{self.id().rpartition('.')[2]}")
        public = subprocess.run(["openssl", "pkey", "-in", str(self.mine.path), "-pubout"],
                                capture_output=True, check=True, text=True).stdout
        self.public = public
        sealed = self.seal("UNCLASSIFIED", self.kas(self.us), content=b"x")
        with zipfile.ZipFile(sealed) as archive:
            information = json.loads(archive.read("0.manifest.json"))["encryptionInformation"]
        self.policy, self.access = information["policy"], information["keyAccess"][0]

    def body(self, **changes):
        asked = {"clientPublicKey": self.public,
                 "requests": [{"policy": {"id": "p", "body": self.policy}, "keyAccessObjects": [
                     {"keyAccessObjectId": "a", "keyAccessObject": self.access}]}]}
        return {**asked, **changes}

    def signed(self, asked, key=None, **more):
        told = {"requestBody": json.dumps(asked), "exp": int(time.time()) + 60, **more}
        return {"signedRequestToken": token(key or self.mine, told)}

    def send(self, path, body, kind="application/proto", shown=None):
        connection = http.client.HTTPConnection("127.0.0.1", self.us.port, timeout=30)
        headers = {"Content-Type": kind}
        if shown:
            headers["Authorization"] = f"Bearer {shown}"
        connection.request("POST" if body is not None else "GET", path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer.status, answer.headers["Content-Type"], content

    def test_protocol_buffers(self):
        signed = self.signed(self.body())["signedRequestToken"].encode()
        # A field that is not known, and the token twice: the last one is meant.
        body = varint(9 << 3) + b"\x01" + field(1, b"x") + field(1, signed)
        status, kind, content = self.send("/kas.AccessService/Rewrap", body,
                                          shown=self.person("jp-works"))
        self.assertEqual((status, kind), (200, "application/proto"), content)
        responses = [inner for number, inner in fields(content) if number == 5]
        policy = fields(responses[0])
        self.assertEqual(policy[0], (1, b"p"))
        result = dict(reversed(fields(policy[1][1])))
        self.assertEqual((result[2], result[3]), (b"a", b"permit"))
        share = subprocess.run(
            ["openssl", "pkeyutl", "-decrypt", "-inkey", str(self.mine.path), "-pkeyopt",
             "rsa_padding_mode:oaep"], input=result[4], capture_output=True, check=True).stdout
        self.assertEqual(len(share), 32)
        decision = dict(fields(result[1]))
        self.assertEqual(decision[1], b"entente.decision")
        self.assertIn(b'"outcome"', dict(fields(decision[2]))[3])
        # Who is refused is told so in the same form.
        sealed = self.seal("SECRET//REL TO USA, GBR", self.kas(self.us))
        with zipfile.ZipFile(sealed) as archive:
            information = json.loads(archive.read("0.manifest.json"))["encryptionInformation"]
        self.policy, self.access = information["policy"], information["keyAccess"][0]
        body = field(1, self.signed(self.body())["signedRequestToken"].encode())
        status, kind, content = self.send("/kas.AccessService/Rewrap", body,
                                          shown=self.person("jp-works"))
        result = dict(fields(fields([i for n, i in fields(content) if n == 5][0])[1][1]))
        self.assertEqual((status, result[3], 4 in result), (200, b"fail", False))
        self.assertIn(b"REL TO does not name", result[5])

    def test_public_keys_as_protocol_buffers(self):
        ask = field(1, b"rsa:2048") + field(3, b"2")
        written = base64.urlsafe_b64encode(ask).decode().rstrip("=")
        for path, body in (("/kas.AccessService/PublicKey", ask), (
                f"/kas.AccessService/PublicKey?connect=v1&encoding=proto&base64=1&message={written}",
                None)):
            status, kind, content = self.send(path, body)
            self.assertEqual((status, kind), (200, "application/proto"), content)
            told = dict(fields(content))
            self.assertIn(b"BEGIN PUBLIC KEY", told[1])
            self.assertEqual(told[2], b"us2")
        for body in (b"\x0a\xff", b"\x0b", b"\xff" * 11, b"\x00", b"\x0a\x01\xff"):
            status, kind, content = self.send("/kas.AccessService/PublicKey", body)
            self.assertEqual((status, json.loads(content)["code"]), (400, "invalid_argument"), body)

    def ask(self, asked, path="/kas/v2/rewrap", party="jp-works", headers=None, shown=None):
        return self.us.post(path, self.signed(asked), token=shown or self.person(party),
                            headers=headers)

    def results(self, asked, **more):
        answer = self.ask(asked, **more)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()["responses"][0]["results"]

    def unwrap(self, wrapped):
        return subprocess.run(
            ["openssl", "pkeyutl", "-decrypt", "-inkey", str(self.mine.path), "-pkeyopt",
             "rsa_padding_mode:oaep"], input=base64.b64decode(wrapped), capture_output=True,
            check=True).stdout

    def test_both_ways_of_asking(self):
        new = self.results(self.body())
        self.assertEqual([result["status"] for result in new], ["permit"])
        old = self.ask({"keyAccess": self.access, "policy": self.policy,
                        "clientPublicKey": self.public, "algorithm": "RS256"})
        self.assertEqual(old.status, 200, old.body)
        self.assertEqual(self.unwrap(old.json()["entityWrappedKey"]),
                         self.unwrap(new[0]["kasWrappedKey"]))
        connect = self.results(self.body(), path="/kas.AccessService/Rewrap")
        self.assertEqual(connect[0]["status"], "permit")

    def test_results_stand_in_order_with_their_reasons(self):
        def one(name, **changes):
            return {"keyAccessObjectId": name, "keyAccessObject": {**self.access, **changes}}

        nought = base64.b64encode(b"0" * 64).decode()
        asked = self.body()
        asked["requests"][0]["keyAccessObjects"] = [
            one("1"), one("2", kid="unknown", wrappedKey=nought),
            one("3", policyBinding={"alg": "HS256", "hash": nought}), one("4"),
            one("5", wrappedKey="AAAA"), one("6", type="remote")]
        results = self.results(asked)
        self.assertEqual([(r["keyAccessObjectId"], r["status"]) for r in results],
                         [("1", "permit"), ("2", "fail"), ("3", "fail"), ("4", "permit"),
                          ("5", "fail"), ("6", "fail")])
        for result in results:
            self.assertEqual("error" in result, result["status"] == "fail")
            self.assertEqual("kasWrappedKey" in result, result["status"] == "permit")
        self.assertIn("not the one", results[2]["error"])
        self.assertIn("entente.decision", results[0]["metadata"])

    def policy_of(self, **changes):
        policy = json.loads(base64.b64decode(self.policy))
        policy.update(changes)
        return base64.b64encode(json.dumps(policy).encode()).decode()

    def test_another_policy_is_refused(self):
        for changes in ({"entente": {"item": "other"}}, {"body": {}}, {"uuid": "1"}):
            asked = self.body()
            asked["requests"][0]["policy"]["body"] = self.policy_of(**changes)
            self.assertEqual([r["status"] for r in self.results(asked)], ["fail"], changes)

    def rebound(self, policy):
        """What somebody who made the key himself could ask: a binding that holds."""
        text = base64.b64encode(json.dumps(policy).encode())
        key = os.urandom(32)
        public = self.folder / "us2.pub"
        wrapped = subprocess.run(
            ["openssl", "pkeyutl", "-encrypt", "-pubin", "-inkey", str(public), "-pkeyopt",
             "rsa_padding_mode:oaep"], input=key, capture_output=True, check=True).stdout
        import hmac
        digest = hmac.new(key, text, hashlib.sha256).hexdigest()
        access = {**self.access, "kid": "us2", "wrappedKey": base64.b64encode(wrapped).decode(),
                  "policyBinding": {"alg": "HS256",
                                    "hash": base64.b64encode(digest.encode()).decode()}}
        asked = self.body()
        asked["requests"][0] = {"policy": {"id": "p", "body": text.decode()}, "keyAccessObjects": [
            {"keyAccessObjectId": "a", "keyAccessObject": access}]}
        return asked

    def test_policies_of_others(self):
        def policy(*attributes, dissem=()):
            return {"uuid": "u", "body": {"dissem": list(dissem), "dataAttributes": [
                {"attribute": f"{PREFIX}/{attribute}"} for attribute in attributes]}}

        item = "item/value/radar-manual"
        for asked, said in (
                (policy(item, "classification/value/unclassified"), None),
                (policy(item, "classification/value/secret", "rel-to/value/jpn",
                        "rel-to/value/usa"), None),
                (policy(item, "classification/value/secret", "rel-to/value/gbr"), "REL TO"),
                (policy(item), "no classification"),
                (policy(), "no classification"),
                (policy("classification/value/unclassified"), "no item"),
                (policy(item, "classification/value/unclassified", "project/value/x"),
                 "nothing is known"),
                (policy(item, "classification/value/purple"), "not known"),
                (policy(item, "classification/value/unclassified", dissem=["somebody"]),
                 "not among them"),
                (policy(item, "classification/value/unclassified", dissem=["jp-works"]), None),
                ({**policy(item, "classification/value/secret"),
                  "entente": {"item": "radar-manual", "marking": "UNCLASSIFIED",
                              "labelDigest": ""}}, "contradict")):
            result = self.results(self.rebound(asked))[0]
            self.assertEqual(result["status"], "fail" if said else "permit", (asked, result))
            if said:
                self.assertIn(said, result["error"])

    def test_bad_requests(self):
        good = self.signed(self.body())
        head, payload, signature = good["signedRequestToken"].split(".")
        crit = encode({"alg": "RS256", "crit": ["x"]})
        for body in (b"", b"[]", b"{}", b'{"signedRequestToken":"x"}',
                     {"signedRequestToken": f"{head}.{payload}"},
                     {"signedRequestToken": f"{crit}.{payload}.{signature}"},
                     self.signed({"clientPublicKey": self.public}),
                     self.signed(self.body(clientPublicKey="no key")),
                     self.signed(self.body(), exp=int(time.time()) - 600),
                     {"signedRequestToken": token(self.mine, {"requestBody": '{"a":1,"a":2}'})}):
            answer = self.us.post("/kas/v2/rewrap", body, token=self.person("jp-works"))
            self.assertEqual(answer.status, 400, (body, answer.body))
            self.assertEqual(answer.json()["code"], "invalid_argument")
        self.assertEqual(self.us.post("/kas/v2/rewrap", good, token="").status, 401)

    # ---- proofs of possession ----

    def proof(self, shown, key=None, header=None, **more):
        key = key or self.mine
        jwk = {name: key.jwk()[name] for name in ("kty", "n", "e")}
        told = {"jti": encode(os.urandom(12)), "htm": "POST", "htu": f"{self.kas(self.us)}/v2/rewrap",
                "iat": int(time.time()), "ath": encode(hashlib.sha256(shown.encode()).digest()),
                **more}
        return token(key, told, {"typ": "dpop+jwt", "jwk": jwk, "kid": None, **(header or {})})

    def nonce(self, shown):
        answer = self.ask(self.body(), shown=shown, headers={"DPoP": self.proof(shown)})
        self.assertEqual(answer.status, 401)
        self.assertIn("use_dpop_nonce", answer.headers["www-authenticate"])
        return answer.headers["dpop-nonce"]

    def test_possession(self):
        bound = hashlib.sha256(json.dumps(
            {name: self.mine.jwk()[name] for name in ("e", "kty", "n")},
            separators=(",", ":")).encode()).digest()
        shown = self.person("jp-works", cnf={"jkt": encode(bound)})
        nonce = self.nonce(shown)
        good = self.proof(shown, nonce=nonce)
        self.assertEqual(self.ask(self.body(), shown=shown, headers={"DPoP": good}).status, 200)
        other = Key(self.folder, "other")
        now = int(time.time())
        for what, bad in (
                ("used before", good), ("none", None),
                ("another method", self.proof(shown, nonce=nonce, htm="GET")),
                ("another address", self.proof(shown, nonce=nonce, htu="http://x/")),
                ("another token", self.proof(shown, nonce=nonce, ath="x")),
                ("old", self.proof(shown, nonce=nonce, iat=now - 3600)),
                ("to come", self.proof(shown, nonce=nonce, iat=now + 3600)),
                ("no identifier", self.proof(shown, nonce=nonce, jti="")),
                ("another nonce", self.proof(shown, nonce="x")),
                ("no proof's type", self.proof(shown, nonce=nonce, header={"typ": "JWT"})),
                ("another key", self.proof(shown, key=other, nonce=nonce)),
                ("another key in the header",
                 self.proof(shown, nonce=nonce, header={"jwk": {
                     name: other.jwk()[name] for name in ("kty", "n", "e")}}))):
            headers = {"DPoP": bad} if bad else {}
            answer = self.ask(self.body(), shown=shown, headers=headers)
            self.assertEqual(answer.status, 401, (what, answer.body))
        # The request must be signed by the very key.
        answer = self.us.post("/kas/v2/rewrap", self.signed(self.body(), key=other), token=shown,
                              headers={"DPoP": self.proof(shown, nonce=nonce)})
        self.assertEqual(answer.status, 400, answer.body)


class Possession(Nations):
    MORE = ("--kas-possession",)

    def test_it_is_wanted_of_all(self):
        sealed = self.seal("UNCLASSIFIED", self.kas(self.us))
        self.assertEqual(self.open(sealed, "gb-yard"), b"the content")
        answer = self.us.post("/kas/v2/rewrap", b"{}", token=self.person("gb-yard"))
        self.assertEqual(answer.status, 401)


if __name__ == "__main__":
    served.main()
