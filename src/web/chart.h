/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The hours of a campaign as numbers for templates/chart.html.
 *
 * Bars of equal width, as many hours each as keep them few enough to be told apart; the same bars
 * are the rows of the table. It draws nothing itself and knows nothing of HTML. */
#pragma once

#include "domain/board.h"
#include "web/i18n.h"
#include "web/view_figures.h"

enum { CHART_BARS_MAX = 120 };

/* Fills *out in the arena. False (and *out untouched) when there is no hour with anything to show.
 */
bool chart_hours(struct arena *arena, const struct locale *locale, const struct figures *figures,
                 struct view_chart *out);
/* The same as a table. */
bool chart_rows(struct arena *arena, const struct locale *locale, const struct figures *figures,
                struct view_hours *out);
