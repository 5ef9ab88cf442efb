/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Countries as shapes for templates/map.html, in up to five steps of colour. The outlines of a step
 * are one shape: what a country has by name and number is told by the table beside the map.
 *
 * Only what is told is coloured; a country of which nothing is told looks like one from which
 * nothing came, and like one that nobody heard of. No place but whole countries. */
#pragma once

#include "domain/board.h"
#include "web/i18n.h"
#include "web/view_figures.h"

/* `parts`: the breakdown by country. */
void map_make(struct arena *arena, const struct locale *locale, struct figure_parts parts,
              struct view_map *out);
