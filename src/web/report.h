/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the error page needs of the form of a report (page_report.c). */
#pragma once

#include "web/page.h"

/* For the error page: a report with words in it comes back in its form, as it was sent. False when
 * the request carried none, came from another site, or what it is about is not to be seen: then
 * nothing was answered. */
bool report_rescue(struct req *req, enum err refused);
