#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Strange, slow and too many clients: the right status, and the server goes on.

    test_limits.py PROGRAM ROOT
"""

import concurrent.futures
import json
import pathlib
import re
import resource
import signal
import socket
import subprocess
import threading
import time
import unittest

import served
from served import Server, ServedCase, transfer

CONNECTIONS = 1500


class Limits(ServedCase):
    def raw(self, sent, wait=5.0, parts_apart=0.0):
        """Sends bytes, or pieces of them, and gives what comes back until the end."""
        pieces = sent if isinstance(sent, list) else [sent]
        with socket.create_connection((self.server.host, self.server.port), timeout=wait) as link:
            got = b""
            try:
                for piece in pieces:
                    link.sendall(piece)
                    time.sleep(parts_apart)
                while True:
                    more = link.recv(65536)
                    if not more:
                        return got
                    got += more
            except (TimeoutError, ConnectionError):
                return got

    def request(self, *headers, line="GET /v1/packs HTTP/1.1", body=b""):
        own = [line, f"Host: {self.server.host}", f"Authorization: Bearer {self.server.token}",
               "Connection: close", *headers]
        return "\r\n".join(own).encode() + b"\r\n\r\n" + body

    def status(self, sent, **more):
        found = re.match(rb"HTTP/1\.[01] (\d+)", self.raw(sent, **more))
        return int(found[1]) if found else None

    def assert_alive(self):
        self.assertEqual(self.server.get("/health", token="").status, 200)

    def test_bodies_that_are_too_large(self):
        length = 2 << 20
        post = "POST /v1/check HTTP/1.1"
        self.assertEqual(self.status(self.request(f"Content-Length: {length}", line=post)), 413)
        chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
        sent = self.request("Transfer-Encoding: chunked", line=post, body=chunk * 20 + b"0\r\n\r\n")
        self.assertIn(self.status(sent), (413, None))
        self.assert_alive()

    def test_paths_and_headers_that_are_too_long(self):
        self.assertEqual(self.status(self.request(line=f"GET /{'a' * 40000} HTTP/1.1")), 414)
        self.assertEqual(self.status(self.request(f"X-Long: {'a' * 40000}")), 431)
        many = [f"X-{index}: {'b' * 40}" for index in range(1000)]
        self.assertEqual(self.status(self.request(*many)), 431)
        self.assert_alive()

    def test_requests_that_are_none(self):
        for sent in [b"\0" * 100, b"GET\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n", b"\r\n" * 50,
                     b"GET /health HTTP/1.1\r\n\r\n", b"POST /v1/check HTTP/1.1\r\nHost: x\r\n"
                     b"Content-Length: -1\r\n\r\n", b"G" * 30000, bytes(range(256)) * 8,
                     self.request("Content-Length: 9999999999999999999999"),
                     self.request("Transfer-Encoding: chunked", line="POST /v1/check HTTP/1.1",
                                  body=b"zz\r\nnot a chunk")]:
            status = self.status(sent, wait=1.0)
            self.assertTrue(status is None or 400 <= status < 500 or status == 505,
                            (sent[:60], status))
        self.assert_alive()

    def test_paths_that_are_not_text(self):
        self.assertEqual(self.status(self.request(line="GET /%ff%fe HTTP/1.1")), 400)
        self.assertIn(self.status(self.request(line="GET /v1/packs/%00 HTTP/1.1")), (400, 404))
        self.assertEqual(self.status(self.request(line="GET /v1/packs/%2e%2e HTTP/1.1")), 404)

    def test_bodies_that_are_no_requests(self):
        for path in ["/v1/check", "/v1/decide", "/v1/source", "/v1/jobs", "/access/v1/evaluation",
                     "/access/v1/evaluations"]:
            for body in [b"", b"\xff\xfe", b"[" * 100000, b'{"a":1,"a":1}', b"nul", b"7",
                         b'{"item":' + b'{"a":' * 70 + b"1" + b"}" * 71]:
                answer = self.server.post(path, body)
                self.assertIn(answer.status, (400, 413), (path, body[:20]))
                self.assertEqual(len(answer.json()["error"].splitlines()), 1)
        self.assert_alive()

    def test_slow_clients_keep_nobody_waiting(self):
        slow = self.request("Content-Length: 100", line="POST /v1/check HTTP/1.1")
        links = [socket.create_connection((self.server.host, self.server.port)) for _ in range(100)]
        try:
            for index, link in enumerate(links):
                link.sendall(slow[:len(slow) // 2] if index % 2 else slow + b"{")
            started = time.monotonic()
            self.assertEqual(self.server.post("/v1/decide", transfer()).status, 200)
            self.assertLess(time.monotonic() - started, 10)
        finally:
            for link in links:
                link.close()

    def test_who_does_not_finish_is_told_so(self):
        server = Server("--patience", "1")
        head = self.request("Content-Length: 100", line="POST /v1/check HTTP/1.1")
        head = head.replace(self.server.token.encode(), server.token.encode())
        try:
            links = [socket.create_connection((server.host, server.port)) for _ in range(4)]
            for link, sent in zip(links, [b"", head[:20], head, head + b"{"]):
                link.sendall(sent)
                link.settimeout(20)
            drip = socket.create_connection((server.host, server.port))
            drip.settimeout(0.3)
            answer, started = b"", time.monotonic()
            while not answer and time.monotonic() - started < 20:
                try:
                    drip.sendall(b"G")
                    answer = drip.recv(100)
                except TimeoutError:
                    pass
                except OSError:
                    break
            self.assertLess(time.monotonic() - started, 10)
            for link in links:
                self.assertTrue(link.recv(100).startswith(b"HTTP/1.1 408 "))
                link.close()
            drip.close()
            self.assertEqual(server.post("/v1/decide", transfer()).status, 200)
        finally:
            self.assertEqual(server.stop(), 0)

    def test_who_goes_away_leaves_nothing_behind(self):
        body = b'{"item":{},"from":"BB","to":"CC","as_of":"2026-01-05"}'
        sent = self.request(f"Content-Length: {len(body)}", line="POST /v1/decide HTTP/1.1",
                            body=body)
        for _ in range(200):
            with socket.create_connection((self.server.host, self.server.port)) as link:
                link.sendall(sent)
        self.assert_alive()
        self.assertTrue(self.server.post("/v1/audit/verify").json()["is_whole"])

    def test_many_connections(self):
        limit = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        count = min(CONNECTIONS, limit - 200)
        links = []
        try:
            for _ in range(count):
                links.append(socket.create_connection((self.server.host, self.server.port)))
            self.assertEqual(self.server.post("/v1/decide", transfer()).status, 200)
            for link in links[::50]:
                link.sendall(self.request())
                self.assertTrue(link.recv(100).startswith(b"HTTP/1.1 200"))
        finally:
            for link in links:
                link.close()
        self.assert_alive()

    def test_many_requests_at_once(self):
        def one(index):
            if index % 3 == 0:
                return self.server.get("/v1/lanes", token="wrong").status
            if index % 3 == 1:
                return self.server.post("/v1/decide", transfer()).status
            return self.server.get("/v1/workspace").status
        with concurrent.futures.ThreadPoolExecutor(24) as pool:
            statuses = list(pool.map(one, range(300)))
        self.assertEqual(statuses, [401, 200, 200] * 100)


class Memory(unittest.TestCase):
    """What requests take is given back."""

    @staticmethod
    def resident_kb(process):
        status = pathlib.Path(f"/proc/{process}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status)[1])

    def test_memory_stays_flat(self):
        if served.is_watched():
            self.skipTest("a sanitizer keeps what is freed")
        server = Server("--quiet")
        try:
            def load():
                for _ in range(150):
                    server.post("/v1/decide", transfer())
                    server.get("/v1/workspace")
                    server.get("/v1/lanes", token="x")
                    server.post("/access/v1/evaluations", {"evaluations": [{}] * 50})
            load()
            before = self.resident_kb(server.process.pid)
            load()
            load()
            self.assertLess(self.resident_kb(server.process.pid), before * 1.2 + 4096)
        finally:
            self.assertEqual(server.stop(), 0)


class Stopping(unittest.TestCase):
    def test_what_was_begun_is_answered(self):
        server = Server(workspace="samples/coproduction", packs=None)
        body = json.dumps(transfer(item={"eccn": "3A001.b.2", "us_origin": True},
                                   **{"from": "US"}, to="NL")).encode()
        with socket.create_connection(("127.0.0.1", server.port), timeout=60) as asking:
            asking.sendall(b"POST /v1/check HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                           b"Authorization: Bearer " + server.token.encode() + b"\r\n"
                           b"Content-Type: application/json\r\nExpect: 100-continue\r\n"
                           b"Content-Length: %d\r\n\r\n" % len(body))
            # The server says by this that it has begun.
            self.assertEqual(asking.recv(25), b"HTTP/1.1 100 Continue\r\n\r\n")
            asking.sendall(body)
            server.process.send_signal(signal.SIGTERM)
            answer = asking.recv(1 << 16)
        self.assertEqual(server.stop(), 0)
        self.assertTrue(answer.startswith(b"HTTP/1.1 200 "), answer[:100])


class Unread(unittest.TestCase):
    def test_who_does_not_read_the_log_holds_up_nobody(self):
        server = Server(log=subprocess.PIPE)
        try:
            for _ in range(1200):
                self.assertEqual(server.get("/v1/packs").status, 200)
            counts = server.get("/metrics").body.decode()
            lost = re.search(r"^entente_log_lines_lost_total (\d+)$", counts, re.MULTILINE)
            self.assertGreater(int(lost[1]), 0)
        finally:
            self.assertEqual(server.stop(), 0)


class Confined(unittest.TestCase):
    def test_the_running_server_has_given_up_what_it_can(self):
        if served.is_watched():
            self.skipTest("a sanitizer looks at its own process at the end")
        server = Server()
        process = server.process.pid
        status = pathlib.Path(f"/proc/{process}/status").read_text()
        threads = list(pathlib.Path(f"/proc/{process}/task").iterdir())
        each = [(thread / "status").read_text() for thread in threads]
        self.assertEqual(server.stop(), 0)
        if "not confined" in server.log:
            self.skipTest("the kernel cannot: " + server.log)
        self.assertIn("NoNewPrivs:\t1", status)
        self.assertTrue(all("Seccomp:\t2" in text for text in each))
        self.assertEqual(server.log.count('"event":"confinement"'), 2)


if __name__ == "__main__":
    served.main()
