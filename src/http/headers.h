/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The headers that go with every answer of a face. Private to http/. */
#pragma once

#include "http/conn.h"

struct MHD_Response;

/* What is known about an answer besides its bytes. */
struct answer {
    int status;
    const char *type; /* NULL: no body */
    struct str etag;  /* absent: none */
    bool is_kept;     /* the same for every unknown sender */
    bool is_gzip;
    bool is_eternal; /* a static file */
};

/* Adds the face's headers, then those of reply_header. One of the latter with the same name as
 * one of the former takes its place. */
void headers_add(const struct conn *conn, struct MHD_Response *response,
                 const struct answer *answer);
/* The headers of a stream's answer, as lines, for the socket itself. */
void headers_put_stream(const struct conn *conn, struct buf *buf);
/* The answer to a CORS preflight. */
void headers_add_preflight(struct MHD_Response *response);
