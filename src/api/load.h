/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* From the domain's structs to Mastodon's entities, and out.
 *
 * A load belongs to one answer (or one streamed event). Texts of the domain are borrowed, what is
 * made here lies in its arena. Lists of statuses are written one by one through a scratch arena, so
 * a page of long stories needs no more memory than its longest. It decides nothing about who may
 * see what: the domain has done that. */
#pragma once

#include "api/entity.h"
#include "api/filters.h"
#include "domain/tie.h"
#include "domain/timeline.h"
#include "face/desk.h"

enum { LOAD_BUF_MAX = 64 * 1024 * 1024, LOAD_SCRATCH = 64 * 1024 * 1024, LOAD_NAMES_MAX = 32 };

/* A name that was looked up: whom it mentions, or nobody (0). */
struct load_name {
    struct str name;
    int64_t person;
    struct str username;
};

struct load {
    struct arena *arena; /* of the whole answer */
    struct arena *out;   /* where entities are made: `arena`, or the scratch arena */
    struct desk *desk;
    struct private_reader viewer; /* nobody: nobody's filters are looked at */
    struct filters_ready filters;
    bool has_filters; /* they have been read */
    struct str avatar;
    struct str header;
    struct load_name names[LOAD_NAMES_MAX];
    size_t n_names;
};

/* Makes sure that the worker's scratch arena is there. ERR_SYSTEM. */
NODISCARD enum err load_scratch(struct desk *desk);

struct load load_of(struct req *req);
/* The same without a request, for nobody: for streams. */
struct load load_in(struct desk *desk, struct arena *arena);

void load_account(struct load *load, const struct person *person, struct api_account *out);
/* ERR_TOO_LARGE, ERR_STORAGE. */
NODISCARD enum err load_status(struct load *load, const struct post *post, struct api_status *out);
/* A post, or the wrapper around a shared one. */
NODISCARD enum err load_entry(struct load *load, const struct entry *entry, struct api_status *out);

/* One status into the buffer, through the scratch arena. */
NODISCARD enum err load_put_post(struct load *load, struct buf *buf, const struct post *post);

/* Answers. Pages carry their Link header. */
/* The same for a viewer with nothing of her own to look up (is_plain of act.h). */
NODISCARD enum err load_reply_plain(struct req *req, const struct post *post);
NODISCARD enum err load_reply_post(struct req *req, const struct post *post);
NODISCARD enum err load_reply_posts(struct req *req, const struct post_list *posts);
NODISCARD enum err load_reply_page(struct req *req, const struct page *page);
NODISCARD enum err load_reply_people(struct req *req, const struct tied_person *people, size_t n);

/* Answers with the buffer when `err` is OK and it is whole, or frees it and returns the error. */
NODISCARD enum err load_reply_buf(struct req *req, enum err err, struct buf *take_json);

/* Concatenates in the arena. */
struct str load_join(struct arena *arena, struct str a, struct str b, struct str c);
/* The address of a file in assets/, which must be there. */
struct str load_asset_url(const struct desk *desk, struct arena *arena, const char *name);
/* "base/tags/name", percent-encoded. */
struct str load_tag_url(struct load *load, struct str name);
