/* SPDX-License-Identifier: AGPL-3.0-or-later */
/* By what somebody is reached on the net or paid: links, e-mail, mentions, handles, IBANs
 * (screen_parts.h). */
#include "domain/link_text.h"
#include "domain/screen_parts.h"

enum { HOST_TOKENS_MAX = 40, LOCAL_TOKENS_MAX = 20, TOP_LEVEL_MIN = 2, TOP_LEVEL_MAX = 24 };

static const struct str domains[] = {
#define DOMAIN(end) STR_INIT(end),
#include "domain/screen_hosts.def"
};
static const struct str maps[] = {
#define MAP(beginning) STR_INIT(beginning),
#include "domain/screen_hosts.def"
};
static const struct str services[] = {
#define SERVICE(name) STR_INIT(name),
#include "domain/screen_hosts.def"
};

/* --- links --- */

static bool is_label_piece(const struct tokens *tokens, size_t i)
{
    uint8_t kind = tokens->p[i].kind;
    return kind == TOKEN_WORD || kind == TOKEN_NUMBER || token_is_mark(tokens, i, '-');
}

static bool is_domain(const struct tokens *tokens, size_t i)
{
    if (tokens->p[i].kind != TOKEN_WORD || !(tokens->p[i].look & LOOK_ASCII))
        return false;
    for (size_t k = 0; k < sizeof domains / sizeof *domains; k++)
        if (token_is_word(tokens, i, domains[k]))
            return true;
    return false;
}

static bool may_be_top_level(const struct tokens *tokens, size_t i)
{
    const struct token *token = &tokens->p[i];
    return token->kind == TOKEN_WORD && token->n >= TOP_LEVEL_MIN && token->n <= TOP_LEVEL_MAX &&
           (token->look & LOOK_ASCII);
}

/* "a.b.example": the token behind it, or i. `top` is its last label, which consists of letters. */
static size_t host_end(const struct tokens *tokens, size_t i, size_t *top)
{
    size_t end = i;
    size_t k = i;
    for (size_t labels = 0; k < i + HOST_TOKENS_MAX; labels++) {
        size_t from = k;
        while (is_label_piece(tokens, k) && (k == i || token_is_joined(tokens, k)))
            k++;
        if (k == from)
            break;
        if (labels > 0 && k == from + 1 && may_be_top_level(tokens, from)) {
            *top = from;
            end = k;
        }
        if (!token_is_mark(tokens, k, '.') || !token_is_joined(tokens, k))
            break;
        k++;
    }
    return end;
}

static bool is_space_or_quote(char c)
{
    return (unsigned char)c <= ' ' || c == '"' || c == '<' || c == '>' || (unsigned char)c >= 0x80;
}

/* Where the address that began before `at` ends: at white space, quotes and other scripts, and
 * before the punctuation of the sentence. */
static size_t path_end(struct str text, size_t at)
{
    size_t end = at;
    while (end < text.n && !is_space_or_quote(text.p[end]))
        end++;
    while (end > at && str_find(STR(".,;:!?)'*"), text.p[end - 1]) < STR(".,;:!?)'*").n)
        end--;
    return end;
}

static struct str without_scheme(struct str url)
{
    size_t scheme = str_search(url, STR("://"));
    if (scheme < url.n)
        url = str_sub(url, scheme + 3, url.n);
    return str_starts(url, STR("www.")) ? str_sub(url, 4, url.n) : url;
}

static bool shows_place(struct str url)
{
    struct str place = without_scheme(url);
    for (size_t k = 0; k < sizeof maps / sizeof *maps; k++)
        if (str_eq_nocase(str_sub(place, 0, maps[k].n), maps[k]))
            return true;
    return str_starts(place, STR("google.")) && str_search(place, STR("/maps")) < place.n;
}

/* The host in the link is this server's. */
static bool is_own(const struct screened *s, struct str url)
{
    struct str place = without_scheme(url);
    size_t n = 0;
    while (n < place.n && place.p[n] != '/' && place.p[n] != '?' && place.p[n] != '#')
        n++;
    return s->host.n > 0 && str_eq_nocase(str_sub(place, 0, n), s->host);
}

static size_t link_found(const struct screened *s, size_t i, size_t end, struct finding *found)
{
    size_t at = s->tokens.p[i].at;
    struct str url = str_sub(s->tokens.text, at, end - at);
    size_t next =
        screen_bytes(s, shows_place(url) ? SCREEN_COORDINATES : SCREEN_LINK, url, i, found);
    if (is_own(s, url))
        found->length = 0;
    return next;
}

static size_t written_out(const struct screened *s, size_t i, struct finding *found)
{
    const struct tokens *tokens = &s->tokens;
    size_t at = tokens->p[i].at;
    size_t colon = token_end(tokens, i);
    if (str_starts(str_sub(tokens->text, colon, 3), STR("://"))) {
        size_t end = link_end(tokens->text, at);
        if (end == at)
            end = path_end(tokens->text, colon + 3);
        return end > colon + 3 ? link_found(s, i, end, found) : i;
    }
    if (token_is_word(tokens, i, STR("geo")) && tokens->p[i + 2].kind == TOKEN_NUMBER &&
        token_is_joined(tokens, i + 2)) {
        size_t end = path_end(tokens->text, colon + 1);
        struct str uri = str_sub(tokens->text, at, end - at);
        return screen_bytes(s, SCREEN_COORDINATES, uri, i, found);
    }
    return i;
}

size_t screen_link(const struct screened *s, size_t i, struct finding *found)
{
    const struct tokens *tokens = &s->tokens;
    size_t top = i;
    if (!token_is_joined(tokens, i + 1) || tokens->p[i + 1].kind != TOKEN_MARK)
        return i; /* most words */
    if (tokens->p[i + 1].value == ':' && token_is_joined(tokens, i + 2))
        return written_out(s, i, found);
    bool begins = !token_is_joined(tokens, i) || (tokens->p[i - 1].look & LOOK_WIDE) ||
                  !(is_label_piece(tokens, i - 1) || token_is_mark(tokens, i - 1, '.'));
    if (!begins || (tokens->p[i + 1].value != '.' && tokens->p[i + 1].value != '-'))
        return i;
    size_t end = host_end(tokens, i, &top);
    if (end == i || (token_is_mark(tokens, end, '@') && token_is_joined(tokens, end)) ||
        (i > 1 && token_is_mark(tokens, i - 1, '@') && token_is_joined(tokens, i)))
        return i;
    bool has_path = token_is_mark(tokens, end, '/') && token_is_joined(tokens, end) &&
                    token_is_joined(tokens, end + 1) && tokens->p[end + 1].kind != TOKEN_MARK;
    bool is_www = token_is_word(tokens, i, STR("www"));
    if (!has_path && !is_www && !is_domain(tokens, top))
        return i;
    size_t at_end = token_end(tokens, top);
    return link_found(s, i, has_path ? path_end(tokens->text, at_end) : at_end, found);
}

/* --- e-mail --- */

static bool is_local_piece(const struct tokens *tokens, size_t i)
{
    return is_label_piece(tokens, i) || token_is_mark(tokens, i, '.') ||
           token_is_mark(tokens, i, '_') || token_is_mark(tokens, i, '+') ||
           token_is_mark(tokens, i, '%');
}

/* The first token of what stands before the '@' at i; i when nothing does. */
static size_t local_begin(const struct tokens *tokens, size_t i)
{
    size_t from = i;
    while (from > 1 && i - from < LOCAL_TOKENS_MAX &&
           (from < i ? token_is_joined(tokens, from) : true) && is_local_piece(tokens, from - 1))
        from--;
    return from;
}

static bool is_bracket(const struct tokens *tokens, size_t i, bool opening)
{
    return token_is_mark(tokens, i, opening ? '(' : ')') ||
           token_is_mark(tokens, i, opening ? '[' : ']');
}

/* The token behind "(word)", "[word]" or, where allowed, "word" at i; or i. */
static size_t spelt_end(const struct tokens *tokens, size_t i, const struct str *words, bool bare)
{
    bool bracket = is_bracket(tokens, i, true);
    size_t word = bracket ? i + 1 : i;
    if ((!bracket && !bare) || tokens->p[word].kind != TOKEN_WORD)
        return i;
    for (; words->n > 0; words++)
        if (screen_same(token_str(tokens, word), *words))
            return !bracket ? word + 1 : is_bracket(tokens, word + 1, false) ? word + 2 : i;
    return i;
}

static size_t spelt_email(const struct screened *s, size_t i, struct finding *found)
{
    static const struct str at[] = {STR_INIT("at"), STR_INIT("arroba"), STR_INIT("ät"),
                                    STR_INIT("arobase"), STR_INIT("")};
    static const struct str dot[] = {STR_INIT("dot"),   STR_INIT("punto"), STR_INIT("punkt"),
                                     STR_INIT("point"), STR_INIT("ponto"), STR_INIT("")};
    const struct tokens *tokens = &s->tokens;
    size_t top = i;
    size_t host = spelt_end(tokens, i, at, false);
    size_t from = local_begin(tokens, i);
    if (host == i || from == i || tokens->p[host].kind != TOKEN_WORD)
        return i;
    if (host_end(tokens, host, &top) > host)
        return screen_span(s, SCREEN_EMAIL, from, top, found);
    size_t last = spelt_end(tokens, host + 1, dot, true);
    if (last == host + 1 || !may_be_top_level(tokens, last))
        return i;
    return screen_span(s, SCREEN_EMAIL, from, last, found);
}

size_t screen_email(const struct screened *s, size_t i, struct finding *found)
{
    const struct tokens *tokens = &s->tokens;
    size_t top = i;
    if (!token_is_mark(tokens, i, '@'))
        return spelt_email(s, i, found);
    if (!token_is_joined(tokens, i) || !token_is_joined(tokens, i + 1))
        return i;
    size_t from = local_begin(tokens, i);
    if (from == i || host_end(tokens, i + 1, &top) == i + 1)
        return i;
    return screen_span(s, SCREEN_EMAIL, from, top, found);
}

/* --- mentions, handles --- */

size_t screen_mention(const struct screened *s, size_t i, struct finding *found)
{
    struct str name;
    struct str text = s->tokens.text;
    if (!mention_at(text, s->tokens.p[i].at, &name))
        return i;
    struct str host = name;
    (void)str_cut(&host, '@');
    bool here = host.p == NULL || (s->host.n > 0 && str_eq_nocase(host, s->host));
    struct str whole = {name.p - 1, name.n + 1};
    return screen_bytes(s, here ? SCREEN_MENTION : SCREEN_HANDLE, whole, i, found);
}

static bool is_ascii_alnum(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* Letters, digits and "._-#" at `at`: long enough, and with a digit or mark that words do not
 * have. */
static struct str handle_like(struct str text, size_t at)
{
    enum { LEAST = 3, MOST = 40 };
    const struct str joints = STR("._-#");
    size_t last = at;
    bool odd = false;
    bool letter = false;
    bool inner = false; /* a point that something follows */
    for (size_t k = at; k < text.n && k - at < MOST; k++) {
        char c = text.p[k];
        if (!is_ascii_alnum(c) && str_find(joints, c) == joints.n)
            break;
        odd = odd || c == '_' || (c >= '0' && c <= '9') || (inner && is_ascii_alnum(c));
        letter = letter || (is_ascii_alnum(c) && c > '9');
        inner = c == '.';
        if (is_ascii_alnum(c) || c == '_')
            last = k + 1;
    }
    return last - at >= LEAST && odd && letter ? str_sub(text, at, last - at) : (struct str){0};
}

static bool is_service(const struct tokens *tokens, size_t i)
{
    struct str word = token_str(tokens, i);
    bool wide = tokens->p[i].look & LOOK_WIDE;
    for (size_t k = 0; k < sizeof services / sizeof *services; k++)
        if (screen_same(word, services[k]) || (wide && screen_ends(word, services[k])))
            return true;
    return false;
}

static size_t after_service(const struct screened *s, size_t i, struct finding *found)
{
    const struct tokens *tokens = &s->tokens;
    size_t next = i + 1;
    if (tokens->p[i - 1].kind != TOKEN_WORD || tokens->p[next].gap == GAP_LINE ||
        tokens->p[next].kind == TOKEN_END)
        return i;
    struct str name = handle_like(tokens->text, tokens->p[next].at);
    if (name.n == 0 || !is_service(tokens, i - 1))
        return i;
    return screen_bytes(s, SCREEN_HANDLE, name, next, found);
}

size_t screen_handle(const struct screened *s, size_t i, struct finding *found)
{
    enum { LEAST = 3, FULLWIDTH_COLON = 0xFF1A };
    const struct tokens *tokens = &s->tokens;
    if (token_is_mark(tokens, i, ':') || token_is_mark(tokens, i, FULLWIDTH_COLON))
        return after_service(s, i, found);
    bool begins = !token_is_joined(tokens, i) ||
                  (tokens->p[i - 1].kind == TOKEN_MARK && !token_is_mark(tokens, i - 1, '.'));
    if (tokens->p[i].n != 1 || !begins || !token_is_word(tokens, i, STR("u")) ||
        !token_is_mark(tokens, i + 1, '/') || !token_is_joined(tokens, i + 1) ||
        !token_is_joined(tokens, i + 2) || tokens->p[i + 2].kind != TOKEN_WORD)
        return i;
    size_t last = i + 2;
    while (last < i + 2 + LOCAL_TOKENS_MAX && token_is_joined(tokens, last + 1) &&
           (is_label_piece(tokens, last + 1) || token_is_mark(tokens, last + 1, '_')))
        last++;
    if (token_end(tokens, last) - tokens->p[i + 2].at < LEAST)
        return i;
    return screen_span(s, SCREEN_HANDLE, i, last, found);
}

/* --- IBAN (ISO 13616) --- */

static uint32_t iban_add(uint32_t rest, char c)
{
    enum { MODULUS = 97 };
    if (c >= '0' && c <= '9')
        return (rest * 10 + (uint32_t)(c - '0')) % MODULUS;
    return (rest * 100 + (uint32_t)((c | 0x20) - 'a' + 10)) % MODULUS;
}

/* Where the IBAN at `at` ends: behind the first group with which the check digits agree. */
static size_t iban_end(struct str text, size_t at)
{
    enum { LEAST = 15, MOST = 34, HEAD = 4 };
    uint32_t rest = 0;
    size_t n = HEAD;
    for (size_t i = at + HEAD; i < text.n && n <= MOST; i++) {
        if (text.p[i] == ' ' && i + 1 < text.n && is_ascii_alnum(text.p[i + 1]))
            continue;
        if (!is_ascii_alnum(text.p[i]))
            break;
        rest = iban_add(rest, text.p[i]);
        n++;
        bool group_ends = i + 1 == text.n || !is_ascii_alnum(text.p[i + 1]);
        if (!group_ends || n < LEAST || n > MOST)
            continue;
        uint32_t whole = rest;
        for (size_t k = 0; k < HEAD; k++)
            whole = iban_add(whole, text.p[at + k]);
        if (whole == 1)
            return i + 1;
    }
    return at;
}

size_t screen_iban(const struct screened *s, size_t i, struct finding *found)
{
    const struct tokens *tokens = &s->tokens;
    const struct token *country = &tokens->p[i];
    struct str text = tokens->text;
    if (country->n != 2 || !(country->look & LOOK_ASCII) || tokens->p[i + 1].n < 2 ||
        tokens->p[i + 1].kind != TOKEN_NUMBER || !token_is_joined(tokens, i + 1))
        return i;
    size_t at = country->at;
    /* digits of ASCII only, right behind the letters */
    if (tokens->p[i + 1].at != at + 2 || !is_ascii_alnum(text.p[at + 2]) ||
        !is_ascii_alnum(text.p[at + 3]))
        return i;
    size_t end = iban_end(text, at);
    return end == at ? i : screen_bytes(s, SCREEN_IBAN, str_sub(text, at, end - at), i, found);
}
