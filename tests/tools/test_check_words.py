# SPDX-License-Identifier: Apache-2.0
"""tools/check-words finds each kind of breach, and nothing in a tree that has none."""

import subprocess

from tree import run_cases

MARK = "/* SPDX-License-Identifier: Apache-2.0 */\n"


def function_of(lines):
    return MARK + "int f(int a) {\n" + "    a++;\n" * (lines - 3) + "    return a;\n}\n"


def start_repository(root):
    subprocess.run(["git", "init", "-q", root], check=True)


CASES = [
    ("a clean tree", {"src/a.c": function_of(60), "a.md": "see /tmp/x and /proc and a/work/b\n",
                      "tools/t": "#!/bin/sh\n# SPDX-License-Identifier: Apache-2.0\n"}, []),
    ("no licence line in C", {"src/a.c": "int a;\n"},
     ["src/a.c:1: has no line `SPDX-License-Identifier: Apache-2.0` at its top"]),
    ("no licence line in a script", {"tools/t": "#!/bin/sh\n"},
     ["tools/t:1: has no line `SPDX-License-Identifier: Apache-2.0` at its top"]),
    ("a function too long", {"src/a.c": function_of(61)},
     ["src/a.c:2: f has 61 lines, more than 60"]),
    ("a long function with a macro before it",
     {"src/a.c": function_of(61).replace("int f", "MUST_CHECK int f")},
     ["src/a.c:2: f has 61 lines, more than 60"]),
    ("a file too long", {"src/a.c": MARK + "\n" * 1000},
     ["src/a.c: has 1001 lines, more than 1000; split it by subject"]),
    ("a long file that is no source", {"samples/a.csv": "a\n" * 2000}, []),
    ("something left to be done", {"src/a.c": MARK + "/* TODO: all */\n/* a stub */\n",
                                   "docs/a.md": "TODO\n"},
     ["src/a.c:2: `TODO` leaves something to be done",
      "src/a.c:3: `stub` leaves something to be done"]),
    ("a place on a machine", {"a.md": "see /home/ann/x\n", "b.csv": "a,/work/b\n"},
     ["a.md:1: names a place on somebody's machine",
      "b.csv:1: names a place on somebody's machine"]),
    ("secrets compared as if they were none",
     {"src/sharing/a.c": MARK + "    return memcmp(a, b, 3) == 0;\n"
                                "    return text_equals(own.hash, told);\n"
                                "    return CRYPTO_memcmp(a, b, 3) == 0;\n"
                                "    return secret_equals(own.hash, told, 3);\n",
      "src/law/a.c": MARK + "    return memcmp(a, b, 3) == 0;\n"},
     [f"src/sharing/a.c:{line}: compare secrets by secret_equals, which takes a constant time"
      for line in (2, 3, 4)]),
    ("not UTF-8", {"a.md": b"\xff\n"}, ["a.md: is not UTF-8"]),
    ("an ignored file", {".gitignore": "/build/\n", "build/a.c": "int a;\n"}, []),
    ("a fuzzer's input", {"tests/fuzz/corpus/csv/a": b"\xff /home/ann\n"}, []),
]

run_cases("check-words", CASES, start_repository)
