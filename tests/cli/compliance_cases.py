# SPDX-License-Identifier: Apache-2.0
"""Cases of compliance and of purchases, each decided by hand from the text that it cites before
any program was asked. test_compliance.py asks for them.
"""

SCORE = "32 CFR 170.24(c)(2)"
PLAN = "32 CFR 170.21(a)(2)"
# One point each, allowed on a plan of action: 32 CFR 170.21(a)(2)(ii), (iii).
ONE_POINT = ("3.1.3 3.1.4 3.1.6 3.1.7 3.1.8 3.1.9 3.1.10 3.1.11 3.1.14 3.1.15 3.1.21 3.2.3 3.3.3 3.3.4 "
             "3.3.6 3.3.7 3.3.8 3.3.9 3.4.3 3.4.4 3.4.9 3.5.4 3.5.5 3.5.6 3.5.7 3.5.8 3.5.9 3.5.11 3.6.3 "
             "3.7.3 3.7.6 3.8.4 3.8.5 3.8.6 3.8.9 3.10.6 3.11.3 3.13.3 3.13.4 3.13.7 3.13.9 3.13.10 "
             "3.13.12 3.13.13 3.13.14 3.13.16").split()


def missing(*ids, **others):
    return {**{one: "not_met" for one in ids}, **{key.replace("_", "."): value
                                                  for key, value in others.items()}}


# id, text, catalogue, statuses of what is not met, (--holds), (score, standing, completed)
LEVELS = [
    ("W01", f"{SCORE}(i)(B)(4)", "cmmc-l2", missing("3.5.3"), None, (105, "none", True)),
    ("W02", f"{SCORE}(i)(B)(4), {PLAN}(ii)", "cmmc-l2", missing("3.13.11"), None, (105, "none", True)),
    ("W03", PLAN + "(ii)", "cmmc-l2", {"3.13.11": "partial", "3.1.3": "not_met"}, None,
     (106, "conditional", True)),
    ("W04", PLAN + "(ii)", "cmmc-l2", {"3.13.11": "partial", "3.1.5": "not_met"}, None,
     (104, "none", True)),
    ("W05", PLAN + "(i)", "cmmc-l2", {**missing(*ONE_POINT[:22]), "3.13.11": "partial"}, None,
     (85, "none", True)),
    ("W06", PLAN + "(i)", "cmmc-l2", missing(*ONE_POINT[:21]), None, (89, "conditional", True)),
    ("W07", PLAN + "(i)", "cmmc-l2", missing(*ONE_POINT[:23]), None, (87, "none", True)),
    ("W08", PLAN + "(i)", "cmmc-l2", {**missing(*ONE_POINT[20:39]), "3.13.11": "partial"}, None,
     (88, "conditional", True)),
    ("W09", PLAN + "(i)", "cmmc-l2", {**missing(*ONE_POINT[20:40]), "3.13.11": "partial"}, None,
     (87, "none", True)),
    ("W10", PLAN + "(i)", "cmmc-l2", missing(*ONE_POINT[-22:]), None, (88, "conditional", True)),
    ("W11", f"{SCORE}(i)(B)(5)", "cmmc-l2", missing("3.12.4", "3.1.3"), None, (109, "none", False)),
    ("W12", f"{SCORE}(i)(B)(5)", "cmmc-l2", missing("3.12.4", "3.5.3"), None, (105, "none", False)),
    ("W13", PLAN + "(iii)", "cmmc-l2", missing("3.10.3"), None, (109, "none", True)),
    ("W14", "32 CFR 170.24(b)(3)", "cmmc-l2", {"3.10.3": "not_applicable"}, None, (110, "final", True)),
    ("W15", "32 CFR 170.24(b)(3)", "cmmc-l2", {"3.1.16": "not_applicable", "3.1.17": "not_applicable"},
     None, (110, "final", True)),
    ("W16", "110 less 313", "cmmc-l2", {"*": "not_met", "3.12.4": "met"}, None, (-203, "none", True)),
    ("W17", "110 less 309", "cmmc-l2", {"*": "not_met", "3.12.4": "met", "3.5.3": "partial",
                                         "3.13.11": "partial"}, None, (-199, "none", True)),
    ("W18", SCORE, "cmmc-l2", missing("3.14.5", "3.14.7", "3.9.1"), None, (101, "none", True)),
    ("W19", PLAN, "cmmc-l2", missing("3.10.6"), None, (109, "conditional", True)),
    ("W20", PLAN + "(ii)", "cmmc-l2", {"3.5.3": "partial", "3.1.3": "not_met"}, None,
     (106, "none", True)),
    ("L11", "32 CFR 170.24(c)(1)", "cmmc-l1", {}, None, (0, "final", True)),
    ("L12", "32 CFR 170.21(a)(1)", "cmmc-l1", missing("3.1.20"), None, (0, "none", True)),
    ("L13", "32 CFR 170.24(b)(3)", "cmmc-l1", {"3.10.3": "not_applicable"}, None, (0, "final", True)),
    ("L31", "32 CFR 170.21(a)(3)(i)", "cmmc-l3", missing("3.1.2e", "3.1.3e", "3.2.1e", "3.2.2e"),
     "Final Level 2 (C3PAO)", (20, "conditional", True)),
    ("L32", "32 CFR 170.21(a)(3)(i)", "cmmc-l3",
     missing("3.1.2e", "3.1.3e", "3.2.1e", "3.2.2e", "3.4.1e"), "Final Level 2 (C3PAO)",
     (19, "none", True)),
    *[(f"L33 {one}", "32 CFR 170.21(a)(3)(ii)", "cmmc-l3", missing(one), "Final Level 2 (C3PAO)",
       (23, "none", True)) for one in ("3.6.2e", "3.11.1e", "3.11.4e", "3.11.6e", "3.11.7e", "3.14.3e")],
    ("L34", "32 CFR 170.24(c)(3)", "cmmc-l3", {}, "Conditional Level 2 (C3PAO)", (24, "none", True)),
]

# id, text, day, phase, must, may
PHASES = [
    ("H10", "32 CFR 170.3(e)", "2024-12-15", None, set(), set()),
    ("H11", "32 CFR 170.3(e)", "2025-11-09", "0", set(), set()),
    ("H12", "32 CFR 170.3(e)(1)", "2025-11-10", "1", {"Level 1 (Self)", "Level 2 (Self)"},
     {"Level 2 (C3PAO)"}),
    ("H13", "32 CFR 170.3(e)(1)", "2026-11-09", "1", {"Level 1 (Self)", "Level 2 (Self)"},
     {"Level 2 (C3PAO)"}),
    ("H14", "32 CFR 170.3(e)(2)", "2026-11-10", "2",
     {"Level 1 (Self)", "Level 2 (Self)", "Level 2 (C3PAO)"}, {"Level 3 (DIBCAC)"}),
    ("H15", "32 CFR 170.3(e)(2)", "2027-11-09", "2",
     {"Level 1 (Self)", "Level 2 (Self)", "Level 2 (C3PAO)"}, {"Level 3 (DIBCAC)"}),
    ("H16", "32 CFR 170.3(e)(3)", "2027-11-10", "3",
     {"Level 1 (Self)", "Level 2 (Self)", "Level 2 (C3PAO)", "Level 3 (DIBCAC)"}, set()),
    ("H17", "32 CFR 170.3(e)(4)", "2028-11-10", "4",
     {"Level 1 (Self)", "Level 2 (Self)", "Level 2 (C3PAO)", "Level 3 (DIBCAC)"}, set()),
]

# id, text, status, since, affirmed, day, current
CURRENT = [
    ("D10", "48 CFR 204.7501; 180 days", "Conditional Level 2 (C3PAO)", "2026-01-01", "2026-01-01",
     "2026-06-30", "yes"),
    ("D11", "32 CFR 170.21(b)", "Conditional Level 2 (C3PAO)", "2026-01-01", "2026-01-01", "2026-07-01",
     "no"),
    ("D12", "48 CFR 204.7501; one year", "Final Level 1 (Self)", "2026-01-15", "2026-01-15",
     "2027-01-15", "yes"),
    ("D13", "48 CFR 204.7501; one year", "Final Level 1 (Self)", "2026-01-15", "2026-01-15",
     "2027-01-16", "no"),
    ("D14", "48 CFR 204.7501; three years", "Final Level 2 (Self)", "2025-11-10", "2028-01-01",
     "2028-11-10", "yes"),
    ("D15", "48 CFR 204.7501; three years", "Final Level 2 (Self)", "2025-11-10", "2028-01-01",
     "2028-11-11", "no"),
    ("D16", "32 CFR 170.22; affirmed each year", "Final Level 3 (DIBCAC)", "2026-02-01", "2027-02-01",
     "2028-02-02", "no"),
]

# id, text, data, prime, least
FLOWS = [
    ("F10", "32 CFR 170.23(a)(1)", "FCI", "Level 1 (Self)", "Level 1 (Self)"),
    ("F11", "32 CFR 170.23(a)(1)", "FCI", "Level 2 (C3PAO)", "Level 1 (Self)"),
    ("F12", "32 CFR 170.23(a)(2)", "CUI", "Level 2 (Self)", "Level 2 (Self)"),
    ("F13", "32 CFR 170.23(a)(3)", "CUI", "Level 2 (C3PAO)", "Level 2 (C3PAO)"),
]

# framework and an id of it: reuse of its evidence is no recognition (32 CFR part 170, preamble,
# comments 26a to 26c).
# Whether some mapping leads from it to revision 2.
FOREIGN = [("E10", "ISO/IEC 27001:2022 Annex A", "A.5.15", True), ("E11", "ITSP.10.171", "03.01.01", True),
           ("E12", "NIST SP 800-171r3", "03.01.01", True), ("E13", "Essential Eight ML2", "ML2", False)]

READ, DEVIATED = "2026-01-15", "2026-11-24"
QC, CONTENT = "48 CFR 225.872-1(a)", "48 CFR 225.101(a)(ii)(A)"
BERRY, METALS, COVERED = "10 USC 4862", "10 USC 4863", "10 USC 4872"
PLAIN = {
    "transfer.acquisition": "dod", "transfer.above_micropurchase": "no", "transfer.above_threshold": "yes",
    "transfer.small_business_set_aside": "no", "transfer.limited_by_other_law": "no",
    "transfer.trade_agreement_applies": "no", "transfer.nonavailability_determined": "no",
    "transfer.combat_or_contingency": "no", "transfer.waiver_granted": "no",
    "transfer.contract_value": "300000 USD", "transfer.used_outside_us": "no",
    "transfer.access": "none", "transfer.information": "none",
    "item.berry": "none", "item.covered_material": "none", "item.specialty_metal_item": "no",
    "item.base_item": "none", "item.restricted_kind": "none", "item.cots": "no",
    "item.mainly_iron_or_steel": "no", "item.in_cots_subsystem": "no", "item.electronic_device": "no",
    "item.electronic_component": "no", "item.specialty_metal_melted_in_us": "no",
}


def content(percent, delivered, **more):
    return {"transfer.above_micropurchase": "yes", "item.qualifying_content": f"{percent} percent",
            "transfer.delivery_date": delivered, **more}


def berry(kind, **more):
    return {"item.berry": kind, **{f"item.{key}": value for key, value in more.items()}}


def covered(material, melted, mined="AU", refined="AU", **more):
    return {"item.covered_material": material, "item.melted_in": melted, "item.mined_in": mined,
            "item.refined_in": refined, **more}


def metals(share, **more):
    return {"item.specialty_metal_item": "yes", "item.noncompliant_metal_share": f"{share} percent", **more}


def owned(interest, access, **more):
    return {"transfer.access": access, "exporter.foreign_interest": interest,
            "exporter.foreign_government_control": "no", "exporter.foci_instrument": "none",
            "exporter.interest_determined": "no", "exporter.parents_in_base": "no",
            **{f"exporter.{key}": value for key, value in more.items()}}


MADE_ANEW = {"item.recycled_in_us": "no"}

# id, text, day, made in, facts, outcome, the rule that decides (or nothing)
BOUGHT = [
    ("T20", CONTENT, READ, "US", content(60, "2023-12-31"), "licence_required", "buy_american"),
    ("T21", CONTENT, READ, "US", content("60.01", "2023-12-31"), "free", ""),
    ("T22", CONTENT, READ, "US", content(61, "2024-01-01"), "licence_required", "buy_american"),
    ("T23", CONTENT, READ, "US", content("74.99", "2028-12-31"), "free", ""),
    ("T24", CONTENT, READ, "US", content(75, "2029-01-01"), "licence_required", "buy_american"),
    ("T25", CONTENT, READ, "US", content("75.01", "2029-01-01"), "free", ""),
    ("T26", "48 CFR 225.003", READ, "GB", content("65.01", "2026-05-01"), "authorised", "qualifying"),
    ("T27", "48 CFR 225.003", READ, "GB", content(65, "2026-05-01"), "licence_required", "buy_american"),
    *[(f"Q1 {country}", QC, READ, country, content(90, "2026-05-01"), "licence_required", "buy_american")
      for country in ("KR", "NZ", "IN", "SG", "BR")],
    *[(f"Q2 {country}", QC, READ, country, content(90, "2026-05-01"), "authorised", "qualifying")
      for country in ("EG", "LV", "CH", "TR", "JP")],
    ("Q30", "48 CFR 225.870-1", READ, "CA", content(90, "2026-05-01"), "authorised", "qualifying_canada"),
    ("Q31", "48 CFR 225.872-4", READ, "AT",
     content(90, "2026-05-01", **{"transfer.determination_made": "no"}), "licence_required",
     "buy_american"),
    ("Q32", "48 CFR 225.872-3(a)", READ, "FR",
     content(90, "2026-05-01", **{"transfer.small_business_set_aside": "yes"}), "prohibited",
     "set_aside"),
    ("Q33", "48 CFR 225.872-2", READ, "GB",
     content(90, "2026-05-01", **{"transfer.limited_by_other_law": "yes"}), "licence_required",
     "buy_american"),
    ("Q34", "48 CFR 25.101(a); not for other agencies", READ, "GB",
     {**content(90, "2026-05-01"), "transfer.acquisition": "civil", "item.us_content": "0 percent"},
     "licence_required", "buy_american"),
    ("Q35", QC + "; its text since 2026-02-01 was not read", DEVIATED, "GB", content(90, "2026-05-01"),
     "undetermined", "buy_american"),
    ("S10", "48 CFR 225.101(a)(ii)(B)", READ, "US",
     content(0, "2026-05-01", **{"item.mainly_iron_or_steel": "yes", "item.cots": "yes",
                                 "item.fastener": "yes", "item.foreign_steel_share": "8 percent"}),
     "free", ""),
    ("B20", "48 CFR 225.7002-1", READ, "CA", berry("hand_tool"), "licence_required", "berry"),
    ("B21", "48 CFR 225.7002-1", READ, "CA",
     {**berry("hand_tool"), "transfer.contract_value": "200001 USD"}, "licence_required", "berry"),
    ("B22", "48 CFR 225.7002-1", READ, "CA",
     {**berry("hand_tool"), "transfer.contract_value": "200000 USD"}, "free", ""),
    ("B23", "48 CFR 225.7002-2(n)", READ, "DE", berry("chemical_suit"), "authorised", "berry_qualifying"),
    ("B24", "48 CFR 225.7002-2(m)(2)", READ, "KR", berry("para_aramid"), "licence_required", "berry"),
    ("B25", "48 CFR 225.7002-2", READ, "IN", berry("cotton", fibre_share="10.01 percent"),
     "licence_required", "berry"),
    ("B26", BERRY, READ, "US", berry("food", berry_us_origin="no"), "licence_required", "berry"),
    ("B27", BERRY, READ, "US", berry("food", berry_us_origin="yes"), "free", ""),
    ("M10", "48 CFR 225.7003-3(b)(6)", READ, "US", metals(2), "authorised", "metals_minimal"),
    ("M11", "48 CFR 225.7003-3(b)(6)", READ, "US", metals("2.01"), "licence_required",
     "specialty_metals"),
    ("M12", "48 CFR 225.7003-3(b)(6); never for magnets", READ, "US",
     {**metals(1), **covered("smco", "DE")}, "licence_required", "specialty_metals"),
    ("M13", "48 CFR 225.7003-3(b)(4)", READ, "GB", metals(90), "authorised", "metals_qualifying"),
    ("M14", METALS, READ, "KR", metals(90), "licence_required", "specialty_metals"),
    ("M15", METALS, READ, "KR", {**metals(90), "transfer.above_threshold": "no"}, "free", ""),
    ("C10", COVERED, "2026-12-31", "US", covered("tungsten", "RU"), "prohibited", "covered_melted"),
    ("C11", COVERED, "2026-12-31", "US", covered("ndfeb", "JP", "CN", "CN"), "free", ""),
    ("C12", COVERED, "2027-01-01", "US", covered("ndfeb", "JP", "CN", "JP", **MADE_ANEW), "prohibited",
     "covered_mined"),
    ("C13", COVERED, "2027-01-01", "US", covered("ndfeb", "JP", "AU", "CN", **MADE_ANEW), "prohibited",
     "covered_mined"),
    ("C14", "48 CFR 225.7018-3", "2027-01-01", "US",
     covered("ndfeb", "US", "CN", "CN", **{"item.recycled_in_us": "yes"}), "free", ""),
    ("C15", "48 CFR 225.7018-3", "2027-01-01", "US",
     covered("tantalum", "CN", **{"item.in_cots_subsystem": "yes", "item.material_share": "49.99 percent"}),
     "free", ""),
    ("C16", "48 CFR 225.7018-3", "2027-01-01", "US",
     covered("tantalum", "CN", **{"item.in_cots_subsystem": "yes", "item.material_share": "50 percent"}),
     "prohibited", "covered_melted"),
    ("C17", "48 CFR 225.7018-3", "2026-12-31", "US",
     covered("tungsten", "CN", **{"item.in_cots_subsystem": "yes", "item.material_share": "50 percent"}),
     "prohibited", "covered_melted"),
    ("C18", "48 CFR 225.7018-3", "2026-12-31", "US",
     covered("smco", "CN", **{"item.in_cots_subsystem": "yes", "item.material_share": "60 percent"}),
     "free", ""),
    ("N10", "10 USC 4864", READ, "NZ", {"item.base_item": "bus"}, "free", ""),
    ("N11", "10 USC 4864", READ, "JP", {"item.base_item": "bus", "transfer.price_ratio": "150 percent"},
     "licence_required", "industrial_base"),
    ("N12", "48 CFR 225.7004-6(c)(3)", READ, "JP",
     {"item.base_item": "bus", "transfer.price_ratio": "150.01 percent"}, "authorised", "base_price"),
    ("G10", "48 CFR 225.7004-5", READ, "GB",
     {"item.restricted_kind": "anchor_chain", "item.restricted_content": "90 percent"},
     "licence_required", "anchor_chain"),
    ("G11", "48 CFR 225.7009-2", READ, "CA",
     {"item.restricted_kind": "bearing", "item.restricted_content": "50.01 percent"}, "free", ""),
    ("G12", "48 CFR 225.7009-3", READ, "DE",
     {"item.restricted_kind": "bearing", "item.restricted_content": "0 percent", "item.commercial": "yes",
      "item.component_of_end_product": "yes"}, "authorised", "bearings_commercial"),
    ("G13", "48 CFR 225.7011-1", READ, "US",
     {"item.restricted_kind": "armor_plate", "item.component_of_end_product": "no",
      "item.melted_and_rolled_in": "DE"}, "licence_required", "armor_plate"),
    ("G14", "10 USC 8679", READ, "KR", {"item.restricted_kind": "vessel"}, "prohibited",
     "foreign_shipyard"),
    ("G15", "48 CFR 225.7012-1", READ, "JP", {"item.restricted_kind": "supercomputer"},
     "licence_required", "supercomputer"),
    ("O10", "10 USC 4874", READ, "US",
     owned("control", "sci", foreign_government_control="yes", foci_instrument="special_security",
           interest_determined="yes"), "prohibited", "foreign_government"),
    ("O11", "10 USC 4874; secret is not proscribed", READ, "US",
     owned("control", "secret", foreign_government_control="yes", foci_instrument="special_security"),
     "authorised", "has_special_agreement"),
    ("O12", "32 CFR 117.11", READ, "US", owned("board", "secret", foci_instrument="board_resolution"),
     "licence_required", "foci_control_agreement"),
    ("O13", "32 CFR 2004.34; a proxy needs none", READ, "US",
     owned("control", "top_secret", foci_instrument="proxy"), "authorised", "has_special_agreement"),
    ("O14", "32 CFR 2004.34", READ, "US", owned("control", "comsec", foci_instrument="special_security"),
     "licence_required", "interest_determination"),
    ("O15", "32 CFR 117.11; no foreign interest", READ, "US", owned("none", "top_secret"), "free", ""),
    ("Y10", "32 CFR 170.3(c); off the shelf", READ, "US",
     {"item.cots": "yes", "transfer.information": "fci", "transfer.above_micropurchase": "yes"}, "free",
     ""),
]

# Commercial sales abroad: id, text, to, dollars, whether of major equipment, days of notice to Congress.
NOTICED = [
    ("N10", "22 USC 2776(c)(1)", "JP", 24999999, True, None),
    ("N11", "22 USC 2776(c)(2)", "KR", 25000000, True, 15),
    ("N12", "22 USC 2776(c)(2)", "NZ", 25000000, True, 15),
    ("N13", "22 USC 2776(c)(2)", "PL", 14000000, True, None),
    ("N14", "22 USC 2776(c)(1)", "IN", 50000000, False, 30),
    ("N15", "22 USC 2776(c)(1)", "IN", 49999999, False, None),
    ("N16", "22 USC 2776(c)(2)", "AU", 100000000, False, 15),
    ("N17", "22 USC 2776(c)(2)", "GB", 99999999, False, None),
]
