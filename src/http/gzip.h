/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Compressing answers. Private to http/. One per worker, its memory kept between uses. */
#pragma once

#include "base/buf.h"

struct gzip;

/* NULL when memory is out. */
struct gzip *gzip_new(void);
void gzip_free(struct gzip *gzip);
/* Appends s in gzip format (RFC 1952) to out. `is_kept`: the result serves many, so more work
 * is spent. False when it does not fit the buffer's ceiling (out is useless then). */
bool gzip_pack(struct gzip *gzip, bool is_kept, struct str s, struct buf *out);
