/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* How many there are of what: the numbers of the day at a scale, drawn so that at its end they are
 * exact, and the lengths of texts.
 *
 * At scale 1: 4.7 million people, 12 million acts: 13 % posts, 24 % comments, 63 % reactions; the
 * hot voice gets 60,000 comments. */
#pragma once

#include "day/chance.h"

enum mix_kind { MIX_VOICE, MIX_COMMENT, MIX_REACTION, MIX_KINDS };

struct mix {
    uint32_t acts, people, voices, reactions; /* of the whole plan */
    uint32_t left[MIX_KINDS];
    uint32_t acts_left, people_left, hot_left;
};

/* `share`: the part of the day (curve.h) that is rehearsed. At least 10 acts. */
void mix_init(struct mix *mix, double scale, double share);
/* The kind of the next act, taken off what is left; a voice while there is nothing to answer.
 * Call only while acts_left > 0. */
enum mix_kind mix_draw(struct mix *mix, struct chance *chance, bool has_voice);
/* A comment is made where a reaction was drawn: gives one back and takes the other if some are
 * left. */
void mix_comment_instead(struct mix *mix);
/* Whether somebody new does the next act, taken off what is left. */
bool mix_is_new(struct mix *mix, struct chance *chance, bool has_people);
/* Whether the next comment goes to the hot voice. */
bool mix_is_hot(struct mix *mix, struct chance *chance);

enum mix_form { FORM_BARE, FORM_CALL, FORM_SHORT, FORM_LONG };
/* What a voice is: half are bare "me too", a quarter the copied call, a fifth short stories
 * (median 300 characters), the rest long ones (median 1,500, at most MIX_CHARS_MAX). *chars is
 * written for stories. */
enum { MIX_CHARS_MAX = 19900 };
enum mix_form mix_voice(struct chance *chance, int *chars);
/* Characters of a comment. */
int mix_comment_chars(struct chance *chance);
