/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_REFORMED_H
#define ENTENTE_SERVICE_REFORMED_H

/* Private to service/: a report beside the same under reformed law. */

#include "service/service.h"

/* Whether `other` (or NULL) is the same plan under more reforms. */
bool report_is_reformed(const Report *report, const Report *other);

/* The day of a report, and whether its law is reformed: "2026-10-01, reformed". */
Text report_when(Arena *arena, const Report *report);

/* Lanes that move alike, gathered by all that a change says but its countries and count. */
typedef struct MoveList MoveList;
MoveList *move_list_new(Arena *arena);
void move_list_add(MoveList *list, const ReportChange *like, Text to_country);
size_t move_list_done(const MoveList *list, ReportChange **moves);

/* Lanes whose outcome the reforms change, by item, country and end use: on the first day, and
 * those of which that shows on the last day only. `because` is empty. In a stable order. */
size_t report_moves(Arena *arena, const Report *report, const Report *other, ReportChange **moves);

#endif
