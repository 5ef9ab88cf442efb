-- The help directory. The rows of HSDS are written and read as they are (help_rows.def): for each table
-- one query that puts, one that gives those of a service, one that removes them.

-- name: help_organisation_put
-- in:  id text, name text, description text, website text
INSERT INTO help_organisation (id, name, description, website)
VALUES (:id, :name, :description, :website)
ON CONFLICT (id) DO UPDATE
SET name = excluded.name, description = excluded.description, website = excluded.website;

-- name: help_organisation_of
-- in:  service text, n i64
-- out: id text, name text, description text, website text
SELECT id, name, description, website FROM help_organisation
WHERE id = (SELECT organisation FROM help_service WHERE help_service.id = :service)
LIMIT :n;

-- name: help_organisation_remove
-- The organisation of a service, unless it has another service.
-- in:  service text
DELETE FROM help_organisation
WHERE id = (SELECT organisation FROM help_service WHERE help_service.id = :service)
      AND NOT EXISTS (SELECT 1 FROM help_service
                      WHERE help_service.organisation = help_organisation.id
                            AND help_service.id <> :service);

-- name: help_service_put
-- in:  id text, organisation text, name text, description text, url text, email text, status text,
--      interpretation text, fees text, eligibility text, minimum_age text, maximum_age text,
--      assured text, alert text
INSERT INTO help_service (id, organisation, name, description, url, email, status, interpretation,
                          fees, eligibility, minimum_age, maximum_age, assured, alert)
VALUES (:id, :organisation, :name, :description, :url, :email, :status, :interpretation, :fees,
        :eligibility, :minimum_age, :maximum_age, :assured, :alert);

-- name: help_service_of
-- in:  service text, n i64
-- out: id text, organisation text, name text, description text, url text, email text, status text,
--      interpretation text, fees text, eligibility text, minimum_age text, maximum_age text,
--      assured text, alert text
SELECT id, organisation, name, description, url, email, status, interpretation, fees, eligibility,
       minimum_age, maximum_age, assured, alert
FROM help_service WHERE id = :service LIMIT :n;

-- name: help_service_remove
-- in:  service text
DELETE FROM help_service WHERE id = :service;

-- name: help_phone_put
-- in:  id text, service text, number text, extension text, type text, description text
INSERT INTO help_phone (id, service, number, extension, type, description)
VALUES (:id, :service, :number, :extension, :type, :description);

-- name: help_phone_of
-- in:  service text, n i64
-- out: id text, service text, number text, extension text, type text, description text
SELECT id, service, number, extension, type, description
FROM help_phone WHERE service = :service ORDER BY id LIMIT :n;

-- name: help_phone_remove
-- in:  service text
DELETE FROM help_phone WHERE service = :service;

-- name: help_language_put
-- in:  id text, service text, phone text, code text, note text
INSERT INTO help_language (id, service, phone, code, note)
VALUES (:id, :service, :phone, :code, :note);

-- name: help_language_of
-- in:  service text, n i64
-- out: id text, service text, phone text, code text, note text
SELECT id, service, phone, code, note
FROM help_language WHERE service = :service ORDER BY id LIMIT :n;

-- name: help_language_remove
-- in:  service text
DELETE FROM help_language WHERE service = :service;

-- name: help_area_put
-- in:  id text, service text, name text, country text
INSERT INTO help_area (id, service, name, country) VALUES (:id, :service, :name, :country);

-- name: help_area_of
-- in:  service text, n i64
-- out: id text, service text, name text, country text
SELECT id, service, name, country FROM help_area WHERE service = :service ORDER BY id LIMIT :n;

-- name: help_area_remove
-- in:  service text
DELETE FROM help_area WHERE service = :service;

-- name: help_schedule_put
-- in:  id text, service text, description text, valid_from text, valid_to text, timezone text,
--      freq text, byday text, opens_at text, closes_at text
INSERT INTO help_schedule (id, service, description, valid_from, valid_to, timezone, freq, byday,
                           opens_at, closes_at)
VALUES (:id, :service, :description, :valid_from, :valid_to, :timezone, :freq, :byday, :opens_at,
        :closes_at);

-- name: help_schedule_of
-- in:  service text, n i64
-- out: id text, service text, description text, valid_from text, valid_to text, timezone text,
--      freq text, byday text, opens_at text, closes_at text
SELECT id, service, description, valid_from, valid_to, timezone, freq, byday, opens_at, closes_at
FROM help_schedule WHERE service = :service ORDER BY id LIMIT :n;

-- name: help_schedule_remove
-- in:  service text
DELETE FROM help_schedule WHERE service = :service;

-- name: help_url_put
-- in:  id text, service text, label text, url text
INSERT INTO help_url (id, service, label, url) VALUES (:id, :service, :label, :url);

-- name: help_url_of
-- in:  service text, n i64
-- out: id text, service text, label text, url text
SELECT id, service, label, url FROM help_url WHERE service = :service ORDER BY id LIMIT :n;

-- name: help_url_remove
-- in:  service text
DELETE FROM help_url WHERE service = :service;

-- name: help_attribute_put
-- in:  id text, service text, term text
INSERT INTO help_attribute (id, service, term) VALUES (:id, :service, :term);

-- name: help_attribute_of
-- in:  service text, n i64
-- out: id text, service text, term text
SELECT id, service, term FROM help_attribute WHERE service = :service ORDER BY id LIMIT :n;

-- name: help_attribute_remove
-- in:  service text
DELETE FROM help_attribute WHERE service = :service;

-- name: help_metadata_put
-- in:  id text, service text, day text, action text, field text
INSERT INTO help_metadata (id, service, day, action, field)
VALUES (:id, :service, :day, :action, :field);

-- name: help_metadata_of
-- in:  service text, n i64
-- out: id text, service text, day text, action text, field text
SELECT id, service, day, action, field
FROM help_metadata WHERE service = :service ORDER BY id LIMIT :n;

-- name: help_metadata_remove
-- in:  service text
DELETE FROM help_metadata WHERE service = :service;

-- name: help_organisation_row
-- in:  id text
-- out: id text, name text, description text, website text
SELECT id, name, description, website FROM help_organisation WHERE id = :id;

-- name: help_all
-- in:  n i64
-- out: id text
SELECT id FROM help_service ORDER BY id LIMIT :n;

-- name: help_count
-- out: n i64
SELECT count(*) FROM help_service;

-- name: help_of_country
-- Those that are active.
-- in:  country text, n i64
-- out: id text
SELECT help_service.id FROM help_service
WHERE help_service.status = 'active'
      AND EXISTS (SELECT 1 FROM help_area
                  WHERE help_area.country = :country AND help_area.service = help_service.id)
ORDER BY help_service.id LIMIT :n;

-- name: help_countries
-- Countries with an active service that was checked or imported on or after a day, and is not only
-- for people who hurt others. One such service is looked for in each, however many there are.
-- in:  day text, day_ms i64, n i64
-- out: country text
SELECT known.country FROM (SELECT DISTINCT country FROM help_area) AS known
WHERE EXISTS (
    SELECT 1 FROM help_area
    JOIN help_service ON help_service.id = help_area.service
    JOIN help_state ON help_state.service = help_area.service
    WHERE help_area.country = known.country
          AND help_service.status = 'active'
          AND ((help_service.assured <> '' AND help_service.assured >= :day)
               OR (help_service.assured = '' AND help_state.since_day_ms >= :day_ms))
          AND (NOT EXISTS (SELECT 1 FROM help_attribute
                           WHERE help_attribute.service = help_service.id
                                 AND help_attribute.term = 'audience-perpetrator')
               OR EXISTS (SELECT 1 FROM help_attribute
                          WHERE help_attribute.service = help_service.id
                                AND help_attribute.term LIKE 'audience-%'
                                AND help_attribute.term <> 'audience-perpetrator')))
ORDER BY known.country LIMIT :n;

-- name: help_spoken_countries
-- The countries that people have said here.
-- in:  n i64
-- out: country text
SELECT DISTINCT country FROM cell WHERE country <> '' ORDER BY country LIMIT :n;

-- name: help_assure
-- in:  service text, assured text
UPDATE help_service SET assured = :assured WHERE id = :service;

-- name: help_state_put
-- in:  service text, since_day_ms i64
INSERT INTO help_state (service, since_day_ms) VALUES (:service, :since_day_ms)
ON CONFLICT (service) DO UPDATE SET since_day_ms = excluded.since_day_ms;

-- name: help_state_row
-- in:  service text
-- out: since_day_ms i64, confirmations i64
SELECT since_day_ms, (SELECT count(*) FROM help_confirmation
                      WHERE help_confirmation.service = help_state.service)
FROM help_state WHERE service = :service;

-- name: help_state_remove
-- in:  service text
DELETE FROM help_state WHERE service = :service;

-- name: help_confirmation_put
-- in:  service text, person person_id, day_ms i64
INSERT INTO help_confirmation (service, person, day_ms) VALUES (:service, :person, :day_ms)
ON CONFLICT (service, person) DO UPDATE SET day_ms = excluded.day_ms;

-- name: help_confirmations
-- The latest of them.
-- in:  service text, n i64
-- out: person person_id, day_ms i64
SELECT person, day_ms FROM help_confirmation
WHERE service = :service ORDER BY day_ms DESC, person LIMIT :n;

-- name: help_confirmation_remove
-- in:  service text
DELETE FROM help_confirmation WHERE service = :service;

-- name: help_confirmation_remove_of_organisation
-- in:  organisation text
DELETE FROM help_confirmation
WHERE service IN (SELECT id FROM help_service WHERE organisation = :organisation);

-- name: help_confirmation_remove_of_person
-- in:  person person_id
DELETE FROM help_confirmation WHERE person = :person;

-- name: help_change_insert
-- in:  id i64, service text, action i64
INSERT INTO help_change (id, service, action) VALUES (:id, :service, :action);

-- name: help_changes
-- The latest first.
-- in:  n i64
-- out: id i64, service text, action i64
SELECT id, service, action FROM help_change ORDER BY id DESC LIMIT :n;
