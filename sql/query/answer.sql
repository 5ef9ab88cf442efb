-- Reactions, shares, and what people keep to themselves.

-- name: reaction_row
-- in:  person person_id, post post_id
-- out: kind i64, id i64, cell cell_id
SELECT kind, id, cell FROM reaction WHERE person = :person AND person <> 0 AND post = :post;

-- name: reaction_insert
-- in:  id i64, person person_id, post post_id, kind i64, cell cell_id, previous i64
INSERT INTO reaction (id, person, post, kind, cell, previous)
VALUES (:id, :person, :post, :kind, :cell, :previous);

-- name: reaction_change
-- in:  id i64, kind i64
UPDATE reaction SET kind = :kind WHERE id = :id;

-- name: reaction_take_back
-- Its place in the row of the post's reactions stays, without the person.
-- in:  id i64
UPDATE reaction SET person = 0, kind = 0, cell = 0 WHERE id = :id;

-- name: reaction_delete
-- in:  id i64
DELETE FROM reaction WHERE id = :id;

-- name: reaction_at
-- in:  id i64
-- out: person person_id, kind i64, cell cell_id, previous i64
SELECT person, kind, cell, previous FROM reaction WHERE id = :id;

-- name: reaction_of_person
-- in:  person person_id, n i64
-- out: post post_id, kind i64, id i64, cell cell_id
SELECT post, kind, id, cell FROM reaction WHERE person = :person AND person <> 0 LIMIT :n;

-- name: share_row
-- in:  person person_id, post post_id
-- out: id i64, cell cell_id, is_aside bool
SELECT id, cell, is_aside FROM share WHERE person = :person AND post = :post;

-- name: share_by_id
-- in:  id i64
-- out: person person_id, post post_id, cell cell_id, is_aside bool
SELECT person, post, cell, is_aside FROM share WHERE id = :id;

-- name: share_insert
-- in:  id i64, person person_id, post post_id, cell cell_id
INSERT INTO share (id, person, post, cell) VALUES (:id, :person, :post, :cell);

-- name: share_put_aside
-- in:  id i64, is_aside bool
UPDATE share SET is_aside = :is_aside WHERE id = :id;

-- name: share_delete
-- in:  id i64
DELETE FROM share WHERE id = :id;

-- name: share_of_post
-- in:  post post_id, n i64
-- out: id i64, person person_id, cell cell_id, is_aside bool
SELECT id, person, cell, is_aside FROM share WHERE post = :post LIMIT :n;

-- name: share_of_person
-- in:  person person_id, n i64
-- out: id i64, post post_id, cell cell_id, is_aside bool
SELECT id, post, cell, is_aside FROM share WHERE person = :person LIMIT :n;

-- name: share_to_turn
-- Those of a person that count (0) or are aside (1).
-- in:  person person_id, is_aside bool, n i64
-- out: id i64, post post_id, cell cell_id
SELECT id, post, cell FROM share WHERE person = :person AND is_aside = :is_aside LIMIT :n;

-- name: reaction_to_turn
-- Those of a person that count (0) or are aside (1): then their kind is 16 more.
-- in:  person person_id, is_aside bool, n i64
-- out: post post_id, kind i64, id i64, cell cell_id
SELECT post, kind, id, cell FROM reaction
WHERE person = :person AND person <> 0 AND kind / 16 = :is_aside LIMIT :n;

-- name: tie_insert
-- in:  person person_id, kind i64, target i64, id i64
INSERT INTO tie (person, kind, target, id) VALUES (:person, :kind, :target, :id)
ON CONFLICT (person, kind, target) DO NOTHING;

-- name: tie_delete
-- in:  person person_id, kind i64, target i64
DELETE FROM tie WHERE person = :person AND kind = :kind AND target = :target;

-- name: tie_exists
-- in:  person person_id, kind i64, target i64
-- out: id i64
SELECT id FROM tie WHERE person = :person AND kind = :kind AND target = :target;

-- name: tie_hides
-- Whether `watcher` should not hear of it: she blocks or mutes the one who did it or the account that
-- is shown for him, or mutes the thread.
-- in:  watcher person_id, actor person_id, account person_id, root post_id
-- out: is_hidden bool
SELECT EXISTS (SELECT 1 FROM tie WHERE person = :watcher AND kind IN (2, 3) AND target = :actor)
       OR EXISTS (SELECT 1 FROM tie WHERE person = :watcher AND kind IN (2, 3) AND target = :account)
       OR EXISTS (SELECT 1 FROM tie WHERE person = :watcher AND kind = 6 AND target = :root);

-- name: tie_blocks
-- Whether either of two blocks the other.
-- in:  person person_id, other person_id
-- out: is_blocked bool
SELECT EXISTS (SELECT 1 FROM tie WHERE person = :person AND kind = 2 AND target = :other)
       OR EXISTS (SELECT 1 FROM tie WHERE person = :other AND kind = 2 AND target = :person);

-- name: tie_delete_between
-- in:  person person_id, other person_id
DELETE FROM tie WHERE kind = 1 AND ((person = :person AND target = :other)
                                    OR (person = :other AND target = :person));

-- name: tie_delete_of_person
-- in:  person person_id
DELETE FROM tie WHERE person = :person;

-- name: tie_delete_to_person
-- in:  person i64
DELETE FROM tie WHERE target = :person AND kind IN (1, 2, 3);

-- name: tie_delete_to_post
-- in:  post i64
DELETE FROM tie WHERE target = :post AND kind IN (4, 6, 7);

-- name: relationship_row
-- in:  person person_id, other person_id
-- out: is_following bool, is_followed_by bool, is_blocking bool, is_blocked_by bool, is_muting bool
SELECT EXISTS (SELECT 1 FROM tie WHERE person = :person AND kind = 1 AND target = :other),
       EXISTS (SELECT 1 FROM tie WHERE person = :other AND kind = 1 AND target = :person),
       EXISTS (SELECT 1 FROM tie WHERE person = :person AND kind = 2 AND target = :other),
       EXISTS (SELECT 1 FROM tie WHERE person = :other AND kind = 2 AND target = :person),
       EXISTS (SELECT 1 FROM tie WHERE person = :person AND kind = 3 AND target = :other);

-- name: tie_people_down
-- in:  person person_id, kind i64, before i64, after i64, n i64
-- out: id i64, other person_id
SELECT id, target FROM tie
WHERE person = :person AND kind = :kind AND id < :before AND id > :after
ORDER BY id DESC LIMIT :n;

-- name: tie_people_up
-- in:  person person_id, kind i64, before i64, after i64, n i64
-- out: id i64, other person_id
SELECT id, target FROM tie
WHERE person = :person AND kind = :kind AND id < :before AND id > :after
ORDER BY id LIMIT :n;

-- name: tie_followers_down
-- in:  person i64, before i64, after i64, n i64
-- out: id i64, other person_id
SELECT id, person FROM tie
WHERE target = :person AND kind = 1 AND id < :before AND id > :after
ORDER BY id DESC LIMIT :n;

-- name: tie_followers_up
-- in:  person i64, before i64, after i64, n i64
-- out: id i64, other person_id
SELECT id, person FROM tie
WHERE target = :person AND kind = 1 AND id < :before AND id > :after
ORDER BY id LIMIT :n;

-- name: notice_insert
-- in:  person person_id, id notice_id, kind i64, account person_id, post post_id
INSERT INTO notice (person, id, kind, account, post) VALUES (:person, :id, :kind, :account, :post)
ON CONFLICT (person, id) DO NOTHING;

-- name: notice_undo
-- Takes back what somebody was told of an act that is taken back.
-- in:  person person_id, id notice_id, kind i64, account person_id, post post_id
DELETE FROM notice
WHERE person = :person AND id = :id AND kind = :kind AND account = :account AND post = :post;

-- name: notice_row
-- in:  person person_id, id notice_id
-- out: kind i64, account person_id, post post_id
SELECT kind, account, post FROM notice WHERE person = :person AND id = :id;

-- name: notice_delete_of_post
-- What people were told of a post that is withdrawn.
-- in:  post post_id
DELETE FROM notice WHERE post = :post AND kind = 1;

-- name: notice_delete_of_follower
-- What people were told when a person who leaves began to follow them: the number before the tie's.
-- in:  person person_id
DELETE FROM notice
WHERE kind = 4 AND account = :person
      AND (person, id) IN (SELECT target, id - 1 FROM tie WHERE person = :person AND kind = 1);

-- name: notice_down
-- What a person is told, except by those whom she blocks or mutes by now.
-- in:  person person_id, kinds i64, before i64, after i64, n i64
-- out: id notice_id, kind i64, account person_id, post post_id
SELECT id, kind, account, post FROM notice
WHERE person = :person AND id < :before AND id > :after AND (1 << kind) & :kinds <> 0
      AND NOT EXISTS (SELECT 1 FROM tie WHERE tie.person = notice.person AND tie.kind IN (2, 3)
                      AND tie.target = notice.account)
ORDER BY id DESC LIMIT :n;

-- name: notice_up
-- in:  person person_id, kinds i64, before i64, after i64, n i64
-- out: id notice_id, kind i64, account person_id, post post_id
SELECT id, kind, account, post FROM notice
WHERE person = :person AND id < :before AND id > :after AND (1 << kind) & :kinds <> 0
      AND NOT EXISTS (SELECT 1 FROM tie WHERE tie.person = notice.person AND tie.kind IN (2, 3)
                      AND tie.target = notice.account)
ORDER BY id LIMIT :n;

-- name: notice_delete
-- in:  person person_id, id notice_id
DELETE FROM notice WHERE person = :person AND id = :id;

-- name: notice_delete_all
-- in:  person person_id
DELETE FROM notice WHERE person = :person;

-- name: marker_put
-- in:  person person_id, timeline text, last_read i64, updated_ms i64
INSERT INTO marker (person, timeline, last_read, version, updated_ms)
VALUES (:person, :timeline, :last_read, 1, :updated_ms)
ON CONFLICT (person, timeline) DO UPDATE
SET last_read = excluded.last_read, version = marker.version + 1, updated_ms = excluded.updated_ms;

-- name: marker_rows
-- in:  person person_id
-- out: timeline text, last_read i64, version i64, updated_ms i64
SELECT timeline, last_read, version, updated_ms FROM marker WHERE person = :person;

-- name: marker_delete_all
-- in:  person person_id
DELETE FROM marker WHERE person = :person;

-- name: filter_insert
-- in:  id filter_id, person person_id, sealed blob, contexts text, is_hiding bool, expires_ms i64
INSERT INTO filter (id, person, title, contexts, is_hiding, expires_ms, sealed)
VALUES (:id, :person, '', :contexts, :is_hiding, :expires_ms, :sealed)
ON CONFLICT (id) DO UPDATE
SET title = '', contexts = excluded.contexts, is_hiding = excluded.is_hiding,
    expires_ms = excluded.expires_ms, sealed = excluded.sealed;

-- name: filter_seal
-- in:  id filter_id, sealed blob
UPDATE filter SET title = '', sealed = :sealed WHERE id = :id;

-- name: filter_count
-- in:  person person_id
-- out: n i64
SELECT count(*) FROM filter WHERE person = :person;

-- name: filter_keyword_insert
-- in:  id i64, filter filter_id, sealed blob, is_whole_word bool
INSERT INTO filter_keyword (id, filter, keyword, is_whole_word, sealed)
VALUES (:id, :filter, '', :is_whole_word, :sealed);

-- name: filter_keyword_seal
-- in:  id i64, sealed blob
UPDATE filter_keyword SET keyword = '', sealed = :sealed WHERE id = :id;

-- name: filter_keyword_delete
-- in:  filter filter_id
DELETE FROM filter_keyword WHERE filter = :filter;

-- name: filter_row
-- in:  id filter_id, person person_id
-- out: title text, contexts text, is_hiding bool, expires_ms i64, sealed blob?
SELECT title, contexts, is_hiding, expires_ms, sealed FROM filter WHERE id = :id AND person = :person;

-- name: filter_rows
-- in:  person person_id, n i64
-- out: id filter_id, title text, contexts text, is_hiding bool, expires_ms i64, sealed blob?
SELECT id, title, contexts, is_hiding, expires_ms, sealed FROM filter WHERE person = :person ORDER BY id LIMIT :n;

-- name: filter_keywords
-- in:  filter filter_id, n i64
-- out: id i64, keyword text, is_whole_word bool, sealed blob?
SELECT id, keyword, is_whole_word, sealed FROM filter_keyword WHERE filter = :filter ORDER BY id LIMIT :n;

-- name: filter_delete
-- in:  id filter_id, person person_id
DELETE FROM filter WHERE id = :id AND person = :person;

-- name: report_insert
-- in:  id report_id, account person_id, posts text, comment text, category text
INSERT INTO report (id, account, posts, comment, category)
VALUES (:id, :account, :posts, :comment, :category);

-- name: report_row
-- in:  id report_id
-- out: account person_id, posts text, comment text, category text, state i64, moderator person_id, resolved_hour_ms i64
SELECT account, posts, comment, category, state, moderator, resolved_hour_ms FROM report
WHERE id = :id;

-- name: report_down
-- in:  state i64, before i64, n i64
-- out: id report_id, account person_id, posts text, comment text, category text, state i64, moderator person_id, resolved_hour_ms i64
SELECT id, account, posts, comment, category, state, moderator, resolved_hour_ms FROM report
WHERE state = :state AND id < :before ORDER BY id DESC LIMIT :n;

-- name: report_put
-- in:  id report_id, state i64, moderator person_id, resolved_hour_ms i64
UPDATE report SET state = :state, moderator = :moderator, resolved_hour_ms = :resolved_hour_ms
WHERE id = :id;

-- name: report_forget_words
-- What was written to the moderators about what was dealt with before this hour.
-- in:  hour_ms i64
UPDATE report SET comment = ''
WHERE resolved_hour_ms <> 0 AND comment <> '' AND resolved_hour_ms < :hour_ms;

-- name: report_forget_moderator
-- in:  moderator person_id
UPDATE report SET moderator = 0 WHERE moderator = :moderator AND moderator <> 0;
