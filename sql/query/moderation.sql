-- Moderation: the queue, decisions, proposals, notes.

-- name: hold_queue
-- Posts that moderators are asked about, the oldest first, each once; those of bursts are not among them.
-- Of one reason, or of all (0).
-- in:  reason i64, after_ms i64, after post_id, n i64
-- out: post post_id, reason i64, at_ms i64
SELECT hold.post, hold.reason, hold.at_ms FROM hold
WHERE hold.at_ms >= :after_ms AND (hold.at_ms > :after_ms OR hold.post > :after)
      AND (:reason = 0 OR hold.reason = :reason)
      AND NOT EXISTS (SELECT 1 FROM hold AS other WHERE other.post = hold.post
                      AND (other.cluster <> 0 OR (:reason = 0 AND (other.at_ms, other.reason)
                                                                  < (hold.at_ms, hold.reason))))
ORDER BY hold.at_ms, hold.post LIMIT :n;

-- name: hold_sums
-- How many posts wait for each reason.
-- out: reason i64, posts i64, since_ms i64
SELECT reason, count(*), min(at_ms) FROM hold GROUP BY reason ORDER BY reason;

-- name: hold_sums_hers
-- Of posts that somebody decides about (as in role_decides) who does not about all.
-- in:  person person_id
-- out: reason i64, posts i64, since_ms i64
SELECT hold.reason, count(*), min(hold.at_ms) FROM hold JOIN post ON post.id = hold.post
WHERE EXISTS (SELECT 1 FROM role
              WHERE role.person = :person AND role.role <= 2
                    AND (role.language = '' OR post.language = '' OR role.language = post.language
                         OR substr(post.language, 1, length(role.language) + 1) = role.language || '-')
                    AND (role.campaign = 0
                         OR EXISTS (SELECT 1 FROM cell_campaign
                                    WHERE cell_campaign.cell = post.cell
                                          AND cell_campaign.campaign = role.campaign)))
GROUP BY hold.reason ORDER BY hold.reason;

-- name: hold_bursts
-- The bursts, the largest first, each with one of its posts.
-- in:  n i64
-- out: cluster i64, posts i64, sample post_id, since_ms i64
SELECT cluster, count(DISTINCT post), min(post), min(at_ms) FROM hold WHERE cluster <> 0
GROUP BY cluster ORDER BY count(*) DESC, cluster LIMIT :n;

-- name: hold_of_burst
-- Each post once, though it may be in the queue for several reasons.
-- in:  cluster i64, after post_id, n i64
-- out: post post_id
SELECT DISTINCT post FROM hold WHERE cluster = :cluster AND cluster <> 0 AND post > :after
ORDER BY post LIMIT :n;

-- name: hold_burst_shown
-- Those that stand: they came before it was a burst, or the campaign reads afterwards.
-- in:  cluster i64
-- out: posts i64
SELECT count(*) FROM (SELECT DISTINCT post FROM hold WHERE cluster = :cluster AND cluster <> 0) AS one
JOIN post ON post.id = one.post WHERE post.state = 0;

-- name: decision_let_through
-- Bursts that were published as a whole, the latest first, unless that was taken back or they were hidden since.
-- in:  n i64
-- out: burst i64
SELECT burst FROM decision
WHERE kind IN (8, 9) AND kind = 8 AND burst <> 0 AND is_undone = 0
      AND NOT EXISTS (SELECT 1 FROM decision AS later
                      WHERE later.kind IN (8, 9) AND later.kind = 9 AND later.id > decision.id
                            AND later.burst = decision.burst AND later.is_undone = 0)
ORDER BY id DESC LIMIT :n;

-- name: hold_burst_size
-- in:  cluster i64
-- out: posts i64, sample post_id, since_ms i64
SELECT count(DISTINCT post), coalesce(min(post), 0), coalesce(min(at_ms), 0) FROM hold
WHERE cluster = :cluster AND cluster <> 0;

-- name: decision_last
-- out: id i64
SELECT coalesce(max(id), 0) FROM decision;

-- name: decision_insert
-- in:  id i64, hour_ms i64, moderator person_id, kind i64, post post_id, account person_id, campaign campaign_id, reason i64, was_away i64, was_held i64, bulk i64, burst i64
INSERT INTO decision (id, hour_ms, moderator, kind, post, account, campaign, reason, was_away,
                      was_held, bulk, burst, is_undone)
VALUES (:id, :hour_ms, :moderator, :kind, :post, :account, :campaign, :reason, :was_away,
        :was_held, :bulk, :burst, 0);

-- name: decision_row
-- in:  id i64
-- out: hour_ms i64, moderator person_id, kind i64, post post_id, account person_id, campaign campaign_id, reason i64, was_away i64, was_held i64, bulk i64, burst i64, is_undone bool
SELECT hour_ms, moderator, kind, post, account, campaign, reason, was_away, was_held, bulk, burst,
       is_undone
FROM decision WHERE id = :id;

-- name: decision_down
-- The trail; of a decision about many only that itself.
-- in:  before i64, n i64
-- out: id i64, hour_ms i64, moderator person_id, kind i64, post post_id, account person_id, campaign campaign_id, reason i64, burst i64, is_undone bool
SELECT id, hour_ms, moderator, kind, post, account, campaign, reason, burst, is_undone
FROM decision WHERE id < :before AND bulk = 0 ORDER BY id DESC LIMIT :n;

-- name: decision_of_post
-- in:  post post_id, n i64
-- out: id i64, hour_ms i64, moderator person_id, kind i64, reason i64, is_undone bool
SELECT id, hour_ms, moderator, kind, reason, is_undone FROM decision
WHERE post = :post AND post <> 0 ORDER BY id DESC LIMIT :n;

-- name: decision_latest
-- The last decision about a post's standing that was not taken back.
-- in:  post post_id
-- out: id i64
SELECT coalesce(max(id), 0) FROM decision
WHERE post = :post AND post <> 0 AND kind <= 5 AND is_undone = 0;

-- name: decision_of_bulk
-- in:  bulk i64, n i64
-- out: id i64, post post_id, was_away i64, was_held i64, burst i64
SELECT id, post, was_away, was_held, burst FROM decision
WHERE bulk = :bulk AND bulk <> 0 AND is_undone = 0 ORDER BY id LIMIT :n;

-- name: decision_put_undone
-- in:  id i64
UPDATE decision SET is_undone = 1 WHERE id = :id;

-- name: decision_put_post
-- How far a decision about many has come.
-- in:  id i64, post post_id
UPDATE decision SET post = :post WHERE id = :id;

-- name: decision_move
-- in:  old post_id, new post_id
UPDATE decision SET post = :new WHERE post = :old AND post <> 0;

-- name: decision_own_since
-- in:  moderator person_id, since_ms i64
-- out: n i64
SELECT count(*) FROM decision WHERE moderator = :moderator AND hour_ms >= :since_ms AND bulk = 0;

-- name: decision_forget_moderator
-- in:  moderator person_id
UPDATE decision SET moderator = 0 WHERE moderator = :moderator AND moderator <> 0;

-- name: decision_forget_account
-- in:  account person_id
UPDATE decision SET account = 0 WHERE account = :account AND account <> 0;

-- name: decision_sums
-- How often each kind of decision was made and stands.
-- out: kind i64, n i64
SELECT kind, count(*) FROM decision WHERE is_undone = 0 GROUP BY kind ORDER BY kind;

-- name: proposal_last
-- out: id i64
SELECT coalesce(max(id), 0) FROM proposal;

-- name: proposal_insert
-- in:  id i64, kind i64, post post_id, account person_id, moderator person_id, reason i64, hour_ms i64
INSERT INTO proposal (id, kind, post, account, moderator, reason, hour_ms)
VALUES (:id, :kind, :post, :account, :moderator, :reason, :hour_ms);

-- name: proposal_row
-- in:  id i64
-- out: kind i64, post post_id, account person_id, moderator person_id, reason i64, hour_ms i64
SELECT kind, post, account, moderator, reason, hour_ms FROM proposal WHERE id = :id;

-- name: proposal_of
-- in:  kind i64, post post_id, account person_id
-- out: id i64, moderator person_id
SELECT id, moderator FROM proposal WHERE post = :post AND account = :account AND kind = :kind;

-- name: proposal_rows
-- in:  before i64, n i64
-- out: id i64, kind i64, post post_id, account person_id, moderator person_id, reason i64, hour_ms i64
SELECT id, kind, post, account, moderator, reason, hour_ms FROM proposal
WHERE id < :before ORDER BY id DESC LIMIT :n;

-- name: proposal_delete
-- in:  id i64
DELETE FROM proposal WHERE id = :id;

-- name: proposal_delete_of_post
-- in:  post post_id
DELETE FROM proposal WHERE post = :post AND post <> 0;

-- name: proposal_delete_of_person
-- What she proposed, and what was proposed about her account.
-- in:  person person_id
DELETE FROM proposal WHERE moderator = :person OR (account = :person AND account <> 0);

-- name: proposal_delete_before
-- in:  hour_ms i64
DELETE FROM proposal WHERE hour_ms < :hour_ms;

-- name: proposal_move
-- in:  old post_id, new post_id
UPDATE proposal SET post = :new WHERE post = :old AND post <> 0;

-- name: note_last
-- out: id i64
SELECT coalesce(max(id), 0) FROM moderator_note;

-- name: note_insert
-- in:  id i64, hour_ms i64, moderator person_id, campaign campaign_id, post post_id, text text
INSERT INTO moderator_note (id, hour_ms, moderator, campaign, post, text)
VALUES (:id, :hour_ms, :moderator, :campaign, :post, :text);

-- name: note_of_post
-- About a post; 0: those that hand over.
-- in:  post post_id, n i64
-- out: id i64, hour_ms i64, moderator person_id, campaign campaign_id, text text
SELECT id, hour_ms, moderator, campaign, text FROM moderator_note
WHERE post = :post ORDER BY id DESC LIMIT :n;

-- name: note_delete_of_post
-- in:  post post_id
DELETE FROM moderator_note WHERE post = :post AND post <> 0;

-- name: note_delete_of_moderator
-- in:  moderator person_id
DELETE FROM moderator_note WHERE moderator = :moderator;

-- name: note_delete_before
-- in:  hour_ms i64
DELETE FROM moderator_note WHERE hour_ms < :hour_ms;

-- name: note_move
-- in:  old post_id, new post_id
UPDATE moderator_note SET post = :new WHERE post = :old AND post <> 0;

-- name: campaign_put_moderation
-- in:  id campaign_id, moderation i64, rules i64
UPDATE campaign SET moderation = :moderation, rules = :rules WHERE id = :id;
