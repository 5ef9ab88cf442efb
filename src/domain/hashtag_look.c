/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Skeletons over ICU: see hashtag_look.h.
 *
 * A Cyrillic м is like no Latin letter, its capital М is: so it is capitals that are compared. What
 * has no likeness among capitals finds it when it is small again, in the second round. ICU's tables
 * are shared and immutable; a checker is opened for the call (microseconds), which only new
 * hashtags and organisers pay. */
#include "domain/hashtag_look.h"

#include <unicode/uspoof.h>
#include <unicode/ustring.h>

/* A name has 100 code points at most, and one of these becomes 18 units at most. */
enum { UNITS_MAX = 4000 };

struct wide {
    UChar units[UNITS_MAX];
    int32_t n;
};

static bool skeleton(const USpoofChecker *checker, struct wide *text, struct wide *scratch)
{
    UErrorCode error = U_ZERO_ERROR;
    scratch->n =
        uspoof_getSkeleton(checker, 0, text->units, text->n, scratch->units, UNITS_MAX, &error);
    if (U_FAILURE(error))
        return false;
    text->n = u_strFoldCase(text->units, UNITS_MAX, scratch->units, scratch->n, U_FOLD_CASE_DEFAULT,
                            &error);
    return U_SUCCESS(error);
}

static bool look_of(const USpoofChecker *checker, struct str name, struct wide *text,
                    struct wide *scratch)
{
    UErrorCode error = U_ZERO_ERROR;
    u_strFromUTF8(scratch->units, UNITS_MAX, &scratch->n, name.p, (int32_t)name.n, &error);
    if (U_FAILURE(error))
        return false;
    text->n = u_strToUpper(text->units, UNITS_MAX, scratch->units, scratch->n, "", &error);
    return U_SUCCESS(error) && skeleton(checker, text, scratch) &&
           skeleton(checker, text, scratch) && text->n > 0;
}

static enum err to_utf8(struct arena *arena, const struct wide *text, struct str *out)
{
    enum { BYTES_A_UNIT = 3 };
    int32_t n = 0;
    UErrorCode error = U_ZERO_ERROR;
    int32_t room = text->n * BYTES_A_UNIT;
    char *p = arena_try_array(arena, char, (size_t)room);
    if (p == NULL)
        return ERR_TOO_LARGE;
    u_strToUTF8(p, room, &n, text->units, text->n, &error);
    if (U_FAILURE(error))
        return ERR_TOO_LARGE;
    *out = (struct str){p, (size_t)n};
    return OK;
}

enum err hashtag_look(struct arena *arena, struct str name, struct str *look)
{
    UErrorCode error = U_ZERO_ERROR;
    struct wide *texts = arena_try_array(arena, struct wide, 2);
    if (texts == NULL)
        return ERR_TOO_LARGE;
    USpoofChecker *checker = uspoof_open(&error);
    bool is_known = U_SUCCESS(error) && look_of(checker, name, &texts[0], &texts[1]);
    uspoof_close(checker);
    if (is_known)
        return to_utf8(arena, &texts[0], look);
    *look = name;
    return OK;
}
