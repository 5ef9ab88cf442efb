/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Days as curves for templates/chart.html: the first 24 hours, the last 24, and the first beside
 * that of 2017 (domain/first_day.h).
 *
 * A point stands in the middle of its hour; nothing is smoothed. Each also comes as rows of a
 * table. False (and *out untouched) when there is nothing to show. */
#pragma once

#include "domain/board.h"
#include "web/i18n.h"
#include "web/view_figures.h"

bool curve_first(struct arena *arena, const struct locale *locale, const struct figures *figures,
                 struct view_chart *out);
bool curve_last(struct arena *arena, const struct locale *locale, const struct figures *figures,
                struct view_chart *out);
bool curve_beside_2017(struct arena *arena, const struct locale *locale,
                       const struct figures *figures, struct view_chart *out);

/* Of the first 24 hours (with the shares of 2017 once they are over) and of the last 24. */
bool curve_first_rows(struct arena *arena, const struct locale *locale,
                      const struct figures *figures, struct view_hours *out);
bool curve_last_rows(struct arena *arena, const struct locale *locale,
                     const struct figures *figures, struct view_hours *out);
