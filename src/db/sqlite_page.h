/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A page of an SQLite file, as it lies there: https://sqlite.org/fileformat2.html#b_tree_pages
 *
 * A page of rows has a header, where each row lies, room, and the rows. SQLite never reads the
 * room, but when it packs a page anew it leaves there what the page held before. For this
 * folder. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct page_room {
    size_t at, n;
};

/* The room of a page of `n` bytes; `is_first`: the file's first page. False for a page that holds
 * no rows but the rest of a long one, or nothing: those cannot be taken for a page of rows. Such a
 * page begins with the number of the next, which is 2 to 13 in its highest byte only beyond 2^25
 * pages, and then goes on with text, where a page of rows says in two bytes, of which the
 * first is 4 at most in a page of 1024 bytes, where its rows begin; and each row must lie there. */
bool sqlite_page_room(const unsigned char *page, size_t n, bool is_first, struct page_room *out);
/* Nothing was left in it. */
bool sqlite_page_is_clean(const unsigned char *page, const struct page_room *room);
