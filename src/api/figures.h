/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What JSON and CSV of figures share. */
#pragma once

#include "domain/board.h"
#include "http/request.h"

/* The released figures of the campaign that the path names. */
NODISCARD enum err figures_of_path(struct req *req, struct figures *out);
/* Whether nothing stands there. */
bool figures_is_empty(const struct figure_counts *counts);
