# SPDX-License-Identifier: Apache-2.0
"""A running `entente serve` for tests: started on a free port of this machine, ended with SIGTERM."""

import functools
import http.client
import json
import pathlib
import re
import signal
import subprocess
import sys
import tempfile
import unittest

PROGRAM = ""
ROOT = pathlib.Path()
ISLAND = "tests/fixtures/island"
LAW = "tests/fixtures/island-law"
START_SECONDS = 60


class Answer:
    """What came back: status, headers by small names, body."""

    def __init__(self, response):
        self.status = response.status
        self.headers = {name.lower(): value for name, value in response.getheaders()}
        self.body = response.read()

    def json(self):
        return json.loads(self.body)


class Server:
    def __init__(self, *words, workspace=ISLAND, packs=LAW, environment=None, log=None):
        place = ["--packs", packs] if packs else []
        self.folder = tempfile.TemporaryDirectory()
        if "--audit" not in words:
            place += ["--audit", f"{self.folder.name}/audit.db"]
        if is_watched():
            place += ["--unconfined"]
        self.said = open(f"{self.folder.name}/log", "w")
        self.process = subprocess.Popen(
            [PROGRAM, "serve", workspace, "--listen", "127.0.0.1:0", *place, *words], cwd=ROOT,
            stdout=subprocess.PIPE, stderr=log or self.said, text=True, env=environment)
        first = self.process.stdout.readline()
        found = re.search(r"(https?)://(.+):(\d+)$", first.strip())
        if not found:
            raise RuntimeError(first + self.read_log())
        self.is_tls = found[1] == "https"
        self.host, self.port = found[2], int(found[3])
        self.token = ""
        if "--no-local-token" not in words:
            self.token = self.process.stdout.readline().strip().rpartition("#token=")[2]
        self.log = ""

    def read_log(self):
        return pathlib.Path(self.said.name).read_text()

    def ask(self, method, path, body=None, token=None, headers=None):
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        sent = {"Authorization": f"Bearer {self.token if token is None else token}"}
        if token == "":
            sent = {}
        sent.update(headers or {})
        if body is not None and not isinstance(body, (bytes, str)):
            body = json.dumps(body)
        try:
            connection.request(method, path, body, sent)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def get(self, path, **more):
        return self.ask("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.ask("POST", path, body if body is not None else b"", **more)

    def stop(self):
        """Ends the server and gives its exit status; its log is kept."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(timeout=60)
        for stream in [self.process.stdout, self.process.stderr]:
            if stream:
                stream.close()
        self.log = self.read_log()
        self.said.close()
        self.folder.cleanup()
        return self.process.returncode


class ServedCase(unittest.TestCase):
    """A server for all tests of a class; `WORDS` are more words of its command."""

    WORDS = ()
    WORKSPACE = ISLAND
    PACKS = LAW

    @classmethod
    def setUpClass(cls):
        cls.server = Server(*cls.WORDS, workspace=cls.WORKSPACE, packs=cls.PACKS)

    @classmethod
    def tearDownClass(cls):
        status = cls.server.stop()
        if status != 0:
            raise AssertionError(f"the server ended with {status}: {cls.server.log}")


@functools.cache
def looks_for_leaks():
    """Whether the program is built with a sanitizer, whose look at its own process at the end is
    what the confinement is there to refuse."""
    return b"__asan_init" in pathlib.Path(PROGRAM).read_bytes()


@functools.cache
def is_watched():
    """Whether the program is built with a sanitizer, which the confinement would keep from its work."""
    return looks_for_leaks() or b"__tsan_init" in pathlib.Path(PROGRAM).read_bytes()


def transfer(**members):
    """A request of docs/batch.md."""
    asked = {"item": {"id": "bolt", "listed": True}, "from": "BB", "to": "CC",
             "facts": {"end_use": "military"}, "as_of": "2026-01-05"}
    asked.update(members)
    return {name: value for name, value in asked.items() if value is not None}


def run(*words):
    return subprocess.run([PROGRAM, *words], cwd=ROOT, capture_output=True, text=True, check=False)


def main():
    global PROGRAM, ROOT
    PROGRAM, ROOT = str(pathlib.Path(sys.argv[1]).resolve()), pathlib.Path(sys.argv[2])
    unittest.main(module="__main__", argv=[sys.argv[0], *sys.argv[3:]], verbosity=1)
