#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures sealing, opening and the release of keys, beside `openssl speed` and beside clients of
others in the same run (docs/sharing.md).

    bench/sharing/run.py BUILD-FOLDER [--gib N] [--peers]
"""

import argparse
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / "tests" / "http"))

import served  # noqa: E402
from test_security import Key, encode  # noqa: E402

US, PACK = "tests/fixtures/coalition/us", "packs/us-release"
ENVIRONMENT = {**os.environ, "ENTENTE_PASSPHRASE": "a passphrase", "LC_ALL": "C"}
KEYS_A_REQUEST, REQUESTS = 250, 16
TICKS = os.sysconf("SC_CLK_TCK")
LABEL = "SECRET//REL TO USA, GBR"


def used(words, source=None, target=None, **more):
    """Processor seconds, wall seconds and most memory (MiB) of a command."""
    start = time.monotonic()
    process = subprocess.Popen([str(word) for word in words], stdin=source, stdout=target,
                               env={**ENVIRONMENT, **more}, cwd=ROOT)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        sys.exit(f"{words} ended with {status}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - start, usage.ru_maxrss / 1024


def say(what, value):
    print(f"{what:<46} {value}", flush=True)


def openssl_speed():
    for words, pattern, name in (
            (["-evp", "aes-256-gcm", "-bytes", str(2 << 20)], r"AES-256-GCM\s+([\d.]+)k", "gcm"),
            (["rsa2048"], r"rsa 2048 bits \S+ \S+\s+([\d.]+)", "rsa")):
        out = subprocess.run(["openssl", "speed", "-seconds", "2", *words], capture_output=True,
                             text=True, check=True).stdout
        figure = float(re.search(pattern, out)[1])
        if name == "gcm":
            say("openssl speed, AES-256-GCM, 2 MiB", f"{figure * 1000 / 2**30:.2f} GiB/s")
        else:
            say("openssl speed, RSA-2048 private", f"{figure:.0f} /s")


def pipe(program, folder, gib):
    """Through pipes both ways; the sealed file lies in memory."""
    sealed = folder / "large.tdf"
    size = gib << 30
    words = [program, "seal", "-", "--label", LABEL, "--item", "x", "--kas", "http://a",
             "--kas-key", folder / "k.pub", "-o", "-"]
    zeros = subprocess.Popen(["head", "-c", str(size), "/dev/zero"], stdout=subprocess.PIPE)
    sink = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    cpu, wall, memory = used(words, zeros.stdout, sink.stdin)
    sink.stdin.close()
    sink.wait()
    say(f"seal {gib} GiB from a pipe to a pipe", f"{gib / cpu:.2f} GiB/s of processor time, "
        f"{gib / wall:.2f} GiB/s, {memory:.0f} MiB")
    zeros = subprocess.Popen(["head", "-c", str(size), "/dev/zero"], stdout=subprocess.PIPE)
    with sealed.open("wb") as target:
        cpu, wall, memory = used(words, zeros.stdout, target)
    say(f"seal {gib} GiB from a pipe to a file", f"{gib / cpu:.2f} GiB/s of processor time, "
        f"{gib / wall:.2f} GiB/s, {memory:.0f} MiB")
    sink = subprocess.Popen(["cat"], stdin=subprocess.PIPE, stdout=subprocess.DEVNULL)
    cpu, wall, memory = used([program, "open", sealed, "--key", folder / "k.pem", "-o", "-"], None,
                             sink.stdin)
    sink.stdin.close()
    sink.wait()
    say(f"open {gib} GiB to a pipe", f"{gib / cpu:.2f} GiB/s of processor time, "
        f"{gib / wall:.2f} GiB/s, {memory:.0f} MiB")
    sealed.unlink()


def processor_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def rewraps(server, folder):
    """Many keys a request, each with its decision and its row in the audit chain."""
    mine = Key(folder, "mine")
    public = subprocess.run(["openssl", "pkey", "-in", str(mine.path), "-pubout"],
                            capture_output=True, check=True, text=True).stdout
    with zipfile.ZipFile(folder / "small.tdf") as archive:
        information = json.loads(archive.read("0.manifest.json"))["encryptionInformation"]
    asked = {"clientPublicKey": public, "requests": [{
        "policy": {"id": "p", "body": information["policy"]},
        "keyAccessObjects": [{"keyAccessObjectId": str(i), "keyAccessObject":
                              information["keyAccess"][0]} for i in range(KEYS_A_REQUEST)]}]}
    head, told = encode({"alg": "RS256"}), encode({"requestBody": json.dumps(asked)})
    body = {"signedRequestToken": f"{head}.{told}.{encode(mine.sign(f'{head}.{told}'.encode()))}"}
    before, start = processor_seconds(server.process.pid), time.monotonic()
    for _ in range(REQUESTS):
        answer = server.post("/kas/v2/rewrap", body)
        results = answer.json()["responses"][0]["results"]
        if any(result["status"] != "permit" for result in results):
            sys.exit(str(results[0]))
    cpu = processor_seconds(server.process.pid) - before
    count = REQUESTS * KEYS_A_REQUEST
    say("rewraps over HTTP, decided and on record", f"{count / cpu:.0f} /s of processor time, "
        f"{count / (time.monotonic() - start):.0f} /s")


def peers(program, server, folder, mib):
    kas = f"http://127.0.0.1:{server.port}/kas"
    plain, sealed, opened = folder / "plain", folder / "peer.tdf", folder / "opened"
    plain.write_bytes(os.urandom(mib << 20))
    seal, _, _ = used([program, "seal", plain, "--label", LABEL, "--item", "radar-manual", "--kas",
                       kas, "-o", sealed])
    open_, _, _ = used([program, "open", sealed, "-o", opened], ENTENTE_TOKEN=server.token)
    say(f"entente, {mib} MiB", f"seal {seal:.2f} s, open {open_:.2f} s of processor time")
    here = ROOT / "tests" / "peers"
    if not (here / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=here,
                       check=True, stdout=subprocess.DEVNULL)
    names = [f"https://entente.example/attr/{name}" for name in (
        "classification/value/secret", "rel-to/value/usa", "rel-to/value/gbr",
        "item/value/radar-manual")]
    for name in ("client-one", "client-two"):
        words = ["node", here / "peer.mjs", name]
        with open(os.devnull, "w") as nowhere:
            quiet = {"target": nowhere}
            seal_peer, _, _ = used([*words, "seal", kas, server.token, plain, sealed, *names], **quiet)
            open_peer, _, _ = used([*words, "open", kas, server.token, sealed, opened], **quiet)
        say(f"{name}, {mib} MiB", f"seal {seal_peer:.2f} s, open {open_peer:.2f} s of processor "
            f"time: {seal_peer / seal:.0f} and {open_peer / open_:.0f} times as much")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("--gib", type=int, default=5)
    parser.add_argument("--peers", action="store_true")
    options = parser.parse_args()
    build = pathlib.Path(options.build).resolve()
    program = build / "entente"
    served.PROGRAM, served.ROOT = str(program), ROOT
    openssl_speed()
    print(subprocess.run([build / "bench/bench-sharing", US, PACK], cwd=ROOT, capture_output=True,
                         text=True, check=True).stdout, end="", flush=True)
    with tempfile.TemporaryDirectory(dir="/dev/shm") as name:
        folder = pathlib.Path(name)
        public = subprocess.run([program, "key", "make", "-o", folder / "k.pem"], check=True,
                                capture_output=True, env=ENVIRONMENT).stdout
        (folder / "k.pub").write_bytes(public)
        pipe(program, folder, options.gib)
        server = served.Server("--kas-key", str(folder / "k.pem"), "--kas-holder", "us-office",
                               workspace=US, packs=PACK, environment=ENVIRONMENT)
        (folder / "plain").write_bytes(b"x")
        used([program, "seal", folder / "plain", "--label", LABEL, "--item", "radar-manual", "--kas",
              f"http://127.0.0.1:{server.port}/kas", "-o", folder / "small.tdf"])
        rewraps(server, folder)
        if options.peers:
            peers(program, server, folder, 256)
        server.stop()


if __name__ == "__main__":
    main()
