#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The requests that docs/api.md shows are answered, and its routes are those of the server.

    test_document.py PROGRAM ROOT
"""

import re
import unittest

import served
from served import ServedCase


class Document(ServedCase):
    WORKSPACE = "samples/coproduction"
    PACKS = None

    def test_requests_are_answered(self):
        text = (served.ROOT / "docs" / "api.md").read_text()
        shown = re.findall(r"```http\n(\w+) (\S+)\n(.*?)```", text, re.DOTALL)
        self.assertGreaterEqual(len(shown), 3)
        for method, path, body in shown:
            answer = self.server.ask(method, path, body)
            self.assertIn(answer.status, (200, 202), (path, answer.body[:200]))

    def test_routes_and_roles_are_those_of_the_server(self):
        document = self.server.get("/openapi.json").json()
        text = (served.ROOT / "docs" / "api.md").read_text()
        for path, item in document["paths"].items():
            told = path.replace("{name}", "ID").replace("/v1/packs/ID", "/v1/packs/NAME")
            last = told.rsplit("/", 1)[1]
            self.assertTrue(told in text or f"/{last}`" in text, told)
            for operation in item.values():
                self.assertIn(operation["x-entente-role"], text)


if __name__ == "__main__":
    served.main()
