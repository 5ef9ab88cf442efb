/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* GET /about/design, /about/design/forms and /about/design/figures: one of everything that pages
 * are made of, by the same parts as on the pages; on three of them, so that each is as light as
 * any.
 *
 * For those who work on the look, and for tests of it. All words and numbers are made up; nothing
 * is asked of the database but what a form offers. Its forms lead nowhere. */
#include "domain/campaign.h"
#include "tpl/templates.h"
#include "web/chart.h"
#include "web/page.h"
#include "web/web.h"

enum { HOURS = 48, HOUR_MS = 3600000 };

/* When the made-up things happened: 15 October 2017, 20:21 UTC. */
static const int64_t called_ms = 1508098860000;

/* --- people's words --- */

static struct post said(const char *body, const char *language)
{
    return (struct post){
        .id = {1},
        .body = str_of(body),
        .language = str_of(language),
        .flags = POST_ANONYMOUS,
        .published_ms = called_ms,
    };
}

static enum err put_words(struct page_out *page, struct view_design *view)
{
    struct post bare = said("#MeToo", "en");
    bare.flags |= POST_BARE;
    struct post story = said("I was nineteen, and nobody asked me. I said nothing for years.\n\n"
                             "Today I say it: it was not my fault. #MeToo",
                             "en");
    story.edited_ms = called_ms + HOUR_MS;
    story.reactions[REACTION_NONE] = 12345;
    story.comments = 678;
    story.shares = 9;
    struct post warned = said("يولد جميع الناس أحرارا متساوين في الكرامة والحقوق.", "ar");
    warned.warning = STR("عنف");
    struct post comment = said("सभी मनुष्य जन्म से स्वतन्त्र हैं।", "hi");
    comment.root = comment.parent = (struct post_id){2};
    TRY(page_post(page, &bare, PLACE_LIST, &view->bare));
    TRY(page_post(page, &story, PLACE_LIST, &view->story));
    TRY(page_post(page, &warned, PLACE_LIST, &view->warned));
    TRY(page_post(page, &comment, PLACE_ANSWER, &view->comment));
    /* each stands once on the page, and leads nowhere */
    struct view_post *all[] = {&view->bare, &view->story, &view->warned, &view->comment};
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        all[i]->id = arena_printf(page->req->arena, "%zu", i + 1);
        all[i]->url = all[i]->answer_url = STR("#main");
        all[i]->report_url = (struct str){0};
    }
    return OK;
}

static void put_reactions(const struct page_out *page, struct view_reactions *out)
{
    static const struct {
        const char *name, *label;
        int64_t count;
    } given[] = {
        {"me-too", T("Me too"), 12000},
        {"believe", T("I believe you"), 345},
        {"with-you", T("With you"), 6},
        {"thank-you", T("Thank you"), 0},
    };
    enum { N = sizeof given / sizeof given[0] };
    struct view_reaction *items = arena_array(page->req->arena, struct view_reaction, N);
    for (size_t i = 0; i < N; i++)
        items[i] = (struct view_reaction){
            .name = str_of(given[i].name),
            .label = page_say(page, given[i].label),
            .count = given[i].count,
            .is_mine = i == 1,
        };
    *out = (struct view_reactions){
        .action = STR("/about/design"),
        .share_action = STR("/about/design"),
        .items = items,
        .n_items = N,
    };
}

/* --- figures --- */

/* Rises, falls, and rises a little on the second day. */
static void put_figures(struct page_out *page, struct view_design_figures *view)
{
    struct arena *arena = page->req->arena;
    struct figure_hour *hours = arena_array(arena, struct figure_hour, HOURS);
    for (int64_t i = 0; i < HOURS; i++) {
        int64_t posts = 40 + (i < 24 ? i * (24 - i) * 12 : (i - 24) * (HOURS - i) * 5);
        hours[i] = (struct figure_hour){
            .hour = i,
            .start_ms = called_ms + i * HOUR_MS,
            .counts = {.people = posts / 2, .kinds = {[COUNT_POST] = posts}},
        };
    }
    struct figures figures = {
        .as_of_ms = called_ms + (int64_t)HOURS * HOUR_MS,
        .hours = hours,
        .n_hours = HOURS,
    };
    for (int i = 0; i < WINDOWS; i++)
        figures.windows[i] =
            (struct figure_counts){.people = 4700000, .kinds = {1560000, 2880000, 7560000, 0}};
    page_counts(page, &(struct campaign){.slug = STR("x")}, &figures, &view->counts);
    view->counts.stream = view->counts.url = (struct str){0};
    chart_hours(arena, page->locale, &figures, &view->chart);
}

/* --- help, moderation, the form --- */

static void put_helper(struct view_design_forms *view)
{
    static const struct view_help_number numbers[] = {
        {STR_INIT("116 000"), STR_INIT(""), STR_INIT("day and night")}};
    static const struct view_link facts[] = {{.name = STR_INIT("free of charge")},
                                             {.name = STR_INIT("without a name")}};
    view->helper = (struct view_help_entry){
        .name = STR("Somebody who listens"),
        .organisation = STR("A house in the town"),
        .description = STR("By telephone and in writing, for everybody."),
        .numbers = {numbers, sizeof numbers / sizeof numbers[0]},
        .facts = facts,
        .n_facts = sizeof facts / sizeof facts[0],
        .checked = STR("27 November 2026"),
        .is_confirmed = true,
    };
    view->care.help = STR("/help");
}

static void put_moderated(struct view_design_figures *view)
{
    static const struct view_word reasons[] = {{STR_INIT("a telephone number")}};
    view->moderated = (struct view_moderated){
        .id = STR("9"),
        .url = STR("#main"),
        .name = STR("Wren"),
        .when = STR("27 November 2026"),
        .iso = STR("2026-11-27"),
        .lang = STR("en"),
        .text = STR("Words that are blurred until they are pressed."),
        .reasons = reasons,
        .n_reasons = sizeof reasons / sizeof reasons[0],
    };
}

/* --- the pages --- */

enum err page_design(struct req *req)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_design view = {0};
    TRY(put_words(&page, &view));
    put_reactions(&page, &view.reactions);
    page_frame(&page, STR("Design"), &view.head, &view.foot);
    tpl_design(&page.out, &view);
    return page_reply(&page, 200);
}

enum err page_design_forms(struct req *req)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_design_forms view = {0};
    put_helper(&view);
    TRY(page_form(&page, &(struct page_typed){0}, true, &view.form));
    view.form.action = STR("/about/design/forms");
    page_frame(&page, STR("Design: forms"), &view.head, &view.foot);
    tpl_design_forms(&page.out, &view);
    return page_reply(&page, 200);
}

enum err page_design_figures(struct req *req)
{
    struct page_out page;
    page_begin(&page, req);
    struct view_design_figures view = {0};
    put_figures(&page, &view);
    put_moderated(&view);
    page_frame(&page, STR("Design: figures and the desk"), &view.head, &view.foot);
    tpl_design_figures(&page.out, &view);
    return page_reply(&page, 200);
}
