/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a hashtag is: where one stands in a text, which names are valid, when two are the same.
 *
 * A tag is '#' or '＃' and a name. A name is either a word (UTS #31: XID_Continue with at least
 * one letter, so not digits alone; combining marks; '_'; between two of these also '·', '・',
 * ZWNJ, ZWJ; Hebrew geresh and maqaf, Tibetan tsheg) or emoji and nothing else
 * ("#🍚🐰"), so that "#MeToo❤" is the tag MeToo and a heart. It ends where neither goes on.
 * Before the '#' stands no letter, mark, digit, '_', '&', '/' or joiner. Nothing inside an http(s)
 * URL is a tag. tests/unit/data/hashtags.txt lists the cases, and each intended difference from
 * twitter-text and Mastodon with its reason.
 *
 * Two tags are the same when their keys are (NFKC case folding): "#METOO" = "#MeToo" =
 * "＃ｍｅｔｏｏ", with and without ZWNJ; but accents are never folded away, YoTambién is not
 * YoTambien, and no language's own case rules are used (ı is not i). This does not know which tags
 * belong to a campaign, nor does it fold look-alikes together. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
    HASHTAG_MAX_CHARS = 100,     /* code points in a name; a longer run is no tag at all */
    HASHTAG_KEY_MAX_BYTES = 600, /* of a key */
};

struct hashtag_span {
    size_t at;       /* offset of the '#', in bytes */
    size_t end;      /* offset behind the name */
    struct str name; /* as written, without the '#'; points into the text */
};

/* The first hashtag at or after byte `from` of a valid UTF-8 text; false when there is none.
 * To go on, pass span.end. A whole text costs one pass however many calls that takes. */
bool hashtag_next(struct str text, size_t from, struct hashtag_span *span);

/* Whether a hashtag begins exactly at byte `at`. Does not look whether that is inside a URL. */
bool hashtag_at(struct str text, size_t at, struct hashtag_span *span);

/* Whether s, with or without its '#', is one whole hashtag. Any bytes may be given. */
bool hashtag_is_valid(struct str s);

/* The form to keep and show: NFC, without '#', bidi control characters (U+200E, U+200F, U+202A to
 * U+202E, U+2066 to U+2069) and white space at the ends taken away. Copied into the arena.
 * ERR_BAD_INPUT when what is left is not a hashtag. */
NODISCARD enum err hashtag_display(struct arena *arena, struct str s, struct str *name);

/* The form to compare by: NFKC case folding of the displayed form. Never show it.
 * ERR_BAD_INPUT as above. */
NODISCARD enum err hashtag_key(struct arena *arena, struct str s, struct str *key);
