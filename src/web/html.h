/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What the compiled templates write with: every value escaped for the place where it stands.
 *
 * Failure is sticky as in base/buf.h: whoever answers checks the buffer once at the end. */
#pragma once

#include "base/buf.h"
#include "web/i18n.h"

/* A page that is being written, and in which language. */
struct out {
    struct buf buf;
    struct arena *arena; /* of the request: for numbers */
    const struct locale *locale;
    struct str prefix; /* what stands before the path of every page, or empty */
};

/* A template's own text. Its first space is left out after a stop of Chinese or Japanese, which
 * brings its own. */
void put_raw(struct out *out, struct str s);
/* Escaped; the absent str writes nothing. */
void put_text(struct out *out, struct str s);
/* HTML that was made safe by text_render or by put_. */
void put_html(struct out *out, struct html html);
/* An address: "/path" on this server (as html_local_url makes it), "#part", https://, or a number
 * as "tel:0800100200". Anything else becomes "#". */
void put_url(struct out *out, struct str url);
/* Digits as the language writes them. */
void put_number(struct out *out, int64_t number);
/* The fingerprinted address of a file in assets/. A name that is not there is a bug. */
void put_asset(struct out *out, struct str name);
void put_message(struct out *out, const char *message, const struct message_arg *args, size_t n);
/* {n} is the count. */
void put_plural(struct out *out, const char *one, const char *many, int64_t count,
                const struct message_arg *args, size_t n);

/* Plain text as HTML, in the arena. */
struct html html_of_text(struct arena *arena, struct str text);
/* The path of a page with what this page carries on: the prefix, and the chosen language. In the
 * arena; what put_url writes, unescaped. What has them already stays as it is;
 * "/./path" leads out of the prefix. */
struct str html_local_url(const struct out *out, struct str path);
