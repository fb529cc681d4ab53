#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The certification scenario of the AuthZEN Authorization API 1.0, as far as it is about what this
decision point offers: its fixture, decisions, batches, errors, headers and metadata.

    test_authzen.py PROGRAM ROOT

Subjects, resources, rules and the numbers of the sections are those of the working group's scenario
(github.com/openid/authzen, certification/authorization-api-1_0-scenario.md); its searches are not
offered. The rules are tests/fixtures/record-law.
"""

import unittest

import served
from served import ServedCase

EVALUATION, EVALUATIONS = "/access/v1/evaluation", "/access/v1/evaluations"


def entity(kind, name, **properties):
    return {"type": kind, "id": name, **({"properties": properties} if properties else {})}


def user(name, **properties):
    return entity("user", name, **properties)


def record(name, **properties):
    return entity("record", name, **properties)


def action(name, **properties):
    return {"name": name, **({"properties": properties} if properties else {})}


def question(subject, done, resource, **more):
    return {"subject": subject, "action": done, "resource": resource, **more}


READ = question(user("alice"), action("read"), record("record-1"))


class Certification(ServedCase):
    PACKS = "tests/fixtures/record-law"

    def decision(self, asked):
        answer = self.server.post(EVALUATION, asked)
        self.assertEqual((answer.status, answer.headers["content-type"]),
                         (200, "application/json"), answer.body)
        told = answer.json()
        self.assertIsInstance(told["decision"], bool)
        self.assertIsInstance(told.get("context", {}), dict)
        return told["decision"]

    def decisions(self, **body):
        answer = self.server.post(EVALUATIONS, body)
        self.assertEqual(answer.status, 200, answer.body)
        told = answer.json()
        self.assertNotIn("decision", told)
        return [one["decision"] for one in told["evaluations"]]

    def test_the_eight_decisions(self):
        """Section 2.4, rules 1 to 8."""
        archived = record("record-2", status="archived")
        for asked, expected in [
                (READ, True),
                (question(user("alice"), action("write"), record("record-1")), True),
                (question(user("bob"), action("read"), record("record-1")), True),
                (question(user("bob"), action("write"), record("record-1")), False),
                (question(user("alice"), action("write"), archived), False),
                (question(user("bob", role="admin"), action("write"), archived), True),
                (question(user("alice"), action("delete", soft=True), record("record-1")), True),
                (question(user("alice"), action("delete", soft=False), record("record-1")), False)]:
            self.assertIs(self.decision(asked), expected, asked)

    def test_what_else_is_said_changes_nothing(self):
        context = {"time": "2025-06-27T18:03-07:00", "ip": "192.168.1.1"}
        self.assertIs(self.decision({**READ, "context": context}), True)
        self.assertIs(self.decision({**READ, "foo": "bar", "futureField": {"nested": True}}), True)
        self.assertIs(self.decision(question(
            user("alice", department="Sales", role="manager"), action("read", method="GET"),
            record("record-1", status="active", owner="bob"))), True)
        self.assertEqual({self.decision(READ) for _ in range(5)}, {True})

    def test_what_is_missing_or_of_another_kind(self):
        bad = [{name: value for name, value in READ.items() if name != part} for part in READ]
        bad += [{**READ, "subject": {"id": "alice"}}, {**READ, "subject": {"type": "user"}},
                {**READ, "action": {}}, {**READ, "resource": {"id": "record-1"}},
                {**READ, "resource": {"type": "record"}}, {**READ, "subject": "alice"},
                {**READ, "action": {"name": 123}}, b"", b"{\"subject\":", b"[]"]
        for body in bad:
            answer = self.server.post(EVALUATION, body)
            self.assertEqual(answer.status, 400, body)

    def test_the_content_type(self):
        for kind, status in [("text/plain", 400), ("application/x-www-form-urlencoded", 400),
                             ("application/json", 200), ("application/json; charset=utf-8", 200),
                             ("Application/JSON", 200)]:
            for path in (EVALUATION, EVALUATIONS):
                answer = self.server.post(path, READ, headers={"Content-Type": kind})
                self.assertEqual(answer.status, status, kind)

    def test_the_request_id_comes_back_with_errors_too(self):
        for body in (READ, {}, b""):
            for path in (EVALUATION, EVALUATIONS):
                answer = self.server.post(path, body, headers={"X-Request-ID": "abc-1"})
                self.assertEqual(answer.headers["x-request-id"], "abc-1")
        self.assertNotIn("x-request-id", self.server.post(EVALUATION, READ).headers)

    def test_batches(self):
        self.assertEqual(len(self.decisions(
            subject=user("alice"), action=action("read"),
            evaluations=[{"resource": record("record-1")}, {"resource": record("record-2")}])), 2)
        self.assertEqual(self.decisions(
            subject=user("bob"), resource=record("record-1"),
            evaluations=[{"action": action("read")}, {"action": action("write")}]), [True, False])
        self.assertEqual(self.decisions(evaluations=[
            READ, question(user("bob"), action("write"), record("record-1"))]), [True, False])
        self.assertEqual(self.decisions(
            subject=user("alice"), action=action("write"),
            evaluations=[{"resource": record("record-1", status="active")},
                         {"resource": record("record-2", status="archived")}]), [True, False])
        self.assertEqual(self.decisions(
            action=action("write"), resource=record("record-2", status="archived"),
            evaluations=[{"subject": user("alice")},
                         {"subject": user("bob", role="admin")}]), [False, True])

    def test_what_an_entity_lacks_the_default_gives(self):
        """Section 3.2.7: an entity stands whole in the default's place, but for type and id."""
        lacking = {"id": "record-1", "properties": {"status": "active"}}
        self.assertEqual(self.decisions(
            subject=user("alice"), action=action("write"),
            resource={"type": "record", "properties": {"status": "archived"}},
            evaluations=[{"resource": lacking}, {"resource": {"id": "record-1"}},
                         {"resource": record("record-2", status="archived")}]),
            [True, True, False])

    def test_the_context_is_inherited_whole(self):
        told = self.decisions(
            subject=user("alice"), action=action("read"), context={"as_of": "never"},
            evaluations=[{"resource": record("record-1")},
                         {"resource": record("record-1"), "context": {"source": "batch"}}])
        self.assertEqual(told, [False, True])

    def test_one_that_cannot_be_used_is_denied_alone(self):
        self.assertEqual(self.decisions(
            subject=user("alice"), action=action("read"),
            evaluations=[{"resource": record("record-1")}, {}]), [True, False])

    def test_without_evaluations_it_is_one(self):
        for more in ({}, {"evaluations": []}):
            self.assertIs(self.server.post(EVALUATIONS, {**READ, **more}).json()["decision"], True)

    def test_the_metadata(self):
        told = self.server.get("/.well-known/authzen-configuration", token="").json()
        base = f"http://127.0.0.1:{self.server.port}"
        self.assertEqual(told["policy_decision_point"], base)
        self.assertEqual(told["access_evaluation_endpoint"], base + EVALUATION)
        self.assertEqual(told["access_evaluations_endpoint"], base + EVALUATIONS)
        self.assertFalse([name for name in told if name.startswith("search")])


if __name__ == "__main__":
    served.main()
