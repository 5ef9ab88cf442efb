/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* What a person does with her own voice: change it, take it back. Whoever did not say it is told
 * that there is no such page. */
#include "base/clock.h"
#include "domain/language.h"
#include "tpl/templates.h"
#include "web/page.h"
#include "web/sense.h"
#include "web/web.h"
#include "web/write.h"

/* --- editing --- */

static enum err put_wordings(struct page_out *page, struct post_id id, struct view_edit *view)
{
    struct req *req = page->req;
    const struct wording *wordings;
    size_t n;
    TRY(post_wordings(desk_db(req), req->arena, desk_reader(req), id, &wordings, &n));
    struct view_wording *out = arena_array(req->arena, struct view_wording, n + 1);
    for (size_t i = 0; i < n; i++) {
        out[i].when = date_format(page->locale->formats, req->arena, wordings[i].at_ms, page->lang,
                                  DATE_MINUTE);
        out[i].iso = time_iso(req->arena, wordings[i].at_ms);
        out[i].lang = wordings[i].language;
        out[i].warning = wordings[i].warning;
        TRY(page_body(page, wordings[i].body, &out[i].body));
    }
    view->wordings = out;
    view->n_wordings = n;
    return OK;
}

static enum err show_edit(struct req *req, const struct post *post)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_edit view = {
        .back = page_voice_path(req, post->id, "/own"),
        .withdraw_url = page_voice_path(req, post->id, "/withdraw"),
    };
    const struct page_typed typed = {
        .text = post->body,
        .warning = post->warning,
        .language = post->language.p ? post->language : STR(""),
        .country = post->country.p ? post->country : STR(""),
    };
    page_frame(&page, page_say(&page, T("Edit")), &view.head, &view.foot);
    TRY(page_form(&page, &typed, false, &view.form));
    view.form.action = page_voice_path(req, post->id, "/edit");
    view.form.is_edit = true;
    view.form.is_comment = post->root.v != 0;
    TRY(put_wordings(&page, post->id, &view));
    tpl_edit(&page.out, &view);
    return page_reply(&page, 200);
}

enum err page_edit(struct req *req)
{
    struct post post;
    TRY(desk_own_post(req, &post));
    return show_edit(req, &post);
}

static enum err edit_again(struct req *req, const struct post *post, enum err refused)
{
    return write_again(req,
                       (struct write_place){.action = page_voice_path(req, post->id, "/edit"),
                                            .is_edit = true,
                                            .is_comment = post->root.v != 0},
                       refused);
}

static enum err after_edit(struct req *req)
{
    struct post post;
    enum err err = desk_done(req)->err;
    if (err != OK && !write_is_mendable(err))
        return err;
    if (err == OK) /* it has another number when it had to wait until now */
        return page_go(
            req, page_voice_path(req, (struct post_id){desk_done(req)->id}, "/own?done=saved"));
    TRY(desk_own_post(req, &post));
    return edit_again(req, &post, err);
}

/* Whether a hashtag that asks to name somebody comes in with this edit, unasked. */
static enum err lacks_care(struct req *req, const struct post *post, const struct write_in *in,
                           bool *is_lacking)
{
    bool was_naming = true;
    bool is_naming = false;
    if (post->root.v == 0 && !in->careful) {
        TRY(sense_is_naming(req, post->body, &was_naming));
        TRY(sense_is_naming(req, in->text, &is_naming));
    }
    *is_lacking = is_naming && !was_naming;
    return OK;
}

enum err page_edit_send(struct req *req)
{
    struct write_in in;
    struct post post;
    TRY(req_read(req, &write_inputs, &in));
    TRY(desk_own_post(req, &post));
    bool is_lacking;
    TRY(lacks_care(req, &post, &in, &is_lacking));
    if (is_lacking)
        return edit_again(req, &post,
                          req_refuse(req, ERR_BAD_INPUT,
                                     T("Please read what stands below about naming somebody, tick "
                                       "it, and save again.")));
    struct act *act = page_act(req, ACT_EDIT);
    act->post = (struct act_post){
        .target = post.id,
        .text = in.text,
        .warning = in.warning,
        .language = in.language,
        .country = in.country,
        .is_sensitive = in.warning.n > 0,
    };
    return desk_submit_any(req, act, after_edit);
}

/* --- withdrawing --- */

enum err page_withdraw(struct req *req)
{
    struct post post;
    struct page_out page;
    TRY(desk_own_post(req, &post));
    page_begin(&page, req);
    struct view_confirm view = {
        .title = page_say(&page, T("Withdraw this?")),
        .text = page_say(&page, T("It goes at once, with its earlier wordings, from everywhere it "
                                  "is shown or counted here. It cannot be brought back. What "
                                  "others have copied cannot be recalled.")),
        .action = page_voice_path(req, post.id, "/withdraw"),
        .form_token = req_form_token(req),
        .button = page_say(&page, T("Withdraw")),
        .back = page_voice_path(req, post.id, "/own"),
        .has_post = true,
    };
    page_frame(&page, page_say(&page, T("Your entry")), &view.head, &view.foot);
    TRY(page_post(&page, &post, PLACE_ALONE, &view.post));
    view.post.edit_url = view.post.withdraw_url = view.post.own_url = STR("");
    tpl_confirm(&page.out, &view);
    return page_reply(&page, 200);
}

static enum err after_withdraw(struct req *req)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_message view = {
        .title = page_say(&page, T("It is withdrawn.")),
        .text = page_say(&page, T("It is no longer shown or counted here.")),
        .next = STR("/me"),
        .next_name = page_say(&page, T("My page")),
    };
    page_frame(&page, page_say(&page, T("Your entry")), &view.head, &view.foot);
    tpl_message(&page.out, &view);
    return page_reply(&page, 200);
}

enum err page_withdraw_send(struct req *req)
{
    struct post post;
    TRY(desk_own_post(req, &post));
    struct act *act = page_act(req, ACT_WITHDRAW);
    act->withdraw = post.id;
    return desk_submit(req, act, after_withdraw);
}
