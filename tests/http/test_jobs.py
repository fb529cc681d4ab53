#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Jobs: their results are the commands' own bytes, they tell how far they are, and can be ended.

    test_jobs.py PROGRAM ROOT
"""

import os
import pathlib
import time
import unittest

import served
from served import ISLAND, LAW, Server, ServedCase, run

WAIT_SECONDS = 60
DAY = {"as_of": "2026-01-05"}


def wait_for(server, job, states):
    until = time.monotonic() + WAIT_SECONDS
    while time.monotonic() < until:
        told = server.get(f"/v1/jobs/{job}").json()
        if told["state"] in states:
            return told
        time.sleep(0.02)
    raise AssertionError(f"job {job} is {told}")


def processes_below(process):
    """The processes of a server: the one that makes jobs, and those below it."""
    found = []
    for folder in pathlib.Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == process and fields[0] != "Z":
                found.append(int(folder.name))
                found += processes_below(int(folder.name))
    return found


class Jobs(ServedCase):
    def begin(self, kind, **options):
        answer = self.server.post("/v1/jobs", {"kind": kind, "options": {**DAY, **options}})
        self.assertEqual(answer.status, 202, answer.body)
        return answer.json()["id"]

    def result(self, kind, **options):
        job = self.begin(kind, **options)
        told = wait_for(self.server, job, ["done", "failed"])
        self.assertEqual(told["state"], "done", told)
        return self.server.get(f"/v1/jobs/{job}/result").body.decode()

    def test_results_are_those_of_the_commands(self):
        for kind, options, words in [
                ("report", {"top": 3}, ["--top", "3"]),
                ("stress", {"monte-carlo": 20, "seed": 7}, ["--monte-carlo", "20", "--seed", "7"]),
                ("reform", {"budget": "5000000"}, ["--budget", "5000000"]),
                ("reform", {"frontier": True, "top": 3}, ["--frontier", "--top", "3"]),
                ("programme", {"quantile": 90}, ["--quantile", "90"])]:
            alone = run(kind, ISLAND, "--packs", LAW, "--as-of", "2026-01-05", "--json", *words)
            if alone.returncode == 0:
                self.assertEqual(self.result(kind, **options), alone.stdout)
            else:
                job = self.begin(kind, **options)
                told = wait_for(self.server, job, ["failed"])
                self.assertIn(told["error"], alone.stderr)

    def test_options_are_looked_at_before_the_job_begins(self):
        for body in [{"kind": "reprot"}, {"kind": "report", "options": {"top": -1}},
                     {"kind": "report", "options": {"horizon": 3}}, {}, [],
                     {"kind": "reform", "options": {"measure": "worst"}},
                     {"kind": "reform", "options": {"scenarios": "all", "measure": "mean"}},
                     {"kind": "programme", "options": {"as_of": "tomorrow"}}]:
            answer = self.server.post("/v1/jobs", body)
            self.assertEqual(answer.status, 400, body)
            self.assertNotIn("\n", answer.json()["error"])

    def test_a_job_that_cannot_be_done_says_why(self):
        job = self.begin("stress", scenario=["nothing-like-this"])
        told = wait_for(self.server, job, ["failed", "done"])
        self.assertEqual(told["state"], "failed")
        self.assertIn("nothing-like-this", told["error"])
        self.assertEqual(self.server.get(f"/v1/jobs/{job}/result").status, 409)

    def test_there_is_no_such_job(self):
        for path in ["/v1/jobs/999999", "/v1/jobs/999999/result", "/v1/jobs/x"]:
            self.assertEqual(self.server.get(path).status, 404)

    def test_jobs_are_listed_newest_first(self):
        jobs = [self.begin("report"), self.begin("report")]
        for job in jobs:
            wait_for(self.server, job, ["done"])
        listed = [job["id"] for job in self.server.get("/v1/jobs").json()["jobs"]]
        self.assertEqual(listed[:2], jobs[::-1])


class Cancelling(unittest.TestCase):
    def test_cancelling_ends_the_process_and_what_waits(self):
        server = Server(workspace="samples/coproduction", packs=None)
        try:
            body = {"kind": "stress", "options": {"as_of": "2026-11-23", "monte_carlo": 5000}}
            first = server.post("/v1/jobs", body).json()["id"]
            second = server.post("/v1/jobs", body).json()["id"]
            told = wait_for(server, first, ["running"])
            until = time.monotonic() + WAIT_SECONDS
            while told["progress"]["total"] == 0 and time.monotonic() < until:
                time.sleep(0.05)
                told = server.get(f"/v1/jobs/{first}").json()
            self.assertGreater(told["progress"]["total"], 0)
            self.assertTrue(told["progress"]["text"])
            self.assertEqual(server.ask("DELETE", f"/v1/jobs/{second}").json()["state"],
                             "cancelled")
            server.ask("DELETE", f"/v1/jobs/{first}")
            wait_for(server, first, ["cancelled"])
            self.assertEqual(server.get(f"/v1/jobs/{first}/result").status, 409)
            until = time.monotonic() + 5
            while len(processes_below(server.process.pid)) > 1 and time.monotonic() < until:
                time.sleep(0.05)
            self.assertEqual(len(processes_below(server.process.pid)), 1)
        finally:
            below = processes_below(server.process.pid)
            self.assertEqual(server.stop(), 0)
        self.assertFalse([process for process in below if os.path.exists(f"/proc/{process}")])


if __name__ == "__main__":
    served.main()
