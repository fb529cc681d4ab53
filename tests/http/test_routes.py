#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every route of `entente serve` on its main path and its errors.

    test_routes.py PROGRAM ROOT
"""

import json
import pathlib
import tempfile
import unittest

import served
from served import ISLAND, LAW, Server, ServedCase, run, transfer


class Routes(ServedCase):
    def test_health_is_open(self):
        answer = self.server.get("/health", token="")
        self.assertEqual((answer.status, answer.json()), (200, {"status": "ok"}))

    def test_all_else_is_closed(self):
        for path in ["/v1/workspace", "/v1/vocabulary", "/v1/packs", "/v1/matrix", "/v1/lanes"]:
            for token in ["", "wrong", self.server.token[:-1], self.server.token + "0"]:
                answer = self.server.get(path, token=token)
                self.assertEqual(answer.status, 401, path)
                self.assertIn("Bearer", answer.headers["www-authenticate"])

    def test_check_gives_what_the_command_gives(self):
        answer = self.server.post("/v1/check", transfer())
        alone = run("check", "--packs", LAW, "--item", "id=bolt,listed=yes", "--from", "BB",
                    "--to", "CC", "--fact", "end_use=military", "--as-of", "2026-01-05", "--json")
        told = answer.json()
        self.assertEqual(answer.status, 200)
        self.assertGreater(told.pop("audit"), 0)
        self.assertEqual(told, json.loads(alone.stdout))

    def test_a_request_that_cannot_be_used_says_where(self):
        answer = self.server.post("/v1/check", transfer(item={"listd": True}))
        self.assertEqual(answer.status, 400)
        self.assertIn("listed", answer.json()["error"])
        self.assertEqual(self.server.post("/v1/check", b"{").status, 400)

    def test_matrix_is_that_of_the_command(self):
        answer = self.server.get("/v1/matrix?as_of=2026-01-05&from=BB")
        alone = run("matrix", ISLAND, "--packs", LAW, "--as-of", "2026-01-05", "--from", "BB",
                    "--json")
        self.assertEqual(answer.body.decode(), alone.stdout)
        self.assertEqual(self.server.get("/v1/matrix?to=CC&all=1").status, 400)
        self.assertEqual(self.server.get("/v1/matrix?as_of=05.01.2026").status, 400)

    def test_workspace_has_what_menus_need(self):
        told = self.server.get("/v1/workspace").json()
        self.assertTrue(told["parties"] and told["items"] and told["lanes"] and told["packs"])
        self.assertEqual({"id", "name", "kind", "country", "parent", "latitude", "longitude"},
                         set(told["parties"][0]))

    def test_vocabulary_has_every_fact(self):
        facts = self.server.get("/v1/vocabulary").json()["facts"]
        listed = run("pack", "facts", LAW).stdout.splitlines()
        named = {line.split()[0] for line in listed if line[0] != " "}
        self.assertEqual({fact["name"] for fact in facts}, named)

    def test_lanes_are_features(self):
        told = self.server.get("/v1/lanes?as_of=2026-01-05").json()
        lanes = [feature["properties"] for feature in told["features"]
                 if feature["properties"]["kind"] == "lane"]
        self.assertTrue(lanes)
        self.assertLessEqual({lane["outcome"] for lane in lanes},
                             {"free", "authorised", "licence_required", "prohibited",
                              "undetermined"})

    def test_changes_of_law(self):
        told = self.server.get("/v1/changes?as_of=2026-01-05&weeks=10").json()
        self.assertEqual(told["weeks"], 10)
        self.assertIsInstance(told["changes"], list)

    def test_packs_and_one_pack(self):
        packs = self.server.get("/v1/packs").json()["packs"]
        one = self.server.get(f"/v1/packs/{packs[0]['name']}")
        self.assertEqual(one.json()["digest"], packs[0]["digest"])
        self.assertEqual(self.server.get("/v1/packs/nowhere").status, 404)

    def test_no_such_path_and_no_such_method(self):
        self.assertEqual(self.server.get("/v2").status, 404)
        answer = self.server.post("/v1/lanes")
        self.assertEqual((answer.status, answer.headers["allow"]), (405, "GET"))

    def test_an_unknown_parameter_is_a_mistake(self):
        answer = self.server.get("/v1/lanes?as_off=2026-01-05")
        self.assertEqual(answer.status, 400)
        self.assertIn("`as_of`", answer.json()["error"])

    def test_answers_are_not_kept_and_not_guessed_at(self):
        headers = self.server.get("/v1/packs").headers
        self.assertEqual(headers["cache-control"], "no-store")
        self.assertEqual(headers["x-content-type-options"], "nosniff")


class Files(unittest.TestCase):
    def test_the_console_is_served_from_a_folder(self):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            (root / "assets").mkdir()
            (root / "index.html").write_text("<!doctype html>")
            (root / "assets" / "a.js").write_text("1")
            (root / "assets" / "a.js.gz").write_bytes(b"packed")
            server = Server("--console", folder)
            try:
                page = server.get("/", token="")
                self.assertEqual((page.status, page.body), (200, b"<!doctype html>"))
                self.assertIn("default-src 'none'", page.headers["content-security-policy"])
                script = server.get("/assets/a.js", token="", headers={"Accept-Encoding": "gzip"})
                self.assertEqual((script.body, script.headers["content-encoding"]),
                                 (b"packed", "gzip"))
                self.assertEqual(server.get("/assets/a.js", token="").body, b"1")
                for path in ["/../etc/passwd", "/assets/../../x", "/assets/", "/%2e%2e/x"]:
                    self.assertEqual(server.get(path, token="").status, 404, path)
            finally:
                self.assertEqual(server.stop(), 0)


class Log(unittest.TestCase):
    def test_a_line_a_request_and_no_secret(self):
        server = Server()
        token = server.token
        server.get("/v1/lanes?as_of=2026-01-05")
        server.get("/v1/lanes?secret=hunter2", token="hunter3")
        self.assertEqual(server.stop(), 0)
        lines = [json.loads(line) for line in server.log.splitlines()]
        statuses = [line["status"] for line in lines if line["event"] == "request"]
        self.assertEqual(statuses, [200, 401])
        for secret in [token, "hunter2", "hunter3"]:
            self.assertNotIn(secret, server.log)


class BadStart(unittest.TestCase):
    def test_a_pack_that_cannot_be_read_is_quoted(self):
        with tempfile.TemporaryDirectory() as folder:
            text = (served.ROOT / LAW / "pack.law").read_text()
            (pathlib.Path(folder) / "pack.law").write_text(text.replace("prohibition ore", "ore"))
            result = run("serve", ISLAND, "--packs", folder, "--audit", "none")
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertIn(f"{folder}/pack.law:", result.stderr)
            self.assertIn('ore "Ore stays at home"', result.stderr)

    def test_one_line_and_status_two(self):
        for words in [("tests/fixtures/nowhere",), (ISLAND, "--packs", LAW, "--listen", "here")]:
            result = run("serve", *words)
            self.assertEqual(result.returncode, 2, result.stderr)
            self.assertEqual(result.stdout, "")


if __name__ == "__main__":
    served.main()
