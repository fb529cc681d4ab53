#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Who may ask what: tokens of an issuer, certificates of clients, roles, parties, places.

    test_security.py PROGRAM ROOT

Keys, tokens and certificates are made here by the program `openssl`.
"""

import base64
import http.client
import http.server
import json
import os
import pathlib
import ssl
import subprocess
import tempfile
import threading
import time
import unittest

import served
from served import Server, transfer

ISSUER = "https://issuer.example/realm"
AUDIENCE = "entente"


def openssl(*words, data=None):
    return subprocess.run(["openssl", *words], input=data, capture_output=True, check=True).stdout


def encode(data):
    if not isinstance(data, bytes):
        data = json.dumps(data).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Key:
    """A private key in a file, with the JWK of its public part."""

    def __init__(self, folder, name, kind="RSA", bits=2048):
        self.name, self.kind = name, kind
        self.path = pathlib.Path(folder) / f"{name}.pem"
        options = ["-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}"] if kind == "RSA" \
            else ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"]
        openssl("genpkey", *options, "-out", str(self.path))

    def jwk(self, **more):
        public = openssl("pkey", "-in", str(self.path), "-pubout", "-outform", "DER")
        if self.kind == "RSA":
            text = openssl("rsa", "-in", str(self.path), "-noout", "-modulus").decode()
            modulus = bytes.fromhex(text.strip().partition("=")[2])
            own = {"kty": "RSA", "n": encode(modulus), "e": encode(b"\x01\x00\x01")}
        else:
            own = {"kty": "EC", "crv": "P-256", "x": encode(public[-64:-32]),
                   "y": encode(public[-32:])}
        return {**own, "kid": self.name, "use": "sig", **more}

    def sign(self, message):
        signature = openssl("dgst", "-sha256", "-sign", str(self.path), data=message)
        if self.kind == "RSA":
            return signature
        numbers, at = [], 2
        for _ in range(2):
            length = signature[at + 1]
            numbers.append(signature[at + 2:at + 2 + length].lstrip(b"\0").rjust(32, b"\0"))
            at += 2 + length
        return b"".join(numbers)


def claims(**more):
    now = int(time.time())
    own = {"iss": ISSUER, "aud": AUDIENCE, "sub": "alice", "exp": now + 300, "iat": now,
           "entente_role": "analyst"}
    return {name: value for name, value in {**own, **more}.items() if value is not None}


def token(key, told=None, header=None):
    algorithm = "RS256" if key.kind == "RSA" else "ES256"
    head = {"alg": algorithm, "kid": key.name, "typ": "JWT", **(header or {})}
    head = {name: value for name, value in head.items() if value is not None}
    message = f"{encode(head)}.{encode(told if told is not None else claims())}"
    return f"{message}.{encode(key.sign(message.encode()))}"


class Issuer(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.rsa = Key(cls.folder.name, "rsa-1")
        cls.curve = Key(cls.folder.name, "ec-1", "EC")
        cls.other = Key(cls.folder.name, "other")
        cls.weak = Key(cls.folder.name, "weak", bits=1024)
        cls.keys = pathlib.Path(cls.folder.name) / "keys.json"
        cls.publish(cls.rsa, cls.curve, cls.weak)
        people = pathlib.Path(cls.folder.name) / "people.csv"
        people.write_text("name,role,parties\noidc:bob,officer,\noidc:carol,reader,b-works\n")
        cls.server = Server("--oidc-issuer", ISSUER, "--oidc-audience", AUDIENCE, "--oidc-keys",
                            str(cls.keys), "--principals", str(people), "--no-local-token")

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        cls.folder.cleanup()
        if status != 0:
            raise AssertionError(cls.server.log)

    @classmethod
    def publish(cls, *keys):
        text = json.dumps({"keys": [key.jwk() for key in keys] + [{"kty": "oct", "k": "AAAA"}]})
        cls.keys.with_suffix(".new").write_text(text)
        cls.keys.with_suffix(".new").replace(cls.keys)

    def status(self, shown, path="/v1/packs"):
        return self.server.get(path, token=shown).status

    def test_good_tokens(self):
        for key in [self.rsa, self.curve]:
            self.assertEqual(self.status(token(key)), 200)
        self.assertEqual(self.status(token(self.rsa, claims(aud=["x", AUDIENCE]))), 200)

    def test_no_token_for_this_machine_is_made(self):
        self.assertEqual(self.status(self.server.token), 401)

    def test_wrong_issuer_audience_and_times(self):
        now = int(time.time())
        for wrong in [{"iss": "https://evil.example"}, {"iss": None}, {"aud": "other"},
                      {"aud": None}, {"aud": []}, {"exp": now - 120}, {"exp": None},
                      {"exp": "9999999999"}, {"nbf": now + 120}, {"iat": now + 120},
                      {"sub": None}, {"sub": ""}, {"entente_role": "king"},
                      {"entente_role": None}]:
            self.assertEqual(self.status(token(self.rsa, claims(**wrong))), 401, wrong)

    def test_clocks_may_differ_by_a_minute(self):
        now = int(time.time())
        self.assertEqual(self.status(token(self.rsa, claims(exp=now - 30))), 200)
        self.assertEqual(self.status(token(self.rsa, claims(nbf=now + 30, iat=now + 30))), 200)

    def test_other_algorithms_are_refused(self):
        good = token(self.rsa)
        message, signature = good.rsplit(".", 1)
        _, told = message.split(".")
        for algorithm in ["none", "None", "NONE", "HS256", "RS512", "PS256", "", None, 7]:
            head = encode({"alg": algorithm, "kid": "rsa-1"})
            for end in ["", signature]:
                self.assertEqual(self.status(f"{head}.{told}.{end}"), 401, algorithm)

    def test_a_public_key_is_no_secret_of_an_hmac(self):
        public = openssl("pkey", "-in", str(self.rsa.path), "-pubout")
        message = f"{encode({'alg': 'HS256', 'kid': 'rsa-1'})}.{encode(claims())}"
        signature = openssl("dgst", "-sha256", "-mac", "HMAC", "-macopt",
                            f"hexkey:{public.hex()}", "-binary", data=message.encode())
        self.assertEqual(self.status(f"{message}.{encode(signature)}"), 401)

    def test_wrong_keys_and_names_of_keys(self):
        self.assertEqual(self.status(token(self.other)), 401)
        self.assertEqual(self.status(token(self.other, header={"kid": "rsa-1"})), 401)
        self.assertEqual(self.status(token(self.rsa, header={"kid": "ec-1"})), 401)
        self.assertEqual(self.status(token(self.weak)), 401)
        self.assertEqual(self.status(token(self.rsa, header={"kid": None})), 200)
        self.assertEqual(self.status(token(self.rsa, header={"crit": ["x"]})), 401)

    def test_changed_cut_and_oversized_tokens(self):
        good = token(self.rsa)
        head, told, signature = good.split(".")
        more = encode(claims(entente_role="administrator"))
        for bad in [f"{head}.{more}.{signature}", f"{head}.{told}.", f"{head}.{told}", head, ".", "..",
                    good + ".", good + "=", good[:-1], f"{head}.{told}.{signature[:-4]}AAAA",
                    good.replace(".", ". "), token(self.rsa, claims(x="y" * 13000))[:-3],
                    f"{head}.{encode([1])}.{signature}"]:
            self.assertEqual(self.status(bad), 401, bad[:80])
        self.assertEqual(self.status(token(self.rsa, claims(x="y" * 20000))), 431)

    def test_keys_change_while_the_server_runs(self):
        new = Key(self.folder.name, "rsa-2")
        shown = token(new)
        self.assertEqual(self.status(shown), 401)
        self.publish(self.rsa, self.curve, new)
        time.sleep(1.1)
        self.assertEqual(self.status(shown), 200)
        self.publish(self.curve, new)
        time.sleep(1.1)
        self.assertEqual(self.status(token(self.rsa)), 401)
        self.keys.write_text("no keys")
        time.sleep(1.1)
        self.assertEqual(self.status(shown), 200, "what cannot be read leaves the keys there are")
        self.publish(self.rsa, self.curve, self.weak)
        time.sleep(1.1)

    def test_roles(self):
        table = [("GET", "/v1/packs", "reader"), ("POST", "/v1/check", "analyst"),
                 ("GET", "/v1/audit", "officer"), ("POST", "/v1/screen", "officer"),
                 ("POST", "/v1/reload", "administrator")]
        roles = ["reader", "analyst", "officer", "administrator"]
        for held in roles:
            shown = token(self.rsa, claims(entente_role=held))
            for method, path, needed in table:
                status = self.server.ask(method, path, b"{}" if method == "POST" else None,
                                         token=shown).status
                self.assertEqual(status == 403, roles.index(held) < roles.index(needed),
                                 (held, path, status))
        highest = token(self.rsa, claims(entente_role=["reader", "officer", "x"]))
        self.assertNotEqual(self.status(highest, "/v1/audit"), 403)

    def test_roles_from_the_table(self):
        self.assertEqual(self.status(token(self.rsa, claims(sub="bob", entente_role=None)),
                                     "/v1/audit"), 200)
        self.assertEqual(self.status(token(self.rsa, claims(sub="dave", entente_role=None))), 401)

    def test_who_is_held_to_a_party_sees_that_partys_data_alone(self):
        whole = self.server.get("/v1/workspace", token=token(self.rsa)).json()
        owners = sorted({lane["from"] for lane in whole["lanes"]})
        shown = token(self.rsa, claims(entente_parties=[owners[0]]))
        held = self.server.get("/v1/workspace", token=shown).json()
        self.assertTrue(held["held_to_parties"])
        self.assertLess(len(held["lanes"]), len(whole["lanes"]))
        for lane in held["lanes"]:
            self.assertIn(owners[0], [lane["from"], lane["to"]])
        self.assertEqual((held["levers"], held["scenarios"]), ([], []))
        lanes = self.server.get("/v1/lanes", token=shown).json()["features"]
        self.assertEqual(len([one for one in lanes if one["properties"]["kind"] == "lane"]),
                         len(held["lanes"]))
        for path in ["/v1/matrix", "/v1/programmes", "/v1/changes", "/v1/jobs", "/v1/audit"]:
            self.assertEqual(self.status(shown, path), 403, path)
        nobody = token(self.rsa, claims(entente_parties=[]))
        self.assertEqual(self.server.get("/v1/workspace", token=nobody).json()["lanes"], [])

    def test_who_is_held_to_a_party_asks_about_that_party_alone(self):
        whole = self.server.get("/v1/workspace", token=token(self.rsa)).json()
        lane = whole["lanes"][0]
        country = {party["id"]: party["country"] for party in whole["parties"]}
        shown = token(self.rsa, claims(entente_parties=[lane["to"]]))
        to = f"{country[lane['to']]}:{lane['to']}"
        for path in ["/v1/check", "/v1/decide"]:
            self.assertEqual(self.server.post(path, transfer(to=to), token=shown).status, 200)
            self.assertEqual(self.server.post(path, transfer(), token=shown).status, 403)
        own = {"item_id": lane["item"], "from": "BB", "to": lane["to"]}
        self.assertEqual(self.server.post("/v1/check", own, token=shown).status, 200)
        seen = self.server.get("/v1/workspace", token=shown).json()["items"]
        others = {item["id"] for item in whole["items"]} - {item["id"] for item in seen}
        for item in others:
            own["item_id"] = item
            self.assertEqual(self.server.post("/v1/check", own, token=shown).status, 403)
        question = {"subject": {"type": "party", "id": lane["to"]}, "action": {"name": "x"},
                    "resource": {"type": "item", "id": lane["item"]}}
        path = "/access/v1/evaluation"
        self.assertEqual(self.server.post(path, question, token=shown).status, 200)
        question["subject"]["id"] = "somebody"
        self.assertEqual(self.server.post(path, question, token=shown).status, 403)

    def test_the_log_says_who_and_no_token(self):
        server = Server("--oidc-issuer", ISSUER, "--oidc-audience", AUDIENCE, "--oidc-keys",
                        str(self.keys), "--no-local-token")
        shown = token(self.rsa)
        server.get("/v1/packs", token=shown)
        self.assertEqual(server.stop(), 0)
        self.assertIn('"who":"oidc:alice"', server.log)
        for part in shown.split("."):
            self.assertNotIn(part, server.log)


class Publisher:
    """An issuer of this machine: its metadata and its keys."""

    def __init__(self, keys):
        self.keys, self.asked, self.says, self.is_down = keys, 0, None, False
        issuer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                issuer.asked += 1
                told = {"/realm/.well-known/openid-configuration":
                        {"issuer": issuer.says or issuer.name, "jwks_uri": f"{issuer.name}/keys"},
                        "/realm/keys": {"keys": [key.jwk() for key in issuer.keys]}}.get(self.path)
                body = json.dumps(told).encode()
                self.send_response(503 if issuer.is_down else 200 if told else 404)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *words):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.name = f"http://127.0.0.1:{self.server.server_port}/realm"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Published(unittest.TestCase):
    """Keys from where the issuer publishes them."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.first = Key(cls.folder.name, "first")
        cls.second = Key(cls.folder.name, "second", "EC")

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def setUp(self):
        self.issuer = Publisher([self.first])

    def tearDown(self):
        self.issuer.close()

    def words(self, *more):
        return ["--oidc-issuer", self.issuer.name, "--oidc-audience", AUDIENCE, *more]

    def status(self, server, key):
        shown = token(key, claims(iss=self.issuer.name))
        return server.get("/v1/packs", token=shown).status

    def test_by_metadata_and_by_address(self):
        for words in [(), ("--oidc-keys", f"{self.issuer.name}/keys")]:
            server = Server(*self.words(*words))
            self.assertEqual(self.status(server, self.first), 200)
            self.assertEqual(self.status(server, self.second), 401)
            self.assertEqual(server.stop(), 0)

    def test_new_keys_are_asked_for_when_one_is_not_known(self):
        server = Server(*self.words())
        self.issuer.keys = [self.second]
        until = time.monotonic() + 30
        while self.status(server, self.second) != 200 and time.monotonic() < until:
            time.sleep(0.2)
        self.assertEqual(self.status(server, self.second), 200)
        self.assertEqual(self.status(server, self.first), 401)
        asked = self.issuer.asked
        for _ in range(20):
            self.status(server, self.first)
        self.assertLessEqual(self.issuer.asked, asked + 2)
        self.assertEqual(server.stop(), 0)

    def test_keys_stay_while_the_issuer_is_away(self):
        server = Server(*self.words())
        self.issuer.is_down = True
        time.sleep(5.2)
        self.assertEqual(self.status(server, self.second), 401)
        self.assertEqual(self.status(server, self.first), 200)
        self.assertEqual(server.stop(), 0)

    def test_what_is_not_believed(self):
        self.issuer.says = "https://somebody.else"
        told = served.run("serve", served.ISLAND, "--packs", served.LAW, "--audit", "none",
                          *self.words())
        self.assertEqual(told.returncode, 2, told.stderr)
        self.assertIn("metadata", told.stderr)
        for place in ["http://issuer.example/keys", "http://127.0.0.1@issuer.example/keys",
                      "http://localhost.example/keys"]:
            told = served.run("serve", served.ISLAND, "--packs", served.LAW, "--audit", "none",
                              *self.words("--oidc-keys", place))
            self.assertEqual(told.returncode, 2, told.stderr)
            self.assertIn("https", told.stderr)
        self.issuer.is_down = True
        told = served.run("serve", served.ISLAND, "--packs", served.LAW, "--audit", "none",
                          *self.words("--oidc-keys", f"{self.issuer.name}/keys"))
        self.assertNotEqual(told.returncode, 0)
        self.assertIn("503", told.stderr)


class Certificates(unittest.TestCase):
    """Mutual TLS."""

    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        root = pathlib.Path(cls.folder.name)
        for name in ["authority", "stranger"]:
            openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout",
                    str(root / f"{name}.key"), "-out", str(root / f"{name}.pem"), "-days", "2",
                    "-subj", f"/CN={name}")
        cls.made = {}
        for name, authority in [("server", "authority"), ("depot", "authority"),
                                ("unlisted", "authority"), ("depot2", "stranger")]:
            cls.made[name] = cls.certificate(root, name, authority)
        (root / "people.csv").write_text('name,role,parties\n"tls:CN=depot",analyst,\n'
                                         '"tls:CN=depot2",analyst,\n')
        cls.authority = str(root / "authority.pem")
        cls.server = Server("--tls-certificate", cls.made["server"][0], "--tls-key",
                            cls.made["server"][1], "--client-ca", cls.authority, "--principals",
                            str(root / "people.csv"), "--no-local-token")

    @staticmethod
    def certificate(root, name, authority):
        key, request, made = (root / f"{name}.{end}" for end in ["key", "csr", "pem"])
        extension = root / "extension"
        extension.write_text("subjectAltName=IP:127.0.0.1\n")
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-keyout", str(key), "-out", str(request),
                "-subj", f"/CN={name}")
        openssl("x509", "-req", "-in", str(request), "-CA", str(root / f"{authority}.pem"), "-CAkey",
                str(root / f"{authority}.key"), "-CAcreateserial", "-out", str(made), "-days", "2",
                "-extfile", str(extension))
        return str(made), str(key)

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        cls.folder.cleanup()
        if status != 0:
            raise AssertionError(cls.server.log)

    def status(self, client, path="/v1/packs"):
        context = ssl.create_default_context(cafile=self.authority)
        if client:
            context.load_cert_chain(*self.made[client])
        connection = http.client.HTTPSConnection(self.server.host, self.server.port, timeout=20,
                                                 context=context)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        finally:
            connection.close()

    def test_clients_by_their_certificates(self):
        self.assertEqual(self.status("depot"), 200)
        self.assertEqual(self.status("depot", "/v1/audit"), 403)
        self.assertEqual(self.status("unlisted"), 401)
        self.assertEqual(self.status(None), 401)
        self.assertEqual(self.status(None, "/health"), 200)

    def test_certificates_of_strangers_are_none(self):
        try:
            self.assertEqual(self.status("depot2"), 401)
        except (ssl.SSLError, ConnectionError, http.client.RemoteDisconnected):
            pass  # refused in the handshake


class Places(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        cls.server.stop()

    def test_other_names_for_this_machine_are_refused(self):
        for host in ["evil.example", "evil.example:80", "", "127.0.0.1.evil.example"]:
            self.assertEqual(self.server.get("/v1/packs", headers={"Host": host}).status, 421, host)
        for host in ["localhost", f"localhost:{self.server.port}", "[::1]:9"]:
            self.assertEqual(self.server.get("/v1/packs", headers={"Host": host}).status, 200, host)

    def test_pages_of_other_places_may_not_ask(self):
        own = f"127.0.0.1:{self.server.port}"
        for origin, status in [(f"http://{own}", 200), ("http://evil.example", 403), ("null", 403),
                               (f"http://evil.example/{own}", 403)]:
            self.assertEqual(self.server.get("/v1/packs", headers={"Origin": origin}).status, status,
                             origin)


class Refusals(unittest.TestCase):
    def test_beyond_this_machine_somebody_must_be_known(self):
        for words in [("--listen", "0.0.0.0:0"), ("--no-local-token",),
                      ("--oidc-issuer", ISSUER), ("--client-ca", "x.pem")]:
            result = served.run("serve", served.ISLAND, "--packs", served.LAW, "--audit", "none",
                                "--listen", "127.0.0.1:0", *words)
            self.assertEqual(result.returncode, 2, (words, result.stderr))
            self.assertEqual(len(result.stderr.strip().splitlines()), 1)


if __name__ == "__main__":
    os.environ["RANDFILE"] = os.devnull
    served.main()
