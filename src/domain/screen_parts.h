/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The finders behind screen.h, for screen*.c alone.
 *
 * Each is asked at one token i, looks around it no further than a constant, and gives the token
 * behind what it found, with *found filled in; or i when there is nothing. One may also pass over
 * tokens that are surely nothing (a date): then found->length is 0. */
#pragma once

#include "domain/screen.h"
#include "domain/screen_token.h"

/* A text as the finders see it. */
struct screened {
    struct tokens tokens;
    struct str host; /* of this server, or absent */
};

/* Fills in *found with the bytes from token `first` to the end of token `last`; gives last + 1. */
size_t screen_span(const struct screened *s, enum screen_kind kind, size_t first, size_t last,
                   struct finding *found);
/* The same for bytes; gives the first token behind them. i is at or before it. */
size_t screen_bytes(const struct screened *s, enum screen_kind kind, struct str bytes, size_t i,
                    struct finding *found);
/* Letters compare without case; `word` is in lower case. */
bool screen_same(struct str s, struct str word);
/* Whether s ends so, with at least one character before it. */
bool screen_ends(struct str s, struct str word);

/* "https://…", "www.…", "example.com/…", "geo:…", links to maps; i is a word or a number. */
size_t screen_link(const struct screened *s, size_t i, struct finding *found);
/* "name@example.com", "name (at) example (dot) com"; i is the '@' or the bracket. */
size_t screen_email(const struct screened *s, size_t i, struct finding *found);
/* "@name", "@name@example.com"; i is the '@'. */
size_t screen_mention(const struct screened *s, size_t i, struct finding *found);
/* "u/name", i is the 'u'; "telegram: some_name", i is the colon. */
size_t screen_handle(const struct screened *s, size_t i, struct finding *found);
/* i is the word of two letters. */
size_t screen_iban(const struct screened *s, size_t i, struct finding *found);
/* i is a number, a plus sign or an opening bracket. */
size_t screen_phone(const struct screened *s, size_t i, struct finding *found);
/* "52.52001, 13.40495", "52° 31′ 12″ N"; i is the first number. */
size_t screen_coordinates(const struct screened *s, size_t i, struct finding *found);
/* "9F4MGC22+22"; i is the plus sign. */
size_t screen_plus_code(const struct screened *s, size_t i, struct finding *found);
/* i is the number of the house. */
size_t screen_address(const struct screened *s, size_t i, struct finding *found);
/* i is a word of the name: the one behind the title or the cue. */
size_t screen_name(const struct screened *s, size_t i, struct finding *found);
/* A full name begins at i, with or without a cue: two capitalised words, or an initial and one. */
bool screen_is_full_name(const struct screened *s, size_t i);
