/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Drawing without putting back (mix.h): each draw takes what it got off what is left, so the sums
 * come out exact whatever chance does. */
#include "day/mix.h"

static const double PEOPLE = 4.7e6, ACTS = 12e6, HOT = 60000;
static const double VOICES_SHARE = 0.13, COMMENTS_SHARE = 0.24;

void mix_init(struct mix *mix, double scale, double share)
{
    enum { FEWEST = 10 };
    double acts = ACTS * scale * share;
    if (acts < FEWEST)
        acts = FEWEST;
    *mix = (struct mix){.acts = (uint32_t)(acts + 0.5)};
    mix->people = (uint32_t)(acts * PEOPLE / ACTS + 0.5);
    mix->voices = (uint32_t)(acts * VOICES_SHARE + 0.5);
    mix->left[MIX_VOICE] = mix->voices;
    mix->left[MIX_COMMENT] = (uint32_t)(acts * COMMENTS_SHARE + 0.5);
    mix->left[MIX_REACTION] = mix->acts - mix->voices - mix->left[MIX_COMMENT];
    mix->reactions = mix->left[MIX_REACTION];
    mix->acts_left = mix->acts;
    mix->people_left = mix->people;
    mix->hot_left = (uint32_t)(acts * HOT / ACTS + 0.5);
}

enum mix_kind mix_draw(struct mix *mix, struct chance *chance, bool has_voice)
{
    uint32_t at = chance_below(chance, mix->acts_left);
    enum mix_kind kind = MIX_VOICE;
    while (at >= mix->left[kind]) {
        at -= mix->left[kind];
        kind++;
    }
    if (!has_voice && mix->left[MIX_VOICE] > 0)
        kind = MIX_VOICE;
    mix->left[kind]--;
    mix->acts_left--;
    return kind;
}

void mix_comment_instead(struct mix *mix)
{
    if (mix->left[MIX_COMMENT] == 0)
        return;
    mix->left[MIX_COMMENT]--;
    mix->left[MIX_REACTION]++;
}

bool mix_is_new(struct mix *mix, struct chance *chance, bool has_people)
{
    if (mix->people_left == 0)
        return false;
    bool is_new = !has_people || chance_below(chance, mix->acts_left + 1) < mix->people_left;
    if (is_new)
        mix->people_left--;
    return is_new;
}

bool mix_is_hot(struct mix *mix, struct chance *chance)
{
    if (mix->hot_left == 0 || chance_below(chance, mix->left[MIX_COMMENT] + 1) >= mix->hot_left)
        return false;
    mix->hot_left--;
    return true;
}

static int within(double chars, int least)
{
    return chars < least ? least : chars > MIX_CHARS_MAX ? MIX_CHARS_MAX : (int)chars;
}

enum mix_form mix_voice(struct chance *chance, int *chars)
{
    enum { LEAST_CHARS = 20 };
    uint32_t percent = chance_below(chance, 100);
    if (percent < 50)
        return FORM_BARE;
    if (percent < 75)
        return FORM_CALL;
    bool is_long = percent >= 95;
    *chars = within(chance_lognormal(chance, is_long ? 1500 : 300, 0.9), LEAST_CHARS);
    return is_long ? FORM_LONG : FORM_SHORT;
}

int mix_comment_chars(struct chance *chance)
{
    enum { LEAST_CHARS = 5 };
    return within(chance_lognormal(chance, 60, 0.8), LEAST_CHARS);
}
