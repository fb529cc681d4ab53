#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""OpenID AuthZEN Authorization API 1.0: shapes, semantics, and the interoperability scenario Todo.

    test_access.py PROGRAM ROOT

The scenario's users, actions and expected answers are those of the working group's Todo 1.0 test
(github.com/openid/authzen, interop/authzen-todo-backend/test), made here from its rules.
"""

import itertools
import unittest

import served
from served import ServedCase

ADMINISTRATOR = "rick@the-citadel.com"
EDITORS = ["morty@the-citadel.com", "summer@the-smiths.com"]
VIEWERS = ["beth@the-smiths.com", "jerry@the-smiths.com"]
USERS = [ADMINISTRATOR, *EDITORS, *VIEWERS]
TODO = "tests/fixtures/todo-law"


def question(user, action, kind="todo", name="todo-1", owner=None):
    resource = {"type": kind, "id": name}
    if owner:
        resource["properties"] = {"ownerID": owner}
    return {"subject": {"type": "user", "id": user}, "action": {"name": action},
            "resource": resource}


def scenario():
    """Every question of the scenario with its answer."""
    for user in USERS:
        yield question(user, "can_read_user", "user", "beth@the-smiths.com"), True
        yield question(user, "can_read_user", "user", user), True
        yield question(user, "can_read_todos"), True
        yield question(user, "can_create_todo"), user not in VIEWERS
        for action, owner in itertools.product(["can_update_todo", "can_delete_todo"],
                                               [ADMINISTRATOR, "morty@the-citadel.com", user]):
            may = user == ADMINISTRATOR or (user in EDITORS and owner == user)
            yield question(user, action, owner=owner), may


class Todo(ServedCase):
    PACKS = TODO

    def evaluate(self, asked, **more):
        answer = self.server.post("/access/v1/evaluation", asked, **more)
        self.assertEqual(answer.status, 200, answer.body)
        return answer.json()

    def evaluations(self, semantic=None, asked=()):
        body = {"evaluations": list(asked)}
        if semantic:
            body["options"] = {"evaluations_semantic": semantic}
        answer = self.server.post("/access/v1/evaluations", body)
        self.assertEqual(answer.status, 200, answer.body)
        return [one["decision"] for one in answer.json()["evaluations"]]

    def test_every_question_of_the_scenario(self):
        for asked, expected in scenario():
            self.assertIs(self.evaluate(asked)["decision"], expected, asked)

    def test_the_scenario_at_once(self):
        asked, expected = zip(*scenario())
        self.assertEqual(self.evaluations(asked=asked), list(expected))

    def test_what_is_not_known_is_denied(self):
        told = self.evaluate(question(EDITORS[0], "can_update_todo"))
        self.assertIs(told["decision"], False)
        self.assertEqual(told["context"]["outcome"], "undetermined")
        self.assertIn("item.ownerID", [one["name"] for one in told["context"]["questions"]])
        self.assertIs(self.evaluate(question("mallory", "can_read_todos"))["decision"], False)

    def test_the_context_explains(self):
        told = self.evaluate(question(VIEWERS[0], "can_create_todo"))["context"]
        self.assertEqual([one["rule"] for one in told["blockers"]], ["todo.interop.viewer"])
        self.assertIn("Todo 1.0, roles", told["citations"])

    def test_defaults_and_their_overrides(self):
        body = {"subject": {"type": "user", "id": EDITORS[0]},
                "action": {"name": "can_create_todo"},
                "resource": {"type": "todo", "id": "1"},
                "evaluations": [{}, {"subject": {"type": "user", "id": VIEWERS[0]}},
                                {"action": {"name": "can_read_todos"}}]}
        told = self.server.post("/access/v1/evaluations", body).json()
        self.assertEqual([one["decision"] for one in told["evaluations"]], [True, False, True])

    def test_semantics(self):
        yes, no = question(EDITORS[0], "can_create_todo"), question(VIEWERS[0], "can_create_todo")
        self.assertEqual(self.evaluations("execute_all", [yes, no, yes]), [True, False, True])
        self.assertEqual(self.evaluations("deny_on_first_deny", [yes, no, yes]), [True, False])
        self.assertEqual(self.evaluations("permit_on_first_permit", [no, yes, no]), [False, True])
        answer = self.server.post("/access/v1/evaluations",
                                  {"evaluations": [yes], "options": {"evaluations_semantic": "all"}})
        self.assertEqual(answer.status, 400)

    def test_without_evaluations_it_is_a_single_one(self):
        for body in [question(EDITORS[0], "can_create_todo"),
                     {**question(EDITORS[0], "can_create_todo"), "evaluations": []}]:
            self.assertIs(self.server.post("/access/v1/evaluations", body).json()["decision"], True)

    def test_an_evaluation_that_cannot_be_used_is_denied_alone(self):
        good = question(EDITORS[0], "can_create_todo")
        bad = {"subject": {"type": "user"}, "action": good["action"], "resource": good["resource"]}
        told = self.server.post("/access/v1/evaluations", {"evaluations": [good, bad, 7]}).json()
        self.assertEqual([one["decision"] for one in told["evaluations"]], [True, False, False])
        self.assertEqual(told["evaluations"][1]["context"]["error"]["status"], 400)
        self.assertIn("subject.id", told["evaluations"][1]["context"]["error"]["message"])

    def test_a_request_that_cannot_be_used_is_refused(self):
        good = question(EDITORS[0], "can_create_todo")
        for part in ["subject", "action", "resource"]:
            body = {name: value for name, value in good.items() if name != part}
            self.assertEqual(self.server.post("/access/v1/evaluation", body).status, 400, part)
        for body in [b"", b"{", b"[]", b"7"]:
            self.assertEqual(self.server.post("/access/v1/evaluation", body).status, 400)
        self.assertEqual(self.server.post("/access/v1/evaluation", good, token="").status, 401)

    def test_the_request_id_comes_back(self):
        answer = self.server.post("/access/v1/evaluation", question(USERS[0], "can_read_todos"),
                                  headers={"X-Request-ID": "bfe9eb29-ab87"})
        self.assertEqual(answer.headers["x-request-id"], "bfe9eb29-ab87")

    def test_the_metadata_says_where(self):
        answer = self.server.get("/.well-known/authzen-configuration", token="")
        base = f"http://127.0.0.1:{self.server.port}"
        self.assertEqual(answer.status, 200)
        self.assertEqual(answer.json(), {
            "policy_decision_point": base,
            "access_evaluation_endpoint": f"{base}/access/v1/evaluation",
            "access_evaluations_endpoint": f"{base}/access/v1/evaluations"})


class Workspace(ServedCase):
    """Items and parties of the workspace bring what its tables say of them."""

    def test_tables_speak_for_items_and_parties(self):
        lanes = self.server.get("/v1/lanes?as_of=2026-01-05").json()["features"]
        checked = 0
        for lane in lanes:
            told = lane["properties"]
            if told["kind"] != "lane":
                continue
            answer = self.server.post("/access/v1/evaluation", {
                "subject": {"type": "party", "id": told["to"]}, "action": {"name": "receive"},
                "resource": {"type": "item", "id": told["item"]},
                "context": {"from": told["from"], "as_of": "2026-01-05",
                            "end_use": told["end_use"]}}).json()
            self.assertEqual(answer["context"]["outcome"], told["outcome"], told)
            self.assertIs(answer["decision"], told["outcome"] in ("free", "authorised"))
            checked += 1
        self.assertGreaterEqual(checked, 3)


if __name__ == "__main__":
    served.main()
