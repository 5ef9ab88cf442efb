/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What is hers: everything she said, how she appears, her receipt, her log-ins, leaving for good.
 *
 * Only the person herself gets here (routes.def: PERSON). Copies to keep: page_export.c. */
#include "face/private.h"
#include "tpl/templates.h"
#include "web/form.h"
#include "web/login.h"
#include "web/page.h"
#include "web/web.h"

/* --- the page --- */

static const char *role_words(enum role role)
{
    static const char *const words[] = {
        [ROLE_NONE] = NULL,
        [ROLE_ORGANISER] = T("You are one of the organisers."),
        [ROLE_MODERATOR] = T("You are one of the moderators."),
        [ROLE_PARTNER] = T("You are a partner of this place."),
        [ROLE_COUNSELLOR] = T("You are one of the counsellors."),
        [ROLE_KEEPER] = T("You keep this server."),
    };
    return words[role];
}

static enum err put_role(struct page_out *page, struct view_me *view)
{
    struct req *req = page->req;
    const struct person_role *roles;
    size_t n;
    TRY(person_roles(desk_db(req), req->arena, desk_viewer(req), &roles, &n));
    if (n > 0 && role_words(roles[0].role))
        view->role = page_say(page, role_words(roles[0].role));
    for (size_t i = 0; i < n; i++)
        if (roles[i].role <= ROLE_MODERATOR)
            view->desk_url = STR("/m");
    return OK;
}

static enum err put_profile(struct page_out *page, struct view_me *view)
{
    struct req *req = page->req;
    struct person me;
    TRY(person_brief(desk_db(req), req->arena, desk_viewer(req), &me));
    view->name = me.username;
    view->url = page_path(req->arena, "/@", me.username);
    view->pen_name = me.pen_name;
    view->note = me.note;
    view->is_anonymous = me.is_anonymous;
    view->pen_name_max = arena_printf(req->arena, "%d", PERSON_NAME_MAX);
    view->note_max = arena_printf(req->arena, "%d", PERSON_NOTE_MAX);
    TRY(page_languages(page, me.language, &view->languages, &view->n_languages));
    return page_countries(page, me.country, &view->countries, &view->n_countries);
}

static enum err put_voices(struct page_out *page, struct view_me *view)
{
    struct req *req = page->req;
    struct cursor cursor = page_cursor(req);
    struct page voices;
    TRY(timeline_mine(desk_db(req), req->arena, desk_reader(req), cursor, &voices));
    view->is_first_page = cursor.max_id == 0;
    view->older = page_older(req, STR("/me"), &voices);
    return page_posts(page, &voices, PLACE_MINE, &view->voices, &view->n_voices);
}

static enum err put_me(struct page_out *page, struct view_me *view)
{
    TRY(put_profile(page, view));
    TRY(put_role(page, view));
    return put_voices(page, view);
}

/* GET /me */
enum err page_me(struct req *req)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_me view = {.form_token = req_form_token(req)};
    if (str_eq(req_param(req, "done"), STR("saved")))
        view.done = page_say(&page, T("It is saved."));
    TRY(put_me(&page, &view));
    page_frame(&page, page_say(&page, T("My page")), &view.head, &view.foot);
    tpl_me(&page.out, &view);
    return page_reply(&page, 200);
}

/* --- how she appears --- */

struct profile_in {
    struct str pen_name, note, language, country;
    bool anonymous;
};
static const struct input profile_rows[] = {
    FORM_LINE(profile_in, pen_name, PERSON_NAME_MAX),
    FORM_TEXT(profile_in, note, PERSON_NOTE_MAX),
    FORM_LINE(profile_in, language, 40),
    FORM_LINE(profile_in, country, 10),
    FORM_BOX(profile_in, anonymous),
};
static const struct input_table profile_inputs = FORM_TABLE(profile_in, profile_rows);

static enum err saved(struct req *req)
{
    return page_go(req, STR("/me?done=saved"));
}

static struct str given(struct str value)
{
    return value.p ? value : STR("");
}

/* POST /me/profile */
enum err page_me_profile(struct req *req)
{
    struct profile_in in;
    TRY(req_read(req, &profile_inputs, &in));
    struct act *act = desk_act(req, ACT_PROFILE);
    act->profile = (struct act_profile){
        .has_pen_name = true,
        .has_note = true,
        .has_language = true,
        .has_country = true,
        .has_anonymous = true,
        .pen_name = given(in.pen_name),
        .note = given(in.note),
        .language = given(in.language),
        .country = given(in.country),
        .is_anonymous = in.anonymous,
    };
    return desk_submit(req, act, saved);
}

/* --- receipt and log-ins --- */

/* A receipt that is being made, until it was shown. */
struct renewal {
    struct act act; /* first: desk_done gives it back */
    struct receipt receipt;
    struct private_keys keys;
    int tries;
};
enum { RENEWAL_TRIES = 5 };

static enum err renew(struct req *req, struct renewal *renewal);

/* Pressed twice, the second receipt takes the place of the first: that is the one she sees. */
static enum err renewed(struct req *req)
{
    struct renewal *renewal = (struct renewal *)(void *)desk_done(req);
    private_wipe(&renewal->keys);
    if (renewal->act.err == ERR_CONFLICT && renewal->tries < RENEWAL_TRIES)
        return renew(req, renewal);
    TRY(renewal->act.err);
    enum err err = page_receipt_renewed(req, &renewal->receipt);
    receipt_wipe(&renewal->receipt);
    return err;
}

static enum err renew(struct req *req, struct renewal *renewal)
{
    renewal->tries++;
    TRY(private_renew(req, &renewal->receipt, &renewal->keys, &renewal->act));
    return desk_submit_any(req, &renewal->act, renewed);
}

/* POST /me/receipt */
enum err page_me_receipt(struct req *req)
{
    struct renewal *renewal = arena_new(req->arena, struct renewal);
    renewal->act = *desk_act(req, ACT_RECEIPT);
    renewal->receipt = receipt_new();
    return renew(req, renewal);
}

/* POST /me/logout-everywhere */
enum err page_me_logout_everywhere(struct req *req)
{
    return desk_submit(req, desk_act(req, ACT_REVOKE), login_ended);
}

/* --- leaving for good --- */

static enum err ask_before_leaving(struct req *req, int status, const char *message)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_confirm view = {
        .title = page_say(&page, T("Delete everything")),
        .text = page_say(&page, T("All you said here disappears at once, with your reactions, your "
                                  "account and your receipt. It cannot be undone. What others "
                                  "have copied cannot be recalled.")),
        .action = STR("/me/delete"),
        .form_token = req_form_token(req),
        .button = page_say(&page, T("Delete everything")),
        .back = STR("/me"),
        .check = page_say(&page, T("Yes, delete everything that is mine")),
    };
    if (message != NULL)
        view.message = page_say(&page, message);
    page_frame(&page, page_say(&page, T("My page")), &view.head, &view.foot);
    tpl_confirm(&page.out, &view);
    return page_reply(&page, status);
}

/* GET /me/delete */
enum err page_me_delete(struct req *req)
{
    return ask_before_leaving(req, 200, NULL);
}

static enum err farewell(struct req *req)
{
    reply_cookie(req, (struct str){0});
    reply_header(req, "Clear-Site-Data", STR("\"cache\", \"cookies\", \"storage\""));
    req->who = (struct identity){.person = 0};
    struct page_out page;
    page_begin(&page, req);
    struct view_message view = {
        .title = page_say(&page, T("It is deleted")),
        .text = page_say(&page, T("What you said here is no longer shown or counted, and nothing "
                                  "here is yours any more. Take care of yourself.")),
        .next = STR("/help"),
        .next_name = page_say(&page, T("People who listen, by country")),
    };
    page_frame(&page, page_say(&page, T("My page")), &view.head, &view.foot);
    tpl_message(&page.out, &view);
    return page_reply(&page, 200);
}

struct delete_in {
    bool sure;
};
static const struct input delete_rows[] = {FORM_BOX(delete_in, sure)};
static const struct input_table delete_inputs = FORM_TABLE(delete_in, delete_rows);

/* POST /me/delete */
enum err page_me_delete_send(struct req *req)
{
    struct delete_in in;
    TRY(req_read(req, &delete_inputs, &in));
    if (!in.sure)
        return ask_before_leaving(req, 422, T("Nothing was deleted. Please tick the box first."));
    return desk_submit(req, desk_act(req, ACT_LEAVE), farewell);
}
