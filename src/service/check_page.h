/* SPDX-License-Identifier: Apache-2.0 */
#ifndef ENTENTE_SERVICE_CHECK_PAGE_H
#define ENTENTE_SERVICE_CHECK_PAGE_H

/* Private to service_check_html: the page of one decision, with the parts of page.h that do
 * not ask for a report. */

#include "service/page.h"

/* The explanation as lists that open and close, without a script. */
void check_page_tree(const Page *page, const Decision *decision);
/* What the tree looks like. */
void check_page_style(TextBuilder *out);

#endif
