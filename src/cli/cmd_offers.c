/* SPDX-License-Identifier: Apache-2.0 */
#include "base/decimal.h"
#include "base/file.h"
#include "cli/cli.h"
#include "cli/options.h"
#include "service/service.h"

enum { FILE_BYTES_MAX = 16 << 20 };

static const OptionSpec OPTIONS[] = {
    {"factor", "PERCENT", "added to the lowest foreign offer, as 50", true, false},
    {"fallback", "PERCENT",
     "foreign offers of more domestic content than that may count as domestic", false, false},
    {"duty-exempt", NULL, "duty is not paid, and the award is less it", false, false},
    JSON_OPTION,
};

static bool read_percent(const Arguments *arguments, const char *option, int64_t most,
                         Decimal *percent, Error *error) {
    const Text given = arguments_value(arguments, option);
    return (decimal_parse(given, percent) && percent->coefficient >= 0 &&
            decimal_compare(*percent, decimal_from_integer(most)) <= 0) ||
           error_set(error, ERROR_INVALID, "`--%s` is `%.*s`; it takes percent, 0 to %d", option,
                     TEXT_ARGS(given), (int)most);
}

static bool read_rule(const Arguments *arguments, OffersRule *rule, Error *error) {
    rule->is_duty_exempt = arguments_have(arguments, "duty-exempt");
    rule->has_fallback = arguments_have(arguments, "fallback");
    return read_percent(arguments, "factor", OFFERS_FACTOR_MAX, &rule->factor_percent, error) &&
           (!rule->has_fallback || read_percent(arguments, "fallback", OFFERS_CONTENT_MAX,
                                                &rule->fallback_percent, error));
}

static int run_offers(Arena *arena, const Arguments *arguments) {
    Error error = {0};
    OffersRule rule = {0};
    Text content = {0};
    const Text file = arguments->places[0];
    if (!read_rule(arguments, &rule, &error) ||
        !file_read(arena, file, FILE_BYTES_MAX, &content, &error)) {
        return print_failure(&error);
    }
    ProblemList problems = problem_list_new(arena);
    const PriceOffer *offers = NULL;
    size_t count = 0;
    OffersResult result;
    if (!offers_read(arena, file, content, &offers, &count, &problems)) {
        return print_problems(arena, &problems);
    }
    if (!service_offers(offers, count, rule, &result, &error)) {
        return print_failure(&error);
    }
    return print_output(arguments_have(arguments, "json") ? service_offers_json(arena, &result)
                                                          : service_offers_text(arena, &result));
}

const Command COMMAND_OFFERS = {
    .name = "offers",
    .arguments = "FILE.csv",
    .argument_count = 1,
    .summary = "which offer is awarded where domestic products are preferred by a factor",
    .options = OPTIONS,
    .option_count = sizeof(OPTIONS) / sizeof(OPTIONS[0]),
    .run = run_offers,
};
