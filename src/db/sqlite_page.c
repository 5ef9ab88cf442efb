/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Finding the room of a page (sqlite_page.h). */
#include "db/sqlite_page.h"

enum {
    FILE_HEADER = 100,
    LEAF_HEADER = 8,
    INNER_HEADER = 12,
    CELL_MIN = 4,
    /* places in the header */
    AT_CELLS = 3,
    AT_CONTENT = 5,
};

static size_t number_at(const unsigned char *page, size_t at)
{
    return (size_t)page[at] << 8 | page[at + 1];
}

/* 0 when it is no page of rows. */
static size_t header_bytes(unsigned char kind)
{
    switch (kind) {
    case 2:
    case 5:
        return INNER_HEADER;
    case 10:
    case 13:
        return LEAF_HEADER;
    default:
        return 0;
    }
}

bool sqlite_page_room(const unsigned char *page, size_t n, bool is_first, struct page_room *out)
{
    size_t at = is_first ? FILE_HEADER : 0;
    if (n < FILE_HEADER + INNER_HEADER)
        return false;
    size_t header = header_bytes(page[at]);
    if (header == 0)
        return false;
    size_t places = at + header;
    size_t n_cells = number_at(page, at + AT_CELLS);
    size_t content = number_at(page, at + AT_CONTENT);
    size_t end = places + 2 * n_cells;
    if (content == 0)
        content = (size_t)1 << 16;
    if (content > n || end > content)
        return false;
    for (size_t place = places; place < end; place += 2) {
        size_t cell = number_at(page, place);
        if (cell < content || cell > n - CELL_MIN)
            return false;
    }
    *out = (struct page_room){end, content - end};
    return true;
}

bool sqlite_page_is_clean(const unsigned char *page, const struct page_room *room)
{
    for (size_t i = 0; i < room->n; i++)
        if (page[room->at + i] != 0)
            return false;
    return true;
}
