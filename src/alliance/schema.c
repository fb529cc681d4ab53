/* SPDX-License-Identifier: Apache-2.0 */
#include "alliance/schema.h"

#include <assert.h>

/* A Text that a constant table may hold. */
#define LITERAL(text)                                                                              \
    { (text), sizeof(text) - 1 }
#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static_assert(sizeof(PartyKind) == sizeof(unsigned) && sizeof(ItemKind) == sizeof(unsigned) &&
                  sizeof(ProgrammeKind) == sizeof(unsigned) &&
                  sizeof(LossKind) == sizeof(unsigned) &&
                  sizeof(ListingBasis) == sizeof(unsigned) &&
                  sizeof(ListingReview) == sizeof(unsigned),
              "words are stored as unsigned positions");

static const Text party_words[] = {LITERAL("country"), LITERAL("government"),
                                   LITERAL("organisation"), LITERAL("site"), LITERAL("person")};
static const Text item_words[] = {LITERAL("goods"), LITERAL("software"), LITERAL("technology"),
                                  LITERAL("service")};
static const Text programme_words[] = {LITERAL("research"), LITERAL("production"),
                                       LITERAL("sustainment")};
static const Text loss_words[] = {LITERAL("party"), LITERAL("site"), LITERAL("activity"),
                                  LITERAL("lane"), LITERAL("item")};

static const Text basis_words[] = {LITERAL("name"), LITERAL("identifier")};
static const Text review_words[] = {LITERAL("open"), LITERAL("confirmed"), LITERAL("dismissed")};

static const WordList listing_bases = {basis_words, COUNT(basis_words)};
static const WordList listing_reviews = {review_words, COUNT(review_words)};
static const WordList party_kinds = {party_words, COUNT(party_words)};
static const WordList item_kinds = {item_words, COUNT(item_words)};
static const WordList programme_kinds = {programme_words, COUNT(programme_words)};
static const WordList loss_kinds = {loss_words, COUNT(loss_words)};

/* Of ColumnType. */
static const Text type_words[] = {
    [COLUMN_ID] = LITERAL("id"),           [COLUMN_NAME] = LITERAL("name"),
    [COLUMN_TEXT] = LITERAL("text"),       [COLUMN_WORD] = LITERAL("word"),
    [COLUMN_COUNTRY] = LITERAL("country"), [COLUMN_REFERENCE] = LITERAL("reference"),
    [COLUMN_DECIMAL] = LITERAL("decimal"), [COLUMN_FRACTION] = LITERAL("fraction"),
    [COLUMN_DAYS] = LITERAL("days"),       [COLUMN_DATE] = LITERAL("date"),
    [COLUMN_TARGET] = LITERAL("target"),   [COLUMN_DEGREES] = LITERAL("degrees"),
};

/* What every dated row may carry. */
static const ColumnSpec common_columns[SCHEMA_COMMON_COLUMNS] = {
    {"from", COLUMN_DATE, 0, "always", TABLE_COUNT, NULL,
     offsetof(RowMark, holds) + offsetof(DateRange, from), "the first day the row holds"},
    {"until", COLUMN_DATE, 0, "open", TABLE_COUNT, NULL,
     offsetof(RowMark, holds) + offsetof(DateRange, until), "the last day the row holds"},
    {"source", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(RowMark, source),
     "where the row is from"},
};

static const ColumnSpec workspace_columns[] = {
    {"key", COLUMN_TEXT, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Setting, key),
     "what is set"},
    {"value", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(Setting, value), "to what"},
};

static const ColumnSpec party_columns[] = {
    {"id", COLUMN_ID, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Party, id),
     "names the party in the other tables"},
    {"name", COLUMN_NAME, 0, "", TABLE_COUNT, NULL, offsetof(Party, name),
     "as people write it; the id where empty"},
    {"kind", COLUMN_WORD, SCHEMA_REQUIRED, "", TABLE_COUNT, &party_kinds, offsetof(Party, kind),
     "what it is"},
    {"country", COLUMN_COUNTRY, 0, "", TABLE_COUNT, NULL, offsetof(Party, country),
     "ISO 3166 code; the parent's where empty; a country and a site must have one"},
    {"parent", COLUMN_REFERENCE, 0, "", TABLE_PARTY, NULL, offsetof(Party, parent),
     "who owns or governs it"},
    {"latitude", COLUMN_DEGREES, SCHEMA_AMOUNT, "", TABLE_COUNT, NULL, offsetof(Party, latitude),
     "degrees north, for maps; south is negative"},
    {"longitude", COLUMN_DEGREES, SCHEMA_AMOUNT, "", TABLE_COUNT, NULL, offsetof(Party, longitude),
     "degrees east, for maps; west is negative"},
};

static const ColumnSpec status_columns[] = {
    {"party", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_PARTY, NULL,
     offsetof(PartyStatus, party), "whose"},
    {"status", COLUMN_TEXT, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_COUNT, NULL,
     offsetof(PartyStatus, status), "a name that packs know"},
    {"value", COLUMN_TEXT, SCHEMA_KEY, "yes", TABLE_COUNT, NULL, offsetof(PartyStatus, value),
     "its value; several rows may give several"},
};

static const ColumnSpec agreement_columns[] = {
    {"id", COLUMN_ID, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Agreement, id),
     "names the agreement in the other tables"},
    {"kind", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(Agreement, kind),
     "what it is, as packs know it"},
    {"name", COLUMN_NAME, 0, "", TABLE_COUNT, NULL, offsetof(Agreement, name),
     "as people write it; the id where empty"},
};

static const ColumnSpec agreement_party_columns[] = {
    {"agreement", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_AGREEMENT, NULL,
     offsetof(AgreementParty, agreement), "which agreement"},
    {"party", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_PARTY, NULL,
     offsetof(AgreementParty, party), "who is in it"},
};

static const ColumnSpec item_columns[] = {
    {"id", COLUMN_ID, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Item, id),
     "names the item in the other tables"},
    {"name", COLUMN_NAME, 0, "", TABLE_COUNT, NULL, offsetof(Item, name),
     "as people write it; the id where empty"},
    {"kind", COLUMN_WORD, SCHEMA_REQUIRED, "", TABLE_COUNT, &item_kinds, offsetof(Item, kind),
     "what it is"},
    {"unit", COLUMN_TEXT, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Item, unit),
     "of every quantity of this item: kg, each, licence"},
    {"value_usd", COLUMN_DECIMAL, SCHEMA_AMOUNT, "", TABLE_COUNT, NULL, offsetof(Item, value_usd),
     "US dollars for one unit; not known where empty"},
    {"origin", COLUMN_COUNTRY, 0, "", TABLE_COUNT, NULL, offsetof(Item, origin),
     "ISO 3166 code; not known where empty"},
    {"sensitivity", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(Item, sensitivity),
     "how much its release exposes, a word of your own"},
};

static const ColumnSpec attribute_columns[] = {
    {"item", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_ITEM, NULL,
     offsetof(ItemAttribute, item), "which item"},
    {"attribute", COLUMN_TEXT, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_COUNT, NULL,
     offsetof(ItemAttribute, attribute), "a name that packs know: eccn, usml, material"},
    {"value", COLUMN_TEXT, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_COUNT, NULL,
     offsetof(ItemAttribute, value), "its value; several rows may give several"},
};

static const ColumnSpec component_columns[] = {
    {"item", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_ITEM, NULL,
     offsetof(Component, item), "what is made"},
    {"component", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_ITEM, NULL,
     offsetof(Component, component), "what goes into it"},
    {"quantity", COLUMN_DECIMAL, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL,
     offsetof(Component, quantity), "units of the component in one unit of the item"},
};

static const ColumnSpec activity_columns[] = {
    {"id", COLUMN_ID, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Activity, id),
     "names the activity in scenarios"},
    {"site", COLUMN_REFERENCE, SCHEMA_REQUIRED, "", TABLE_PARTY, NULL, offsetof(Activity, site),
     "where"},
    {"item", COLUMN_REFERENCE, SCHEMA_REQUIRED, "", TABLE_ITEM, NULL, offsetof(Activity, item),
     "what is made"},
    {"capacity", COLUMN_DECIMAL, SCHEMA_AMOUNT, "", TABLE_COUNT, NULL, offsetof(Activity, capacity),
     "units in 365 days; without limit where empty"},
    {"cost_usd", COLUMN_DECIMAL, 0, "0", TABLE_COUNT, NULL, offsetof(Activity, cost_usd),
     "US dollars for one unit"},
    {"lead_days", COLUMN_DAYS, 0, "0", TABLE_COUNT, NULL, offsetof(Activity, lead_days),
     "days from start to stock"},
};

static const ColumnSpec stock_columns[] = {
    {"site", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_PARTY, NULL,
     offsetof(Stock, site), "where"},
    {"item", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_ITEM, NULL,
     offsetof(Stock, item), "of what"},
    {"quantity", COLUMN_DECIMAL, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Stock, quantity),
     "units"},
};

static const ColumnSpec lane_columns[] = {
    {"from_site", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_PARTY, NULL,
     offsetof(Lane, from_site), "where it begins"},
    {"to_site", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_PARTY, NULL,
     offsetof(Lane, to_site), "where it ends, another site"},
    {"item", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_ITEM, NULL,
     offsetof(Lane, item), "what is sent"},
    {"transit_days", COLUMN_DAYS, SCHEMA_KEY, "0", TABLE_COUNT, NULL, offsetof(Lane, transit_days),
     "days on the way"},
    {"capacity", COLUMN_DECIMAL, SCHEMA_AMOUNT, "", TABLE_COUNT, NULL, offsetof(Lane, capacity),
     "units in 365 days; without limit where empty"},
    {"cost_usd", COLUMN_DECIMAL, 0, "0", TABLE_COUNT, NULL, offsetof(Lane, cost_usd),
     "US dollars for one unit"},
    {"end_use", COLUMN_TEXT, SCHEMA_KEY, "", TABLE_COUNT, NULL, offsetof(Lane, end_use),
     "what it is for, as packs know it; where empty, that of the programmes that want the item at "
     "the lane's end, if they agree"},
};

static const ColumnSpec transfer_columns[] = {
    {"exporter", COLUMN_REFERENCE, SCHEMA_KEY, "", TABLE_PARTY, NULL,
     offsetof(TransferFact, exporter), "who sends; anybody where empty"},
    {"consignee", COLUMN_REFERENCE, SCHEMA_KEY, "", TABLE_PARTY, NULL,
     offsetof(TransferFact, consignee), "who gets it; anybody where empty"},
    {"item", COLUMN_REFERENCE, SCHEMA_KEY, "", TABLE_ITEM, NULL, offsetof(TransferFact, item),
     "what is sent; anything where empty"},
    {"fact", COLUMN_TEXT, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_COUNT, NULL,
     offsetof(TransferFact, fact), "a name that packs know, whole: transfer.contract_value"},
    {"value", COLUMN_TEXT, 0, "yes", TABLE_COUNT, NULL, offsetof(TransferFact, value),
     "its value; a set is written A+B"},
};

static const ColumnSpec programme_columns[] = {
    {"id", COLUMN_ID, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Programme, id),
     "names the programme in the other tables"},
    {"name", COLUMN_NAME, 0, "", TABLE_COUNT, NULL, offsetof(Programme, name),
     "as people write it; the id where empty"},
    {"kind", COLUMN_WORD, SCHEMA_REQUIRED, "", TABLE_COUNT, &programme_kinds,
     offsetof(Programme, kind), "what it is"},
    {"owner", COLUMN_REFERENCE, 0, "", TABLE_PARTY, NULL, offsetof(Programme, owner),
     "who answers for it"},
    {"need_by", COLUMN_DATE, 0, "open", TABLE_COUNT, NULL, offsetof(Programme, need_by), "by when"},
    {"end_use", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(Programme, end_use),
     "civil, military, or what else packs know; not known where empty"},
};

static const ColumnSpec demand_columns[] = {
    {"programme", COLUMN_REFERENCE, SCHEMA_REQUIRED, "", TABLE_PROGRAMME, NULL,
     offsetof(Demand, programme), "for which programme"},
    {"site", COLUMN_REFERENCE, SCHEMA_REQUIRED, "", TABLE_PARTY, NULL, offsetof(Demand, site),
     "where it is wanted"},
    {"item", COLUMN_REFERENCE, SCHEMA_REQUIRED, "", TABLE_ITEM, NULL, offsetof(Demand, item),
     "what is wanted"},
    {"start", COLUMN_DATE, 0, "always", TABLE_COUNT, NULL, offsetof(Demand, start),
     "the first day; where empty, the first day of the plan that the row holds"},
    {"every_days", COLUMN_DAYS, 0, "0", TABLE_COUNT, NULL, offsetof(Demand, every_days),
     "days from one delivery to the next; 0 is once"},
    {"quantity", COLUMN_DECIMAL, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Demand, quantity),
     "units each time"},
    {"priority", COLUMN_DECIMAL, 0, "1", TABLE_COUNT, NULL, offsetof(Demand, priority),
     "weight of a unit late, beside other demands"},
};

static const ColumnSpec authorisation_columns[] = {
    {"id", COLUMN_ID, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Authorisation, id),
     "names the authorisation"},
    {"route", COLUMN_TEXT, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Authorisation, route),
     "the name of a route in a pack"},
    {"exporter", COLUMN_REFERENCE, SCHEMA_REQUIRED, "", TABLE_PARTY, NULL,
     offsetof(Authorisation, exporter), "who may send"},
    {"consignee", COLUMN_REFERENCE, SCHEMA_REQUIRED, "", TABLE_PARTY, NULL,
     offsetof(Authorisation, consignee), "to whom"},
    {"item", COLUMN_REFERENCE, 0, "", TABLE_ITEM, NULL, offsetof(Authorisation, item),
     "what; every item where empty"},
    {"quantity", COLUMN_DECIMAL, SCHEMA_AMOUNT, "", TABLE_COUNT, NULL,
     offsetof(Authorisation, quantity), "units over its whole life; without limit where empty"},
    {"value_usd", COLUMN_DECIMAL, SCHEMA_AMOUNT, "", TABLE_COUNT, NULL,
     offsetof(Authorisation, value_usd),
     "US dollars over its whole life; without limit where empty"},
};

static const ColumnSpec lever_columns[] = {
    {"id", COLUMN_ID, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Lever, id),
     "names the lever"},
    {"name", COLUMN_NAME, 0, "", TABLE_COUNT, NULL, offsetof(Lever, name),
     "as people write it; the id where empty"},
    {"kind", COLUMN_TEXT, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(Lever, kind),
     "reform, scheme, stockpile, second_source, or a word of your own"},
    {"change", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(Lever, change),
     "a patch to law or facts"},
    {"cost_usd", COLUMN_DECIMAL, 0, "0", TABLE_COUNT, NULL, offsetof(Lever, cost_usd),
     "US dollars, once"},
    {"ready_days", COLUMN_DAYS, 0, "0", TABLE_COUNT, NULL, offsetof(Lever, ready_days),
     "days until it works"},
};

static const ColumnSpec scenario_columns[] = {
    {"id", COLUMN_ID, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(ScenarioLoss, id),
     "names the scenario"},
    {"name", COLUMN_NAME, 0, "", TABLE_COUNT, NULL, offsetof(ScenarioLoss, name),
     "as people write it; the id where empty"},
    {"kind", COLUMN_WORD, SCHEMA_REQUIRED, "", TABLE_COUNT, &loss_kinds,
     offsetof(ScenarioLoss, kind), "what is lost"},
    {"target", COLUMN_TARGET, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL,
     offsetof(ScenarioLoss, target),
     "an id of that kind; a lane is written `from>to:item`, or `from>to` for every item"},
    {"fraction", COLUMN_FRACTION, 0, "1", TABLE_COUNT, NULL, offsetof(ScenarioLoss, fraction),
     "how much of it is lost"},
    {"start", COLUMN_DATE, 0, "always", TABLE_COUNT, NULL, offsetof(ScenarioLoss, start),
     "the first day without it"},
    {"duration_days", COLUMN_DAYS, 0, "0", TABLE_COUNT, NULL, offsetof(ScenarioLoss, duration_days),
     "days without it; 0 is to the end"},
    {"probability", COLUMN_FRACTION, SCHEMA_AMOUNT, "", TABLE_COUNT, NULL,
     offsetof(ScenarioLoss, probability), "of the scenario; not known where empty"},
};

static const ColumnSpec ownership_columns[] = {
    {"owner", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_PARTY, NULL,
     offsetof(Ownership, owner), "who owns"},
    {"party", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_PARTY, NULL,
     offsetof(Ownership, party), "what is owned"},
    {"percent", COLUMN_DECIMAL, SCHEMA_AMOUNT, "", TABLE_COUNT, NULL, offsetof(Ownership, percent),
     "of it, 0 to 100; not known where empty"},
};

static const ColumnSpec listing_columns[] = {
    {"party", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_PARTY, NULL,
     offsetof(Listing, party), "who may be listed"},
    {"list", COLUMN_TEXT, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_COUNT, NULL,
     offsetof(Listing, list), "on which list: EL, SDN, as packs know it"},
    {"listed", COLUMN_TEXT, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_COUNT, NULL,
     offsetof(Listing, listed), "the entry, by the list's own id or else its name"},
    {"name", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(Listing, name), "as it is listed"},
    {"score", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(Listing, score),
     "how alike the names are"},
    {"basis", COLUMN_WORD, 0, "name", TABLE_COUNT, &listing_bases, offsetof(Listing, basis),
     "what agrees"},
    {"review", COLUMN_WORD, 0, "open", TABLE_COUNT, &listing_reviews, offsetof(Listing, review),
     "what a person found"},
    {"reason", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(Listing, reason), "why"},
    {"author", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(Listing, author), "who"},
    {"digest", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(Listing, digest),
     "of what was compared; another one opens the review again"},
};

static const ColumnSpec assessment_columns[] = {
    {"id", COLUMN_ID, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL, offsetof(PartyAssessment, id),
     "names the assessment in answer.csv"},
    {"party", COLUMN_REFERENCE, SCHEMA_REQUIRED, "", TABLE_PARTY, NULL,
     offsetof(PartyAssessment, party), "whose"},
    {"sought", COLUMN_TEXT, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL,
     offsetof(PartyAssessment, sought),
     "the requirement of the scheme, as `Level 2 (Self)`, or the framework that this is evidence "
     "for, as `ITSP.10.171`"},
    {"assessed", COLUMN_DATE, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL,
     offsetof(PartyAssessment, assessed), "the date of the status"},
    {"closed", COLUMN_DATE, 0, "", TABLE_COUNT, NULL, offsetof(PartyAssessment, closed),
     "when its plan of action was closed"},
    {"affirmed", COLUMN_DATE, 0, "", TABLE_COUNT, NULL, offsetof(PartyAssessment, affirmed),
     "when compliance was last affirmed; not known where empty"},
};

static const ColumnSpec answer_columns[] = {
    {"assessment", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_ASSESSMENT, NULL,
     offsetof(AssessmentAnswer, assessment), "of which assessment"},
    {"requirement", COLUMN_TEXT, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_COUNT, NULL,
     offsetof(AssessmentAnswer, requirement), "its id in the catalogue or framework"},
    {"objective", COLUMN_TEXT, SCHEMA_KEY, "", TABLE_COUNT, NULL,
     offsetof(AssessmentAnswer, objective), "one of its objectives; the whole where empty"},
    {"status", COLUMN_TEXT, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL,
     offsetof(AssessmentAnswer, status),
     "`met`, `not_met`, `partial`, `not_applicable` or `unknown`"},
    {"reason", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(AssessmentAnswer, reason),
     "why it is not applicable"},
    {"effort_days", COLUMN_TEXT, 0, "", TABLE_COUNT, NULL, offsetof(AssessmentAnswer, effort_days),
     "whole days of work to close it; not known where empty"},
};

static const ColumnSpec requirement_columns[] = {
    {"programme", COLUMN_REFERENCE, SCHEMA_REQUIRED | SCHEMA_KEY, "", TABLE_PROGRAMME, NULL,
     offsetof(ProgrammeRequirement, programme), "which programme"},
    {"item", COLUMN_REFERENCE, SCHEMA_KEY, "", TABLE_ITEM, NULL,
     offsetof(ProgrammeRequirement, item),
     "what is supplied; everything without a row of its own where empty"},
    {"demands", COLUMN_TEXT, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL,
     offsetof(ProgrammeRequirement, demands),
     "of whoever makes what it wants, a requirement of the scheme"},
    {"data", COLUMN_TEXT, SCHEMA_REQUIRED, "", TABLE_COUNT, NULL,
     offsetof(ProgrammeRequirement, data), "what its suppliers get, as the scheme names it: `CUI`"},
};

static const TableSpec tables[TABLE_COUNT] = {
    [TABLE_WORKSPACE] = {.shown = {.name = LITERAL("workspace"),
                                   .column_count = COUNT(workspace_columns),
                                   .meaning = LITERAL("settings of the workspace as a whole")},
                         .columns = workspace_columns,
                         .own_count = COUNT(workspace_columns),
                         .row_size = sizeof(Setting),
                         .line_at = offsetof(Setting, line),
                         .rows_at = offsetof(Workspace, settings),
                         .count_at = offsetof(Workspace, setting_count)},
    [TABLE_PARTY] = {.shown = {.name = LITERAL("party"),
                               .is_required = true,
                               .is_dated = true,
                               .has_ids = true,
                               .column_count = COUNT(party_columns) + SCHEMA_COMMON_COLUMNS,
                               .meaning = LITERAL("who makes, moves, needs or governs")},
                     .columns = party_columns,
                     .own_count = COUNT(party_columns),
                     .row_size = sizeof(Party),
                     .mark_at = offsetof(Party, mark),
                     .line_at = offsetof(Party, mark) + offsetof(RowMark, line),
                     .rows_at = offsetof(Workspace, parties),
                     .count_at = offsetof(Workspace, party_count)},
    [TABLE_STATUS] = {.shown = {.name = LITERAL("status"),
                                .is_dated = true,
                                .column_count = COUNT(status_columns) + SCHEMA_COMMON_COLUMNS,
                                .meaning = LITERAL("what a party is or has, as packs ask for it")},
                      .columns = status_columns,
                      .own_count = COUNT(status_columns),
                      .row_size = sizeof(PartyStatus),
                      .mark_at = offsetof(PartyStatus, mark),
                      .line_at = offsetof(PartyStatus, mark) + offsetof(RowMark, line),
                      .rows_at = offsetof(Workspace, statuses),
                      .count_at = offsetof(Workspace, status_count)},
    [TABLE_AGREEMENT] = {.shown = {.name = LITERAL("agreement"),
                                   .is_dated = true,
                                   .has_ids = true,
                                   .column_count = COUNT(agreement_columns) + SCHEMA_COMMON_COLUMNS,
                                   .meaning = LITERAL("treaties, alliances, schemes")},
                         .columns = agreement_columns,
                         .own_count = COUNT(agreement_columns),
                         .row_size = sizeof(Agreement),
                         .mark_at = offsetof(Agreement, mark),
                         .line_at = offsetof(Agreement, mark) + offsetof(RowMark, line),
                         .rows_at = offsetof(Workspace, agreements),
                         .count_at = offsetof(Workspace, agreement_count)},
    [TABLE_AGREEMENT_PARTY] = {.shown = {.name = LITERAL("agreement_party"),
                                         .is_dated = true,
                                         .column_count =
                                             COUNT(agreement_party_columns) + SCHEMA_COMMON_COLUMNS,
                                         .meaning = LITERAL("who is in an agreement, and when")},
                               .columns = agreement_party_columns,
                               .own_count = COUNT(agreement_party_columns),
                               .row_size = sizeof(AgreementParty),
                               .mark_at = offsetof(AgreementParty, mark),
                               .line_at = offsetof(AgreementParty, mark) + offsetof(RowMark, line),
                               .rows_at = offsetof(Workspace, agreement_parties),
                               .count_at = offsetof(Workspace, agreement_party_count)},
    [TABLE_ITEM] = {.shown = {.name = LITERAL("item"),
                              .is_required = true,
                              .is_dated = true,
                              .has_ids = true,
                              .column_count = COUNT(item_columns) + SCHEMA_COMMON_COLUMNS,
                              .meaning = LITERAL("what is made, moved and needed")},
                    .columns = item_columns,
                    .own_count = COUNT(item_columns),
                    .row_size = sizeof(Item),
                    .mark_at = offsetof(Item, mark),
                    .line_at = offsetof(Item, mark) + offsetof(RowMark, line),
                    .rows_at = offsetof(Workspace, items),
                    .count_at = offsetof(Workspace, item_count)},
    [TABLE_ATTRIBUTE] = {.shown = {.name = LITERAL("attribute"),
                                   .is_dated = true,
                                   .column_count = COUNT(attribute_columns) + SCHEMA_COMMON_COLUMNS,
                                   .meaning = LITERAL("what packs may ask of an item")},
                         .columns = attribute_columns,
                         .own_count = COUNT(attribute_columns),
                         .row_size = sizeof(ItemAttribute),
                         .mark_at = offsetof(ItemAttribute, mark),
                         .line_at = offsetof(ItemAttribute, mark) + offsetof(RowMark, line),
                         .rows_at = offsetof(Workspace, attributes),
                         .count_at = offsetof(Workspace, attribute_count)},
    [TABLE_COMPONENT] = {.shown = {.name = LITERAL("component"),
                                   .is_dated = true,
                                   .column_count = COUNT(component_columns) + SCHEMA_COMMON_COLUMNS,
                                   .meaning = LITERAL("the bill of material")},
                         .columns = component_columns,
                         .own_count = COUNT(component_columns),
                         .row_size = sizeof(Component),
                         .mark_at = offsetof(Component, mark),
                         .line_at = offsetof(Component, mark) + offsetof(RowMark, line),
                         .rows_at = offsetof(Workspace, components),
                         .count_at = offsetof(Workspace, component_count)},
    [TABLE_ACTIVITY] = {.shown = {.name = LITERAL("activity"),
                                  .is_dated = true,
                                  .has_ids = true,
                                  .column_count = COUNT(activity_columns) + SCHEMA_COMMON_COLUMNS,
                                  .meaning = LITERAL(
                                      "how a site makes an item; its inputs are the components")},
                        .columns = activity_columns,
                        .own_count = COUNT(activity_columns),
                        .row_size = sizeof(Activity),
                        .mark_at = offsetof(Activity, mark),
                        .line_at = offsetof(Activity, mark) + offsetof(RowMark, line),
                        .rows_at = offsetof(Workspace, activities),
                        .count_at = offsetof(Workspace, activity_count)},
    [TABLE_STOCK] = {.shown = {.name = LITERAL("stock"),
                               .is_dated = true,
                               .column_count = COUNT(stock_columns) + SCHEMA_COMMON_COLUMNS,
                               .meaning = LITERAL("what a site has at the start")},
                     .columns = stock_columns,
                     .own_count = COUNT(stock_columns),
                     .row_size = sizeof(Stock),
                     .mark_at = offsetof(Stock, mark),
                     .line_at = offsetof(Stock, mark) + offsetof(RowMark, line),
                     .rows_at = offsetof(Workspace, stocks),
                     .count_at = offsetof(Workspace, stock_count)},
    [TABLE_LANE] = {.shown = {.name = LITERAL("lane"),
                              .is_dated = true,
                              .column_count = COUNT(lane_columns) + SCHEMA_COMMON_COLUMNS,
                              .meaning = LITERAL("what may be sent from where to where")},
                    .columns = lane_columns,
                    .own_count = COUNT(lane_columns),
                    .row_size = sizeof(Lane),
                    .mark_at = offsetof(Lane, mark),
                    .line_at = offsetof(Lane, mark) + offsetof(RowMark, line),
                    .rows_at = offsetof(Workspace, lanes),
                    .count_at = offsetof(Workspace, lane_count)},
    [TABLE_TRANSFER] = {.shown = {.name = LITERAL("transfer"),
                                  .is_dated = true,
                                  .column_count = COUNT(transfer_columns) + SCHEMA_COMMON_COLUMNS,
                                  .meaning = LITERAL("what packs may ask of transfers")},
                        .columns = transfer_columns,
                        .own_count = COUNT(transfer_columns),
                        .row_size = sizeof(TransferFact),
                        .mark_at = offsetof(TransferFact, mark),
                        .line_at = offsetof(TransferFact, mark) + offsetof(RowMark, line),
                        .rows_at = offsetof(Workspace, transfer_facts),
                        .count_at = offsetof(Workspace, transfer_fact_count)},
    [TABLE_PROGRAMME] = {.shown = {.name = LITERAL("programme"),
                                   .is_dated = true,
                                   .has_ids = true,
                                   .column_count = COUNT(programme_columns) + SCHEMA_COMMON_COLUMNS,
                                   .meaning = LITERAL("what the alliance wants done")},
                         .columns = programme_columns,
                         .own_count = COUNT(programme_columns),
                         .row_size = sizeof(Programme),
                         .mark_at = offsetof(Programme, mark),
                         .line_at = offsetof(Programme, mark) + offsetof(RowMark, line),
                         .rows_at = offsetof(Workspace, programmes),
                         .count_at = offsetof(Workspace, programme_count)},
    [TABLE_DEMAND] = {.shown = {.name = LITERAL("demand"),
                                .is_dated = true,
                                .column_count = COUNT(demand_columns) + SCHEMA_COMMON_COLUMNS,
                                .meaning = LITERAL("what a programme wants, where and when")},
                      .columns = demand_columns,
                      .own_count = COUNT(demand_columns),
                      .row_size = sizeof(Demand),
                      .mark_at = offsetof(Demand, mark),
                      .line_at = offsetof(Demand, mark) + offsetof(RowMark, line),
                      .rows_at = offsetof(Workspace, demands),
                      .count_at = offsetof(Workspace, demand_count)},
    [TABLE_AUTHORISATION] = {.shown = {.name = LITERAL("authorisation"),
                                       .is_dated = true,
                                       .has_ids = true,
                                       .column_count =
                                           COUNT(authorisation_columns) + SCHEMA_COMMON_COLUMNS,
                                       .meaning = LITERAL("licences and agreements already held")},
                             .columns = authorisation_columns,
                             .own_count = COUNT(authorisation_columns),
                             .row_size = sizeof(Authorisation),
                             .mark_at = offsetof(Authorisation, mark),
                             .line_at = offsetof(Authorisation, mark) + offsetof(RowMark, line),
                             .rows_at = offsetof(Workspace, authorisations),
                             .count_at = offsetof(Workspace, authorisation_count)},
    [TABLE_LEVER] = {.shown = {.name = LITERAL("lever"),
                               .is_dated = true,
                               .has_ids = true,
                               .column_count = COUNT(lever_columns) + SCHEMA_COMMON_COLUMNS,
                               .meaning = LITERAL("what could be done about a barrier")},
                     .columns = lever_columns,
                     .own_count = COUNT(lever_columns),
                     .row_size = sizeof(Lever),
                     .mark_at = offsetof(Lever, mark),
                     .line_at = offsetof(Lever, mark) + offsetof(RowMark, line),
                     .rows_at = offsetof(Workspace, levers),
                     .count_at = offsetof(Workspace, lever_count)},
    [TABLE_SCENARIO] = {.shown = {.name = LITERAL("scenario"),
                                  .is_dated = true,
                                  .column_count = COUNT(scenario_columns) + SCHEMA_COMMON_COLUMNS,
                                  .meaning =
                                      LITERAL("what is lost; rows with one id belong together")},
                        .columns = scenario_columns,
                        .own_count = COUNT(scenario_columns),
                        .row_size = sizeof(ScenarioLoss),
                        .mark_at = offsetof(ScenarioLoss, mark),
                        .line_at = offsetof(ScenarioLoss, mark) + offsetof(RowMark, line),
                        .rows_at = offsetof(Workspace, losses),
                        .count_at = offsetof(Workspace, loss_count)},
    [TABLE_OWNERSHIP] = {.shown = {.name = LITERAL("ownership"),
                                   .is_dated = true,
                                   .column_count = COUNT(ownership_columns) + SCHEMA_COMMON_COLUMNS,
                                   .meaning = LITERAL("who owns how much of whom")},
                         .columns = ownership_columns,
                         .own_count = COUNT(ownership_columns),
                         .row_size = sizeof(Ownership),
                         .mark_at = offsetof(Ownership, mark),
                         .line_at = offsetof(Ownership, mark) + offsetof(RowMark, line),
                         .rows_at = offsetof(Workspace, ownerships),
                         .count_at = offsetof(Workspace, ownership_count)},
    [TABLE_LISTING] = {.shown = {.name = LITERAL("listing"),
                                 .is_dated = true,
                                 .column_count = COUNT(listing_columns) + SCHEMA_COMMON_COLUMNS,
                                 .meaning = LITERAL("who may stand on a list of restricted "
                                                    "parties, and what was found of it")},
                       .columns = listing_columns,
                       .own_count = COUNT(listing_columns),
                       .row_size = sizeof(Listing),
                       .mark_at = offsetof(Listing, mark),
                       .line_at = offsetof(Listing, mark) + offsetof(RowMark, line),
                       .rows_at = offsetof(Workspace, listings),
                       .count_at = offsetof(Workspace, listing_count)},
    [TABLE_ASSESSMENT] =
        {.shown = {.name = LITERAL("assessment"),
                   .is_dated = true,
                   .has_ids = true,
                   .column_count = COUNT(assessment_columns) + SCHEMA_COMMON_COLUMNS,
                   .meaning = LITERAL("how a party stands against a scheme of assurance")},
         .columns = assessment_columns,
         .own_count = COUNT(assessment_columns),
         .row_size = sizeof(PartyAssessment),
         .mark_at = offsetof(PartyAssessment, mark),
         .line_at = offsetof(PartyAssessment, mark) + offsetof(RowMark, line),
         .rows_at = offsetof(Workspace, assessments),
         .count_at = offsetof(Workspace, assessment_count)},
    [TABLE_ANSWER] = {.shown = {.name = LITERAL("answer"),
                                .is_dated = true,

                                .column_count = COUNT(answer_columns) + SCHEMA_COMMON_COLUMNS,
                                .meaning = LITERAL("what was found of each requirement")},
                      .columns = answer_columns,
                      .own_count = COUNT(answer_columns),
                      .row_size = sizeof(AssessmentAnswer),
                      .mark_at = offsetof(AssessmentAnswer, mark),
                      .line_at = offsetof(AssessmentAnswer, mark) + offsetof(RowMark, line),
                      .rows_at = offsetof(Workspace, answers),
                      .count_at = offsetof(Workspace, answer_count)},
    [TABLE_REQUIREMENT] = {.shown = {.name = LITERAL("requirement"),
                                     .is_dated = true,

                                     .column_count =
                                         COUNT(requirement_columns) + SCHEMA_COMMON_COLUMNS,
                                     .meaning =
                                         LITERAL("what programmes demand of their suppliers")},
                           .columns = requirement_columns,
                           .own_count = COUNT(requirement_columns),
                           .row_size = sizeof(ProgrammeRequirement),
                           .mark_at = offsetof(ProgrammeRequirement, mark),
                           .line_at =
                               offsetof(ProgrammeRequirement, mark) + offsetof(RowMark, line),
                           .rows_at = offsetof(Workspace, requirements),
                           .count_at = offsetof(Workspace, requirement_count)},
};

const TableSpec *schema_table(size_t table) {
    assert(table < TABLE_COUNT);
    return &tables[table];
}

const ColumnSpec *schema_column(const TableSpec *table, size_t column) {
    assert(column < table->shown.column_count);
    return column < table->own_count ? &table->columns[column]
                                     : &common_columns[column - table->own_count];
}

void *schema_place(const TableSpec *table, size_t column, void *row) {
    size_t base = column < table->own_count ? 0 : table->mark_at;
    return (char *)row + base + schema_column(table, column)->at;
}

size_t workspace_table_count(void) {
    return TABLE_COUNT;
}

WorkspaceTable workspace_table(size_t table) {
    return schema_table(table)->shown;
}

bool workspace_find_table(Text name, size_t *table) {
    for (size_t i = 0; i < TABLE_COUNT; i++) {
        if (text_equals(tables[i].shown.name, name)) {
            *table = i;
            return true;
        }
    }
    return false;
}

WorkspaceColumn workspace_column(size_t table, size_t column) {
    const ColumnSpec *spec = schema_column(schema_table(table), column);
    bool is_reference = spec->type == COLUMN_REFERENCE;
    return (WorkspaceColumn){
        .name = text_from(spec->name),
        .type = spec->type,
        .is_required = (spec->flags & SCHEMA_REQUIRED) != 0,
        .is_key = (spec->flags & SCHEMA_KEY) != 0,
        .fallback = text_from(spec->fallback),
        .refers_to = is_reference ? tables[spec->table].shown.name : TEXT(""),
        .words = spec->words == NULL ? NULL : spec->words->words,
        .word_count = spec->words == NULL ? 0 : spec->words->count,
        .meaning = text_from(spec->meaning),
    };
}

Text workspace_type_word(ColumnType type) {
    assert((size_t)type < COUNT(type_words));
    return type_words[type];
}
