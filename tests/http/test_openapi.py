#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The OpenAPI document: well made, whole, and true of what the server answers.

    test_openapi.py PROGRAM ROOT
"""

import re
import unittest

import served
from served import ServedCase, transfer

METHODS = {"get", "put", "post", "delete", "patch"}
TYPES = {"string": str, "object": dict, "array": list, "boolean": bool, "integer": int,
         "number": (int, float)}


def walk(value, path="#"):
    yield path, value
    if isinstance(value, dict):
        for name, child in value.items():
            yield from walk(child, f"{path}/{name}")
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from walk(child, f"{path}/{index}")


class Document(ServedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        answer = cls.server.get("/openapi.json", token="")
        cls.status, cls.document = answer.status, answer.json()

    def resolve(self, reference):
        value = self.document
        self.assertTrue(reference.startswith("#/"), reference)
        for part in reference[2:].split("/"):
            self.assertIn(part, value, reference)
            value = value[part]
        return value

    def operations(self):
        for path, item in self.document["paths"].items():
            for method, operation in item.items():
                self.assertIn(method, METHODS)
                yield path, method, operation

    def test_what_a_document_must_have(self):
        self.assertEqual(self.status, 200)
        self.assertRegex(self.document["openapi"], r"^3\.1\.\d+$")
        self.assertLessEqual({"title", "version"}, set(self.document["info"]))
        self.assertTrue(all(path.startswith("/") for path in self.document["paths"]))

    def test_every_reference_leads_somewhere(self):
        found = [value["$ref"] for _, value in walk(self.document)
                 if isinstance(value, dict) and isinstance(value.get("$ref"), str)]
        self.assertGreater(len(found), 20)
        for reference in found:
            self.resolve(reference)

    def test_operations_are_named_once_and_described(self):
        names = [operation["operationId"] for _, _, operation in self.operations()]
        self.assertEqual(len(names), len(set(names)))
        for path, method, operation in self.operations():
            self.assertTrue(operation["summary"], path)
            self.assertTrue(operation["responses"], path)
            for status, response in operation["responses"].items():
                self.assertRegex(status, r"^[1-5]\d\d$")
                response = self.resolve(response["$ref"]) if "$ref" in response else response
                self.assertTrue(response["description"], (path, method, status))

    def test_parameters_of_paths_are_declared(self):
        for path, _, operation in self.operations():
            declared = {one["name"] for one in operation["parameters"] if one["in"] == "path"}
            self.assertEqual(declared, set(re.findall(r"\{(\w+)\}", path)), path)
            for one in operation["parameters"]:
                self.assertIn("schema", one)

    def test_schemas_are_json_schemas(self):
        try:
            import jsonschema
        except ImportError:
            jsonschema = None
        for name, schema in self.document["components"]["schemas"].items():
            self.assertIn(schema["type"], TYPES, name)
            if jsonschema and hasattr(jsonschema, "Draft202012Validator"):
                jsonschema.Draft202012Validator.check_schema(schema)

    def test_what_is_closed_says_how_it_opens(self):
        schemes = self.document["components"]["securitySchemes"]
        for path, method, operation in self.operations():
            for one in operation["security"]:
                self.assertLessEqual(set(one), set(schemes))
            filled = re.sub(r"\{\w+\}", "1", path)
            body = b"{}" if method == "post" else None
            status = self.server.ask(method.upper(), filled, body, token="").status
            self.assertEqual(status == 401, bool(operation["security"]), (path, method, status))

    def conforms(self, value, schema, where):
        if "$ref" in schema:
            schema = self.resolve(schema["$ref"])
        kind = schema.get("type")
        if kind:
            self.assertIsInstance(value, TYPES[kind], where)
        if kind == "object":
            for name in schema.get("required", []):
                self.assertIn(name, value, where)
            for name, member in schema.get("properties", {}).items():
                if name in value:
                    self.conforms(value[name], member, f"{where}.{name}")
        if kind == "array":
            for item in value:
                self.conforms(item, schema["items"], f"{where}[]")

    def test_answers_are_as_described(self):
        question = {"subject": {"type": "a", "id": "b"}, "action": {"name": "c"},
                    "resource": {"type": "d", "id": "e"}}
        asked = [("get", "/health", None), ("get", "/v1/workspace", None),
                 ("get", "/v1/vocabulary", None), ("get", "/v1/packs", None),
                 ("get", "/v1/lanes", None), ("get", "/v1/changes", None),
                 ("get", "/v1/jobs", None), ("get", "/v1/audit", None),
                 ("post", "/v1/audit/verify", b""), ("post", "/v1/check", transfer()),
                 ("post", "/v1/decide", transfer()), ("post", "/access/v1/evaluation", question),
                 ("post", "/access/v1/evaluations", {"evaluations": [question]}),
                 ("get", "/.well-known/authzen-configuration", None),
                 ("get", "/v1/packs/island.export", None), ("get", "/v1/audit/1", None)]
        for method, path, body in asked:
            answer = self.server.ask(method.upper(), path, body)
            self.assertEqual(answer.status, 200, (path, answer.body))
            known = re.sub(r"/(island\.export|1)$", "/{name}", path)
            content = self.document["paths"][known][method]["responses"]["200"]["content"]
            media, described = next(iter(content.items()))
            self.assertTrue(answer.headers["content-type"].startswith(media), path)
            self.conforms(answer.json(), described["schema"], path)


if __name__ == "__main__":
    served.main()
