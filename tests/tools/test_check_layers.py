# SPDX-License-Identifier: Apache-2.0
"""tools/check-layers finds each kind of breach, and nothing in a tree that has none."""

from tree import run_cases

FACES = {
    "src/base/text.h": "",
    "src/law/law.h": '#include "base/text.h"\n',
    "src/law/parts.h": "",
    "src/network/network.h": '#include <stddef.h>\n#include "base/text.h"\n',
    "src/service/service.h": "",
    "src/cli/cli.h": "",
}


def tree(**sources):
    return {**FACES, **{name.replace("__", "/") + ".c": text for name, text in sources.items()}}


CASES = [
    ("a clean tree", tree(
        src__base__text='#include "base/text.h"\n#include <stdio.h>\n',
        src__law__parse='#include "law/law.h"\n#include "law/parts.h"\n#include "base/text.h"\n',
        src__service__check='#include "law/law.h"\n#include "network/network.h"\n',
        src__cli__main='#include "service/service.h"\n#include "law/law.h"\n'), []),
    ("a step up", tree(src__law__parse='\n#include "service/service.h"\n'),
     ["src/law/parse.c:2: law includes `service/service.h`, which is a step up"]),
    ("a step up from base", tree(src__base__text='#include "law/law.h"\n'),
     ["src/base/text.c:1: base includes `law/law.h`, which is a step up"]),
    ("a step sideways", tree(src__law__parse='#  include "network/network.h"\n'),
     ["src/law/parse.c:1: law includes `network/network.h`, which is a step sideways"]),
    ("past a face", tree(src__service__check='#include "law/parts.h"\n'),
     ["src/service/check.c:1: service includes `law/parts.h` past the face `law/law.h`"]),
    ("a private folder of base", {**FACES, "src/base/inside/table.h": "",
                                  "src/law/parse.c": '#include "base/inside/table.h"\n'},
     ["src/law/parse.c:1: law includes `base/inside/table.h` past the face `base/base.h`"]),
    ("a private folder of one's own", {**FACES, "src/law/rules/rules.h": "",
                                       "src/law/parse.c": '#include "law/rules/rules.h"\n'}, []),
    ("not written from src", tree(src__law__parse='#include "parts.h"\n#include "../law/law.h"\n'),
     ["src/law/parse.c:1: `parts.h` is no file of src/; includes are written from there",
      "src/law/parse.c:2: `../law/law.h` is no file of src/; includes are written from there"]),
    ("a way round", tree(src__service__check='#include "law/../law/parts.h"\n'),
     ["src/service/check.c:1: `law/../law/parts.h` is no file of src/; "
      "includes are written from there"]),
    ("in angle brackets", tree(src__law__parse="#include <law/law.h>\n"),
     ["src/law/parse.c:1: `law/law.h` is ours: write it in quotes"]),
    ("a source included", {**FACES, "src/law/a.c": "", "src/law/b.c": '#include "law/a.c"\n'},
     ["src/law/b.c:1: `law/a.c` is no header"]),
    ("a folder without a floor", {**FACES, "src/misc/a.c": ""},
     ["src/misc/a.c: the folder has no floor in tools/check-layers"]),
    ("a file outside every folder", {**FACES, "src/main.c": ""},
     ["src/main.c: the folder has no floor in tools/check-layers"]),
    ("a circle of two", {**FACES, "src/law/a.h": '#include "law/b.h"\n',
                         "src/law/b.h": '#include "law/a.h"\n'},
     ["src/law/a.h: includes go in a circle: law/a.h -> law/b.h -> law/a.h"]),
    ("a circle of three", {**FACES, "src/law/a.h": '#include "law/b.h"\n',
                           "src/law/b.h": '#include "law/c.h"\n',
                           "src/law/c.h": '#include "law/a.h"\n'},
     ["src/law/a.h: includes go in a circle: law/a.h -> law/b.h -> law/c.h -> law/a.h"]),
    ("a file that includes itself", {**FACES, "src/law/a.h": '#include "law/a.h"\n'},
     ["src/law/a.h: includes go in a circle: law/a.h -> law/a.h"]),
]

run_cases("check-layers", CASES)
