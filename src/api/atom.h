/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Writing a feed (RFC 4287) and its pages (RFC 5005), and any text into XML 1.0.
 *
 * Content is HTML, escaped. What stands behind a warning is not in a feed: a program that collects
 * feeds opens everything. It decides nothing about who may read what: the domain has done that. */
#pragma once

#include "api/load.h"

/* One feed; each of its pages has the same id. */
struct atom_feed {
    struct str url;      /* the feed's own address, also its id */
    struct str page_url; /* of the page with the same voices */
    struct str title, subtitle, language;
    int64_t before;   /* the page asked for; 0: the first */
    int64_t began_ms; /* what is said to be updated while there is nothing in it */
};

/* The whole document. ERR_TOO_LARGE, ERR_STORAGE. */
NODISCARD enum err atom_put(struct load *load, struct buf *buf, const struct atom_feed *feed,
                            const struct page *page);
/* An element of XML, or of HTML that is to be text in it. Values and texts are escaped; characters
 * that XML does not know are left out. */
struct atom_attribute {
    const char *name;
    struct str value;
};
void atom_open(struct buf *buf, const char *name, const struct atom_attribute *attributes,
               size_t n);
void atom_close(struct buf *buf, const char *name);
/* One with nothing but text, on a line. */
void atom_element(struct buf *buf, const char *name, struct str text);
