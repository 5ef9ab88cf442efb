/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The words, forms and answers of the moderators' pages (moderate.h). */
#include "web/moderate.h"

#include "domain/language.h"
#include "tpl/templates.h"

enum { EXCERPT_BYTES = 600, LINE_MAX = 100 };

/* --- words --- */

static const char *const decision_words[DECISION_KINDS] = {
    [DECIDE_APPROVE] = T("Published"),
    [DECIDE_HOLD] = T("Kept waiting"),
    [DECIDE_HIDE] = T("Hidden"),
    [DECIDE_SHOW] = T("Shown again"),
    [DECIDE_ASK] = T("The author was asked"),
    [DECIDE_SECOND] = T("A second opinion was asked for"),
    [DECIDE_REMOVE] = T("Removal of a post was proposed"),
    [DECIDE_APPROVE_MANY] = T("Many were published"),
    [DECIDE_HIDE_MANY] = T("Many were hidden"),
    [DECIDE_SUSPEND] = T("An account was suspended"),
    [DECIDE_UNSUSPEND] = T("A suspension was ended"),
    [DECIDE_REMOVE_ACCOUNT] = T("Removal of an account was proposed"),
    [DECIDE_REPORT_TAKE] = T("A report was taken on"),
    [DECIDE_REPORT_LEAVE] = T("A report was left to others"),
    [DECIDE_REPORT_RESOLVE] = T("A report was dealt with"),
    [DECIDE_REPORT_REOPEN] = T("A report was opened again"),
    [DECIDE_ROLE_GIVE] = T("A role was given"),
    [DECIDE_ROLE_TAKE] = T("A role was taken back"),
    [DECIDE_SETTINGS] = T("Settings were changed"),
    [DECIDE_UNDO] = T("A decision was taken back"),
    [DECIDE_CONFIRM] = T("A removal was confirmed"),
    [DECIDE_REFUSE] = T("A removal was refused"),
    [DECIDE_JOIN] = T("A hashtag was counted in"),
    [DECIDE_APART] = T("A hashtag was left out"),
};

static const char *const reason_words[REASONS] = {
    [REASON_NONE] = T("No reason given"),
    [REASON_NAMES] = T("It names or shows somebody"),
    [REASON_ATTACKS] = T("It attacks or endangers somebody"),
    [REASON_SPAM] = T("Advertising or a machine"),
    [REASON_LAW] = T("It is against the law"),
    [REASON_OTHER] = T("Something else"),
};

static const char *const question_words[QUESTIONS] = {
    [QUESTION_NAME] = T("Please leave out who it was."),
    [QUESTION_CONTACT] = T("Please leave out numbers, addresses and links."),
    [QUESTION_SELF] = T("Could somebody know you by this? Please look at it once more."),
    [QUESTION_OTHERS] = T("Could somebody else be known by this? Please look at it once more."),
    [QUESTION_WARNING] = T("Please add a content warning."),
};

static const char *const finding_words[] = {
    [HOLD_CAMPAIGN] = T("Everything is looked at first"),
    [HOLD_LINK] = T("A link"),
    [HOLD_EMAIL] = T("An e-mail address"),
    [HOLD_PHONE] = T("A phone number"),
    [HOLD_ADDRESS] = T("A postal address"),
    [HOLD_IBAN] = T("A bank account"),
    [HOLD_COORDINATES] = T("Coordinates of a place"),
    [HOLD_HANDLE] = T("An account elsewhere"),
    [HOLD_NAME] = T("It names a person"),
    [HOLD_BURST] = T("A flood of one text"),
    [HOLD_PRICE] = T("Sent while there were too many"),
    [HOLD_REPORT] = T("Reported"),
    [HOLD_SHIELD] = T("The author of the voice asked for it"),
    [HOLD_MODERATOR] = T("A moderator lets it wait"),
    [HOLD_AUTHOR_ASKED] = T("The author was asked"),
    [HOLD_YOUNG] = T("Somebody under 18"),
};

enum { FINDINGS = sizeof finding_words / sizeof *finding_words };

static struct str say(const struct page_out *page, const char *const *words, int64_t n, int64_t at)
{
    bool is_there = at >= 0 && at < n && words[at] != NULL;
    return is_there ? page_say(page, words[at]) : (struct str){0};
}

struct str moderate_decision(const struct page_out *page, int64_t kind)
{
    return say(page, decision_words, DECISION_KINDS, kind);
}

struct str moderate_reason(const struct page_out *page, int64_t reason)
{
    return say(page, reason_words, REASONS, reason);
}

struct str moderate_question(const struct page_out *page, int64_t question)
{
    return say(page, question_words, QUESTIONS, question);
}

struct str moderate_finding(const struct page_out *page, int64_t finding)
{
    return say(page, finding_words, FINDINGS, finding);
}

static const struct view_choice *choices(const struct page_out *page, const char *const *words,
                                         int64_t n_words, size_t *n)
{
    struct arena *arena = page->req->arena;
    struct view_choice *list = arena_array(arena, struct view_choice, (size_t)n_words);
    *n = 0;
    for (int i = 0; i < n_words; i++)
        if (words[i] != NULL)
            list[(*n)++] =
                (struct view_choice){arena_printf(arena, "%d", i), page_say(page, words[i]), false};
    return list;
}

const struct view_choice *moderate_reasons(const struct page_out *page, size_t *n)
{
    return choices(page, reason_words, REASONS, n);
}

const struct view_choice *moderate_questions(const struct page_out *page, size_t *n)
{
    return choices(page, question_words, QUESTIONS, n);
}

struct str moderate_when(const struct page_out *page, int64_t ms)
{
    return date_format(page->locale->formats, page->req->arena, ms, page->lang, DATE_MINUTE);
}

struct str moderate_name(const struct page_out *page, const struct person *person)
{
    if (person->is_campaign)
        return page_say(page, T("Anonymous"));
    return arena_printf(page->req->arena, "@%.*s", STRF(person->username));
}

struct str moderate_done(const struct page_out *page)
{
    bool is_done = str_eq(req_param(page->req, "done"), STR("1"));
    return is_done ? page_say(page, T("It is done.")) : (struct str){0};
}

/* --- pages --- */

enum err moderate_begin(struct page_out *page, struct req *req, struct moderator *moderator)
{
    page_begin(page, req);
    return moderator_get(desk_db(req), req->arena, desk_viewer(req), moderator);
}

void moderate_frame(struct page_out *page, struct view_head *head, struct view_foot *foot)
{
    page_frame(page, page_say(page, T("Desk")), head, foot);
}

static struct str excerpt(struct arena *arena, struct str text)
{
    size_t n = EXCERPT_BYTES;
    if (text.n <= n)
        return text;
    while (n > 0 && ((unsigned char)text.p[n] & 0xc0) == 0x80)
        n--;
    return arena_printf(arena, "%.*s\xE2\x80\xA6", STRF(str_sub(text, 0, n)));
}

static struct str state_of(const struct page_out *page, const struct post *post)
{
    if (post->away & AWAY_HIDDEN)
        return page_say(page, T("It is hidden."));
    if (post->away & AWAY_SUSPENDED)
        return page_say(page, T("Its account is suspended."));
    if (post->away & (AWAY_PAUSED | AWAY_EXPIRED | AWAY_WAITING | AWAY_ASKED))
        return page_say(page, T("Its author does not show it now."));
    return page_say(page, post->away & AWAY_HELD ? T("It waits.") : T("It is shown."));
}

void moderate_post(struct page_out *page, const struct queued *queued, bool is_cut,
                   struct view_moderated *out)
{
    struct arena *arena = page->req->arena;
    const struct post *post = &queued->post;
    struct view_word *reasons = arena_array(arena, struct view_word, FINDINGS);
    *out = (struct view_moderated){
        .id = arena_printf(arena, "%lld", (long long)post->id.v),
        .url = arena_printf(arena, "/m/p/%lld", (long long)post->id.v),
        .name = moderate_name(page, &post->account),
        .when = moderate_when(page, queued->since_ms ? queued->since_ms : post->published_ms),
        .iso = time_iso(arena, queued->since_ms ? queued->since_ms : post->published_ms),
        .warning = post->warning,
        .lang = post->language,
        .text = is_cut ? excerpt(arena, post->body) : post->body,
        .state = state_of(page, post),
        .question = moderate_question(page, queued->question),
        .reasons = reasons,
        .is_own = queued->is_own,
        .is_comment = post->root.v != 0,
        .is_waiting = queued->waits_for_other,
    };
    for (int i = 0; i < FINDINGS; i++)
        if (queued->holds & HOLD_BIT(i))
            reasons[out->n_reasons++].text = moderate_finding(page, i);
}

/* --- forms --- */

static const struct input moderate_rows[] = {
    FORM_LINE(moderate_in, what, LINE_MAX),
    FORM_TEXT(moderate_in, note, DECIDE_NOTE_MAX),
    FORM_LINE(moderate_in, username, LINE_MAX),
    FORM_LINE(moderate_in, role, LINE_MAX),
    FORM_LINE(moderate_in, language, LINE_MAX),
    FORM_NUMBER(moderate_in, reason, 0, REASONS),
    FORM_NUMBER(moderate_in, campaign, 0, INT64_MAX),
    FORM_NUMBER(moderate_in, mode, 0, MODERATION_MODES),
    FORM_NUMBER(moderate_in, tag, 0, INT64_MAX),
    FORM_IDS(moderate_in, posts, "posts[]", DECIDE_POSTS_MAX),
    FORM_IDS(moderate_in, rules, "rules[]", HOLD_REASONS_MAX),
};
static const struct input_table moderate_inputs = FORM_TABLE(moderate_in, moderate_rows);

enum err moderate_read(struct req *req, struct moderate_in *in, struct act **act)
{
    TRY(req_read(req, &moderate_inputs, in));
    *act = desk_act(req, ACT_DECIDE);
    (*act)->decide = (struct act_decide){
        .kind = in->what.p != NULL ? decision_of(in->what) : DECISION_KINDS,
        .reason = in->reason,
        .language = in->language.p != NULL ? in->language : STR(""),
        .posts = in->posts.items,
        .n_posts = in->posts.n,
        .campaign = {in->campaign},
        .note = in->note.p != NULL ? in->note : STR(""),
    };
    return OK;
}

/* Back to the list that the decision came from. */
static enum err go_back(struct req *req, const struct act *act)
{
    bool is_post = str_starts(req->path, STR("/m/p/"));
    if (is_post && act->decide.kind != DECIDE_NOTE)
        return page_go(req, STR("/m/q?done=1"));
    if (str_starts(req->path, STR("/m/b/")))
        return page_go(req, STR("/m?done=1"));
    static const char *const lists[] = {"/m/r", "/m/t", "/m/h"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        if (str_starts(req->path, str_of(lists[i])))
            return page_go(req, str_of(lists[i]));
    return page_go(req, arena_printf(req->arena, "%.*s?done=1", STRF(req->path)));
}

static enum err explain(struct req *req, enum err err)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_message view = {
        .title = page_say(&page, T("This was not done")),
        .text = page_say(&page, T("It has been decided already, or somebody else has to decide "
                                  "it: nobody decides about her own words, and what needs two "
                                  "people needs two.")),
        .next = STR("/m"),
        .next_name = page_say(&page, T("Back to the desk")),
    };
    moderate_frame(&page, &view.head, &view.foot);
    tpl_message(&page.out, &view);
    return page_reply(&page, err == ERR_CONFLICT ? 409 : 403);
}

static enum err decided(struct req *req)
{
    const struct act *act = desk_done(req);
    if (act->err == ERR_FORBIDDEN || act->err == ERR_CONFLICT)
        return explain(req, act->err);
    TRY(act->err);
    return go_back(req, act);
}

enum err moderate_submit(struct req *req, struct act *act)
{
    return desk_submit_any(req, act, decided);
}
