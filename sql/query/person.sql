-- People, their receipts and roles.

-- name: person_insert
-- in:  id person_id, is_campaign bool, username text?, username_key text?, pen_name text, language text, country text, receipt blob?, arrived_day_ms i64
INSERT INTO person (id, is_campaign, is_leaving, username, username_key, pen_name, note, language,
                    country, is_anonymous, receipt, arrived_day_ms)
VALUES (:id, :is_campaign, 0, :username, :username_key, :pen_name, '', :language, :country, 0,
        :receipt, :arrived_day_ms);

-- name: person_last
-- The highest number given so far in the order of arrival, also to somebody who left.
-- (Numbers from 2^40 on are drawn: PERSON_DRAWN.)
-- out: id person_id
SELECT max(n) FROM (SELECT coalesce(max(id), 0) AS n FROM person WHERE id < 1099511627776
                    UNION ALL SELECT last FROM person_number) AS given;

-- name: person_row
-- in:  id person_id
-- out: id person_id, is_campaign bool, is_leaving bool, username text?, pen_name text, note text, language text, country text, is_anonymous bool, has_receipt bool, arrived_day_ms i64, is_suspended bool
SELECT id, is_campaign, is_leaving, username, pen_name, note, language, country, is_anonymous,
       receipt IS NOT NULL, arrived_day_ms, is_suspended
FROM person WHERE id = :id;

-- name: person_speaker
-- What the writer needs to know of somebody who acts; is_plain: whether she has no ties, shares or filters,
-- and nobody blocks or mutes her.
-- in:  id person_id
-- out: language text, country text, is_leaving bool, is_suspended bool, is_plain bool
SELECT language, country, is_leaving, is_suspended,
       NOT EXISTS (SELECT 1 FROM tie WHERE tie.person = person.id)
       AND NOT EXISTS (SELECT 1 FROM tie WHERE tie.target = person.id AND tie.kind IN (2, 3))
       AND NOT EXISTS (SELECT 1 FROM share WHERE share.person = person.id)
       AND NOT EXISTS (SELECT 1 FROM filter WHERE filter.person = person.id)
FROM person WHERE id = :id;

-- name: person_counts
-- What an account shows to apps (audience 2), of the latest ten thousand posts: anonymous voices are not under
-- it, nor is what is not for apps, itself or by the voice above it.
-- in:  id person_id
-- out: posts i64, last_post i64, followers i64, following i64
SELECT count(*), coalesce(max(latest.id), 0),
       (SELECT count(*) FROM tie WHERE target = :id AND kind = 1),
       (SELECT count(*) FROM tie WHERE person = :id AND kind = 1)
FROM (SELECT id, root, author, account, state, audiences FROM post
      WHERE author = :id AND author > 0 ORDER BY id DESC LIMIT 10000) AS latest
LEFT JOIN post AS voice ON voice.id = latest.root AND latest.root <> 0
WHERE latest.account = latest.author AND latest.state = 0 AND latest.audiences & 4 <> 0
      AND (latest.root = 0 OR (voice.state = 0 AND voice.audiences & 4 <> 0 AND voice.answers & 7 <= 2));

-- name: person_followers
-- in:  id person_id
-- out: followers i64
SELECT count(*) FROM tie WHERE target = :id AND kind = 1;

-- name: person_by_username
-- in:  username_key text
-- out: id person_id
SELECT id FROM person WHERE username_key = :username_key;

-- name: person_by_receipt
-- in:  receipt blob
-- out: id person_id
SELECT id FROM person WHERE receipt = :receipt AND is_leaving = 0;

-- name: person_receipt
-- in:  id person_id
-- out: receipt blob?
SELECT receipt FROM person WHERE id = :id;

-- name: person_receipt_taken
-- Also by somebody who is leaving.
-- in:  receipt blob
-- out: id person_id
SELECT id FROM person WHERE receipt = :receipt;

-- name: person_by_prefix
-- in:  first text, after text, n i64
-- out: id person_id
SELECT id FROM person
WHERE username_key >= :first AND username_key < :after AND is_leaving = 0
      AND is_suspended = 0
ORDER BY username_key LIMIT :n;

-- name: person_update
-- in:  id person_id, pen_name text, note text, language text, country text, is_anonymous bool
UPDATE person SET pen_name = :pen_name, note = :note, language = :language, country = :country,
                  is_anonymous = :is_anonymous
WHERE id = :id;

-- name: person_set_receipt
-- in:  id person_id, receipt blob
UPDATE person SET receipt = :receipt WHERE id = :id;

-- name: person_mark_leaving
-- Nothing by which she could be found or logged in is kept while the rest is removed.
-- in:  id person_id
UPDATE person SET is_leaving = 1, username = NULL, username_key = NULL, receipt = NULL,
                  pen_name = '', note = '', language = '', country = ''
WHERE id = :id;

-- name: person_number_put
-- in:  last person_id
INSERT INTO person_number (id, last) VALUES (1, :last)
ON CONFLICT (id) DO UPDATE
SET last = CASE WHEN excluded.last > person_number.last THEN excluded.last ELSE person_number.last END;

-- name: person_delete
-- in:  id person_id
DELETE FROM person WHERE id = :id;

-- name: person_put_suspended
-- in:  id person_id, is_suspended bool
UPDATE person SET is_suspended = :is_suspended WHERE id = :id;

-- name: person_suspended
-- in:  before i64, n i64
-- out: id person_id
SELECT id FROM person WHERE is_suspended = 1 AND id < :before ORDER BY id DESC LIMIT :n;

-- name: person_all
-- Whoever has an account, the latest first.
-- in:  before i64, n i64
-- out: id person_id
SELECT id FROM person WHERE id < :before AND is_campaign = 0 AND is_leaving = 0
ORDER BY id DESC LIMIT :n;

-- name: role_insert
-- in:  person person_id, campaign campaign_id, role i64, language text
INSERT INTO role (person, campaign, role, language) VALUES (:person, :campaign, :role, :language)
ON CONFLICT (person, campaign, role, language) DO NOTHING;

-- name: role_delete_one
-- in:  person person_id, campaign campaign_id, role i64, language text
DELETE FROM role
WHERE person = :person AND campaign = :campaign AND role = :role AND language = :language;

-- name: role_holds
-- Whether a person has this role, or a higher one (a lower number), for the whole server or a campaign,
-- and for all languages.
-- in:  person person_id, campaign campaign_id, role i64
-- out: is_holding bool
SELECT EXISTS (SELECT 1 FROM role
               WHERE role.person = :person AND role.role <= :role AND role.language = ''
                     AND (role.campaign = 0 OR role.campaign = :campaign));

-- name: role_organises
-- Whether a person is an organiser, of whatever.
-- in:  person person_id
-- out: is_organising bool
SELECT EXISTS (SELECT 1 FROM role WHERE role.person = :person AND role.role = 1);

-- name: role_decides
-- Whether a person decides about posts in a language: an organiser or moderator of the whole server or of
-- a campaign to which the cell's acts belong. Posts without a language are everybody's. Nobody does who is
-- suspended.
-- in:  person person_id, cell cell_id, language text
-- out: is_deciding bool
SELECT EXISTS (SELECT 1 FROM role JOIN person ON person.id = role.person
               WHERE role.person = :person AND role.role <= 2 AND person.is_suspended = 0
                     AND (role.language = '' OR :language = '' OR role.language = :language
                          OR substr(:language, 1, length(role.language) + 1) = role.language || '-')
                     AND (role.campaign = 0
                          OR EXISTS (SELECT 1 FROM cell_campaign
                                     WHERE cell_campaign.cell = :cell
                                           AND cell_campaign.campaign = role.campaign)));

-- name: role_of_campaign
-- in:  campaign campaign_id, n i64
-- out: person person_id, role i64, language text
SELECT person, role, language FROM role WHERE campaign = :campaign
ORDER BY person, role, language LIMIT :n;

-- name: role_delete
-- in:  person person_id, campaign campaign_id
DELETE FROM role WHERE person = :person AND campaign = :campaign;

-- name: role_delete_all
-- in:  person person_id
DELETE FROM role WHERE person = :person;

-- name: role_assists
-- Whether a person moderates, or is a partner of, the whole server or a campaign to which a cell's acts
-- belong.
-- in:  person person_id, cell cell_id
-- out: is_assisting bool
SELECT EXISTS (SELECT 1 FROM role
               WHERE role.person = :person AND role.role IN (2, 3)
                     AND (role.campaign = 0
                          OR EXISTS (SELECT 1 FROM cell_campaign
                                     WHERE cell_campaign.cell = :cell
                                           AND cell_campaign.campaign = role.campaign)));

-- name: role_moderates
-- Whether a person moderates posts in a language, of the whole server or of a campaign to which a cell's acts
-- belong; as in role_decides.
-- in:  person person_id, cell cell_id, language text
-- out: is_moderator bool
SELECT EXISTS (SELECT 1 FROM role JOIN person ON person.id = role.person
               WHERE role.person = :person AND role.role = 2 AND person.is_suspended = 0
                     AND (role.language = '' OR :language = '' OR role.language = :language
                          OR substr(:language, 1, length(role.language) + 1) = role.language || '-')
                     AND (role.campaign = 0
                          OR EXISTS (SELECT 1 FROM cell_campaign
                                     WHERE cell_campaign.cell = :cell
                                           AND cell_campaign.campaign = role.campaign)));

-- name: role_list
-- in:  person person_id
-- out: campaign campaign_id, role i64, language text
SELECT campaign, role, language FROM role WHERE person = :person ORDER BY campaign, role, language;
