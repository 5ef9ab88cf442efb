/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Whether a text is one of many that are nearly the same and come from many people at once: a
 * flood.
 *
 * A text's *print* (near_print.c) is a 64-bit SimHash over its letters and digits, four by four:
 * case, punctuation, spaces, emoji, invisible characters and look-alike letters change nothing, and
 * a changed word changes few bits. The prints of the last NEAR_TEXTS texts are kept in memory of a
 * fixed size and found again by equal sixteen bits; what is older than NEAR_WINDOW_MS does not
 * count. Copies of a campaign's call, and what near_free was told, are never part of a flood; nor
 * are texts too short to tell ("me too").
 *
 * An aid: nothing is stored, all is forgotten at a restart, nothing of a text can be read from it.
 * It decides nothing. near_print_of may be asked on any thread; struct near belongs to the
 * writer's. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
    NEAR_WINDOW_MS = 10 * 60 * 1000,
    NEAR_TEXTS = 65536,
    /* Bits in which near-duplicates may differ. Between a text and itself with a word or two
     * changed lie 5 to 11, between two people's stories 20 and more; six finds the whole of a
     * flood, whose texts are each near to some other, and no story made of the same clauses
     * (docs/decisions/0012). Short texts are alike by chance, so they must be nearly the same. */
    NEAR_BITS = 6,
    NEAR_BITS_SHORT = 3,
    NEAR_LETTERS_SHORT = 80,
    /* In long texts of one language the same fours come again and again, so that the prints of
     * strangers draw near, while a changed word moves them less. */
    NEAR_BITS_LONG = 2,
    NEAR_LETTERS_LONG = 250,
    /* So many people with one text are a burst. Two or three friends who agree on their words are
     * not, nor is one person who presses again; a flood of thousands is known after four. */
    NEAR_PEOPLE = 5,
    NEAR_LETTERS_LEAST = 40, /* letters and digits of a text that is judged */
    NEAR_FREE = 256,         /* free prints that are remembered, the latest */
    NEAR_CALLS = 64,         /* texts of calls that are remembered, the latest */
    NEAR_EARLIER = 16,       /* posts that came before a flood was one, those that are named */
    NEAR_SAMPLE = 64,
    NEAR_FOURS = 1 << 14, /* values of a sample */
    /* Of longer texts so many marks must be equal too: made of twelve letters each, they are of
     * strangers only where both say the same, however many the texts and few the words. */
    NEAR_MARKS = 8,
    NEAR_MARKS_EQUAL = 4,
};

struct near_print {
    uint64_t hash;
    uint32_t letters; /* letters and digits; below NEAR_LETTERS_LEAST it is not judged */
    uint32_t n;       /* of the sample */
    uint16_t sample[NEAR_SAMPLE]; /* some of the fours, spread over the text */
    uint16_t marks[NEAR_MARKS];   /* of its twelves, in eight heaps, the least of each (one
                                     permutation MinHash: Li, Owen, Zhang 2012); NEAR_NO_MARK */
};
enum { NEAR_NO_MARK = UINT16_MAX };

/* The print of a valid UTF-8 text. ERR_TOO_LARGE when the arena is full (it needs some twenty bytes
 * for each of text, given back). Pure: for the worker's thread. */
NODISCARD enum err near_print_of(struct arena *arena, struct str text, struct near_print *out);
/* For near.c: 64 sets of fours, a bit for each. Adds those of a text to one; and in which sets so
 * many hundredths of a sample lie. */
NODISCARD enum err near_fours(struct arena *arena, struct str text, uint64_t bit,
                              uint64_t sets[NEAR_FOURS]);
uint64_t near_common(const struct near_print *print, const uint64_t sets[NEAR_FOURS],
                     uint32_t hundredths);
/* Bits in which two differ. */
unsigned near_distance(uint64_t a, uint64_t b);

struct near {
    struct arena memory;
    struct near_index *index;
    struct near_calls *calls;
};

/* About 4 MiB, committed as used. ERR_SYSTEM. */
NODISCARD enum err near_init(struct near *near);
void near_done(struct near *near);

/* Copies of this text, whole or in part, with a few words before or behind, are free from now on: a
 * campaign's call in one language. ERR_TOO_LARGE as near_print_of. */
NODISCARD enum err near_call(struct near *near, struct arena *arena, struct str text);
/* Texts as near as NEAR_BITS to this print or cluster are free: moderators let them through. */
void near_free(struct near *near, uint64_t hash);
/* Forgets all calls and what is free, as when calls have changed. */
void near_free_clear(struct near *near);

struct near_verdict {
    bool is_free; /* too short, a copy of a call, or near_free: not remembered */
    bool is_burst;
    uint32_t people;  /* with near-duplicates in the window, this one among them; at most
                         NEAR_PEOPLE are counted */
    uint64_t cluster; /* of those it is near to: the print of the first. What moderators decide
                         about once. Its own print when it is the first; never 0 but when free */
    uint32_t place;   /* for near_name */
    /* When this very text makes it a burst: the posts of those it is near to, as near_name had
     * them. What they say now may be something else. */
    int64_t earlier[NEAR_EARLIER];
    size_t n_earlier;
};

/* Judges a text at the moment when it comes, and remembers it. `person` is any number that is hers
 * alone. In constant time. */
struct near_verdict near_seen(struct near *near, const struct near_print *print, uint64_t person,
                              int64_t now_ms);
/* The number of the post whose text was judged; before any other text is. */
void near_name(struct near *near, const struct near_verdict *verdict, int64_t post);
/* Whether a text still says nearly what one of this print says. */
bool near_is_alike(const struct near_print *a, const struct near_print *b);
