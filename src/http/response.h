/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Answering. Exactly one reply_ per request; headers are added before it.
 *
 * Every answer carries the headers of its face (CSP, nosniff, no-referrer and
 * so on for pages; CORS for the API). ETag and 304 are the reply functions' work; so is gzip when
 * the sender takes it and the answer is worth it. */
#pragma once

#include "base/json.h"
#include "http/request.h"

/* Adds a header to the answer to come. The value must hold no line breaks (BUG_IF). */
void reply_header(struct req *req, const char *name, struct str value);
/* Sets or removes the one cookie: __Host-s, Secure, HttpOnly, SameSite=Strict,
 * session lifetime. The absent value removes it. */
void reply_cookie(struct req *req, struct str value);
/* "private, no-store" for what must not be kept; the default for known senders. */
void reply_no_store(struct req *req);
/* "no-store" for the sender's browser; the answer may still be kept here for the next sender. */
void reply_not_stored(struct req *req);
/* Adds one source ("https://app.example", "myapp:") to the page's CSP form-action, for forms whose
 * answer redirects to a client's redirect_uri. Ignored when it is not plainly a source. */
void reply_form_action(struct req *req, struct str source);

/* Finished answers. The buffer is taken (its memory becomes the answer's). */
enum err reply_page(struct req *req, int status, struct buf *take_html);
enum err reply_json_buf(struct req *req, int status, struct buf *take_json);
enum err reply_bytes(struct req *req, int status, const char *content_type, struct buf *take_bytes);
/* Static bytes that live for ever (assets), perhaps with a gzip twin. */
enum err reply_static(struct req *req, const char *content_type, struct str bytes, struct str gzip);
/* 303 See Other to an address on this server ("/...") or to another site's, or 302 to a client's
 * redirect_uri. */
enum err reply_see_other(struct req *req, struct str path);
enum err reply_away(struct req *req, struct str uri);
/* 307: the same request once more, to a path on this server. This one is charged nothing. */
enum err reply_again(struct req *req, struct str path);
enum err reply_redirect(struct req *req, struct str uri);
/* No body: 202, 204, … */
enum err reply_nothing(struct req *req, int status);
/* {} with 200. */
enum err reply_empty_json(struct req *req);

/* One entity, or a list. */
enum err reply_json(struct req *req, const struct json_entity *entity, const void *thing);
enum err reply_json_list(struct req *req, const struct json_entity *entity, struct json_list list);

/* Link: <…max_id=oldest>; rel="next", <…min_id=newest>; rel="prev" keeping the other query
 * values. To be called before the reply; nothing is added for an empty list. */
void reply_link_ids(struct req *req, int64_t newest, int64_t oldest);
