/* SPDX-License-Identifier: Apache-2.0 */
#include <math.h>

#include "base/decimal.h"
#include "service/source_build.h"
#include "service/words.h"

enum { OBLIGATIONS_SHOWN = 4 };

typedef struct SourcePage {
    Arena *arena;
    TextBuilder out;
    const SourceAnswer *answer;
} SourcePage;

static Text amount(const SourcePage *page, double value) {
    const double size = fabs(value);
    return isfinite(value) ? decimal_format_grouped(page->arena, value,
                                                    size >= 100  ? 0
                                                    : size >= 10 ? 1
                                                                 : 2)
                           : TEXT("no limit");
}

static Text figure(const SourcePage *page, double value, unsigned places) {
    return decimal_format_grouped(page->arena, value, places);
}

static Text day(const SourcePage *page, Date date) {
    return date == DATE_MAX ? TEXT("never") : date_format(page->arena, date);
}

static const Party *party(const SourcePage *page, size_t index) {
    return &page->answer->workspace->parties[index];
}

static Text unit(const SourcePage *page) {
    return page->answer->workspace->items[page->answer->item].unit;
}

static void add_head(SourcePage *page) {
    const SourceAnswer *answer = page->answer;
    const Item *item = &answer->workspace->items[answer->item];
    const Party *site = party(page, answer->site);
    text_add_format(&page->out, "%.*s to %.*s (%.*s) by %.*s\n", TEXT_ARGS(item->name),
                    TEXT_ARGS(site->name), TEXT_ARGS(site->country),
                    TEXT_ARGS(day(page, answer->query.by)));
    text_add_format(&page->out, "  quantity   %.*s %.*s, %.*s\n",
                    TEXT_ARGS(amount(page, answer->quantity)), TEXT_ARGS(unit(page)),
                    TEXT_ARGS(answer->quantity_is));
    text_add_format(&page->out, "  as of      %.*s, lists known at %.*s; end use %.*s\n",
                    TEXT_ARGS(day(page, answer->query.as_of)),
                    TEXT_ARGS(day(page, answer->query.known_at)),
                    TEXT_ARGS(text_is_empty(answer->query.end_use) ? TEXT("as the workspace has it")
                                                                   : answer->query.end_use));
    text_add_format(&page->out,
                    "  supply     what the plan brings there by then has a concentration by "
                    "country of %.*s\n",
                    TEXT_ARGS(figure(page, answer->concentration, 3)));
    if (answer->relies_on_unverified) {
        text_add(&page->out, TEXT("  warning    relies on law that was not verified\n"));
    }
}

static void add_authorities(SourcePage *page, const Decision *decision) {
    for (size_t i = 0; i < decision->authority_count; i++) {
        if (decision->authorities[i].truth == TRUTH_YES) {
            const ProvisionInfo info =
                law_provision(page->answer->set, decision->authorities[i].provision);
            text_add_format(&page->out, "; under %.*s (%.*s)", TEXT_ARGS(info.name),
                            TEXT_ARGS(decision->authorities[i].citation));
        }
    }
}

static void add_routes(SourcePage *page, const SourceHop *hop) {
    const Workspace *workspace = page->answer->workspace;
    if (hop->licence != SERVICE_NONE) {
        text_add_format(&page->out, "; licence in hand %.*s",
                        TEXT_ARGS(workspace->authorisations[hop->licence].id));
    } else if (hop->clock != LAW_NONE) {
        const ProvisionInfo info = law_provision(page->answer->set, hop->clock);
        text_add_format(&page->out, "; by %.*s, %d days (%.*s)", TEXT_ARGS(info.title),
                        hop->decision.days, TEXT_ARGS(info.citation));
    }
}

static void add_obligations(SourcePage *page, const Decision *decision) {
    for (size_t i = 0; i < decision->obligation_count && i < OBLIGATIONS_SHOWN; i++) {
        text_add_format(&page->out, "        must: %.*s (%.*s)\n",
                        TEXT_ARGS(decision->obligations[i].text),
                        TEXT_ARGS(decision->obligations[i].citation));
    }
    if (decision->obligation_count > OBLIGATIONS_SHOWN) {
        text_add_format(&page->out, "        and %zu more obligations\n",
                        decision->obligation_count - OBLIGATIONS_SHOWN);
    }
}

static void add_hop(SourcePage *page, const SourceHop *hop) {
    text_add_format(&page->out, "      %.*s > %.*s: %.*s", TEXT_ARGS(party(page, hop->from)->id),
                    TEXT_ARGS(party(page, hop->to)->id),
                    TEXT_ARGS(outcome_phrase(hop->decision.outcome)));
    add_authorities(page, &hop->decision);
    add_routes(page, hop);
    if (!hop->has_lane) {
        text_add(&page->out, TEXT("; no lane"));
    } else if (hop->leaves != DATE_MAX) {
        text_add_format(&page->out, "; leaves %.*s, arrives %.*s",
                        TEXT_ARGS(day(page, hop->leaves)), TEXT_ARGS(day(page, hop->arrives)));
    }
    text_add_character(&page->out, '\n');
    add_obligations(page, &hop->decision);
}

static void add_statuses(SourcePage *page, const SourceCandidate *candidate) {
    if (candidate->status_count == 0) {
        text_add(&page->out,
                 TEXT("      compliance: the workspace says nothing that packs read\n"));
        return;
    }
    text_add(&page->out, TEXT("      compliance: "));
    for (size_t i = 0; i < candidate->status_count; i++) {
        text_add_format(&page->out, "%s%.*s %.*s", i == 0 ? "" : ", ",
                        TEXT_ARGS(candidate->statuses[i].name),
                        TEXT_ARGS(candidate->statuses[i].value));
    }
    text_add_character(&page->out, '\n');
}

static void add_name(SourcePage *page, size_t rank, const SourceCandidate *candidate) {
    const Party *who = party(page, candidate->party);
    const char *role = candidate->makes && candidate->holds ? "makes and holds it"
                       : candidate->makes                   ? "makes it"
                                                            : "holds it";
    text_add_format(&page->out, "\n  %zu  %.*s (%.*s, %.*s), %s\n", rank + 1, TEXT_ARGS(who->name),
                    TEXT_ARGS(who->id), TEXT_ARGS(who->country), role);
}

static void add_can(SourcePage *page, size_t rank) {
    const SourceCandidate *candidate = &page->answer->candidates[rank];
    add_name(page, rank, candidate);
    text_add_format(
        &page->out, "      arrives %.*s (ready there %.*s); left beside the plan %.*s %.*s\n",
        TEXT_ARGS(day(page, candidate->arrives)), TEXT_ARGS(day(page, candidate->ready)),
        TEXT_ARGS(amount(page, candidate->left)), TEXT_ARGS(unit(page)));
    text_add_format(&page->out,
                    "      USD %.*s a unit: %.*s making, %.*s inputs, %.*s lanes; concentration "
                    "then %.*s\n",
                    TEXT_ARGS(figure(page, source_unit_usd(candidate), 2)),
                    TEXT_ARGS(figure(page, candidate->making_usd, 2)),
                    TEXT_ARGS(figure(page, candidate->inputs_usd, 2)),
                    TEXT_ARGS(figure(page, candidate->lanes_usd, 2)),
                    TEXT_ARGS(figure(page, candidate->concentration, 3)));
    for (size_t i = 0; i < candidate->hop_count; i++) {
        add_hop(page, &candidate->hops[i]);
    }
    add_statuses(page, candidate);
}

static void add_rejected(SourcePage *page, size_t rank) {
    const SourceCandidate *candidate = &page->answer->candidates[rank];
    add_name(page, rank, candidate);
    text_add_format(&page->out, "      no: %.*s\n", TEXT_ARGS(candidate->reason));
    for (size_t i = 0; i < candidate->change_count; i++) {
        text_add_format(&page->out, "      %s if %.*s (arrives %.*s)\n", i == 0 ? "yes," : "or  ",
                        TEXT_ARGS(candidate->changes[i].what),
                        TEXT_ARGS(day(page, candidate->changes[i].arrives)));
    }
    if (candidate->change_count == 0) {
        text_add(&page->out, TEXT("      no single change that was tried lets it in\n"));
    }
}

/* Those that nothing goes from, in a line. */
static void add_without_lane(SourcePage *page) {
    const SourceAnswer *answer = page->answer;
    size_t count = 0;
    for (size_t i = answer->can_count; i < answer->candidate_count; i++) {
        const SourceCandidate *candidate = &answer->candidates[i];
        if (candidate->verdict == SOURCE_NO_LANE) {
            text_add_format(&page->out, "%s%.*s (%.*s)",
                            count++ == 0 ? "\n  No lane for it, direct or by way of others, from "
                                         : ", ",
                            TEXT_ARGS(party(page, candidate->party)->id),
                            TEXT_ARGS(law_outcome_word(candidate->outcome)));
        }
    }
    if (count > 0) {
        text_add(&page->out,
                 TEXT("\n  (what a direct transfer would be; with a lane, decide it again)\n"));
    }
}

static void add_combination(SourcePage *page, const char *rule, const SourceCombination *made) {
    const SourceAnswer *answer = page->answer;
    text_add_format(&page->out, "  %s: ", rule);
    for (size_t i = 0; i < made->share_count; i++) {
        const SourceCandidate *candidate = &answer->candidates[made->shares[i].candidate];
        text_add_format(&page->out, "%s%.*s %.*s", i == 0 ? "" : " + ",
                        TEXT_ARGS(amount(page, made->shares[i].quantity)),
                        TEXT_ARGS(party(page, candidate->party)->id));
    }
    const double missing = answer->quantity - made->quantity;
    text_add_format(&page->out, "%s%.*s %.*s, USD %.*s, concentration %.*s\n",
                    made->share_count == 0 ? "" : " = ", TEXT_ARGS(amount(page, made->quantity)),
                    TEXT_ARGS(unit(page)), TEXT_ARGS(amount(page, made->usd)),
                    TEXT_ARGS(figure(page, made->concentration, 3)));
    if (missing > 1e-6 * answer->quantity) {
        text_add_format(&page->out, "      %.*s %.*s short\n", TEXT_ARGS(amount(page, missing)),
                        TEXT_ARGS(unit(page)));
    }
}

static void add_verdict(SourcePage *page) {
    const SourceAnswer *answer = page->answer;
    text_add(&page->out, TEXT("\nVerdict\n"));
    add_combination(page, "cheapest", &answer->cheapest);
    add_combination(page, "broadest", &answer->broadest);
    text_add(&page->out,
             TEXT("  Cheapest: by unit cost, each what it can beside the plan and those before.\n"
                  "  Broadest: countries filled to one level, the plan's supply counted in.\n"));
}

Text service_source_text(Arena *arena, const SourceAnswer *answer) {
    SourcePage page = {.arena = arena, .out = text_builder_new(arena), .answer = answer};
    add_head(&page);
    text_add_format(&page.out, "\nCan supply: %zu of %zu\n", answer->can_count,
                    answer->candidate_count);
    for (size_t i = 0; i < answer->can_count; i++) {
        add_can(&page, i);
    }
    add_verdict(&page);
    if (answer->can_count < answer->candidate_count) {
        text_add(&page.out, TEXT("\nCannot\n"));
    }
    for (size_t i = answer->can_count; i < answer->candidate_count; i++) {
        if (answer->candidates[i].verdict != SOURCE_NO_LANE) {
            add_rejected(&page, i);
        }
    }
    add_without_lane(&page);
    text_add_format(&page.out, "\n%.*s\n", TEXT_ARGS(service_disclaimer()));
    return text_built(&page.out);
}
