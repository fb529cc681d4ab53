#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What is decided is on record before it is told, and the counts that operators read.

    test_audit.py PROGRAM ROOT
"""

import concurrent.futures
import hashlib
import json
import unittest

import served
from served import Server, ServedCase, transfer


class Audit(ServedCase):
    def rows(self, **query):
        words = "&".join(f"{name}={value}" for name, value in query.items())
        return self.server.get(f"/v1/audit?{words}").json()

    def test_each_decision_is_a_row_that_its_answer_names(self):
        for path in ["/v1/decide", "/access/v1/evaluation"]:
            body = transfer() if path == "/v1/decide" else {
                "subject": {"type": "party", "id": "x"}, "action": {"name": "y"},
                "resource": {"type": "z", "id": "bolt"}}
            answer = self.server.post(path, body)
            number = int(answer.headers["entente-audit"])
            told = self.server.get(f"/v1/audit/{number}").json()
            self.assertEqual(told["row"]["who"], "local")
            self.assertEqual(told["row"]["kind"], "decision")
            self.assertEqual(told["row"]["number"], number)

    def test_the_row_holds_the_digest_of_the_answer(self):
        answer = self.server.post("/v1/decide", transfer())
        body = answer.body.decode()
        number = json.loads(body)["audit"]
        without = "{" + body[len('{"audit":%d,' % number):]
        row = self.server.get(f"/v1/audit/{number}").json()["row"]
        self.assertEqual(row["result"], hashlib.sha256(without.encode()).hexdigest())
        self.assertEqual(row["inputs"]["facts"]["item.id"], "bolt")

    def test_check_is_recorded_and_decided_again(self):
        for path in ["/v1/check", "/v1/decide", "/access/v1/evaluation"]:
            # Whatever the order in which facts were given.
            body = transfer(item={"listed": True, "id": "bolt"})
            body = body if path != "/access/v1/evaluation" else {
                "subject": {"type": "party", "id": "x", "properties": {"country": "CC"}},
                "action": {"name": "y"}, "resource": {"type": "z", "id": "bolt"},
                "context": {"from": "BB", "as_of": "2026-01-05"}}
            number = int(self.server.post(path, body).headers["entente-audit"])
            answer = self.server.post(f"/v1/audit/{number}/replay")
            self.assertEqual(answer.status, 200, answer.body)
            self.assertTrue(answer.json()["is_same"], answer.body[:300])
        self.assertEqual(self.server.post("/v1/audit/999999/replay").status, 404)

    def test_a_batch_is_answered_line_by_line_and_recorded(self):
        lines = [transfer(id=1), {"id": 2}, transfer(id=3, to="AA")]
        body = "".join(json.dumps(line) + "\n" for line in lines)
        answer = self.server.post("/v1/batch", body)
        self.assertEqual(answer.status, 200)
        told = [json.loads(line) for line in answer.body.splitlines()]
        self.assertEqual([one["id"] for one in told], [1, 2, 3])
        self.assertNotIn("audit", told[1])
        self.assertEqual(told[1]["line"], 2)
        self.assertEqual(told[2]["audit"], told[0]["audit"] + 1)
        alone = self.server.post("/v1/check", transfer(id=3, to="AA")).json()
        self.assertEqual({**alone, "audit": 0}, {**told[2], "audit": 0})

    def test_many_at_once_each_get_a_row_of_their_own(self):
        before = self.rows()["head"]["number"]
        with concurrent.futures.ThreadPoolExecutor(16) as pool:
            numbers = list(pool.map(
                lambda _: self.server.post("/v1/decide", transfer()).json()["audit"], range(200)))
        self.assertEqual(sorted(numbers), list(range(before + 1, before + 201)))
        verdict = self.server.post("/v1/audit/verify").json()
        self.assertTrue(verdict["is_whole"])
        self.assertEqual(verdict["head"]["number"], before + 200)

    def test_a_request_that_cannot_be_used_is_no_row(self):
        before = self.rows()["head"]["number"]
        self.assertEqual(self.server.post("/v1/decide", b"{}").status, 400)
        self.assertEqual(self.rows()["head"]["number"], before)

    def test_rows_by_number_and_the_newest(self):
        for _ in range(3):
            self.server.post("/v1/decide", transfer())
        told = self.rows(after=1, limit=2)
        self.assertEqual([one["row"]["number"] for one in told["rows"]], [2, 3])
        newest = self.rows(newest=1, limit=1)
        self.assertEqual(newest["rows"][0]["row"]["number"], newest["head"]["number"])
        self.assertEqual(self.server.get("/v1/audit/999999").status, 404)
        self.assertEqual(self.server.get("/v1/audit?limit=0").status, 400)

    def test_metrics_count_what_was_answered(self):
        self.server.post("/v1/decide", transfer())
        answer = self.server.get("/metrics")
        self.assertIn("text/plain", answer.headers["content-type"])
        lines = dict(line.rsplit(" ", 1) for line in answer.body.decode().splitlines()
                     if not line.startswith("#"))
        key = 'entente_requests_total{method="POST",route="/v1/decide",status="2xx"}'
        self.assertGreaterEqual(int(lines[key]), 1)
        self.assertGreaterEqual(int(lines["entente_audit_rows_total"]), 1)
        self.assertEqual(self.server.get("/metrics", token="").status, 401)


class Unrecorded(unittest.TestCase):
    def test_without_a_record_answers_say_so_by_their_silence(self):
        server = Server("--audit", "none")
        try:
            answer = server.post("/v1/decide", transfer())
            self.assertEqual(answer.status, 200)
            self.assertNotIn("entente-audit", answer.headers)
            self.assertEqual(server.get("/v1/audit").status, 409)
        finally:
            self.assertEqual(server.stop(), 0)


if __name__ == "__main__":
    served.main()
