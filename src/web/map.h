/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Countries as shapes for templates/map.html, in up to five steps of colour.
 *
 * Only what is told is coloured; a country of which nothing is told looks like one from which
 * nothing came, and like one that nobody heard of. No place but whole countries. */
#pragma once

#include "domain/board.h"
#include "web/i18n.h"
#include "web/view_figures.h"

/* `names`: of the countries of `parts`, in their order. */
void map_make(struct arena *arena, const struct locale *locale, struct figure_parts parts,
              const struct str *names, struct view_map *out);
