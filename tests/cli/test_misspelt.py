#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Misspells names in every pack, one letter each, and holds `entente pack check` to finding every
one: with file, line and what was meant.

    test_misspelt.py PROGRAM ROOT [--pack NAME] [--each N]

A letter is replaced, dropped, doubled, or changes places with the next, in cells of every column
of every table and in words of pack.law and of the tests. Which, is drawn with a constant seed.
Passed over is what is no misspelling: a word that means something else that is there as well, and
a code that is written as codes of its column are (the declaration of the column says how).
"""

import collections
import csv
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

KINDS = ("replace", "drop", "double", "transpose")
BATCH = 40


def misspell(random_, word, kind):
    """The word with one letter changed."""
    at = random_.randrange(len(word))
    letter = word[at]
    if kind == "drop":
        return word[:at] + word[at + 1:]
    if kind == "double":
        return word[:at] + letter + word[at:]
    if kind == "transpose":
        return word[:at] + word[at + 1:at + 2] + letter + word[at + 2:]
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    for letters in (alphabet, alphabet.upper(), "0123456789"):
        if letter in letters:
            return word[:at] + random_.choice([x for x in letters if x != letter]) + word[at + 1:]
    return word[:at] + "x" + word[at + 1:]


# ---- what a pack says of its columns ----

def shape_pattern(shape):
    """The shape of a code, as docs/language.md has it, as a regular expression."""
    parts = {"9": "[0-9]", "A": "[A-Z]", "a": "[a-z]", "I": "[IVXL]+", "i": "[ivxl]+", "+": "+",
             "[": "(?:", "]": ")?"}
    return re.compile("".join(parts.get(letter, re.escape(letter)) for letter in shape))


class Column:
    def __init__(self, name, kind):
        self.name, self.kind, self.rules = name, kind, []

    def is_text(self):
        return any(rule == "is text" for rule, _ in self.rules)


class Table:
    def __init__(self, pack, name):
        self.pack, self.name, self.columns, self.path = pack, name, {}, None

    def rows(self):
        with open(self.path, encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file))

    def cells(self, column):
        return {row[column] for row in self.rows()}


RULE = re.compile(r"^  (\w+) (is one of|is text|within or above|within|above|written|stands once)"
                  r"\b ?(.*)$")


def read_tables(folder):
    """The tables of a pack by their names, as its pack.law declares them."""
    pack, found, table, lines = None, {}, None, (folder / "pack.law").read_text("utf-8")
    lines = re.sub(r",\n +", ", ", lines).splitlines()
    for line in lines:
        pack = line.split()[1] if line.startswith("pack ") else pack
        if line.startswith("table "):
            name, columns = re.match(r"table (\w+) \((.*)\)", line).groups()
            table = found[name] = Table(pack, name)
            for column in columns.split(", "):
                name, _, kind = column.partition(" : ")
                table.columns[name] = Column(name, kind or "code")
        elif table is not None and line.startswith("  "):
            file = re.match(r'  from "(.*)"', line)
            rule = RULE.match(line)
            if file:
                table.path = folder / file.group(1)
            elif rule and rule.group(1) in table.columns:
                table.columns[rule.group(1)].rules.append((rule.group(2), rule.group(3)))
        elif line and not line.startswith("#"):
            table = None
    return found


class Packs:
    def __init__(self, root):
        self.tables = {}
        for folder in sorted(root.iterdir()):
            for name, table in read_tables(folder).items():
                self.tables[(table.pack, name)] = table

    def allowed(self, table, items):
        """The words that a rule names, and the cells of the columns that it names."""
        words = set()
        for item in items.split(", "):
            path = item.split(".")
            key = (".".join(path[:-2]) or table.pack, path[-2]) if len(path) > 1 else None
            if key in self.tables:
                words |= self.tables[key].cells(path[-1])
            else:
                words.add(item.strip('"'))
        return words

    def fits(self, table, rule, items, word):
        if rule == "written":
            return any(shape_pattern(shape).fullmatch(word)
                       for shape in re.findall(r'"([^"]*)"', items))
        if rule in ("is text", "stands once"):
            return rule == "is text" or word not in table.cells_of_once
        allowed = self.allowed(table, items)
        is_below = any(above in allowed for above in all_above(word))
        is_above = any(word in all_above(code) for code in allowed)
        return word in allowed or (rule in ("within", "within or above") and is_below) or \
            (rule in ("above", "within or above") and is_above)

    def may_stand(self, table, column, word):
        """Whether the declaration of the column lets the word stand there."""
        table.cells_of_once = table.cells(column.name)
        return bool(column.rules) and all(self.fits(table, rule, items, word)
                                          for rule, items in column.rules)


def all_above(code):
    return [code[:at] for at in range(2, len(code)) if code[at] in ".("]


# ---- mutations ----

class Mutation:
    def __init__(self, path, line, old, new, text):
        self.path, self.line, self.old, self.new, self.text = path, line, old, new, text
        self.is_declared = path.suffix == ".law"

    def __str__(self):
        return f"{self.path}:{self.line}: `{self.old}` written `{self.new}`"


COUNTRIES = set()


def is_country(word):
    """Of ISO 3166, left to its users by it, or a doubled letter as examples have."""
    return word in COUNTRIES or re.fullmatch(r"([A-Z])\1|X[A-Z]|Q[M-Z]", word) is not None


def is_number(word):
    return re.fullmatch(r"[0-9.]+", word) is not None


def is_another_value(packs, table, column, word, rows):
    """Whether the word is no misspelling: it means something else."""
    if column.name == "country" or column.kind == "country":
        return is_country(word)
    if column.kind.startswith("number"):
        return is_number(word.split(" ")[0]) and word.endswith(column.kind.split(" ")[-1])
    if column.kind == "date":
        return is_date(word)
    return column.kind == "code" and packs.may_stand(table, column, word)


def is_date(word):
    match = re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", word)
    return word == "" or (match is not None and 1 <= int(match.group(2)) <= 12 and
                          1 <= int(match.group(3)) <= 31)


STATUSES = ("verified", "secondary", "derived", "partial", "unverified")
EXTRA = {"from": is_date, "until": is_date, "status": lambda word: word in STATUSES}


def cell_of_line(line, at, old, new):
    """The line of a CSV file with its field `at` changed."""
    fields = next(csv.reader([line]))
    if fields[at] != old:
        return None
    fields[at] = new
    return ",".join(f'"{field}"' if "," in field or '"' in field else field for field in fields)


def table_mutations(packs, random_, table, each):
    lines = table.path.read_text("utf-8").splitlines()
    names = next(csv.reader([lines[0]]))
    for at, name in enumerate(names):
        column = table.columns.get(name)
        if (column is None and name not in EXTRA) or (column is not None and column.is_text()):
            continue
        made = 0
        for _ in range(each * 12):
            number = random_.randrange(1, len(lines))
            fields = next(csv.reader([lines[number]]))
            if len(fields) != len(names) or fields[at] == "":
                continue
            old = fields[at]
            new = misspell(random_, old, KINDS[made % 4])
            is_other = EXTRA[name](new) if column is None else \
                is_another_value(packs, table, column, new, lines)
            if new == old or is_other:
                continue
            text = cell_of_line(lines[number], at, old, new)
            if text is not None:
                yield Mutation(table.path, number + 1, old, new, text)
                made += 1
            if made == each:
                break


WORD = re.compile(r'"[^"]*"?|[A-Za-z0-9_][^\s,"]*')
TITLED = re.compile(r"(pack|scope|fact|requirement|exception|bar|prohibition|route|reform|test)\b")


def words_of(line):
    """Where words stand that mean something: not in quotes, comments and citations."""
    for match in WORD.finditer(line):
        before = line[:match.start()]
        if "#" in before or re.search(r"\b(cite|citing)\b", before):
            return
        if not match.group().startswith('"'):
            yield match.start(), match.group() if "(" in match.group() else match.group().rstrip(")")


def is_own_name(line, start, old, counts):
    """A word that stands nowhere else and is declared here: nobody else says how it is spelt."""
    before = line[:start]
    declares = re.fullmatch(r"(\w+|  +reason|  +track) +", before) is not None or \
        re.search(r"  is one of ", before) is not None or before.strip() == "" or \
        re.match(r"      ?\S+,", line) is not None
    return counts[old] == 1 and declares


def is_another_code(old, new, shapes):
    """Written as the code is: another paragraph, of which nobody knows that there is none."""
    return any(shape.fullmatch(old) and shape.fullmatch(new) for shape in shapes)


def law_mutations(random_, path, known, each, shapes):
    lines = path.read_text("utf-8").splitlines()
    places = [(number, *word) for number, line in enumerate(lines) for word in words_of(line)
              if not line.startswith("  jurisdiction ")]
    random_.shuffle(places)
    made = 0
    for number, start, old in places:
        if is_number(old) or is_date(old) or len(old) < 2:
            continue
        new = misspell(random_, old, KINDS[made % 4])
        line = lines[number]
        if new == old or new in known or is_country(new) or \
                is_own_name(line, start, old, known) or is_another_code(old, new, shapes):
            continue
        yield Mutation(path, number + 1, old, new,
                       line[:start] + new + line[start + len(old):])
        made += 1
        if made == each:
            return


# ---- running ----

class Runner:
    def __init__(self, program, root):
        self.program, self.root, self.runs = program, root, 0

    def check(self, pack):
        self.runs += 1
        result = subprocess.run([self.program, "pack", "check", pack], cwd=self.root, text=True,
                                capture_output=True, check=False, timeout=120)
        return result.returncode, result.stdout + result.stderr

    def is_named(self, mutation, output):
        """An error, not a note, at the place; or, where the word is misspelt in what declares it,
        at the places that use it, which name it as what was meant."""
        place = f"{mutation.path.relative_to(self.root)}:{mutation.line}:"
        for line in output.splitlines():
            if ": note: " in line or not re.match(r"[^ ]+:\d+:", line):
                continue
            is_meant = mutation.is_declared and any(
                f"`{word}`" in line or f".{word}`" in line for word in (mutation.new, mutation.old))
            if line.startswith(place) or is_meant or f"on line {mutation.line} " in line:
                return True
        return False

    def try_batch(self, pack, batch):
        """Those of the batch that are not found when all are there."""
        kept = {mutation.path: mutation.path.read_text("utf-8") for mutation in batch}
        for path, content in kept.items():
            lines = content.split("\n")
            for mutation in batch:
                if mutation.path == path:
                    lines[mutation.line - 1] = mutation.text
            path.write_text("\n".join(lines), "utf-8")
        status, output = self.check(pack)
        for path, content in kept.items():
            path.write_text(content, "utf-8")
        return [mutation for mutation in batch
                if status == 0 or not self.is_named(mutation, output)]

    def run(self, pack, mutations, size):
        """What is not found in company is tried again in less, and at last alone."""
        left = []
        while mutations:
            batch, rest, places = [], [], set()
            for mutation in mutations:
                place = (mutation.path, mutation.line)
                is_free = len(batch) < size and place not in places
                (batch if is_free else rest).append(mutation)
                places.add(place)
            left += self.try_batch(pack, batch)
            mutations = rest
        return left if size == 1 or not left else self.run(pack, left, max(1, size // 6))


def mutations_of(packs, random_, folder, each):
    """In tables first, as what is wrong with a word of the law keeps tables from being read."""
    in_tables = []
    for table in packs.tables.values():
        if table.path.parent == folder:
            in_tables += table_mutations(packs, random_, table, each)
    texts = [folder / "pack.law", *sorted(folder.glob("tests/*.law"))]
    known = collections.Counter(
        word for path in texts for line in path.read_text("utf-8").splitlines()
        for _, word in words_of(line))
    shapes = [shape_pattern(shape) for line in texts[0].read_text("utf-8").splitlines()
              if re.match(r" +(\w+ )?written ", line) for shape in re.findall(r'"([^"]*)"', line)]
    in_law = []
    for path in texts:
        in_law += law_mutations(random_, path, known,
                                each * 8 if path.name == "pack.law" else each * 2, shapes)
    return in_tables, in_law


def main():
    arguments = sys.argv[1:]
    program, root = str(pathlib.Path(arguments[0]).resolve()), pathlib.Path(arguments[1])
    options = dict(zip(arguments[2::2], arguments[3::2]))
    each = int(options.get("--each", "4"))
    escaped = total = runs = 0
    with tempfile.TemporaryDirectory() as scratch:
        copy = pathlib.Path(scratch) / "packs"
        shutil.copytree(root / "packs", copy)
        packs = Packs(copy)
        COUNTRIES.update(packs.tables[("regimes", "country")].cells("country"))
        for folder in sorted(copy.iterdir()):
            if options.get("--pack", folder.name) != folder.name:
                continue
            random_ = random.Random("misspelt " + folder.name)
            runner = Runner(program, copy)
            for mutations in mutations_of(packs, random_, folder, each):
                total += len(mutations)
                for mutation in runner.run(folder.name, mutations, BATCH):
                    print("not found:", str(mutation).replace(str(copy) + "/", ""))
                    escaped += 1
            runs += runner.runs
    print(f"{total} misspelt words, {escaped} not found, {runs} runs")
    sys.exit(1 if escaped or not total else 0)


main()
