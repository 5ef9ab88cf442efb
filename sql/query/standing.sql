-- Why posts wait or are away, what is due, and what their authors agreed to.

-- name: hold_insert
-- in:  post post_id, reason i64, at_ms i64, cluster i64
INSERT INTO hold (post, reason, at_ms, cluster) VALUES (:post, :reason, :at_ms, :cluster)
ON CONFLICT (post, reason) DO NOTHING;

-- name: hold_of_post
-- in:  post post_id
-- out: reason i64, at_ms i64, cluster i64, question i64
SELECT reason, at_ms, cluster, question FROM hold WHERE post = :post ORDER BY reason;

-- name: hold_delete
-- in:  post post_id, reason i64
DELETE FROM hold WHERE post = :post AND reason = :reason;

-- name: hold_delete_of_post
-- in:  post post_id
DELETE FROM hold WHERE post = :post;

-- name: hold_put_question
-- in:  post post_id, reason i64, question i64
UPDATE hold SET question = :question WHERE post = :post AND reason = :reason;

-- name: hold_move
-- in:  old post_id, new post_id
UPDATE hold SET post = :new WHERE post = :old;

-- name: due_insert
-- in:  at_ms i64, post post_id, kind i64
INSERT INTO due (at_ms, post, kind) VALUES (:at_ms, :post, :kind)
ON CONFLICT (at_ms, post, kind) DO NOTHING;

-- name: due_until
-- in:  now_ms i64, n i64
-- out: at_ms i64, post post_id, kind i64
SELECT at_ms, post, kind FROM due WHERE at_ms <= :now_ms ORDER BY at_ms LIMIT :n;

-- name: due_of_post
-- in:  post post_id, kind i64
-- out: at_ms i64
SELECT at_ms FROM due WHERE post = :post AND kind = :kind;

-- name: due_delete
-- in:  post post_id, kind i64
DELETE FROM due WHERE post = :post AND kind = :kind;

-- name: due_delete_of_post
-- in:  post post_id
DELETE FROM due WHERE post = :post;

-- name: due_move
-- in:  old post_id, new post_id
UPDATE due SET post = :new WHERE post = :old;

-- name: consent_insert
-- in:  post post_id, number i64, audience i64, whom person_id, is_given bool, wording i64, day_ms i64
INSERT INTO consent (post, number, audience, whom, is_given, wording, day_ms)
VALUES (:post, :number, :audience, :whom, :is_given, :wording, :day_ms);

-- name: consent_last
-- in:  post post_id
-- out: number i64
SELECT coalesce(max(number), 0) FROM consent WHERE post = :post;

-- name: consent_of_post
-- in:  post post_id
-- out: audience i64, whom person_id, is_given bool, wording i64, day_ms i64
SELECT audience, whom, is_given, wording, day_ms FROM consent WHERE post = :post ORDER BY number;

-- name: consent_delete_of_post
-- in:  post post_id
DELETE FROM consent WHERE post = :post;

-- name: consent_move
-- in:  old post_id, new post_id
UPDATE consent SET post = :new WHERE post = :old;

-- name: post_put_audiences
-- in:  id post_id, audiences i64
UPDATE post SET audiences = :audiences WHERE id = :id;

-- name: post_put_answers
-- in:  id post_id, answers i64
UPDATE post SET answers = :answers WHERE id = :id;

-- name: asked_put
-- in:  root post_id, post post_id, is_refused bool
INSERT INTO asked (root, post, is_refused) VALUES (:root, :post, :is_refused)
ON CONFLICT (root, post) DO UPDATE SET is_refused = excluded.is_refused;

-- name: asked_delete
-- in:  root post_id, post post_id
DELETE FROM asked WHERE root = :root AND post = :post;

-- name: asked_delete_of_root
-- in:  root post_id
DELETE FROM asked WHERE root = :root;

-- name: asked_of_root
-- Comments that their voice's author may decide about, those that wait or those that she refused, the oldest
-- first; not those that moderators are to read before.
-- in:  root post_id, is_refused bool, after post_id, n i64
-- out: post post_id
SELECT asked.post FROM asked JOIN post ON post.id = asked.post
WHERE asked.root = :root AND asked.is_refused = :is_refused AND asked.post > :after
      AND post.state & ~832 = 0
ORDER BY asked.post LIMIT :n;

-- name: signature_put
-- in:  post post_id, name text
INSERT INTO signature (post, name) VALUES (:post, :name)
ON CONFLICT (post) DO UPDATE SET name = excluded.name;

-- name: signature
-- in:  post post_id
-- out: name text
SELECT name FROM signature WHERE post = :post;

-- name: signature_delete
-- in:  post post_id
DELETE FROM signature WHERE post = :post;

-- name: signature_move
-- in:  old post_id, new post_id
UPDATE signature SET post = :new WHERE post = :old;

-- name: partner_list
-- Who is a partner of a campaign or of the whole server.
-- in:  campaign campaign_id, n i64
-- out: person person_id, username text?, pen_name text
SELECT DISTINCT person.id, person.username, person.pen_name
FROM role JOIN person ON person.id = role.person
WHERE role.role = 3 AND role.campaign IN (0, :campaign) AND person.is_leaving = 0
ORDER BY person.id LIMIT :n;

-- name: scheduled_of_author
-- Her voices that wait for their moment, the soonest first.
-- in:  author person_id, n i64
-- out: post post_id, at_ms i64
SELECT post.id, due.at_ms FROM post JOIN due ON due.post = post.id AND due.kind = 1
WHERE post.author = :author AND post.author > 0 AND post.state & 128 <> 0
ORDER BY due.at_ms, post.id LIMIT :n;
