/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Saying it: one press, or a story. Whoever is known goes on to the page that thanks; whoever is
 * new gets the receipt with the very act.
 *
 * A refused story comes back in its form, with what is wrong; nothing typed is lost. */
#include "tpl/templates.h"
#include "web/again.h"
#include "web/form.h"
#include "web/help.h"
#include "web/page.h"
#include "web/sense.h"
#include "web/web.h"
#include "web/write.h"

/* --- what was sent --- */

/* Lengths are judged by act_prepare, so that the form can come back. */
static const struct input write_rows[] = {
    FORM_LINE(write_in, campaign, CAMPAIGN_SLUG_MAX),
    FORM_TEXT(write_in, text, 0),
    FORM_TEXT(write_in, warning, 0),
    FORM_LINE(write_in, warned, 40),
    FORM_TEXT(write_in, pen_name, 0),
    FORM_TEXT(write_in, own_name, 0),
    FORM_TEXT(write_in, language, 0),
    FORM_TEXT(write_in, country, 0),
    FORM_LINE(write_in, sign, 10),
    FORM_BOX(write_in, sure),
    FORM_BOX(write_in, careful),
    FORM_NUMBER(write_in, hashtag, 0, INT64_MAX),
    TERMS_ROWS(write_in, terms),
};
const struct input_table write_inputs = FORM_TABLE(write_in, write_rows);

/* For page_form: what was typed, to be shown again. */
static struct page_typed typed_of(const struct write_in *in)
{
    return (struct page_typed){
        .text = in->text.p ? in->text : STR(""),
        .warning = in->warning,
        .warned = in->warned,
        .pen_name = in->pen_name,
        .own_name = in->own_name,
        .language = in->language,
        .country = in->country,
        .sign = in->sign.n ? in->sign : (in->pen_name.n ? STR("1") : STR("0")),
        .terms = &in->terms,
    };
}

static bool is_named(const struct write_in *in)
{
    return str_eq(in->sign, STR("2"));
}

static bool is_signed(const struct write_in *in, bool is_new)
{
    if (is_new && in->sign.n == 0)
        return str_trim(in->pen_name).n > 0;
    return str_eq(in->sign, STR("1"));
}

struct act *write_act(struct req *req, const struct write_in *in)
{
    struct act *act = page_act(req, ACT_POST);
    bool is_new = act->arrival.is_wanted;
    struct page_out page;
    page_begin(&page, req);
    act->post.text = in->text;
    act->post.warning = page_warning(&page, in->warned, in->warning);
    act->post.language = in->language;
    act->post.country = in->country;
    act->post.is_sensitive = act->post.warning.n > 0;
    act->post.is_anonymous = !is_signed(in, is_new);
    if (is_new) {
        act->arrival.pen_name = act->post.is_anonymous ? STR("") : in->pen_name;
        act->arrival.language = in->language;
        act->arrival.country = in->country;
    }
    return act;
}

/* --- the form --- */

/* Which call it is for: the one that was said, or a choice among all. `asked`: a slug, or a number,
 * which tells nothing in an address. */
static enum err put_campaigns(struct page_out *page, struct str asked, struct view_write_form *form,
                              struct campaign_id *chosen)
{
    struct req *req = page->req;
    const struct campaign *campaigns;
    size_t n;
    TRY(campaign_list(desk_db(req), req->arena, &campaigns, &n));
    if (n == 0)
        return ERR_NOT_FOUND;
    if (n == 1) {
        form->campaign = campaigns[0].slug;
        *chosen = campaigns[0].id;
        return OK;
    }
    struct view_choice *choices = arena_array(req->arena, struct view_choice, n);
    int64_t number = 0;
    if (!str_i64(asked, &number))
        number = 0;
    for (size_t i = 0; i < n; i++) {
        bool is_chosen = str_eq(campaigns[i].slug, asked) || campaigns[i].id.v == number;
        choices[i] = (struct view_choice){campaigns[i].slug, campaigns[i].title, is_chosen};
        if (is_chosen)
            *chosen = campaigns[i].id;
    }
    form->campaigns = choices;
    form->n_campaigns = n;
    return OK;
}

static enum err show(struct req *req, const struct write_in *in, enum err refused)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_write view = {
        .title = page_say(&page, T("Tell your story")),
        .is_back = req_param(req, "back").n > 0,
    };
    struct page_typed typed = {0};
    struct view_write_form calls = {0};
    if (refused != OK) {
        typed = typed_of(in);
        view.message = page_refusal(&page, refused);
        view.wait = req->retry_s;
    }
    page_frame(&page, page_say(&page, T("Write")), &view.head, &view.foot);
    TRY(put_campaigns(&page, in->campaign, &calls, &typed.campaign));
    struct sense_wish wish = {0};
    if (refused == OK && in->text.n == 0)
        TRY(sense_wish_of(&page, typed.campaign, in->hashtag, &wish));
    if (wish.text.n > 0)
        typed.text = wish.text;
    TRY(page_form(&page, &typed, true, &view.form));
    view.form.lead = wish.lead;
    TRY(sense_is_naming(req, view.form.text, &view.form.is_naming));
    view.form.naming.help = STR("/help");
    view.form.campaign = calls.campaign;
    view.form.campaigns = calls.campaigns;
    view.form.n_campaigns = calls.n_campaigns;
    view.form.action = STR("/w");
    view.form.has_box = true;
    TRY(help_box(&page, view.form.countries, view.form.n_countries, &view.form.box));
    tpl_write(&page.out, &view);
    reply_not_stored(req);
    return page_reply(&page, refused == OK ? 200 : err_status(refused));
}

enum err page_write(struct req *req)
{
    struct write_in in;
    TRY(req_read(req, &write_inputs, &in));
    return show(req, &in, OK);
}

enum err write_again(struct req *req, struct write_place place, enum err refused)
{
    struct write_in in;
    struct page_out page;
    TRY(req_read(req, &write_inputs, &in));
    page_begin(&page, req);
    const struct page_typed typed = typed_of(&in);
    struct view_write view = {
        .title = page_say(&page, place.is_edit ? T("Edit") : T("Answer")),
        .message = page_refusal(&page, refused),
        .wait = req->retry_s,
    };
    page_frame(&page, page_say(&page, place.is_edit ? T("Edit") : T("Write")), &view.head,
               &view.foot);
    TRY(page_form(&page, &typed, false, &view.form));
    view.form.action = place.action;
    view.form.is_edit = place.is_edit;
    view.form.is_comment = place.is_comment;
    view.form.naming.help = STR("/help");
    if (place.is_edit && !place.is_comment)
        TRY(sense_is_naming(req, view.form.text, &view.form.is_naming));
    tpl_write(&page.out, &view);
    return page_reply(&page, err_status(refused));
}

bool write_rescue(struct req *req, enum err refused)
{
    bool has_words = req->method == HTTP_POST && str_trim(req_param(req, "text")).n > 0;
    if (!has_words || req_is_from_elsewhere(req))
        return false;
    again_explain(req, refused);
    struct write_place place = {
        .action = req->path,
        .is_edit = str_ends(req->path, STR("/edit")),
        .is_comment = str_ends(req->path, STR("/comment")),
    };
    if (place.is_edit || place.is_comment)
        return write_again(req, place, refused) == OK;
    struct write_in in;
    return str_eq(req->path, STR("/w")) && req_read(req, &write_inputs, &in) == OK &&
           show(req, &in, refused) == OK;
}

/* --- sending --- */

static enum err thank(struct req *req)
{
    struct page_out page;
    struct campaign campaign;
    if (!page_handed(req)->is_new)
        return page_go(req, STR("/r"));
    page_begin(&page, req);
    TRY(campaign_get(desk_db(req), req->arena, desk_done(req)->post.page, &campaign));
    return page_receipt(req, page_campaign_path(&page, &campaign, ""), true, false);
}

enum err write_once_more(struct req *req)
{
    return req_refuse(req, ERR_BAD_INPUT,
                      T("Please look at your words once more, and send them again: without scripts "
                        "it takes this second step."));
}

bool write_is_mendable(enum err err)
{
    return err == ERR_BAD_INPUT || err == ERR_TOO_LARGE;
}

static enum err after_write(struct req *req)
{
    struct write_in in;
    enum err err = desk_done(req)->err;
    TRY(req_read(req, &write_inputs, &in));
    if (write_is_mendable(err))
        return show(req, &in, err);
    return err == OK ? thank(req) : err;
}

/* The form as it was sent, to come along unseen, but for the answer that is asked for. */
static const struct view_choice *hide_form(struct req *req, const char *answer, size_t *n)
{
    struct view_choice *hidden = arena_array(req->arena, struct view_choice, req->n_params + 1);
    *n = 0;
    for (size_t i = 0; i < req->n_params; i++) {
        const struct param *param = &req->params[i];
        if (!str_eq(param->name, str_of(answer)) && !str_eq(param->name, STR("back")) &&
            !str_eq(param->name, STR("form_token")) && !str_eq(param->name, STR("c")))
            hidden[(*n)++] = (struct view_choice){param->value, param->name, false};
    }
    return hidden;
}

/* Before words under a hashtag that asks to name somebody are taken, she is asked once. */
static enum err ask_for_care(struct req *req)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_careful view = {.naming = {STR("/help")}};
    view.hidden = hide_form(req, "careful", &view.n_hidden);
    page_frame(&page, page_say(&page, T("Write")), &view.head, &view.foot);
    tpl_careful(&page.out, &view);
    reply_not_stored(req);
    return page_reply(&page, 200);
}

/* Before her own name is shown she is asked once more. */
static enum err ask_for_name(struct req *req)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_named view = {.name = str_trim(req_param(req, "own_name"))};
    view.hidden = hide_form(req, "sure", &view.n_hidden);
    page_frame(&page, page_say(&page, T("Write")), &view.head, &view.foot);
    tpl_named(&page.out, &view);
    reply_not_stored(req);
    return page_reply(&page, 200);
}

/* What the form must say before it can become an act. */
static enum err check_name(struct req *req, const struct write_in *in)
{
    bool is_new = req->who.person == 0;
    if (is_named(in) && str_trim(in->own_name).n == 0)
        return req_refuse(req, ERR_BAD_INPUT, T("Please write the name that is to be shown."));
    if (is_new && str_eq(in->sign, STR("1")) && str_trim(in->pen_name).n == 0)
        return req_refuse(req, ERR_BAD_INPUT, T("Please write the pen name, or stay anonymous."));
    return OK;
}

static enum err submit(struct req *req, const struct write_in *in, const struct campaign *campaign)
{
    struct act *act = write_act(req, in);
    act->post.page = campaign->id;
    if (is_named(in))
        act->post.name = in->own_name;
    enum err err = terms_read(req, &in->terms, &act->post);
    return err == OK ? page_submit_any(req, act, after_write) : show(req, in, err);
}

enum err page_write_send(struct req *req)
{
    struct write_in in;
    struct campaign campaign;
    TRY(req_read(req, &write_inputs, &in));
    TRY(campaign_by_slug(desk_db(req), req->arena, in.campaign, &campaign));
    if (req_param(req, "back").n > 0)
        return show(req, &in, req_refuse(req, ERR_BAD_INPUT, T("Nothing was sent yet.")));
    if (page_lacks_key(req))
        return show(req, &in, write_once_more(req));
    enum err err = check_name(req, &in);
    if (err != OK)
        return show(req, &in, err);
    bool is_naming;
    TRY(sense_is_naming(req, in.text, &is_naming));
    if (is_naming && !in.careful)
        return ask_for_care(req);
    if (is_named(&in) && !in.sure)
        return ask_for_name(req);
    return submit(req, &in, &campaign);
}

/* --- one press --- */

/* It says no more than the hashtag, in the language of that. Beside the button stands where it is
 * shown: pressing it is agreeing to that. Others can react, and nobody can comment. */
enum err page_me_too(struct req *req)
{
    struct campaign campaign;
    const struct family_member *family;
    size_t n;
    if (page_lacks_key(req))
        return page_again(req, T("Me too"));
    TRY(page_campaign_find(req, &campaign));
    TRY(campaign_family(desk_db(req), req->arena, campaign.id, &family, &n));
    struct str asked = req_param(req, "hashtag");
    const struct family_member *said = n > 0 ? &family[0] : NULL;
    for (size_t i = 0; i < n; i++) {
        if (str_eq(family[i].name, asked))
            said = &family[i];
    }
    struct act *act = page_act(req, ACT_POST);
    act->post.text = STR("Me too.");
    act->post.language = STR("en");
    if (said != NULL) {
        act->post.text = arena_printf(req->arena, "#%.*s", STRF(said->name));
        act->post.language = said->language;
    }
    static const struct act_consent beside[] = {
        {AUDIENCE_PAGES, {0}, CONSENT_BESIDE_BUTTON},
        {AUDIENCE_APPS, {0}, CONSENT_BESIDE_BUTTON},
    };
    act->post.page = campaign.id;
    act->post.is_anonymous = true;
    act->post.audiences = FOR_MODERATORS | FOR_PUBLIC;
    act->post.consents = beside;
    act->post.n_consents = sizeof beside / sizeof *beside;
    act->post.answers = ANSWERS_REACTIONS;
    return page_submit(req, act, thank);
}
