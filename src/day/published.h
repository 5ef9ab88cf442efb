/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Figures as they are published: headlines exact; hours below the floor not shown and the rest
 * rounded to 10; a cell of a breakdown somewhere near what it holds, for it moves in steps that the
 * server alone knows, and "other" what is left of the total. The server's rules, written a second
 * time from their description, so that a mistake in one of the two shows. */
#pragma once

#include "day/expect.h"

/* An hour: 0 below the floor, else rounded to 10; with a floor of 1 as it is. */
int64_t published_number(int64_t n, int64_t floor);
/* A cell that holds n: what may be said of it, between two. Less than twice the floor has come
 * since it last moved, and what is told leaves the floor untold. With a floor of 1 as it is. */
struct expect_range published_cell(int64_t n, int64_t floor);
/* Whether it may be said at all. */
bool published_is_told(int64_t told, int64_t floor);
