/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures as they are published: headlines exact; hours below the floor not shown and the rest
 * rounded to 10; a cell of a breakdown somewhere near what it holds, for it moves in steps that the
 * server alone knows, and "other" what is left of the total. The server's rules, written a second
 * time from their description, so that a mistake in one of the two shows. */
#pragma once

#include "day/expect.h"

/* An hour: 0 below the floor, else rounded to 10; with a floor of 1 as it is. */
int64_t published_number(int64_t n, int64_t floor);
/* A cell that holds n: what may be said of it, between two. Less than twice the floor has come or
 * gone since it last moved. With a floor of 1 as it is. */
struct expect_range published_cell(int64_t n, int64_t floor);
/* The same of one that may have given way as the largest of n_cells, so that the floor stays
 * untold: each of the others may be said to hold nearly twice the floor more than it does, when
 * acts went, and it comes up again only with a whole step of its own. */
struct expect_range published_largest(int64_t n, int n_cells, int64_t floor);
/* Whether it may be said at all. */
bool published_is_told(int64_t told, int64_t floor);
