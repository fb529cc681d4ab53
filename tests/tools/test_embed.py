# SPDX-License-Identifier: Apache-2.0
"""tools/embed: what is taken into a program comes out of it, byte by byte.

    test_embed.py EMBED COMPILER...
"""

import pathlib
import subprocess
import sys
import tempfile

from tree import ROOT, report

EMBED, COMPILER = sys.argv[1], sys.argv[2:]
PRINTER = """
#include <stdio.h>
#include "server/console.h"
int main(void) {
    for (size_t i = 0; i < CONSOLE_FILE_COUNT; i++) {
        printf("%s %zu ", CONSOLE_FILES[i].path.bytes, CONSOLE_FILES[i].content.length);
        for (size_t j = 0; j < CONSOLE_FILES[i].content.length; j++) {
            printf("%02x", (unsigned char)CONSOLE_FILES[i].content.bytes[j]);
        }
        putchar('\\n');
    }
    return 0;
}
"""


def embed(folder, place):
    ran = subprocess.run([EMBED, place / "files.c", folder, place / "files.d"], text=True,
                         capture_output=True, check=False)
    return ran.returncode, ran.stderr


def printed(files):
    """What a program prints that took the files in."""
    with tempfile.TemporaryDirectory() as name:
        place = pathlib.Path(name)
        for path, content in files.items():
            (place / "web" / path).parent.mkdir(parents=True, exist_ok=True)
            (place / "web" / path).write_bytes(content)
        if embed(place / "web" if files else "-", place)[0] != 0:
            return "not embedded"
        (place / "main.c").write_text(PRINTER)
        subprocess.run([*COMPILER, "-std=c17", "-I", ROOT / "src", "-o", place / "program",
                        place / "main.c", place / "files.c"], check=True)
        return subprocess.run([place / "program"], capture_output=True, text=True,
                              check=True).stdout


def refused(path):
    """The status where a folder has a file of this name."""
    with tempfile.TemporaryDirectory() as name:
        place = pathlib.Path(name)
        (place / "web").mkdir()
        (place / "web" / path).write_text("x")
        return embed(place / "web", place)[0]


def missing():
    with tempfile.TemporaryDirectory() as name:
        status, said = embed(pathlib.Path(name) / "nowhere", pathlib.Path(name))
        return status, "nowhere" in said


report([
    ("no folder gives no files", printed({}), ""),
    ("files come in the order of their paths, zero bytes and all",
     printed({"b.js": b"\x00\xff\n\"", "assets/a.css": b"p{}", "empty.txt": b""}),
     "/assets/a.css 3 707b7d\n/b.js 4 00ff0a22\n/empty.txt 0 \n"),
    ("hidden files stay out", printed({".secret": b"s", "a": b"1"}), "/a 1 31\n"),
    ("a name that would end the text is refused", refused('a"b'), 1),
    ("a folder that is not there is named", missing(), (1, True)),
])
