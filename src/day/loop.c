/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* Keeping connections busy (loop.h).
 *
 * A connection that was answered gets the next thing to do at once: a withdrawal that is due, a
 * read that is owed, or the plan's next act when its time has come. A new person signs up on the
 * connection on which she acts. At the beginning there is one act in flight until there is a
 * voice to answer, then never more than eight for each.
 *
 * Latency runs from the sending to the end of the answer; when something could not be sent within
 * a millisecond of its time, because every connection was waiting, from that time on. What is
 * repeated after a broken connection or a refusal counts from its last sending. */
#include "day/loop.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "day/curve.h"
#include "day/scan.h"

enum { HTTP_OK = 200, HTTP_NOT_FOUND = 404, HTTP_BAD_INPUT = 422, HTTP_BUSY = 503 };
static const int64_t NS = 1000000000, MS = 1000000;
static const int64_t PAUSE_NS = 1000000000, RETRY_NS = 100000000;
/* A server that is silent; one that cannot be reached; one that is expected to come back. */
static const int64_t SILENT_NS = 30000000000, GONE_NS = 5000000000, RETURN_NS = 60000000000;
static const int64_t LATE_NS = 1000000, GRAIN_NS = 200000;

int64_t loop_now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * NS + now.tv_nsec;
}

static int64_t wall_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * NS + now.tv_nsec - loop_now_ns();
}

/* Raises the limit of open files as far as it may. */
static void allow_files(uint32_t connections)
{
    enum { SPARE_FILES = 64 };
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= connections + SPARE_FILES)
        return;
    files.rlim_cur = connections + SPARE_FILES;
    if (files.rlim_max < files.rlim_cur)
        files.rlim_max = files.rlim_cur;
    setrlimit(RLIMIT_NOFILE, &files);
}

bool loop_open(struct loop *loop, struct arena *arena)
{
    uint32_t n = (uint32_t)loop->choices->connections;
    allow_files(n);
    loop->links = arena_array(arena, struct link, n);
    loop->idle = arena_array(arena, uint32_t, n);
    loop->request = arena_array(arena, char, ASK_BYTES);
    if (link_room_open(&loop->room, arena, loop->choices->connections) != OK)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!link_open(&loop->links[i], &loop->room, loop->choices, i)) {
            fprintf(stderr, "chorus-day: connection %u of %u cannot be had (system error %d)\n",
                    i + 1, n, errno);
            return false;
        }
        loop->idle[loop->n_idle++] = n - 1 - i;
    }
    return true;
}

void loop_close(struct loop *loop)
{
    for (int i = 0; i < loop->choices->connections && loop->links != NULL; i++)
        link_close(&loop->links[i]);
    if (loop->room.epoll > 0)
        close(loop->room.epoll);
}

static uint32_t index_of(const struct loop *loop, const struct link *link)
{
    return (uint32_t)(link - loop->links);
}

/* --- what to do next --- */

static void set_due(struct loop *loop)
{
    const struct choices *choices = loop->choices;
    double part = (double)loop->plan->n / loop->plan->mix.acts;
    double ns = 0;
    if (choices->pace == PACE_CURVE)
        ns = (double)curve_ns(part, choices->hour_from, choices->hour_to) / choices->speed;
    else if (choices->pace == PACE_RATE)
        ns = (double)loop->plan->n / choices->rate * (double)NS;
    loop->due_ns = loop->gauge->began_ns + (int64_t)ns;
}

static int64_t read_due_ns(const struct loop *loop)
{
    double ns = (double)loop->n_reads / loop->choices->reads_rate * (double)NS;
    return loop->gauge->began_ns + (int64_t)ns;
}

static bool next_read(struct loop *loop, int64_t now_ns, struct job *job)
{
    int64_t due_ns = 0;
    if (loop->is_planned)
        return false;
    if (loop->choices->reads_rate > 0) {
        due_ns = read_due_ns(loop);
        if (due_ns > now_ns)
            return false;
    } else if (loop->reads_owed >= 1) {
        loop->reads_owed -= 1;
    } else {
        return false;
    }
    plan_read(loop->plan, loop->n_reads++, job);
    job->due_ns = due_ns;
    return true;
}

static bool next_act(struct loop *loop, int64_t now_ns, struct job *job)
{
    if (loop->is_planned || loop->due_ns > now_ns || loop->n_busy > loop->crowd->n_ready_voices)
        return false;
    if (loop->crowd->anchor_voice < 0 && loop->n_busy > 0)
        return false;
    if (!plan_next(loop->plan, job)) {
        loop->is_planned = true;
        return false;
    }
    job->due_ns = loop->choices->pace == PACE_MAX ? 0 : loop->due_ns;
    set_due(loop);
    return true;
}

static bool next_job(struct loop *loop, int64_t now_ns, struct job *job)
{
    struct crowd_doomed doomed;
    if (crowd_take_doomed(loop->crowd, loop->is_planned ? UINT64_MAX : loop->plan->n, &doomed)) {
        plan_withdrawal(loop->plan, &doomed, job);
        return true;
    }
    return next_read(loop, now_ns, job) || next_act(loop, now_ns, job);
}

/* --- sending --- */

static void broke(struct loop *loop, struct link *link);

static void ask(struct loop *loop, struct link *link, int64_t now_ns)
{
    struct str request = ask_write(loop->ask, &link->job, link->is_sign_up, loop->request);
    link->since_ns = now_ns;
    link->state = LINK_ASKED;
    if (!link_send(link, &loop->room, request))
        broke(loop, link);
}

static void begin(struct loop *loop, struct link *link, int64_t now_ns)
{
    struct job *job = &link->job;
    link->has_job = true;
    link->is_sign_up = job->is_new;
    if (loop->n_busy++ == 0)
        loop->heard_ns = now_ns; /* nothing was asked before: its silence begins here */
    job->begun_ms = (now_ns + loop->wall_ns) / MS;
    if (job->is_doomed && job->kind != JOB_VOICE)
        crowd_fly(loop->crowd, job->voice, 1);
    ask(loop, link, now_ns);
    if (job->due_ns > 0 && now_ns - job->due_ns > LATE_NS)
        link->since_ns = job->due_ns;
}

/* Gives idle connections something to do while there is something. */
static void fill(struct loop *loop, int64_t now_ns)
{
    while (loop->n_idle > 0) {
        struct link *link = &loop->links[loop->idle[loop->n_idle - 1]];
        if (!next_job(loop, now_ns, &link->job))
            return;
        loop->n_idle--;
        begin(loop, link, now_ns);
    }
}

/* --- answers --- */

static void let_go(struct loop *loop, struct link *link)
{
    if (!link->has_job)
        return;
    link->has_job = false;
    loop->n_busy--;
    if (link->job.is_doomed && link->job.kind != JOB_VOICE)
        crowd_fly(loop->crowd, link->job.voice, -1);
}

static void rest(struct loop *loop, struct link *link)
{
    link->state = LINK_IDLE;
    loop->idle[loop->n_idle++] = index_of(loop, link);
}

/* What the answer to a job must be. */
static bool is_right(const struct job *job, const struct link_answer *answer)
{
    if (answer->status == HTTP_NOT_FOUND)
        return job->kind == JOB_WITHDRAW && job->tries > 0; /* the first try did it */
    if (answer->status != HTTP_OK)
        return false;
    switch (job->kind) {
    case JOB_VOICE:
        return answer->id != 0;
    case JOB_COMMENT:
        return answer->id != 0 && answer->parent == job->target;
    case JOB_REACTION:
    case JOB_WITHDRAW:
        return answer->id == job->target;
    default:
        return true;
    }
}

static void done(struct loop *loop, struct link *link, int64_t now_ns)
{
    const struct job *job = &link->job;
    int64_t id = loop->room.answer.id;
    if (job->kind == JOB_VOICE)
        crowd_spoke(loop->crowd, job->voice, id, job->person, loop->plan->n);
    else if (job->kind == JOB_COMMENT)
        crowd_commented(loop->crowd, job->voice, id);
    if (job->kind <= JOB_REACTION) {
        loop->reads_owed += loop->choices->reads;
        if (!job->is_doomed)
            expect_add(loop->expect, job, (now_ns + loop->wall_ns) / MS);
    }
}

static void pause_link(struct loop *loop, struct link *link, int64_t now_ns)
{
    link->state = LINK_PAUSED;
    link->until_ns = now_ns + PAUSE_NS;
    loop->n_paused++;
}

/* Too busy (503): at a given rate the act is dropped, else it is said again later. */
static void refused(struct loop *loop, struct link *link, int64_t now_ns)
{
    loop->gauge->refused++;
    if (loop->choices->pace != PACE_RATE || link->job.kind == JOB_WITHDRAW) {
        pause_link(loop, link, now_ns);
        return;
    }
    loop->gauge->dropped++;
    let_go(loop, link);
    rest(loop, link);
}

static void signed_up(struct loop *loop, struct link *link, int64_t now_ns)
{
    const struct link_answer *answer = &loop->room.answer;
    struct str token = scan_text(answer->body, STR("\"access_token\":\""));
    bool is_taken_name = answer->status == HTTP_BAD_INPUT && link->job.tries > 0;
    if (answer->status == HTTP_OK && crowd_arrive(loop->crowd, link->job.person, token)) {
        gauge_answered(loop->gauge, JOB_SIGN_UP, now_ns - link->since_ns, now_ns);
        link->is_sign_up = link->job.is_new = false;
        ask(loop, link, now_ns);
        return;
    }
    if (is_taken_name) {
        link->job.tries++;
        ask(loop, link, now_ns);
        return;
    }
    gauge_complain(loop->gauge, JOB_SIGN_UP, answer->status, answer->body);
    let_go(loop, link);
    rest(loop, link);
}

static void answered(struct loop *loop, struct link *link, int64_t now_ns)
{
    const struct link_answer *answer = &loop->room.answer;
    loop->heard_ns = now_ns;
    if (answer->status == HTTP_BUSY && answer->has_retry) {
        refused(loop, link, now_ns);
    } else if (link->is_sign_up) {
        signed_up(loop, link, now_ns);
    } else {
        if (is_right(&link->job, answer)) {
            gauge_answered(loop->gauge, link->job.kind, now_ns - link->since_ns, now_ns);
            done(loop, link, now_ns);
        } else {
            gauge_complain(loop->gauge, link->job.kind, answer->status, answer->body);
        }
        let_go(loop, link);
        rest(loop, link);
    }
}

/* --- connections that break --- */

/* What was asked and not answered is asked again on the next connection, or is an error. */
static void broke(struct loop *loop, struct link *link)
{
    bool was_idle = link->state == LINK_IDLE, was_asked = link->state == LINK_ASKED;
    if (link->state == LINK_PAUSED)
        loop->n_paused--;
    link_close(link);
    if (++loop->n_down == (uint32_t)loop->choices->connections)
        loop->heard_ns = loop_now_ns();
    if (was_idle) {
        for (uint32_t i = 0; i < loop->n_idle; i++)
            if (loop->idle[i] == index_of(loop, link))
                loop->idle[i--] = loop->idle[--loop->n_idle];
    } else if (was_asked && !loop->choices->is_persistent) {
        gauge_complain(loop->gauge, link->job.kind, 0, STR("the connection broke"));
        let_go(loop, link);
    }
}

static void back_up(struct loop *loop, struct link *link, int64_t now_ns)
{
    loop->n_down--;
    loop->gauge->reconnected++;
    loop->heard_ns = now_ns;
    if (!link->has_job) {
        rest(loop, link);
        return;
    }
    loop->gauge->repeated++;
    link->job.tries++;
    ask(loop, link, now_ns);
}

static void reconnect(struct loop *loop, int64_t now_ns)
{
    if (loop->n_down == 0 || now_ns - loop->retried_ns < RETRY_NS)
        return;
    loop->retried_ns = now_ns;
    for (uint32_t i = 0; i < (uint32_t)loop->choices->connections; i++) {
        struct link *link = &loop->links[i];
        if (link->state != LINK_DOWN)
            continue;
        if (!link_open(link, &loop->room, loop->choices, i))
            return;
        back_up(loop, link, now_ns);
    }
}

static void resume(struct loop *loop, int64_t now_ns)
{
    for (int i = 0; i < loop->choices->connections && loop->n_paused > 0; i++) {
        struct link *link = &loop->links[i];
        if (link->state != LINK_PAUSED || link->until_ns > now_ns)
            continue;
        loop->n_paused--;
        ask(loop, link, now_ns);
    }
}

/* --- the loop --- */

static void on_event(struct loop *loop, const struct epoll_event *event)
{
    struct link *link = &loop->links[event->data.u32];
    if (link->state == LINK_DOWN)
        return;
    enum link_event what = link_receive(link, &loop->room, event->data.u32);
    bool is_ending = (event->events & (EPOLLRDHUP | EPOLLHUP | EPOLLERR)) != 0;
    if (what == LINK_ANSWERED) {
        is_ending = is_ending || link->is_last;
        if (is_ending && link->is_sign_up) {
            broke(loop, link);
            return;
        }
        answered(loop, link, loop_now_ns());
    }
    if (link->state != LINK_DOWN && (what == LINK_BROKE || is_ending))
        broke(loop, link);
    fill(loop, loop_now_ns());
}

static int64_t next_ns(const struct loop *loop, int64_t now_ns)
{
    enum { LONGEST_MS = 100 };
    int64_t next = now_ns + LONGEST_MS * MS;
    if (loop->n_idle == 0 || loop->is_planned)
        return next;
    if (loop->choices->pace != PACE_MAX && loop->due_ns < next)
        next = loop->due_ns;
    if (loop->choices->reads_rate > 0 && read_due_ns(loop) < next)
        next = read_due_ns(loop);
    return next > now_ns + GRAIN_NS ? next : now_ns + GRAIN_NS;
}

static void listen_all(struct loop *loop, int64_t now_ns)
{
    enum { AT_ONCE = 512 };
    struct epoll_event events[AT_ONCE];
    int64_t ns = next_ns(loop, now_ns) - now_ns;
    struct timespec timeout = {.tv_nsec = ns > 0 ? ns : 0};
    int n = epoll_pwait2(loop->room.epoll, events, AT_ONCE, &timeout, NULL);
    for (int i = 0; i < n; i++)
        on_event(loop, &events[i]);
}

/* Asked and silent for too long, or no connection can be had. */
static bool is_lost(const struct loop *loop, int64_t now_ns)
{
    bool is_cut = loop->n_down == (uint32_t)loop->choices->connections;
    int64_t patience_ns = is_cut ? GONE_NS : SILENT_NS;
    if (loop->choices->is_persistent)
        patience_ns = RETURN_NS;
    return (is_cut || loop->n_busy > 0) && now_ns - loop->heard_ns > patience_ns;
}

static bool is_over(struct loop *loop, int64_t now_ns)
{
    const struct choices *choices = loop->choices;
    if (choices->seconds > 0 &&
        now_ns - loop->gauge->began_ns > (int64_t)(choices->seconds * (double)NS))
        loop->is_planned = true;
    loop->is_lost = is_lost(loop, now_ns);
    return loop->is_lost ||
           (loop->is_planned && loop->n_busy == 0 && !crowd_has_doomed(loop->crowd));
}

void loop_run(struct loop *loop)
{
    int64_t now_ns = loop_now_ns();
    loop->heard_ns = now_ns;
    set_due(loop);
    while (!is_over(loop, now_ns)) {
        loop->wall_ns = wall_ns();
        reconnect(loop, now_ns);
        if (loop->n_paused > 0)
            resume(loop, now_ns);
        fill(loop, now_ns);
        listen_all(loop, now_ns);
        now_ns = loop_now_ns();
        gauge_draw(loop->gauge, now_ns);
    }
    if (loop->is_lost)
        loop->gauge->errors++;
    gauge_end(loop->gauge, now_ns);
}
