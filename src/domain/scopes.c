/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* OAuth scopes as bits (scopes.def). */
#include "domain/token.h"

enum {
    PARENT_NONE = -1,
    PARENT_READ = SCOPE_BIT_READ,
    PARENT_WRITE = SCOPE_BIT_WRITE,
    PARENT_ADMIN_READ = SCOPE_BIT_ADMIN_READ,
    PARENT_ADMIN_WRITE = SCOPE_BIT_ADMIN_WRITE,
};

static const struct {
    const char *text;
    int parent;
} scopes[SCOPE_BITS] = {
#define SCOPE(name, text, parent) [SCOPE_BIT_##name] = {text, PARENT_##parent},
#include "domain/scopes.def"
#undef SCOPE
};

static bool find(struct str word, int *bit)
{
    for (int i = 0; i < SCOPE_BITS; i++)
        if (str_eq(word, str_of(scopes[i].text))) {
            *bit = i;
            return true;
        }
    return false;
}

enum err scopes_parse(struct str text, uint64_t *out)
{
    uint64_t bits = 0;
    struct str rest = text;
    while (rest.p != NULL) {
        struct str word = str_trim(str_cut(&rest, ' '));
        int bit;
        if (word.n == 0)
            continue;
        if (!find(word, &bit))
            return ERR_BAD_INPUT;
        bits |= UINT64_C(1) << bit;
    }
    *out = bits;
    return OK;
}

struct str scopes_text(struct arena *arena, uint64_t bits)
{
    struct str text = STR("");
    for (int i = 0; i < SCOPE_BITS; i++)
        if (bits & UINT64_C(1) << i)
            text = arena_printf(arena, "%.*s%s%s", STRF(text), text.n ? " " : "", scopes[i].text);
    return text;
}

/* Those that include this one. They are included by none themselves. */
static uint64_t included_by(int bit)
{
    static const uint64_t of_follow = SCOPE_OF(READ_BLOCKS) | SCOPE_OF(READ_FOLLOWS) |
                                      SCOPE_OF(READ_MUTES) | SCOPE_OF(WRITE_BLOCKS) |
                                      SCOPE_OF(WRITE_FOLLOWS) | SCOPE_OF(WRITE_MUTES);
    uint64_t bits = 0;
    if (scopes[bit].parent != PARENT_NONE)
        bits |= UINT64_C(1) << scopes[bit].parent;
    if (of_follow & UINT64_C(1) << bit)
        bits |= SCOPE_OF(FOLLOW);
    return bits;
}

uint64_t scopes_expand(uint64_t bits)
{
    for (int i = 0; i < SCOPE_BITS; i++)
        if (bits & included_by(i))
            bits |= UINT64_C(1) << i;
    return bits;
}

uint64_t scopes_fewest(uint64_t bits)
{
    for (int i = 0; i < SCOPE_BITS; i++)
        if (bits & included_by(i))
            bits &= ~(UINT64_C(1) << i);
    return bits;
}
