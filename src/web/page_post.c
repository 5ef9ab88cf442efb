/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* People's words, choices of language and country, and the figures, as views.
 *
 * What a viewer may see was decided by domain/; who an anonymous voice belongs to is not even
 * looked at here. */
#include "base/clock.h"
#include "domain/language.h"
#include "domain/text.h"
#include "web/moderate.h"
#include "web/page.h"
#include "web/terms.h"

enum { CUT_CHARS = 1000, CUT_BACK_BYTES = 60 };

/* --- one post --- */

static bool mention_url(void *context, struct str name, struct str *url)
{
    struct page_out *page = context;
    struct req *req = page->req;
    struct str host = name;
    struct str user = str_cut(&host, '@');
    struct person person;
    if (host.p && !str_eq_nocase(host, desk_of(req)->house->host))
        return false;
    if (person_find(desk_db(req), req->arena, user, &person) != OK)
        return false;
    *url = html_local_url(&page->out, page_path(req->arena, "/@", person.username));
    return true;
}

/* On plain pages no address has a hashtag in it. */
static bool hashtag_url(void *context, struct str name, struct str *url)
{
    const struct page_out *page = context;
    *url = html_local_url(&page->out, page_path(page->req->arena, "/tags/", name));
    return !page->is_plain;
}

enum err page_body(struct page_out *page, struct str text, struct html *out)
{
    /* most pages carry nothing on: then a hashtag's address needs no more than its name */
    bool carries = page->out.prefix.n > 0 || page->locale->is_chosen;
    const struct text_links links = {
        .mention = mention_url, .hashtag = carries ? hashtag_url : NULL, .context = page};
    return text_render(page->req->arena, text, &links, out);
}

/* The beginning of a long text: whole characters, whole words when there are any nearby. */
static struct str cut(struct str text)
{
    size_t at = 0;
    size_t chars = 0;
    while (at < text.n && chars < CUT_CHARS) {
        at++;
        while (at < text.n && ((unsigned char)text.p[at] & 0xC0) == 0x80)
            at++;
        chars++;
    }
    for (size_t back = at; at < text.n && back > 0 && at - back < CUT_BACK_BYTES; back--) {
        if (text.p[back - 1] == ' ' || text.p[back - 1] == '\n')
            return str_sub(text, 0, back - 1);
    }
    return str_sub(text, 0, at);
}

static struct str shown_name(struct page_out *page, const struct person *person)
{
    if (person->pen_name.n > 0)
        return person->pen_name;
    return arena_printf(page->req->arena, "@%.*s", STRF(person->username));
}

static struct str iso_time(struct page_out *page, int64_t ms)
{
    return time_iso(page->req->arena, ms);
}

static void put_links(struct page_out *page, const struct post *post, enum page_post_place place,
                      struct view_post *out)
{
    out->url = place == PLACE_ALONE ? STR("#main") : page_voice_path(page->req, post->id, "");
    if (place == PLACE_LIST || place == PLACE_ANSWER)
        out->answer_url = page_voice_path(page->req, post->id, "#answer");
    if (post->is_mine) {
        out->own_url = page_voice_path(page->req, post->id, "/own");
        out->edit_url = page_voice_path(page->req, post->id, "/edit");
        out->withdraw_url = page_voice_path(page->req, post->id, "/withdraw");
    } else if (place != PLACE_LIST) {
        out->report_url = page_voice_path(page->req, post->id, "/report");
    }
    bool is_to_root = post->parent.v == post->root.v;
    if (post->parent.v != 0 && (place != PLACE_ANSWER || !is_to_root))
        out->in_answer_to = page_voice_path(page->req, post->parent, "");
}

static void put_author(struct page_out *page, const struct post *post, struct view_post *out)
{
    if (post->name.n > 0) {
        out->name = post->name;
        return;
    }
    if ((post->flags & POST_ANONYMOUS) != 0 || post->account.is_campaign) {
        out->name = page_say(page, T("Anonymous"));
        return;
    }
    out->name = shown_name(page, &post->account);
    out->name_url = page_path(page->req->arena, "/@", post->account.username);
}

/* Of her own posts: what moderators asked. */
static enum err put_question(struct page_out *page, const struct post *post, struct view_post *out)
{
    int64_t question = 0;
    if (!post->is_mine || !(post->away & AWAY_HELD))
        return OK;
    TRY(moderation_question(desk_db(page->req), page->req->arena, post->id, &question));
    out->question = moderate_question(page, question);
    return OK;
}

enum err page_post(struct page_out *page, const struct post *post, enum page_post_place place,
                   struct view_post *out)
{
    struct arena *arena = page->req->arena;
    struct str body = place == PLACE_ALONE ? post->body : cut(post->body);
    enum date_style form = post->flags & POST_DAY ? DATE_DAY : DATE_MINUTE;
    *out = (struct view_post){
        .id = arena_printf(arena, "%lld", (long long)post->id.v),
        .iso = post->flags & POST_DAY ? time_day(arena, post->published_ms)
                                      : iso_time(page, post->published_ms),
        .when = date_format(page->locale->formats, arena, post->published_ms, page->lang, form),
        .warning = post->warning,
        .lang = post->language,
        .is_bare = (post->flags & POST_BARE) != 0,
        .is_cut = body.n < post->body.n,
        .is_comment = post->root.v != 0,
        .comments = post->comments,
        .reactions = post->reactions[REACTION_NONE],
        .shares = post->shares,
    };
    if (post->edited_ms != 0)
        out->edited = date_format(page->locale->formats, arena, post->edited_ms, page->lang, form);
    /* a post that its app marked as sensitive, without saying why */
    if (out->warning.n == 0 && (post->flags & POST_SENSITIVE) != 0)
        out->warning = page_say(page, T("Sensitive"));
    TRY(put_question(page, post, out));
    put_author(page, post, out);
    put_links(page, post, place, out);
    TRY(terms_state(page, post, &out->state));
    return page_body(page, body, &out->body);
}

enum err page_posts(struct page_out *page, const struct page *voices, enum page_post_place place,
                    const struct view_post **out, size_t *n)
{
    struct view_post *views = arena_array(page->req->arena, struct view_post, voices->n + 1);
    size_t count = 0;
    for (size_t i = 0; i < voices->n; i++) {
        const struct entry *entry = &voices->items[i];
        if (entry->post.is_hidden)
            continue;
        struct view_post *view = &views[count++];
        TRY(page_post(page, &entry->post, place, view));
        if (entry->is_share)
            view->sharer = shown_name(page, &entry->sharer);
    }
    *out = views;
    *n = count;
    return OK;
}

/* --- the form --- */

/* One more than there are has room. */
static struct view_choice *choices(struct arena *arena, const struct language_list *list,
                                   struct str selected)
{
    struct view_choice *out = arena_array(arena, struct view_choice, list->n + 1);
    for (size_t i = 0; i < list->n; i++) {
        const struct language_choice *one = &list->choices[i];
        out[i] = (struct view_choice){one->code, one->name, str_eq(one->code, selected)};
    }
    return out;
}

static bool is_among(const struct language_list *list, struct str code)
{
    for (size_t i = 0; i < list->n; i++) {
        if (str_eq(list->choices[i].code, code))
            return true;
    }
    return code.n == 0;
}

/* A language that is rarely spoken, but was said before, is a choice too. */
enum err page_languages(struct page_out *page, struct str selected, const struct view_choice **out,
                        size_t *n)
{
    struct arena *arena = page->req->arena;
    struct formats *formats = page->locale->formats;
    struct language_list list;
    TRY(language_list(formats, arena, LIST_LANGUAGES, page->lang, &list));
    struct view_choice *views = choices(arena, &list, selected);
    struct str canonical;
    *n = list.n;
    if (!is_among(&list, selected) && language_canonical(arena, selected, &canonical) == OK) {
        struct view_choice *more = &views[(*n)++];
        *more = (struct view_choice){.value = selected, .is_selected = true};
        TRY(language_names(formats, arena, &canonical, 1, page->lang, &more->name));
    }
    *out = views;
    return OK;
}

enum err page_countries(struct page_out *page, struct str selected, const struct view_choice **out,
                        size_t *n)
{
    struct language_list list;
    TRY(language_list(page->locale->formats, page->req->arena, LIST_COUNTRIES, page->lang, &list));
    *out = choices(page->req->arena, &list, selected);
    *n = list.n;
    return OK;
}

/* --- figures --- */

void page_counts(struct page_out *page, const struct campaign *campaign,
                 const struct figures *figures, struct view_counts *out)
{
    static const struct {
        const char *key, *name, *definition;
    } said[WINDOWS] = {
        {"first_24h", T("First 24 hours"), T("In the 24 hours after the call.")},
        {"last_24h", T("Last 24 hours"), T("In the 24 hours up to this count.")},
        {"all", T("Since the call"), T("From the call to this count.")},
    };
    struct arena *arena = page->req->arena;
    struct view_window *windows = arena_array(arena, struct view_window, WINDOWS);
    for (size_t i = 0; i < WINDOWS; i++) {
        const struct figure_counts *counts = &figures->windows[i];
        const int64_t *kinds = counts->kinds;
        windows[i] = (struct view_window){
            .key = str_of(said[i].key),
            .name = page_say(page, said[i].name),
            .definition = page_say(page, said[i].definition),
            .people = counts->people,
            .posts = kinds[COUNT_POST],
            .comments = kinds[COUNT_COMMENT],
            .reactions = kinds[COUNT_REACTION],
            .shares = kinds[COUNT_SHARE],
            .acts = kinds[COUNT_POST] + kinds[COUNT_COMMENT] + kinds[COUNT_REACTION],
        };
    }
    *out = (struct view_counts){
        .stream = page->is_plain
                      ? STR("")
                      : arena_printf(arena, "/api/chorus/v1/campaigns/%.*s/figures/stream",
                                     STRF(campaign->slug)),
        .as_of =
            date_format(page->locale->formats, arena, figures->as_of_ms, page->lang, DATE_MINUTE),
        .as_of_iso = iso_time(page, figures->as_of_ms),
        .all_posts =
            arena_printf(arena, "%lld", (long long)figures->windows[WINDOW_ALL].kinds[COUNT_POST]),
        .url = page_campaign_path(page, campaign, "/figures"),
        .windows = windows,
        .n_windows = WINDOWS,
    };
}
