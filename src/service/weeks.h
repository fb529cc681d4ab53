/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_WEEKS_H
#define ENTENTE_SERVICE_WEEKS_H

/* Private to service/: how far a plan reaches. */

#include "service/service.h"

enum { PLAN_WEEKS_MAX = 520 };

/* The option's weeks, else the workspace's, else 26; an error where they are none or too many. */
MUST_CHECK bool report_weeks(const Workspace *workspace, const ReportOptions *options,
                             size_t *weeks, Error *error);

#endif
