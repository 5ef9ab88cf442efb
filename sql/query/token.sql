-- Log-ins, apps, codes, and keys against doing things twice.

-- name: token_insert
-- in:  id token_id, person person_id, client client_id, scopes i64, secret blob, wrapped blob?
INSERT INTO token (id, person, client, scopes, secret, wrapped)
VALUES (:id, :person, :client, :scopes, :secret, :wrapped);

-- name: token_row
-- in:  id token_id
-- out: person person_id, client client_id, scopes i64, secret blob
SELECT person, client, scopes, secret FROM token WHERE id = :id;

-- name: token_key
-- What a token carries of the key of its person, and the receipt that this is made of.
-- in:  id token_id
-- out: wrapped blob?, receipt blob?
SELECT token.wrapped, person.receipt FROM token JOIN person ON person.id = token.person
WHERE token.id = :id;

-- name: token_wrap
-- in:  id token_id, wrapped blob
UPDATE token SET wrapped = :wrapped WHERE id = :id;

-- name: token_of_person
-- in:  person person_id
-- out: id token_id
SELECT id FROM token WHERE person = :person AND person <> 0;

-- name: token_of_secret
-- in:  person person_id, secret blob
-- out: id token_id
SELECT id FROM token WHERE person = :person AND person <> 0 AND secret = :secret;

-- name: token_delete
-- in:  id token_id
DELETE FROM token WHERE id = :id;

-- name: token_delete_of_person
-- in:  person person_id
DELETE FROM token WHERE person = :person AND person <> 0;

-- name: token_between
-- Log-ins in the order in which they began.
-- in:  after token_id, until token_id, n i64
-- out: id token_id, client client_id
SELECT id, client FROM token WHERE id > :after AND id < :until ORDER BY id LIMIT :n;

-- name: client_insert
-- in:  id client_id, name text, website text, redirect_uris text, scopes i64, secret blob
INSERT INTO client (id, name, website, redirect_uris, scopes, secret)
VALUES (:id, :name, :website, :redirect_uris, :scopes, :secret);

-- name: client_row
-- in:  id client_id
-- out: name text, website text, redirect_uris text, scopes i64, secret blob
SELECT name, website, redirect_uris, scopes, secret FROM client WHERE id = :id;

-- name: code_insert
-- in:  id i64, secret blob, client client_id, person person_id, redirect_uri text, scopes i64, challenge text, wrapped blob?
INSERT INTO code (id, secret, client, person, redirect_uri, scopes, challenge, wrapped)
VALUES (:id, :secret, :client, :person, :redirect_uri, :scopes, :challenge, :wrapped);

-- name: code_row
-- in:  id i64
-- out: secret blob, client client_id, person person_id, redirect_uri text, scopes i64, challenge text, token token_id
SELECT secret, client, person, redirect_uri, scopes, challenge, token FROM code WHERE id = :id;

-- name: code_redeemed
-- in:  id i64, token token_id
UPDATE code SET token = :token, wrapped = NULL WHERE id = :id;

-- name: code_key
-- The same of a code as token_key.
-- in:  id i64
-- out: wrapped blob?, receipt blob?
SELECT code.wrapped, person.receipt FROM code JOIN person ON person.id = code.person
WHERE code.id = :id;

-- name: code_delete
-- in:  id i64
DELETE FROM code WHERE id = :id;

-- name: code_delete_before
-- in:  id i64
DELETE FROM code WHERE id < :id;

-- name: code_delete_of_person
-- in:  person person_id
DELETE FROM code WHERE person = :person;

-- name: idempotency_row
-- in:  key blob, since_ms i64
-- out: result i64
SELECT result FROM idempotency WHERE key = :key AND at_ms >= :since_ms;

-- name: idempotency_put
-- in:  key blob, at_ms i64, result i64
INSERT INTO idempotency (key, at_ms, result) VALUES (:key, :at_ms, :result)
ON CONFLICT (key) DO UPDATE SET at_ms = excluded.at_ms, result = excluded.result;

-- name: idempotency_delete_before
-- in:  at_ms i64
DELETE FROM idempotency WHERE at_ms < :at_ms;

-- name: sweep_insert
-- in:  kind i64, target i64
INSERT INTO sweep (kind, target) VALUES (:kind, :target) ON CONFLICT (kind, target) DO NOTHING;

-- name: sweep_delete
-- in:  kind i64, target i64
DELETE FROM sweep WHERE kind = :kind AND target = :target;

-- name: sweep_first
-- The posts first, so that a person leaves when nothing of hers is left.
-- out: kind i64, target i64
SELECT kind, target FROM sweep ORDER BY kind, target LIMIT 1;
