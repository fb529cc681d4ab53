# SPDX-License-Identifier: Apache-2.0
"""tools/install-packages against a system of our own making: programs of the same names
that write down how they were called."""

import pathlib
import subprocess
import tempfile

from tree import ROOT, report

NEEDED = ["sh", "sed", "dirname", "mktemp", "rm", "cat", "env"]
PACKAGES = [line.split()[0] for line in (ROOT / "tools/packages.txt").read_text().splitlines()
            if line and not line.startswith("#") and not line.endswith(" console")]


def put(folder, name, script):
    path = folder / name
    path.write_text("#!/bin/sh\n" + script)
    path.chmod(0o755)


def run(purpose, missing=(), user=0, programs=("dpkg-query", "apt-get"), works_after_update=False):
    """The exit status, the calls of apt-get, and the last line of stderr."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        calls = folder / "calls"
        calls.touch()
        for needed in NEEDED:
            found = subprocess.run(["which", needed], capture_output=True, text=True, check=True)
            (folder / needed).symlink_to(found.stdout.strip())
        put(folder, "id", f"echo {user}")
        scripts = {
            "dpkg-query": f"case ' {' '.join(missing)} ' in *\" $3 \"*) exit 1;; esac\n"
                          "echo installed",
            "apt-get": f"echo \"$@\" >>{calls}\n[ \"$1\" = update ] && exit 0\n"
                       + (f"read first <{calls}\n[ \"$first\" = update ] || "
                          f"{{ echo update >{calls}; echo no lists; exit 100; }}"
                          if works_after_update else "") + "\nexit 0",
            "sudo": f"echo sudo >>{calls}\nexec \"$@\"",
        }
        for program in programs:
            put(folder, program, scripts[program])
        ran = subprocess.run([ROOT / "tools/install-packages", purpose], env={"PATH": name},
                             capture_output=True, text=True, check=False)
        lines = ran.stderr.splitlines()
        return ran.returncode, calls.read_text().splitlines(), lines[-1] if lines else ""


def installing(*packages):
    return "install -y --no-install-recommends " + " ".join(packages)


report([
    ("nothing is missing", run("check"), (0, [], "")),
    ("a package for checking is missing while building", run("build", ["clang-tidy"]),
     (0, [], "")),
    ("what only the console takes is missing while checking", run("check", ["npm"]), (0, [], "")),
    ("it is missing while the console is built", run("console", ["npm"]),
     (0, [installing("npm")], "installing npm")),
    ("it is missing while checking", run("check", ["clang-tidy"]),
     (0, [installing("clang-tidy")], "installing clang-tidy")),
    ("two are missing", run("build", ["gcc", "meson"]),
     (0, [installing("gcc", "meson")], "installing gcc meson")),
    ("the lists are missing too", run("build", ["gcc"], works_after_update=True),
     (0, ["update", "update", installing("gcc")], "installing gcc")),
    ("through sudo", run("build", ["gcc"], user=1000, programs=("dpkg-query", "apt-get", "sudo")),
     (0, ["sudo", installing("gcc")], "installing gcc")),
    ("neither root nor sudo", run("build", ["gcc"], user=1000),
     (1, [], "these packages are missing, and installing them takes root or sudo: gcc")),
    ("no Debian", run("check", programs=()),
     (0, [], "this is no Debian system: packages like these must be there: "
      + " ".join(PACKAGES))),
    ("an unknown purpose", run("play"), (2, [], "usage: install-packages [build|check|console]")),
])
