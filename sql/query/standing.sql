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
