/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Putting a family in order: see family_tree.h. A family has at most some thousand members, and
 * organisers alone make it. */
#include "domain/family_tree.h"

#include <stdlib.h>

#include "domain/language.h"

static const char *const names[RELATIONS] = {
    [RELATION_PREDECESSOR] = "predecessor", [RELATION_CALL] = "call",
    [RELATION_TRANSLATION] = "translation", [RELATION_BRANCH] = "branch",
    [RELATION_SOLIDARITY] = "solidarity",   [RELATION_SUCCESSOR] = "successor",
};

const char *relation_name(enum relation relation)
{
    return names[relation];
}

enum relation relation_of(const struct family_member *member, const struct family_member *main)
{
    if (str_eq(member->key, main->key))
        return RELATION_CALL;
    if (str_eq(member->sense, STR("predecessor")))
        return RELATION_PREDECESSOR;
    if (str_eq(member->sense, STR("successor")))
        return RELATION_SUCCESSOR;
    if (str_eq(member->sense, STR("solidarity")))
        return RELATION_SOLIDARITY;
    bool is_translated = str_eq(member->sense, STR("me-too")) && member->language.n > 0 &&
                         !str_eq(language_base(member->language), language_base(main->language)) &&
                         !str_starts(member->key, main->key);
    return is_translated ? RELATION_TRANSLATION : RELATION_BRANCH;
}

/* --- since when --- */

static bool digits(struct str text, size_t n, int *out)
{
    *out = 0;
    for (size_t i = 0; i < text.n; i++) {
        if (text.p[i] < '0' || text.p[i] > '9')
            return false;
        *out = *out * 10 + (text.p[i] - '0');
    }
    return text.n == n;
}

static int days_of(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : days[month - 1];
}

bool since_parse(struct str text, struct since *out)
{
    enum { YEAR_FIRST = 1800, YEAR_LAST = 2200, MONTHS = 12 };
    struct since since = {0};
    struct str rest = text;
    *out = since;
    if (text.n == 0)
        return true;
    if (!digits(str_cut(&rest, '-'), 4, &since.year) || since.year < YEAR_FIRST ||
        since.year > YEAR_LAST)
        return false;
    if (rest.p != NULL &&
        (!digits(str_cut(&rest, '-'), 2, &since.month) || since.month < 1 || since.month > MONTHS))
        return false;
    if (rest.p != NULL && (!digits(rest, 2, &since.day) || since.day < 1 ||
                           since.day > days_of(since.year, since.month)))
        return false;
    *out = since;
    return true;
}

/* --- the tree --- */

/* "2017" stands before "2017-10" and that before "2017-10-15"; no date behind all. */
static int age(const struct since *since)
{
    enum { NO_DATE = 99999999 };
    return since->year == 0 ? NO_DATE : (since->year * 100 + since->month) * 100 + since->day;
}

struct placed {
    struct tree_node node;
    enum relation relation;
    size_t rank;
};

static int by_place(const void *a, const void *b)
{
    const struct placed *x = a;
    const struct placed *y = b;
    if (x->relation != y->relation)
        return x->relation < y->relation ? -1 : 1;
    if (age(&x->node.since) != age(&y->node.since))
        return age(&x->node.since) < age(&y->node.since) ? -1 : 1;
    return x->rank < y->rank ? -1 : x->rank > y->rank;
}

static enum err put_spellings(struct arena *arena, const struct family_member *family, size_t n,
                              struct tree_node *node)
{
    size_t count = 0;
    for (size_t i = 0; i < n; i++)
        count += str_eq(family[i].same_as, node->member->key);
    if (count == 0)
        return OK;
    const struct family_member **list = arena_try_array(arena, const struct family_member *, count);
    if (list == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < n; i++)
        if (str_eq(family[i].same_as, node->member->key))
            list[node->n_spellings++] = &family[i];
    node->spellings = list;
    return OK;
}

/* Places all but the imitations; *placed of them. */
static enum err place(struct arena *arena, const struct family_member *family, size_t n,
                      struct placed *rows, size_t *placed)
{
    bool has_spellings = false;
    for (size_t i = 0; i < n; i++)
        has_spellings |= family[i].same_as.n > 0;
    *placed = 0;
    for (size_t i = 0; i < n; i++) {
        if (family[i].same_as.n > 0)
            continue;
        struct placed *row = &rows[(*placed)++];
        *row = (struct placed){{.member = &family[i]}, relation_of(&family[i], &family[0]), i};
        if (!since_parse(family[i].since, &row->node.since))
            row->node.since = (struct since){0}; /* of before dates were checked */
        if (has_spellings)
            TRY(put_spellings(arena, family, n, &row->node));
    }
    return OK;
}

enum err family_tree_of(struct arena *arena, const struct family_member *family, size_t n,
                        struct family_tree *out)
{
    size_t placed;
    struct placed *rows = arena_try_array(arena, struct placed, n + 1);
    struct tree_node *nodes = arena_try_array(arena, struct tree_node, n + 1);
    *out = (struct family_tree){0};
    if (rows == NULL || nodes == NULL)
        return ERR_TOO_LARGE;
    TRY(place(arena, family, n, rows, &placed));
    qsort(rows, placed, sizeof *rows, by_place);
    for (size_t i = 0; i < placed; i++) {
        nodes[i] = rows[i].node;
        if (out->relations[rows[i].relation].n++ == 0)
            out->relations[rows[i].relation].nodes = &nodes[i];
    }
    return OK;
}
