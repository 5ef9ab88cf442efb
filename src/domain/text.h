/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* A person's words: made clean when they come in, made safe HTML when they go out.
 *
 * Cleaning (text_clean.c) never changes what is said: it normalises to NFC, takes away what cannot
 * be seen and can only deceive, and leaves everything else. Rendering (text.c) writes the HTML that
 * Mastodon writes, from nothing but escaped text and the tags named at text_render.
 * All of it is linear in the length of the text, whatever stands there.
 * It does not judge words, does not guess languages and looks nothing up but through struct
 * text_links. */
#pragma once

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"

enum {
    TEXT_HASHTAGS_MAX = 30,           /* a text belongs to no more */
    TEXT_MENTIONS_MAX = 30,           /* a text reaches no more people */
    TEXT_LINKS_MAX = 100,             /* tags, mentions and URLs made links; the rest stays text */
    TEXT_URL_MAX_BYTES = 2048,        /* a longer URL stays text */
    TEXT_HTML_MAX_BYTES = 1024 * 1024 /* ceiling of what text_render writes */
};

/* --- coming in --- */

/* A text of several lines: valid UTF-8 or ERR_BAD_INPUT; NFC; CRLF, CR, NEL, U+2028 and U+2029
 * become LF; controls other than LF and TAB, non-characters, U+FEFF, embeddings and overrides
 * (U+202A to U+202E) are taken away; isolates (U+2066 to U+2069) stay when well nested: an opened
 * one is closed at the end of its line, a closing one without an opening is taken away. White space
 * at both ends and at the end of lines goes; more than two blank lines become two. Nothing visible
 * gives an empty text: the caller decides whether it takes that. ERR_TOO_LARGE when more than
 * max_chars code points are left. An absent text gives an empty one. */
NODISCARD enum err text_clean(struct arena *arena, struct str raw, size_t max_chars,
                              struct str *out);

/* A name or title of one line: as text_clean, but every run of white space becomes one space and
 * the isolates go too. */
NODISCARD enum err text_clean_line(struct arena *arena, struct str raw, size_t max_chars,
                                   struct str *out);

/* --- what is in it (text is clean) --- */

struct text_hashtag {
    struct str name; /* as first written, NFC; in the arena */
    struct str key;  /* see hashtag_key; in the arena */
};

/* The hashtags of a text in their order, distinct by key, at most `max` and at most
 * TEXT_HASHTAGS_MAX. */
void text_hashtags(struct arena *arena, struct str text, struct text_hashtag *tags, size_t max,
                   size_t *n);

/* The names mentioned ("@name" gives "name", "@name@host" gives "name@host") in their order,
 * distinct without ASCII case, at most `max` and at most TEXT_MENTIONS_MAX. They point into the
 * text. Whether such a person exists is not asked. */
void text_mentions(struct str text, struct str *names, size_t max, size_t *n);

/* Whether it says "me too" and no more: nothing is left without hashtags, mentions, white space,
 * punctuation and emoji, or only the words of the table in text_clean.c ("me too", "yo también",
 * …). A URL is more. An empty text is bare. */
bool text_is_bare(struct str text);

/* --- going out --- */

struct text_links {
    struct str base; /* "https://example.org", no slash at the end; empty gives relative links */
    /* Finds the page of the person called `name` (as text_mentions gives it). NULL: no mention
     * becomes a link. False: this one stays text. */
    bool (*mention)(void *context, struct str name, struct str *url);
    /* Finds the page of a hashtag. NULL: base + "/tags/…". False: this one stays text. */
    bool (*hashtag)(void *context, struct str name, struct str *url);
    void *context;
};

/* The text as HTML. Tags written: <p>, <br />, <a>, <span>, with fixed attributes and escaped
 * values; href is base + "/tags/…", an http(s) URL, or what mention() or hashtag() gave when that
 * begins with "/", "http://" or "https://". Invalid UTF-8 gives ERR_BAD_INPUT, more than
 * TEXT_HTML_MAX_BYTES gives ERR_TOO_LARGE. An empty text gives empty HTML. */
NODISCARD enum err text_render(struct arena *arena, struct str text, const struct text_links *links,
                               struct html *out);

/* The beginning of the text on one line, plain (not escaped), at most max_chars code points with
 * the "…" that marks a cut; cut between words, or between graphemes where there are no spaces.
 * Without isolates, so that nothing stays open. For titles and notifications. */
struct str text_plain_excerpt(struct arena *arena, struct str text, size_t max_chars);
