/* SPDX-License-Identifier: Apache-2.0 */
/* The parties of a workspace against lists: rows of listing.csv, and what a person finds of
 * them. What was reviewed stays reviewed while both sides are what they were. */
#include "base/csv.h"
#include "base/digest.h"
#include "base/map.h"
#include "service/facts.h"
#include "service/screen.h"

enum { DIGEST_KEPT = 16, REASON_MOST = 600 };

static const char *const BASES[] = {
    [LISTING_BY_NAME] = "name", [LISTING_BY_IDENTIFIER] = "identifier"};
static const char *const REVIEWS[] = {
    [LISTING_OPEN] = "open", [LISTING_CONFIRMED] = "confirmed", [LISTING_DISMISSED] = "dismissed"};

static const char *const CHANGES[] = {[LISTING_KEPT] = "",
                                      [LISTING_NEW] = "new",
                                      [LISTING_REOPENED] = "opened again",
                                      [LISTING_CLOSED] = "no hit any more"};

Text listing_change_word(ListingChange change) {
    return text_from(CHANGES[change]);
}

bool listing_review_parse(Text word, ListingReview *review) {
    for (size_t i = 0; i < sizeof REVIEWS / sizeof REVIEWS[0]; i++) {
        if (text_equals(word, text_from(REVIEWS[i]))) {
            *review = (ListingReview)i;
            return true;
        }
    }
    return false;
}

Text listing_review_word(ListingReview review) {
    return text_from(REVIEWS[review]);
}

/* ---- asking ---- */

static ListedKind kind_of(PartyKind kind) {
    static const ListedKind kinds[] = {[PARTY_COUNTRY] = LISTED_UNKNOWN,
                                       [PARTY_GOVERNMENT] = LISTED_ORGANISATION,
                                       [PARTY_ORGANISATION] = LISTED_ORGANISATION,
                                       [PARTY_SITE] = LISTED_ORGANISATION,
                                       [PARTY_PERSON] = LISTED_PERSON};
    return kinds[kind];
}

/* Countries are no parties to a deal, and a site is a place of its owner. */
static bool is_screened(const Workspace *workspace, size_t party) {
    const Party *who = &workspace->parties[party];
    return who->kind != PARTY_COUNTRY && (who->kind != PARTY_SITE || who->parent == ALLIANCE_NONE ||
                                          workspace->parties[who->parent].kind == PARTY_COUNTRY);
}

/* Statuses `identifier` are written TYPE=VALUE. */
static size_t identifiers_of(Arena *arena, const Workspace *workspace, size_t party, Date at,
                             ListedIdentifier **identifiers) {
    Array found = array_new(arena, sizeof(ListedIdentifier));
    size_t first = 0;
    const size_t count = workspace_party_statuses(workspace, party, &first);
    for (size_t i = first; i < first + count; i++) {
        const PartyStatus *status = &workspace->statuses[i];
        Text rest = status->value;
        ListedIdentifier identifier = {0};
        if (text_equals(status->status, TEXT("identifier")) &&
            date_range_has(status->mark.holds, at) && text_split(&rest, '=', &identifier.type) &&
            rest.bytes != NULL) {
            identifier.value = rest;
            *(ListedIdentifier *)array_add(&found) = identifier;
        }
    }
    *identifiers = ARRAY_ITEMS(ListedIdentifier, &found);
    return found.count;
}

static Text digest_of(Arena *arena, const ScreeningQuery *query, const ListedParty *listed) {
    Digest *digest = digest_new();
    digest_add(digest, query->name);
    digest_add(digest, query->country);
    digest_add(digest, listed_kind_word(query->kind));
    for (size_t i = 0; i < query->identifier_count; i++) {
        digest_add(digest, query->identifiers[i].type);
        digest_add(digest, query->identifiers[i].value);
    }
    digest_add(digest, listed_party_digest(arena, listed));
    return text_slice(digest_finish(arena, digest), 0, DIGEST_KEPT);
}

static Text key_of(Arena *arena, size_t party, Text list, Text listed) {
    return text_format(arena, "%zu\n%.*s\n%.*s", party, TEXT_ARGS(list), TEXT_ARGS(listed));
}

static Text source_of(Arena *arena, const ScreeningList *list) {
    return text_format(arena, "%.*s %.*s sha256:%.*s",
                       TEXT_ARGS(text_is_empty(list->title) ? list->file : list->title),
                       TEXT_ARGS(list->date), DIGEST_KEPT, list->digest.bytes);
}

static Listing listing_of_hit(Arena *arena, size_t party, const ScreeningQuery *query,
                              const PartyHit *hit) {
    const ListedParty *listed = hit->party;
    const Text name =
        hit->name_count > 0 ? listed->names[hit->names[0].name].text : listed->names[0].text;
    return (Listing){
        .party = party,
        .list = text_is_empty(listed->list) ? TEXT("LISTED") : listed->list,
        .listed = text_is_empty(listed->id) ? listed->names[0].text : listed->id,
        .name = name,
        .score = screen_score(arena, hit->score),
        .basis = hit->is_by_identifier ? LISTING_BY_IDENTIFIER : LISTING_BY_NAME,
        .digest = digest_of(arena, query, listed),
        .mark = {.holds = {DATE_MIN, DATE_MAX}, .source = source_of(arena, hit->list)}};
}

/* ---- what was reviewed before ---- */

/* What is compared is the same, and what was found has not run out. */
static bool still_holds(const Listing *before, const Listing *now, Date at) {
    const bool has_run_out = before->review == LISTING_DISMISSED && at > before->mark.holds.until;
    return text_equals(before->digest, now->digest) && !has_run_out;
}

static Text why_reopened(Arena *arena, const Listing *before, const Listing *now) {
    const bool is_same = text_equals(before->digest, now->digest);
    const Text why =
        text_format(arena, "opened again, since %s; was %s by %.*s: %.*s",
                    is_same ? "the review ran out" : "what was compared has changed",
                    REVIEWS[before->review], TEXT_ARGS(before->author), TEXT_ARGS(before->reason));
    return text_slice(why, 0, REASON_MOST);
}

static ScreenedRow row_of(Arena *arena, const Listing *before, const Listing *now, Date at) {
    ScreenedRow row = {.listing = *now, .change = LISTING_NEW};
    if (before == NULL) {
        return row;
    }
    if (still_holds(before, now, at)) {
        row = (ScreenedRow){.listing = *before, .change = LISTING_KEPT};
        row.listing.score = now->score;
        row.listing.name = now->name;
        return row;
    }
    row.change = before->review == LISTING_OPEN ? LISTING_KEPT : LISTING_REOPENED;
    if (row.change == LISTING_REOPENED) {
        row.listing.reason = why_reopened(arena, before, now);
    }
    return row;
}

typedef struct Work {
    Arena *arena;
    const Workspace *workspace;
    const ScreenWorkspaceOptions *options;
    Map *before; /* listings by key */
    bool *is_met;
    Array rows; /* of ScreenedRow */
} Work;

static void add_hit(Work *work, size_t party, const ScreeningQuery *query, const PartyHit *hit) {
    const Listing now = listing_of_hit(work->arena, party, query, hit);
    const Listing *before = NULL;
    size_t at = 0;
    if (map_find(work->before, key_of(work->arena, party, now.list, now.listed), &at)) {
        before = &work->workspace->listings[at];
        work->is_met[at] = true;
    }
    *(ScreenedRow *)array_add(&work->rows) = row_of(work->arena, before, &now, work->options->at);
}

static void screen_party(Work *work, ScreeningSearch *search, size_t party) {
    const Party *who = &work->workspace->parties[party];
    ListedIdentifier *identifiers = NULL;
    ScreeningQuery query = {.name = who->name,
                            .country = who->country,
                            .kind = kind_of(who->kind),
                            .threshold = work->options->thresholds.otherwise,
                            .thresholds = work->options->thresholds.items,
                            .threshold_count = work->options->thresholds.count};
    query.identifier_count =
        identifiers_of(work->arena, work->workspace, party, work->options->at, &identifiers);
    query.identifiers = identifiers;
    Arena *scratch = arena_new();
    ScreeningResult result;
    screening_find(scratch, search, &query, &result);
    for (size_t i = 0; i < result.hit_count; i++) {
        add_hit(work, party, &query, &result.hits[i]);
    }
    arena_free(scratch);
}

/* What is no hit any more: what was confirmed held until the day before; the rest is gone. */
static void close_rows(Work *work) {
    for (size_t i = 0; i < work->workspace->listing_count; i++) {
        const Listing *before = &work->workspace->listings[i];
        if (work->is_met[i]) {
            continue;
        }
        ScreenedRow row = {.listing = *before, .change = LISTING_CLOSED};
        const Date last = date_add_days(work->options->at, -1);
        if (before->review != LISTING_CONFIRMED) {
            row.is_dropped = true;
        } else if (before->mark.holds.until < last) {
            row.change = LISTING_KEPT;
        } else {
            row.listing.mark.holds.until = last;
        }
        *(ScreenedRow *)array_add(&work->rows) = row;
    }
}

void service_screen_workspace(Arena *arena, const Workspace *workspace, ScreeningSearch *search,
                              const ScreenWorkspaceOptions *options, ScreenedWorkspace *screened) {
    Work work = {.arena = arena,
                 .workspace = workspace,
                 .options = options,
                 .before = map_new(arena),
                 .is_met = ARENA_MANY(arena, bool, workspace->listing_count),
                 .rows = array_new(arena, sizeof(ScreenedRow))};
    *screened = (ScreenedWorkspace){.workspace = workspace};
    for (size_t i = 0; i < workspace->listing_count; i++) {
        const Listing *listing = &workspace->listings[i];
        (void)map_add(work.before, key_of(arena, listing->party, listing->list, listing->listed),
                      i);
    }
    for (size_t i = 0; i < workspace->party_count; i++) {
        if (is_screened(workspace, i)) {
            screen_party(&work, search, i);
            screened->party_count++;
        }
        if (options->progress.report != NULL) {
            options->progress.report(options->progress.context, TEXT("screening"), i + 1,
                                     workspace->party_count);
        }
    }
    close_rows(&work);
    screened->rows = ARRAY_ITEMS(ScreenedRow, &work.rows);
    screened->row_count = work.rows.count;
}

/* ---- listing.csv ---- */

static Text date_cell(Arena *arena, Date date) {
    return date == DATE_MIN || date == DATE_MAX ? TEXT("") : date_format(arena, date);
}

static void add_row(Arena *arena, TextBuilder *out, const Workspace *workspace,
                    const Listing *listing) {
    const Text cells[] = {workspace->parties[listing->party].id,
                          listing->list,
                          listing->listed,
                          listing->name,
                          listing->score,
                          text_from(BASES[listing->basis]),
                          text_from(REVIEWS[listing->review]),
                          listing->reason,
                          listing->author,
                          listing->digest,
                          date_cell(arena, listing->mark.holds.from),
                          date_cell(arena, listing->mark.holds.until),
                          listing->mark.source};
    for (size_t i = 0; i < sizeof cells / sizeof cells[0]; i++) {
        text_add(out, i > 0 ? TEXT(",") : TEXT(""));
        csv_add_field(out, cells[i]);
    }
    text_add_character(out, '\n');
}

static const char HEADER[] =
    "party,list,listed,name,score,basis,review,reason,author,digest,from,until,source\n";

Text service_listing_csv(Arena *arena, const ScreenedWorkspace *screened) {
    TextBuilder out = text_builder_new(arena);
    text_add(&out, text_from(HEADER));
    for (size_t i = 0; i < screened->row_count; i++) {
        if (!screened->rows[i].is_dropped) {
            add_row(arena, &out, screened->workspace, &screened->rows[i].listing);
        }
    }
    return text_built(&out);
}

/* ---- dispositions ---- */

static bool check_disposition(const Disposition *disposition, Error *error) {
    if (text_is_empty(text_trim(disposition->author)) ||
        text_is_empty(text_trim(disposition->reason))) {
        return error_set(error, ERROR_INVALID,
                         "a disposition needs an author and a reason that another can follow");
    }
    if (disposition->reason.length > REASON_MOST) {
        return error_set(error, ERROR_LIMIT, "the reason has %zu bytes, more than %d",
                         disposition->reason.length, REASON_MOST);
    }
    return true;
}

static bool is_meant(const Workspace *workspace, const Listing *listing,
                     const Disposition *disposition) {
    return text_equals(workspace->parties[listing->party].id, disposition->party) &&
           text_equals(listing->list, disposition->list) &&
           text_equals(listing->listed, disposition->listed);
}

bool service_dispose(Arena *arena, const Workspace *workspace, const Disposition *disposition,
                     Text *csv, Error *error) {
    TextBuilder out = text_builder_new(arena);
    bool is_found = false;
    if (!check_disposition(disposition, error)) {
        return false;
    }
    text_add(&out, text_from(HEADER));
    for (size_t i = 0; i < workspace->listing_count; i++) {
        Listing listing = workspace->listings[i];
        if (is_meant(workspace, &listing, disposition)) {
            is_found = true;
            listing.review = disposition->review;
            listing.reason = disposition->reason;
            listing.author = disposition->author;
            listing.mark.holds.until = disposition->until;
        }
        add_row(arena, &out, workspace, &listing);
    }
    if (!is_found) {
        return error_set(error, ERROR_MISSING,
                         "listing.csv has no row of party `%.*s`, list `%.*s`, entry `%.*s`; "
                         "`entente screen --workspace` writes them",
                         TEXT_ARGS(disposition->party), TEXT_ARGS(disposition->list),
                         TEXT_ARGS(disposition->listed));
    }
    *csv = text_built(&out);
    return true;
}
