/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* The application behind stage.h. */
#include "stage.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "http/request.h"
#include "http/response.h"
#include "http/stream.h"
#include "scratch.h"

/* --- the thread that answers what waits --- */

enum { WAITING_MAX = 4096 };

static struct {
    pthread_mutex_t lock;
    pthread_cond_t more;
    pthread_t thread;
    struct req *waiting[WAITING_MAX];
    size_t n;
    bool is_over;
    struct stage *stage;
} writer = {.lock = PTHREAD_MUTEX_INITIALIZER, .more = PTHREAD_COND_INITIALIZER};

static void *write_batches(void *unused)
{
    static struct req *batch[WAITING_MAX];
    (void)unused;
    for (;;) {
        pthread_mutex_lock(&writer.lock);
        while (writer.n == 0 && !writer.is_over)
            pthread_cond_wait(&writer.more, &writer.lock);
        size_t n = writer.n;
        memcpy(batch, writer.waiting, n * sizeof batch[0]);
        writer.n = 0;
        pthread_mutex_unlock(&writer.lock);
        if (n == 0)
            return NULL;
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL); /* the commit */
        req_resume_batch_begin();
        for (size_t i = 0; i < n; i++)
            req_resume(batch[i]);
        req_resume_batch_end();
        atomic_fetch_add(&writer.stage->resumed, (int64_t)n);
    }
}

static void hand_over(struct req *req)
{
    pthread_mutex_lock(&writer.lock);
    assert_true(writer.n < WAITING_MAX);
    writer.waiting[writer.n++] = req;
    pthread_cond_signal(&writer.more);
    pthread_mutex_unlock(&writer.lock);
}

/* --- handlers --- */

static enum err reply_text(struct req *req, struct str text)
{
    struct buf buf = buf_init(1024 * 1024);
    buf_put(&buf, text);
    return reply_bytes(req, 200, "text/plain; charset=utf-8", &buf);
}

static enum err hello(struct req *req)
{
    return reply_text(req, STR("hello"));
}

static enum err echo_params(struct req *req)
{
    struct buf buf = buf_init(1024 * 1024);
    for (size_t i = 0; i < req->n_params; i++) {
        const struct param *param = &req->params[i];
        buf_printf(&buf, "%.*s=%.*s%s\n", STRF(param->name), STRF(param->value),
                   param->is_file ? " (file)" : "");
    }
    return reply_bytes(req, 200, "text/plain; charset=utf-8", &buf);
}

static enum err show_value(struct req *req)
{
    return reply_text(req, req->path_values[0]);
}

static enum err after_wait(struct req *req)
{
    return reply_text(req, req_param(req, "text"));
}

static enum err wait_for_writer(struct req *req)
{
    hand_over(req);
    return req_wait(req, after_wait);
}

static enum err kept(struct req *req)
{
    const struct stage *stage = req->worker;
    struct stage *mine = writer.stage;
    assert_ptr_equal(stage, mine);
    int64_t n = atomic_fetch_add(&mine->calls, 1);
    struct buf buf = buf_init(1024 * 1024);
    buf_printf(&buf, "call %d ", (int)n);
    for (int i = 0; i < 400; i++)
        buf_put(&buf, STR("the same again "));
    return reply_page(req, 200, &buf);
}

static enum err page(struct req *req)
{
    struct buf buf = buf_init(4096);
    buf_put(&buf, req_form_token(req));
    reply_form_action(req, STR("https://app.example"));
    return reply_page(req, 200, &buf);
}

/* Whether it was paid for; "?again" sends the same form once more. */
static enum err priced(struct req *req)
{
    if (req_param(req, "again").p != NULL)
        return reply_again(req, STR("/priced"));
    return reply_text(req, req->is_unpaid ? STR("waited") : STR("paid"));
}

static enum err ask_price(struct req *req)
{
    struct http_price price = req_price(req);
    return reply_text(req, arena_printf(req->arena, "price %.*s %.*s %.*s%s", STRF(price.token),
                                        STRF(price.salt), STRF(price.hash),
                                        price.is_again ? " again" : ""));
}

static enum err redirect_page(struct req *req)
{
    return reply_see_other(req, req_param(req, "to"));
}

static enum err link_page(struct req *req)
{
    reply_link_ids(req, 9, 3);
    return reply_empty_json(req);
}

static enum err gone(struct req *req)
{
    (void)req;
    return ERR_GONE;
}

static enum err forgetful(struct req *req)
{
    reply_header(req, "X-Begun", STR("yes"));
    return OK;
}

struct needs_number {
    int64_t n;
};
static const struct input needs_number_rows[] = {
    {.name = "n",
     .type = INPUT_NUMBER,
     .is_required = true,
     .at = offsetof(struct needs_number, n),
     .given_at = SIZE_MAX,
     .low = 1,
     .high = 9},
};
static const struct input_table needs_number_inputs = {needs_number_rows, 1,
                                                       sizeof(struct needs_number)};

static enum err number(struct req *req)
{
    struct needs_number in;
    TRY(req_read(req, &needs_number_inputs, &in));
    return reply_empty_json(req);
}

/* --- streams --- */

static void on_event(struct stream *stream, void *subscriber, const void *event)
{
    (void)subscriber;
    stream_send(stream, STR("update"), str_of(event));
}

static void on_message(struct stream *stream, void *subscriber, struct str text)
{
    (void)subscriber;
    if (str_eq(text, STR("bye")))
        stream_close(stream);
    else
        stream_send(stream, (struct str){0}, text);
}

static void on_close(struct stream *stream, void *subscriber)
{
    (void)stream;
    assert_int_equal(*(int *)subscriber, 42);
}

static const struct stream_kind kind = {
    .size = sizeof(int), .on_event = on_event, .on_message = on_message, .on_close = on_close};

static enum err open_events(struct req *req)
{
    int subscriber = 42;
    return stream_open_events(req, &kind, &subscriber);
}

static enum err open_socket(struct req *req)
{
    int subscriber = 42;
    return stream_open_socket(req, &kind, &subscriber, STR("chat"));
}

/* --- the application --- */

static const struct http_route rows[] = {
    {.method = HTTP_GET, .face = FACE_API, .path = "/api/hello", .handler = hello},
    {.method = HTTP_GET, .face = FACE_API, .path = "/api/params", .handler = echo_params},
    {.method = HTTP_POST, .face = FACE_API, .path = "/api/params", .handler = echo_params},
    {.method = HTTP_DELETE, .face = FACE_API, .path = "/api/params", .handler = echo_params},
    {.method = HTTP_GET, .face = FACE_API, .path = "/api/tags/:name", .handler = show_value},
    {.method = HTTP_POST, .face = FACE_API, .path = "/api/wait", .handler = wait_for_writer},
    {.method = HTTP_POST, .face = FACE_API, .path = "/api/number", .handler = number},
    {.method = HTTP_GET, .face = FACE_API, .path = "/api/link", .handler = link_page},
    {.method = HTTP_GET, .face = FACE_API, .path = "/api/gone", .handler = gone},
    {.method = HTTP_GET, .face = FACE_API, .path = "/api/forgetful", .handler = forgetful},
    {.method = HTTP_GET,
     .face = FACE_API,
     .path = "/api/me",
     .handler = hello,
     .login = LOGIN_PERSON,
     .scope = 1},
    {.method = HTTP_POST,
     .face = FACE_API,
     .path = "/api/arrive",
     .handler = hello,
     .login = LOGIN_OPTIONAL,
     .cost = COST_ARRIVAL},
    {.method = HTTP_POST,
     .face = FACE_API,
     .path = "/api/act",
     .handler = hello,
     .login = LOGIN_PERSON,
     .cost = COST_ACT},
    {.method = HTTP_GET, .face = FACE_PAGE, .path = "/", .handler = page},
    {.method = HTTP_GET,
     .face = FACE_PAGE,
     .path = "/form",
     .handler = page,
     .login = LOGIN_OPTIONAL},
    {.method = HTTP_POST,
     .face = FACE_PAGE,
     .path = "/form",
     .handler = hello,
     .login = LOGIN_OPTIONAL},
    {.method = HTTP_POST,
     .face = FACE_PAGE,
     .path = "/priced",
     .handler = priced,
     .login = LOGIN_OPTIONAL,
     .cost = COST_ACT},
    {.method = HTTP_GET,
     .face = FACE_PAGE,
     .path = "/mine",
     .handler = hello,
     .login = LOGIN_PERSON},
    {.method = HTTP_GET, .face = FACE_PAGE, .path = "/go", .handler = redirect_page},
    {.method = HTTP_GET,
     .face = FACE_PAGE,
     .path = "/kept",
     .handler = kept,
     .login = LOGIN_OPTIONAL,
     .is_cacheable = true},
    {.method = HTTP_GET, .face = FACE_API, .path = "/api/events", .handler = open_events},
    {.method = HTTP_GET, .face = FACE_API, .path = "/api/socket", .handler = open_socket},
};
static const struct http_routes table = {rows, sizeof rows / sizeof rows[0]};

/* Token or session "p7" is person 7; "app" and "app2" are applications alone. */
static enum err identify(struct req *req)
{
    struct str token = req_bearer(req);
    struct str cookie = req_cookie(req, "__Host-s");
    struct str given = token.p != NULL ? token : cookie;
    if (given.p == NULL)
        return OK;
    req->who.is_session = cookie.p != NULL;
    req->who.token = str_eq(given, STR("app2")) ? 1002 : 1000;
    if (str_starts(given, STR("app")))
        return OK;
    if (!str_eq(given, STR("p7")) && !str_eq(given, STR("narrow")))
        return ERR_UNAUTHORISED;
    req->who.person = 7;
    req->who.scopes = str_eq(given, STR("p7")) ? 1 : 2;
    return OK;
}

static void error_page(struct req *req, enum err err, struct str message)
{
    struct buf buf = buf_init(4096);
    buf_put(&buf, STR("page: "));
    buf_put(&buf, message);
    (void)err;
    (void)reply_page(req, 200, &buf);
}

static enum err ask_login(struct req *req)
{
    return reply_see_other(req, STR("/login"));
}

static const struct str prefixes[] = {STR_INIT("/n"), STR_INIT("/nk")};

static enum err worker_open(void *context, void **worker)
{
    *worker = context;
    return OK;
}

static void worker_close(void *worker)
{
    assert_non_null(worker);
}

struct http_server *stage_start(struct stage *stage, void (*change)(struct http_options *))
{
    struct http_options options = {
        .host = STR("127.0.0.1"),
        .workers = 2,
        .connections_max = 2000,
        .body_max = 64 * 1024,
        .cache_max = 1024 * 1024,
        .limits = true,
        .limit = {[COST_READ] = 1000, [COST_ACT] = 3, [COST_ARRIVAL] = 1000},
        .limit_bearer = 1000,
    };
    if (change != NULL)
        change(&options);
    struct http_server *server = NULL;
    assert_int_equal(http_start(&server, &stage->app, &options), OK);
    return server;
}

int stage_open(void **state)
{
    static struct secret *key;
    struct stage *stage = calloc(1, sizeof *stage);
    if (stage == NULL || crypto_init() != OK || secret_random(&key) != OK)
        return -1;
    stage->app = (struct http_app){
        .tables = &table,
        .n_tables = 1,
        .key = key,
        .identify = identify,
        .error_page = error_page,
        .ask_login = ask_login,
        .ask_price = ask_price,
        .prefixes = prefixes,
        .n_prefixes = sizeof prefixes / sizeof prefixes[0],
        .worker_open = worker_open,
        .worker_close = worker_close,
        .context = stage,
        .generation = &stage->generation,
        .host = STR("chorus.test"),
        .public_url = STR("https://chorus.test"),
    };
    writer.stage = stage;
    writer.is_over = false;
    if (pthread_create(&writer.thread, NULL, write_batches, NULL) != 0)
        return -1;
    stage->server = stage_start(stage, NULL);
    *state = stage;
    return 0;
}

int stage_close(void **state)
{
    struct stage *stage = *state;
    http_stop(stage->server);
    pthread_mutex_lock(&writer.lock);
    writer.is_over = true;
    pthread_cond_signal(&writer.more);
    pthread_mutex_unlock(&writer.lock);
    pthread_join(writer.thread, NULL);
    free(stage);
    return 0;
}

uint16_t stage_port(void **state)
{
    const struct stage *stage = *state;
    return http_port(stage->server);
}

static void keep(const void *event)
{
    (void)event;
}

void stage_publish(struct stage *stage, const char *text)
{
    http_publish(stage->server, &(struct http_event){.event = text, .keep = keep, .drop = keep});
}
