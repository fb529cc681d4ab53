/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_JSON_PARTS_H
#define ENTENTE_SERVICE_JSON_PARTS_H

/* Private to service/: what several JSON documents have in common. */

#include "base/json.h"
#include "service/service.h"

/* yes, no, unknown. */
Text truth_word(Truth truth);

/* Members rule, title, citation and status of a provision, in the open object. */
void json_add_provision(JsonWriter *json, const LawSet *set, size_t provision);

/* An array of provisions with all of these, or without the status. */
void json_add_provisions(JsonWriter *json, const char *name, const LawSet *set,
                         const size_t *provisions, size_t count);
void json_add_rules(JsonWriter *json, const char *name, const LawSet *set, const size_t *provisions,
                    size_t count);

/* Members of a decision in the open object: from its outcome to whether it relies on unverified
 * law; what binds whoever relies on it; what it cites. */
void json_add_outcome(JsonWriter *json, const Decision *decision);
void json_add_duties(JsonWriter *json, const Decision *decision);
void json_add_citations(JsonWriter *json, const Decision *decision);

/* A number of days; null where it is not known. */
void json_add_days(JsonWriter *json, const char *name, int days);

/* An array of numbers rounded to `places` decimals. */
void json_add_series(JsonWriter *json, const char *name, const double *values, size_t count,
                     unsigned places);

/* The array `packs`: name, title, vintage, digest; with a decision also what each says. */
void json_add_packs(JsonWriter *json, const LawSet *set, const Decision *decision);

/* The members of one decided transfer, in the open object. */
void json_add_check(Arena *arena, JsonWriter *json, const LawSet *set,
                    const TransferDecision *result);

/* A listing in the open object: the list, who on it, by what score and name, and the review. */
void json_add_listing(JsonWriter *json, const Listing *listing);

/* A change of law for lanes, as an object in the open array. */
void json_add_change(JsonWriter *json, const Workspace *workspace, const ReportChange *change);

/* The array `reforms`: those in force, each with what it changes. */
void json_add_reforms(JsonWriter *json, const LawSet *set);

#endif
