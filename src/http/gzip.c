/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* zlib behind gzip.h: one stream, reset for every use. Does not decide what is compressed
 * (response.c does) and reads nothing compressed by others. */
#include "http/gzip.h"

#define ZLIB_CONST /* next_in is const */
#include <limits.h>
#include <stdlib.h>
#include <zlib.h>

enum { LEVEL_KEPT = 6, LEVEL_ONCE = 1, WINDOW_GZIP = 15 + 16, MEMORY = 8 };

struct gzip {
    z_stream kept;
    z_stream once;
};

static bool start(z_stream *stream, int level)
{
    return deflateInit2(stream, level, Z_DEFLATED, WINDOW_GZIP, MEMORY, Z_DEFAULT_STRATEGY) == Z_OK;
}

struct gzip *gzip_new(void)
{
    struct gzip *gzip = calloc(1, sizeof *gzip);
    if (gzip == NULL)
        return NULL;
    if (!start(&gzip->kept, LEVEL_KEPT) || !start(&gzip->once, LEVEL_ONCE)) {
        gzip_free(gzip);
        return NULL;
    }
    return gzip;
}

void gzip_free(struct gzip *gzip)
{
    if (gzip == NULL)
        return;
    (void)deflateEnd(&gzip->kept);
    (void)deflateEnd(&gzip->once);
    free(gzip);
}

bool gzip_pack(struct gzip *gzip, bool is_kept, struct str s, struct buf *out)
{
    z_stream *stream = is_kept ? &gzip->kept : &gzip->once;
    if (s.n > INT_MAX || deflateReset(stream) != Z_OK)
        return false;
    size_t bound = deflateBound(stream, s.n);
    if (bound > INT_MAX || !buf_reserve(out, bound))
        return false;
    stream->next_in = (const Bytef *)s.p;
    stream->avail_in = (uInt)s.n;
    stream->next_out = (Bytef *)(out->p + out->n);
    stream->avail_out = (uInt)bound;
    if (deflate(stream, Z_FINISH) != Z_STREAM_END)
        return false;
    out->n += bound - stream->avail_out;
    return true;
}
