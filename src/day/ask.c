/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Writing requests by copying (ask.h). The body is written first, behind room for the head, and
 * the head is then put right before it. */
#include "day/ask.h"

#include <string.h>

#include "base/buf.h"

enum { HEAD_ROOM = 2048, SALT_TEXT = 0x7E27 };

struct pen {
    char *at;
};

static void put(struct pen *pen, struct str s)
{
    memcpy(pen->at, s.p, s.n);
    pen->at += s.n;
}

static void put_z(struct pen *pen, const char *z)
{
    put(pen, str_of(z));
}

static void put_number(struct pen *pen, uint64_t n)
{
    enum { DIGITS = 20 };
    char digits[DIGITS];
    size_t at = DIGITS;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    put(pen, (struct str){digits + at, DIGITS - at});
}

void ask_init(struct ask *ask, struct arena *arena)
{
    enum { TAG_MOST = 2048 };
    const struct choices *choices = ask->choices;
    struct str slug = choices->campaign;
    ask->fixed = arena_printf(arena, " HTTP/1.1\r\nHost: %.*s\r\n", STRF(choices->host));
    struct buf tag = buf_init(TAG_MOST);
    buf_url(&tag, ask->family->tags[0].name);
    struct str timeline = arena_printf(arena, "/api/v1/timelines/tag/%.*s", STRF(buf_str(&tag)));
    struct str campaign = arena_printf(arena, "/c/%.*s", STRF(slug));
    struct str figures = arena_printf(arena, "/api/chorus/v1/campaigns/%.*s/figures", STRF(slug));
    bool is_mastodon = choices->is_mastodon;
    ask->pages[JOB_PAGE_TIMELINE] = timeline;
    ask->pages[JOB_PAGE_CAMPAIGN] = is_mastodon ? timeline : campaign;
    ask->pages[JOB_PAGE_FIGURES] = is_mastodon ? timeline : figures;
    ask->pages[JOB_PAGE_VOICE] = is_mastodon ? STR("/api/v1/statuses/") : STR("/voice/");
    buf_free(&tag);
}

/* --- bodies --- */

static void put_hashtag(struct pen *pen, const struct ask *ask, const struct job *job)
{
    put(pen, STR(" #"));
    put(pen, ask->family->tags[job->tag - 1].name);
}

/* A word that nobody else says. */
static void put_own_word(struct pen *pen, struct chance *chance)
{
    static const char consonants[] = "bdfgklmnprstvz", vowels[] = "aeiou";
    enum { SYLLABLES = 3 };
    for (int i = 0; i < SYLLABLES; i++) {
        char syllable[] = {consonants[chance_below(chance, sizeof consonants - 1)],
                           vowels[chance_below(chance, sizeof vowels - 1)]};
        put(pen, (struct str){syllable, sizeof syllable});
    }
}

/* Pieces from all over the stock, with words of its own between them, so that no two texts are
 * nearly the same: what many people send alike waits for a moderator as a flood. */
static void put_words(struct pen *pen, const struct ask *ask, const struct job *job,
                      struct chance *chance, int chars)
{
    enum { PIECE_LEAST = 16, PIECE_MORE = 24, OWN = 8 };
    const char *between = speeches[job->speech].between;
    for (bool is_first = true; chars > 0; is_first = false) {
        int most = PIECE_LEAST + (int)chance_below(chance, PIECE_MORE);
        if (!is_first)
            put_z(pen, between);
        put(pen, words_piece(ask->words, job->speech, chance, most < chars ? most : chars));
        chars -= most;
        if (chars < OWN)
            return;
        put_z(pen, between);
        put_own_word(pen, chance);
        chars -= OWN;
    }
}

static void put_voice_text(struct pen *pen, const struct ask *ask, const struct job *job,
                           struct chance *chance)
{
    int chars = 0;
    enum mix_form form = mix_voice(chance, &chars);
    const struct speech *speech = &speeches[job->speech];
    if (form == FORM_BARE)
        put_z(pen, speech->bare);
    else if (form == FORM_CALL)
        put_z(pen, speech->call);
    else
        put_words(pen, ask, job, chance, chars);
    put_hashtag(pen, ask, job);
    /* a few stories under a warning, a few with a second hashtag: the first one counts */
    if (form == FORM_LONG && job->says_language && job->says_country)
        put_hashtag(pen, ask, &(struct job){.tag = (uint16_t)(job->tag % ask->family->n_tags + 1)});
    if (form >= FORM_SHORT && chance_below(chance, 16) == 0) {
        put(pen, STR("\",\"spoiler_text\":\""));
        put(pen, words_piece(ask->words, job->speech, chance, 40));
    }
}

static void put_status(struct pen *pen, const struct ask *ask, const struct job *job)
{
    struct chance chance = chance_of(ask->seed + SALT_TEXT, job->n);
    put(pen, STR("{\"status\":\""));
    if (job->kind == JOB_VOICE)
        put_voice_text(pen, ask, job, &chance);
    else
        put_words(pen, ask, job, &chance, mix_comment_chars(&chance));
    put(pen, STR("\""));
    if (job->says_language) {
        put(pen, STR(",\"language\":\""));
        put_z(pen, speeches[job->speech].language);
        put(pen, STR("\""));
    }
    if (job->says_country && !ask->choices->is_mastodon) {
        put(pen, STR(",\"country\":\""));
        put(pen, speech_country(job->country));
        put(pen, STR("\""));
    }
    if (job->kind == JOB_COMMENT) {
        put(pen, STR(",\"in_reply_to_id\":\""));
        put_number(pen, (uint64_t)job->target);
        put(pen, STR("\""));
    }
    put(pen, STR("}"));
}

/* A name is taken by a sign-up whose answer was lost: the next try takes another. */
static void put_sign_up(struct pen *pen, const struct ask *ask, const struct job *job)
{
    put(pen, STR("{\"username\":\"p"));
    put(pen, ask->run);
    put(pen, STR("_"));
    put_number(pen, job->person);
    if (job->tries > 0) {
        put(pen, STR("_"));
        put_number(pen, job->tries);
    }
    put(pen, STR("\",\"email\":\"p@mail.invalid\",\"password\":\"thrown away\",\"agreement\":true,"
                 "\"locale\":\""));
    put_z(pen, speeches[job->speech].language);
    put(pen, STR("\"}"));
}

/* --- heads --- */

static void put_line(struct pen *pen, const struct ask *ask, const struct job *job)
{
    static const char *const reactions[JOB_REACTIONS] = {"me-too", "believe", NULL, "thank-you"};
    const char *reaction = ask->choices->is_mastodon ? NULL : reactions[job->detail];
    if (job->kind == JOB_WITHDRAW)
        put(pen, STR("DELETE /api/v1/statuses/"));
    else if (reaction == NULL)
        put(pen, STR("POST /api/v1/statuses/"));
    else
        put(pen, STR("PUT /api/v1/pleroma/statuses/"));
    put_number(pen, (uint64_t)job->target);
    if (job->kind == JOB_WITHDRAW)
        return;
    put_z(pen, reaction ? "/reactions/" : "/favourite");
    if (reaction != NULL)
        put_z(pen, reaction);
}

static void put_page(struct pen *pen, const struct ask *ask, const struct job *job)
{
    put(pen, STR("GET "));
    put(pen, ask->pages[job->detail]);
    if (job->detail == JOB_PAGE_VOICE)
        put_number(pen, (uint64_t)job->target);
}

static void put_head(struct pen *pen, const struct ask *ask, const struct job *job, bool is_sign_up,
                     size_t body_bytes)
{
    bool is_status = job->kind == JOB_VOICE || job->kind == JOB_COMMENT;
    if (is_sign_up)
        put(pen, STR("POST /api/v1/accounts"));
    else if (is_status)
        put(pen, STR("POST /api/v1/statuses"));
    else if (job->kind == JOB_READ)
        put_page(pen, ask, job);
    else
        put_line(pen, ask, job);
    put(pen, ask->fixed);
    if (job->kind == JOB_READ) {
        put(pen, STR("Accept-Encoding: gzip\r\n\r\n"));
        return;
    }
    put(pen, STR("Authorization: Bearer "));
    put(pen, is_sign_up ? ask->app_token : crowd_token(ask->crowd, job->person));
    if (ask->choices->is_persistent && !is_sign_up) {
        put(pen, STR("\r\nIdempotency-Key: "));
        put(pen, ask->run);
        put(pen, STR("-"));
        put_number(pen, job->kind);
        put(pen, STR("-"));
        put_number(pen, job->kind == JOB_WITHDRAW ? job->voice : job->n);
    }
    if (body_bytes > 0)
        put(pen, STR("\r\nContent-Type: application/json"));
    put(pen, STR("\r\nContent-Length: "));
    put_number(pen, body_bytes);
    put(pen, STR("\r\n\r\n"));
}

struct str ask_write(const struct ask *ask, const struct job *job, bool is_sign_up, char *out)
{
    char head[HEAD_ROOM];
    struct pen body = {out + HEAD_ROOM};
    if (is_sign_up)
        put_sign_up(&body, ask, job);
    else if (job->kind == JOB_VOICE || job->kind == JOB_COMMENT)
        put_status(&body, ask, job);
    size_t body_bytes = (size_t)(body.at - (out + HEAD_ROOM));
    struct pen pen = {head};
    put_head(&pen, ask, job, is_sign_up, body_bytes);
    size_t head_bytes = (size_t)(pen.at - head);
    memcpy(out + HEAD_ROOM - head_bytes, head, head_bytes);
    return (struct str){out + HEAD_ROOM - head_bytes, head_bytes + body_bytes};
}
