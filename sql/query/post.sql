-- Posts: voices and comments.

-- name: post_insert
-- in:  id post_id, author person_id, account person_id, parent post_id, root post_id, body text, warning text, language text, country text, flags i64, cell cell_id, page_campaign campaign_id, page_tag tag_id, client client_id, state i64, audiences i64, answers i64
INSERT INTO post (id, author, account, parent, root, body, warning, language, country, flags,
                  state, cell, page_campaign, page_tag, client, edited_ms, audiences, answers)
VALUES (:id, :author, :account, :parent, :root, :body, :warning, :language, :country, :flags,
        :state, :cell, :page_campaign, :page_tag, :client, 0, :audiences, :answers);

-- name: post_move
-- A post that was never published gets the number, and with it the time, of its publication.
-- in:  old post_id, new post_id, author person_id
INSERT INTO post (id, author, account, parent, root, body, warning, language, country, flags,
                  state, cell, page_campaign, page_tag, client, edited_ms, audiences, answers)
SELECT :new, :author, account, parent, root, body, warning, language, country, flags,
       0, cell, page_campaign, page_tag, client, 0, audiences, answers
FROM post WHERE id = :old;

-- name: id_last
-- The highest number given to an act. Ties and notices have no index by number; they need none, for
-- theirs may be given again.
-- out: id i64
SELECT max(n) FROM (
    SELECT coalesce(max(id), 0) AS n FROM post
    UNION ALL SELECT coalesce(max(id), 0) FROM reaction
    UNION ALL SELECT coalesce(max(id), 0) FROM share
    UNION ALL SELECT coalesce(max(id), 0) FROM client
    UNION ALL SELECT coalesce(max(id), 0) FROM code
    UNION ALL SELECT coalesce(max(id), 0) FROM token
    UNION ALL SELECT coalesce(max(id), 0) FROM report
    UNION ALL SELECT coalesce(max(id), 0) FROM filter
    UNION ALL SELECT coalesce(max(id), 0) FROM filter_keyword) AS given;

-- name: id_is_given
-- Whether a post, a reaction or a share has the number.
-- in:  id i64
-- out: is_given bool
SELECT EXISTS (SELECT 1 FROM post WHERE post.id = :id)
       OR EXISTS (SELECT 1 FROM reaction WHERE reaction.id = :id)
       OR EXISTS (SELECT 1 FROM share WHERE share.id = :id);

-- name: post_head
-- What the writer needs to know of a post. Its author is veiled as it is stored (domain/veil.h).
-- in:  id post_id
-- out: author person_id, account person_id, parent post_id, root post_id, flags i64, state i64, cell cell_id, page_campaign campaign_id, page_tag tag_id, audiences i64, answers i64, is_leaving bool, is_veiled bool
SELECT author, account, parent, root, flags, state, cell, page_campaign, page_tag, audiences,
       answers,
       EXISTS (SELECT 1 FROM person WHERE person.id = post.author AND person.is_leaving = 1),
       author < 0
FROM post WHERE id = :id;

-- name: post_words
-- in:  id post_id
-- out: body text, warning text, language text, country text, edited_ms i64
SELECT body, warning, language, country, edited_ms FROM post WHERE id = :id;

-- name: post_row
-- Everything a face shows of a post, with what the viewer did with it. A comment is where its voice is:
-- when that is gone or away, when its author is leaving, takes no comments any more or blocks the account
-- that answered, nowhere; and for no other audiences. What a suspended account said is away at once,
-- however long it takes to go through it. The number and account of a comment that is away are not told
-- by what answers it either.
-- in:  id post_id, viewer person_id
-- out: author person_id, account person_id, parent post_id, root post_id, body text, warning text, language text, country text, flags i64, state i64, is_below bool, is_shut_out bool, audiences i64, answers i64, page_campaign campaign_id, page_tag text?, page_tag_key text?, client client_id, client_name text?, client_website text?, edited_ms i64, parent_account person_id, is_campaign bool, author_is_leaving bool, username text?, pen_name text, note text, arrived_day_ms i64, comments i64, me_too i64, believe i64, with_you i64, thank_you i64, shares i64, my_reaction i64, my_share i64
SELECT post.author, post.account,
       CASE WHEN parent.id = post.root OR parent.state = 0 THEN parent.id ELSE 0 END, post.root, post.body, post.warning,
       post.language, post.country, post.flags,
       post.state | CASE WHEN account.is_suspended <> 0 THEN 32 ELSE 0 END,
       post.root <> 0 AND (voice.id IS NULL OR voice.state <> 0 OR voice.answers & 7 > 2
                           OR coalesce(speaker.is_leaving, 0) <> 0),
       post.root <> 0 AND EXISTS (SELECT 1 FROM tie WHERE tie.person = voice.author
                                  AND tie.kind = 2 AND tie.target = post.account),
       post.audiences & coalesce(voice.audiences, post.audiences),
       coalesce(voice.answers, post.answers),
       post.page_campaign, tag.name, tag.key,
       post.client, client.name, client.website, post.edited_ms,
       CASE WHEN parent.id = post.root OR parent.state = 0 THEN parent.account ELSE 0 END,
       account.is_campaign, account.is_leaving OR EXISTS (
           SELECT 1 FROM person AS author WHERE author.id = post.author AND author.is_leaving = 1),
       account.username, account.pen_name, account.note, account.arrived_day_ms,
       coalesce(post_count.comments, 0), coalesce(post_count.me_too, 0),
       coalesce(post_count.believe, 0), coalesce(post_count.with_you, 0),
       coalesce(post_count.thank_you, 0), coalesce(post_count.shares, 0),
       coalesce(reaction.kind & 15, 0), coalesce(share.id, 0)
FROM post
JOIN person AS account ON account.id = post.account
LEFT JOIN post AS voice ON voice.id = post.root AND post.root <> 0
LEFT JOIN person AS speaker ON speaker.id = voice.author
LEFT JOIN post AS parent ON parent.id = post.parent
LEFT JOIN tag ON tag.id = post.page_tag
LEFT JOIN client ON client.id = post.client
LEFT JOIN post_count ON post_count.post = post.id
LEFT JOIN reaction ON reaction.person = :viewer AND reaction.person <> 0 AND reaction.post = post.id
LEFT JOIN share ON share.person = :viewer AND share.post = post.id
WHERE post.id = :id;

-- name: post_ties
-- How the viewer stands to a post: bookmarked, thread muted, pinned; and to the account it is shown
-- under, never to its author: what a block hides must not tell who wrote an anonymous voice.
-- in:  viewer person_id, post post_id, root post_id, account person_id
-- out: is_bookmarked bool, is_muted bool, is_pinned bool, is_hidden bool
SELECT EXISTS (SELECT 1 FROM tie WHERE person = :viewer AND kind = 4 AND target = :post),
       EXISTS (SELECT 1 FROM tie WHERE person = :viewer AND kind = 6 AND target = :root),
       EXISTS (SELECT 1 FROM tie WHERE person = :viewer AND kind = 7 AND target = :post),
       EXISTS (SELECT 1 FROM tie WHERE person = :viewer AND kind IN (2, 3) AND target = :account)
       OR EXISTS (SELECT 1 FROM tie WHERE person = :account AND kind = 2 AND target = :viewer);

-- name: post_update
-- in:  id post_id, body text, warning text, language text, country text, flags i64, cell cell_id, edited_ms i64, page_tag tag_id
UPDATE post SET body = :body, warning = :warning, language = :language, country = :country,
                flags = :flags, cell = :cell, edited_ms = :edited_ms, page_tag = :page_tag
WHERE id = :id;

-- name: post_delete
-- in:  id post_id
DELETE FROM post WHERE id = :id;

-- name: post_put_state
-- in:  id post_id, state i64
UPDATE post SET state = :state WHERE id = :id;

-- name: post_below
-- Comments of a thread that have not fallen. (What the index leaves out is said again here and elsewhere:
-- the planner does not see that no root is 0.)
-- in:  root post_id, n i64
-- out: id post_id, has_answers bool
SELECT id, EXISTS (SELECT 1 FROM post_count WHERE post_count.post = post.id)
FROM post WHERE root = :root AND root <> 0 AND state & 1 = 0 ORDER BY id LIMIT :n;

-- name: post_of_author
-- in:  author person_id, n i64
-- out: id post_id
SELECT id FROM post WHERE author = :author AND author > 0 ORDER BY id LIMIT :n;

-- name: post_edit_insert
-- in:  post post_id, at_ms i64, body text, warning text, language text
INSERT INTO post_edit (post, at_ms, body, warning, language)
VALUES (:post, :at_ms, :body, :warning, :language);

-- name: post_edit_last
-- When the latest of the earlier wordings was replaced; 0 when there is none.
-- in:  post post_id
-- out: at_ms i64
SELECT coalesce(max(at_ms), 0) FROM post_edit WHERE post = :post;

-- name: post_edit_list
-- in:  post post_id, n i64
-- out: at_ms i64, body text, warning text, language text
SELECT at_ms, body, warning, language FROM post_edit WHERE post = :post ORDER BY at_ms LIMIT :n;

-- name: post_edit_delete
-- in:  post post_id
DELETE FROM post_edit WHERE post = :post;

-- name: campaign_post_insert
-- in:  campaign campaign_id, post post_id
INSERT INTO campaign_post (campaign, post) VALUES (:campaign, :post)
ON CONFLICT (campaign, post) DO NOTHING;

-- name: campaign_post_delete
-- in:  campaign campaign_id, post post_id
DELETE FROM campaign_post WHERE campaign = :campaign AND post = :post;

-- name: language_post_insert
-- in:  campaign campaign_id, language text, post post_id
INSERT INTO language_post (campaign, language, post) VALUES (:campaign, :language, :post)
ON CONFLICT (campaign, language, post) DO NOTHING;

-- name: language_post_delete
-- in:  campaign campaign_id, language text, post post_id
DELETE FROM language_post WHERE campaign = :campaign AND language = :language AND post = :post;

-- name: post_tag_insert
-- in:  tag tag_id, post post_id
INSERT INTO post_tag (tag, post) VALUES (:tag, :post) ON CONFLICT (tag, post) DO NOTHING;

-- name: post_tag_delete
-- in:  tag tag_id, post post_id
DELETE FROM post_tag WHERE tag = :tag AND post = :post;

-- name: post_count_add
-- `last_reaction`: the latest of those that came; 0 when none did.
-- in:  post post_id, comments i64, me_too i64, believe i64, with_you i64, thank_you i64, shares i64, last_reaction i64
INSERT INTO post_count (post, comments, me_too, believe, with_you, thank_you, shares, last_reaction)
VALUES (:post, :comments, :me_too, :believe, :with_you, :thank_you, :shares, :last_reaction)
ON CONFLICT (post) DO UPDATE
SET comments = post_count.comments + excluded.comments,
    me_too = post_count.me_too + excluded.me_too,
    believe = post_count.believe + excluded.believe,
    with_you = post_count.with_you + excluded.with_you,
    thank_you = post_count.thank_you + excluded.thank_you,
    shares = post_count.shares + excluded.shares,
    last_reaction = CASE WHEN excluded.last_reaction > post_count.last_reaction
                         THEN excluded.last_reaction ELSE post_count.last_reaction END;

-- name: post_count_row
-- in:  post post_id
-- out: comments i64, me_too i64, believe i64, with_you i64, thank_you i64, shares i64, last_reaction i64
SELECT comments, me_too, believe, with_you, thank_you, shares, last_reaction
FROM post_count WHERE post = :post;

-- name: post_count_put_last
-- in:  post post_id, last_reaction i64
UPDATE post_count SET last_reaction = :last_reaction WHERE post = :post;

-- name: post_count_delete
-- in:  post post_id
DELETE FROM post_count WHERE post = :post;

-- name: post_count_delete_empty
-- A post without answers has no row, so that a recount finds the same rows.
-- in:  post post_id
DELETE FROM post_count
WHERE post = :post AND comments = 0 AND me_too = 0 AND believe = 0 AND with_you = 0
      AND thank_you = 0 AND shares = 0 AND last_reaction = 0;

-- name: post_edit_move
-- in:  old post_id, new post_id
UPDATE post_edit SET post = :new WHERE post = :old;

-- name: comment_to_turn
-- Comments of an account of which it has changed whether the author of the voice blocks it. An anonymous author blocks
-- nobody: it would tell who wrote the voice.
-- in:  account person_id, n i64
-- out: id post_id, is_blocked bool
SELECT post.id, 1 - ((post.state >> 10) & 1) FROM post JOIN post AS voice ON voice.id = post.root
WHERE post.author = :account AND post.author > 0 AND post.account = post.author AND post.root <> 0
      AND ((post.state >> 10) & 1) <> EXISTS (SELECT 1 FROM tie WHERE tie.person = voice.author
                                              AND tie.kind = 2 AND tie.target = post.account)
ORDER BY post.id LIMIT :n;

-- name: post_to_turn
-- What a person said under her own account and is not (0) or is (1) away because she is suspended.
-- in:  author person_id, is_suspended bool, n i64
-- out: id post_id
SELECT id FROM post
WHERE author = :author AND author > 0 AND account = author AND state >> 5 & 1 = :is_suspended
ORDER BY id LIMIT :n;
