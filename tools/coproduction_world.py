# SPDX-License-Identifier: Apache-2.0
"""Who makes what, where and how much of it, in an invented alliance programme: drawn from
one seed. tools/coproduction-sample writes it as tables."""

import csv
import itertools
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "coproduction"
SIZE, SEED = 400, 2026


class Random:
    """splitmix64 (Steele, Lea, Flood 2014)."""

    MASK = (1 << 64) - 1

    def __init__(self, seed, stream=0):
        self.state = (seed * 0x9E3779B97F4A7C15 + stream * 0xD1342543DE82EF95) & self.MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & self.MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & self.MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & self.MASK
        return z ^ (z >> 31)

    def below(self, count):
        return self.next() % count

    def between(self, low, high):
        return low + self.below(high - low + 1)

    def chance(self, percent):
        return self.below(100) < percent

    def choice(self, values):
        return values[self.below(len(values))]

    def weighted(self, weights):
        """A key of a dictionary of whole weights."""
        left = self.below(sum(weights.values()))
        for key, weight in weights.items():
            left -= weight
            if left < 0:
                return key
        raise AssertionError("weights")


def read_rows(name):
    with open(SAMPLE / name, encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def parts_of(text):
    """US:60 AU:40 as a dictionary."""
    return {word.split(":")[0]: int(word.split(":")[1]) for word in text.split()}


def slug(text):
    return "-".join("".join(c if c.isalnum() else " " for c in text.lower()).split())


def number(value, places=3):
    text = f"{value:.{places}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def weeks_of(days):
    return -(-days // 7)


# Part nouns by level below a section, whatever the depth: the last level is the part level.
UNIT_NOUNS = ["unit", "assembly", "drive", "bay"]
MODULE_NOUNS = ["module", "stage", "head", "block"]
PART_NOUNS = ["transistor die", "amplifier", "detector", "lens", "window", "board", "sensor",
              "winding", "magnet", "casting", "ring", "blade", "valve", "bearing", "shaft",
              "cable", "relay", "skin panel", "housing", "seal", "nozzle", "power cell", "gyro",
              "switch die", "processor card", "bolt set"]

# Of a hundred items of a level, how many are of each class.
CLASSES = {
    "military": [{"usml": 45, "600": 40, "dual": 10, "free": 5},
                 {"usml": 22, "600": 36, "dual": 22, "free": 20},
                 {"usml": 12, "600": 32, "dual": 30, "free": 26},
                 {"usml": 5, "600": 20, "dual": 31, "free": 44}],
    "civil": [{"600": 8, "dual": 32, "free": 60},
              {"600": 8, "dual": 32, "free": 60},
              {"600": 6, "dual": 34, "free": 60},
              {"600": 4, "dual": 32, "free": 64}],
}

# Where an item of each class is made, and how often at a second place as well.
COUNTRIES = {
    "usml": {"US": 72, "GB": 9, "AU": 8, "JP": 3, "IT": 3, "KR": 3, "CA": 2},
    "600": {"US": 38, "GB": 12, "DE": 9, "IT": 10, "KR": 10, "JP": 9, "CA": 4, "NO": 4, "AU": 4},
    "dual": {"US": 28, "JP": 20, "NL": 9, "DE": 13, "KR": 11, "GB": 7, "IT": 5, "NO": 4, "SG": 3},
    "free": {"US": 18, "JP": 14, "NL": 7, "DE": 12, "KR": 12, "GB": 9, "IT": 9, "NO": 7, "SG": 3,
             "CA": 6, "AU": 3},
}
SECOND_MAKER = {"usml": 10, "600": 16, "dual": 18, "free": 18}
class Item:
    """A thing of the bill of material and what is known of it."""

    def __init__(self, name, family, level, sort, code, kind="goods", unit="each"):
        self.name = name
        self.id = slug(name)
        self.family = family
        self.level = level
        self.sort = sort  # usml, 600, dual, free
        self.code = code
        self.kind = kind
        self.unit = unit
        self.value = 0.0
        self.children = []  # (Item, quantity)
        self.makers = {}  # site to its part of what is made, in per cent
        self.lead = 0
        self.need = 0.0  # a week
        self.extra = {}  # attributes beside the usual ones
        self.material = None

    def is_made_in(self, countries):
        return any(site.country in countries for site in self.makers)


class Site:
    def __init__(self, party, name, country, firm, kind="plant"):
        self.id = party
        self.name = name
        self.country = country
        self.firm = firm
        self.kind = kind
        self.load = 0


class Family:
    """One product of the programme and everything that goes into it alone."""

    def __init__(self, row, copy):
        self.row = row
        self.copy = copy
        self.id = row["family"] + (f"-{copy}" if copy else "")
        self.title = row["title"] + (f", lot {copy + 1}" if copy else "")
        self.is_military = row["end_use"] == "military"
        self.levels = []

    def codes(self, sort):
        return {"usml": self.row["usml"], "600": self.row["series_600"], "dual": self.row["dual"],
                "free": self.row["free"]}[sort].split()

    @property
    def items(self):
        return list(itertools.chain(*self.levels))

    @property
    def product(self):
        return self.levels[0][0]


class World:
    """Everything, from one seed. Made in the order of the methods called in __init__."""

    def __init__(self, size, seed):
        self.size = size
        self.seed = seed
        self.scale = size / SIZE
        self.places = read_rows("countries.tsv")
        self.region = {row["code"]: row["region"] for row in self.places}
        self.shown = {row["code"]: row["shown"] for row in self.places}
        self.firms = {}  # id to (name, country)
        self.sites = []
        self.random = Random(seed)
        self.make_sites()
        self.families = []
        self.materials = []
        self.make_families()
        self.make_materials()
        self.make_special()
        self.find_demand()
        self.find_needs()
        self.find_values()
        self.make_lanes()

    # ---- who ----

    def make_sites(self):
        for row in self.places:
            firms = row["firms"].split("|")
            for firm in firms:
                self.firms[slug(firm)] = (firm, row["code"])
            towns = row["places"].split("|")
            count = max(2, round(int(row["plants"]) * self.scale))
            for index in range(count):
                town, lap = towns[index % len(towns)], index // len(towns)
                firm = firms[index % len(firms)]
                name = f"{firm}, {town}" + (f" {lap + 1}" if lap else "")
                self.sites.append(Site(slug(f"{row['code']} {town} {index + 1}"), name,
                                       row["code"], slug(firm)))
            for index in range(int(row["bases"])):
                self.sites.append(Site(slug(f"{row['code']} base {index + 1}"),
                                       f"{row['shown']}, base {index + 1}", row["code"],
                                       f"{row['code'].lower()}-forces", "base"))
        for country, title in (("US", "Continental depot"), ("JP", "Pacific depot")):
            self.sites.append(Site(slug(title), title, country, f"{country.lower()}-forces",
                                   "depot"))
        self.plants = {row["code"]: [site for site in self.sites if site.country == row["code"]
                                     and site.kind == "plant"] for row in self.places}
        self.site_of = {site.id: site for site in self.sites}

    def bases(self, country):
        return [site for site in self.sites if site.country == country and site.kind == "base"]

    def pick_site(self, random, country, family):
        """A plant of the country that this family uses, the less busy of two."""
        plants = self.plants[country]
        own = [site for index, site in enumerate(plants)
               if index % len(self.families) == self.families.index(family) % len(plants)]
        near = own if len(own) > 1 else plants
        first, second = random.choice(near), random.choice(near)
        site = first if first.load <= second.load else second
        site.load += 1
        return site

    # ---- what ----

    def make_families(self):
        rows = read_rows("families.tsv")
        whole = sum(int(row["items"]) for row in rows) + 84
        copies = max(1, round(self.size / whole))
        share = self.size / whole / copies
        self.families = [Family(row, copy) for copy in range(copies) for row in rows]
        for index, family in enumerate(self.families):
            random = Random(self.seed, 100 + index)
            count = max(6, round(int(family.row["items"]) * share))
            self.make_tree(family, random, count)
            for level in family.levels:
                for item in level:
                    self.find_makers(family, item, random)
            self.classify(family, random)

    def level_sizes(self, family, count):
        """Items of each level: the product, its sections, and what is below them."""
        sections = min(len(family.row["parts"].split("|")), max(2, count // 4))
        below = int(family.row["depth"]) - 3
        left = max(below, count - 1 - sections)
        weights = [2 + level for level in range(below)]
        sizes = [max(1, left * weight // sum(weights)) for weight in weights]
        return [1, sections, *sizes]

    def make_tree(self, family, random, count):
        sizes = self.level_sizes(family, count)
        sections = family.row["parts"].split("|")
        used = set()
        code = family.row["code"]
        sort = "usml" if "(" in code else "600" if code[2:4] == "60" else "free"
        product = Item(family.title, family, 0, sort, code)
        product.id = family.id
        family.levels.append([product])
        for level, size in enumerate(sizes[1:], start=1):
            items = []
            for index in range(size):
                parent = family.levels[-1][index % len(family.levels[-1])]
                item = self.make_item(family, random, parent, level, len(sizes) - 1, index,
                                      sections, used)
                parent.children.append((item, self.how_many(random, level)))
                if level > 1 and len(family.levels[-1]) > 1 and random.chance(10):
                    other = random.choice(family.levels[-1])
                    if other is not parent:
                        other.children.append((item, 1))
                items.append(item)
            family.levels.append(items)

    def how_many(self, random, level):
        return 1 if level == 1 else random.choice([1, 1, 2, 2, 4]) if level > 2 else \
            random.choice([1, 1, 2])

    def make_item(self, family, random, parent, level, last, index, sections, used):
        part = sections[index] if level == 1 else parent.part
        weights = CLASSES[family.row["end_use"]][3 if level == last else min(level - 1, 2)]
        sort = random.weighted(weights)
        noun = "section" if level == 1 else random.choice(
            PART_NOUNS if level == last else UNIT_NOUNS if level == 2 else MODULE_NOUNS)
        name = f"{family.id.split('-')[0].capitalize()} {part} {noun}"
        for again in itertools.count(2):
            if name not in used:
                break
            name = f"{family.id.split('-')[0].capitalize()} {part} {noun} {again}"
        used.add(name)
        item = Item(name, family, level, sort, random.choice(family.codes(sort)))
        if family.copy:
            item.name = f"{name}, lot {family.copy + 1}"
            item.id = slug(f"{name} lot {family.copy + 1}")
        item.part, item.noun = part, noun
        item.lead = random.choice([14, 21, 28]) if level < last else random.choice([14, 21, 35])
        item.value = random.between(150, 4000) if level == last else 0
        return item

    def find_makers(self, family, item, random):
        if item.level == 0:
            for country, share in parts_of(family.row["assembly"]).items():
                item.makers[self.pick_site(random, country, family)] = share
            item.lead = 42
            return
        parents = [parent for parent in family.levels[item.level - 1]
                   if any(child is item for child, _ in parent.children)]
        home = next(iter(parents[0].makers))
        if item.level < len(family.levels) - 1 and random.chance(60) \
                and home.country in COUNTRIES[item.sort]:
            first = home
        else:
            first = self.pick_site(random, random.weighted(COUNTRIES[item.sort]), family)
        if not random.chance(SECOND_MAKER[item.sort]):
            item.makers[first] = 100
            return
        weights = {country: weight for country, weight in COUNTRIES[item.sort].items()
                   if country != first.country}
        item.makers[first] = 60
        item.makers[self.pick_site(random, random.weighted(weights), family)] = 40

    def classify(self, family, random):
        """Marks what the story needs: classified parts, and an arms part in a civil product."""
        american = [item for item in family.items if item.sort == "usml" and item.level > 1
                    and all(site.country == "US" for site in item.makers)]
        if family.is_military and american:
            for item in american[:1]:
                item.extra["classified"] = "yes"
        if not family.is_military:
            item = next(item for item in family.levels[min(2, len(family.levels) - 1)])
            item.sort, item.code = "usml", family.row["usml"].split()[0]
            item.makers = {self.pick_site(random, "US", family): 100}

    def make_materials(self):
        """Each family buys its materials under contracts of its own."""
        users = {}
        for row in read_rows("materials.tsv"):
            for noun in row["for"].split("|"):
                users.setdefault(noun, []).append(row)
        for index, family in enumerate(self.families):
            random = Random(self.seed, 1000 + index)
            bought = {}
            for item in family.levels[-1]:
                rows = users.get(item.noun, [])
                if rows and (not bought or random.chance(70)):
                    row = rows[0] if len(rows) == 1 or random.chance(75) else rows[1]
                    material = bought.get(row["item"]) or self.contract(family, row, random)
                    bought[row["item"]] = material
                    quantity = random.choice([2, 4, 8]) if material.unit == "each" else \
                        random.between(2, 30) / 10
                    item.children.append((material, quantity))

    def contract(self, family, row, random):
        code = row["eccn"]
        item = Item(f"{row['title']}, {family.id} contract", family, 9,
                    "dual" if code[0] == "1" else "free", code, unit=row["unit"])
        item.id = f"{row['item']}-{family.id}"
        item.material, item.value, item.lead = row, float(row["value_usd"]), random.choice([14, 21])
        sources = parts_of(row["sources"])
        if len(sources) > 2:
            spare = random.choice([code for code in sources if code != "CN"])
            sources = {code: share for code, share in sources.items() if code != spare}
        for country, share in sources.items():
            site = min(self.plants[country], key=lambda plant: plant.load)
            site.load += 1
            item.makers[site] = round(100 * share / sum(sources.values()))
        self.materials.append(item)
        return item

    # ---- technology, overhaul and research: not of the trees ----

    def special(self, name, family, sort, code, makers, lead, value, kind="goods", unit="each"):
        item = Item(name, family, 8, sort, code, kind, unit)
        item.makers, item.lead, item.value = makers, lead, value
        self.specials.append(item)
        return item

    def make_special(self):
        self.specials = []
        self.random = Random(self.seed, 8)
        for family in self.families:
            code = family.row["know_how"]
            makers = {self.pick_site(self.random, "US" if family.is_military else "IT", family):
                      100}
            data = self.special(f"{family.title}: build data", family,
                                "usml" if "(" in code else "600" if code[2] == "6" else "free",
                                code, makers, 7, 60000, "technology", "set")
            data.extra["data"] = "build_to_print"
            family.product.children.append((data, 0.05))
        self.make_overhaul()
        self.make_research()
        self.make_upkeep()

    def make_upkeep(self):
        """Spares that law keeps back, each in its own way: upkeep.tsv."""
        radar = next(family for family in self.families if family.row["family"] == "radar")
        self.upkeep = {}
        for row in read_rows("upkeep.tsv"):
            makers = {self.site_for(firm): share for firm, share in parts_of(row["makers"]).items()}
            item = self.special(row["title"], radar, row["sort"], row["code"],
                                dict.fromkeys(makers, round(100 / len(makers))), 14,
                                float(row["value_usd"]), row["kind"], row["unit"])
            item.id = row["item"]
            item.extra.update(word.split("=") for word in row["attributes"].split())
            self.upkeep[item] = (row, makers)

    def site_for(self, party):
        """The site itself, or the first plant of a firm; in a network too small for the firm to
        have one, the first of its country."""
        if party in self.site_of:
            return self.site_of[party]
        plants = self.plants[self.firms[party][1]]
        return next((site for site in plants if site.firm == party), plants[0])

    def make_overhaul(self):
        """Line-replaceable units come back failed and are overhauled at one of two depots."""
        radar = next(family for family in self.families if family.row["family"] == "radar")
        home = next(iter(radar.product.makers))
        us, pacific = self.site_of["continental-depot"], self.site_of["pacific-depot"]
        failed = self.special("Transmit unit, failed", radar, "usml", "XI(c)(4)", {}, 7, 90000)
        kit = self.special("Transmit unit overhaul kit", radar, "usml", "XI(c)(4)", {home: 100},
                           21, 0)
        software = self.special("Transmit unit test software", radar, "usml", "XI(d)",
                                {home: 100}, 7, 20000, "software", "licence")
        manual = self.special("Transmit unit repair data", radar, "usml", "XI(d)", {home: 100}, 7,
                              15000, "technology", "set")
        manual.extra["data"] = "maintenance"
        unit = self.special("Transmit unit, overhauled", radar, "usml", "XI(c)(4)",
                            {us: 60, pacific: 40}, 21, 0)
        service = self.special("Depot field service", radar, "usml", "XI(d)", {home: 100}, 7,
                               8000, "service", "visit")
        parts = [child for child in radar.levels[-1] if child.sort in ("600", "dual")][:5]
        kit.children = [(part, 1) for part in parts]
        unit.children = [(failed, 1), (kit, 1), (software, 0.02), (manual, 0.02), (service, 0.05)]
        self.failed, self.kit, self.overhauled = failed, kit, unit
        for country in ("US", "JP", "AU", "KR"):
            base = self.bases(country)[0]
            failed.makers[base] = {"US": 40, "JP": 25, "AU": 20, "KR": 15}[country]

    def make_research(self):
        first = self.families[0]
        range_site = self.pick_site(self.random, "AU", first)
        sensor = self.special("Trial sensor set", first, "dual", "6A002.a.1",
                              {self.pick_site(self.random, "US", first): 100}, 28, 42000)
        data = self.special("Trial data, reduced", first, "usml", "IV(i)", {range_site: 100}, 14,
                            30000, "technology", "set")
        model = self.special("Flight model software", first, "usml", "IV(i)",
                             {self.pick_site(self.random, "US", first): 100}, 7, 25000,
                             "software", "licence")
        data.children = [(sensor, 0.5), (model, 0.25)]
        self.research = data

    @property
    def all_items(self):
        items = [item for family in self.families for item in family.items]
        return items + self.specials + self.materials

    # ---- how much ----

    def find_demand(self):
        """(programme, site, item, every_days, quantity, priority), and programmes."""
        self.programmes, self.demands = [], []
        for family in self.families:
            row = family.row
            owner = next(iter(parts_of(row["users"])))
            self.programmes.append((family.id, f"{family.title}: production", "production", owner,
                                    row["end_use"]))
            for country, share in parts_of(row["users"]).items():
                bases = self.bases(country)
                for base in bases[:2]:
                    weekly = float(row["weekly"]) * share / 100 / len(bases[:2])
                    self.add_demand(family.id, base, family.product, weekly, row["priority"])
        self.programmes.append(("theatre", "Transmit units in the theatre: overhaul", "sustainment",
                                "JP", "military"))
        self.programmes.append(("home", "Transmit units at home: overhaul", "sustainment", "US",
                                "military"))
        for country, weekly in (("JP", 2), ("AU", 1.5), ("KR", 1), ("US", 3)):
            self.add_demand("home" if country == "US" else "theatre", self.bases(country)[0],
                            self.overhauled, weekly, "3")
        self.programmes.append(("trials", "Joint trials of guidance", "research", "AU", "military"))
        for country in ("US", "GB", "JP"):
            self.add_demand("trials", self.bases(country)[-1], self.research, 0.5, "1")
        self.programmes.append(("upkeep", "Spares for the theatre and the yards", "sustainment",
                                "JP", "military"))
        for item, (row, _) in self.upkeep.items():
            self.add_demand("upkeep", self.site_for(row["to"]), item, float(row["weekly"]), "1")

    def add_demand(self, programme, site, item, weekly, priority):
        every = 7 if weekly >= 0.5 else 28
        self.demands.append((programme, site, item, every, weekly * every / 7, priority))

    def top_down(self):
        """Items, parents before children."""
        done, order = set(), []

        def visit(item):
            if item.id not in done:
                done.add(item.id)
                for child, _ in item.children:
                    visit(child)
                order.append(item)

        for item in self.all_items:
            visit(item)
        return order[::-1]

    def find_needs(self):
        for _, _, item, every, quantity, _ in self.demands:
            item.need += quantity * 7 / every
        for item in self.top_down():
            for child, quantity in item.children:
                child.need += item.need * quantity

    def find_values(self):
        for item in reversed(self.top_down()):
            item.value += 1.2 * sum(child.value * quantity for child, quantity in item.children)
            item.us_content = self.us_content(item, lambda code: code not in
                                              ("EAR99", "3A991", "5A991", "2A991", "8A992",
                                               "7A994", "9A991.d"))
            item.us_600 = self.us_content(item, lambda code: code[2:4] == "60" or
                                          code[1:] in ("A611.x", "A611.a", "A619.x", "A620.x"))
            item.contained = sorted(set(itertools.chain.from_iterable(
                child.contained + ([child.code] if child.sort == "usml"
                                   and child.is_made_in(("US",)) else [])
                for child, _ in item.children if child.kind == "goods")))

    def us_content(self, item, is_counted):
        """Of a dollar of the item, how much is controlled U.S. content."""
        total = 0.0
        for child, quantity in item.children:
            made = sum(share for site, share in child.makers.items() if site.country == "US") / 100
            own = made if child.sort != "usml" and is_counted(child.code) else 0
            key = self.us_content(child, is_counted)
            total += child.value * quantity * (own + (1 - own) * key)
        return total / item.value if item.value else 0.0

    # ---- where ----

    def transit_days(self, start, end, item):
        if start.country == end.country:
            return 3
        if item.kind != "goods":
            return 0
        if self.region[start.country] == self.region[end.country]:
            return 10
        return 35 if item.material is not None or item.level == 0 else 12

    def make_lanes(self):
        """(from, to, item) to expected weekly flow."""
        self.lanes, self.uses = {}, {}
        for item in self.all_items:
            for site, share in item.makers.items():
                for child, quantity in item.children:
                    rate = item.need * share / 100 * quantity
                    self.uses[site, child] = self.uses.get((site, child), 0) + rate
        for (site, child), rate in self.uses.items():
            self.connect(child, site, rate)
        for _, site, item, every, quantity, _ in self.demands:
            self.uses[site, item] = self.uses.get((site, item), 0) + quantity * 7 / every
            self.connect(item, site, quantity * 7 / every)

    def connect(self, item, site, rate):
        makers = dict(item.makers)
        if item is getattr(self, "failed", None):
            makers = {maker: share for maker, share in makers.items()
                      if site.country == "US" or maker.country != "US"}
        whole = sum(makers.values())
        for maker, share in makers.items():
            if maker is not site:
                key = (maker, site, item)
                self.lanes[key] = self.lanes.get(key, 0) + rate * share / whole
