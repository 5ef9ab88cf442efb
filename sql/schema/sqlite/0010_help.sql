-- The help directory: who listens, in which country and language. Its rows are those of Open Referral
-- HSDS, named as there but for the spelling; texts are '' when nothing is said, dates YYYY-MM-DD.
-- Addresses are not among them: a shelter's address is secret.

-- Organisations that offer help.
CREATE TABLE help_organisation (
    id TEXT PRIMARY KEY, -- Its id in the directory it comes from.
    name TEXT NOT NULL, -- Its name.
    description TEXT NOT NULL, -- What it does.
    website TEXT NOT NULL -- Its web site.
) STRICT, WITHOUT ROWID;

-- What they offer: a helpline, a chat, advice.
CREATE TABLE help_service (
    id TEXT PRIMARY KEY, -- Its id in the directory it comes from.
    organisation TEXT NOT NULL, -- Who offers it.
    name TEXT NOT NULL, -- Its name.
    description TEXT NOT NULL, -- What it does.
    url TEXT NOT NULL, -- Its page.
    email TEXT NOT NULL, -- The service's own e-mail address, as it publishes it.
    status TEXT NOT NULL, -- active, inactive, defunct or temporarily closed.
    interpretation TEXT NOT NULL, -- Whether there are interpreters.
    fees TEXT NOT NULL, -- What it costs.
    eligibility TEXT NOT NULL, -- For whom it is.
    minimum_age TEXT NOT NULL, -- The youngest it is for, in years.
    maximum_age TEXT NOT NULL, -- The oldest it is for, in years.
    assured TEXT NOT NULL, -- The day on which it was last checked.
    alert TEXT NOT NULL -- What one must know before calling.
) STRICT, WITHOUT ROWID;
CREATE INDEX help_service_organisation ON help_service (organisation);

-- The numbers of services.
CREATE TABLE help_phone (
    id TEXT NOT NULL, -- Its id in the directory it comes from.
    service TEXT NOT NULL, -- The service.
    number TEXT NOT NULL, -- The number, as it is dialled.
    extension TEXT NOT NULL, -- The extension.
    type TEXT NOT NULL, -- voice, text, sms, video, textphone, fax, cell or pager.
    description TEXT NOT NULL, -- What this number is for.
    PRIMARY KEY (service, id)
) STRICT, WITHOUT ROWID;

-- The languages in which services answer.
CREATE TABLE help_language (
    id TEXT NOT NULL, -- Its id in the directory it comes from.
    service TEXT NOT NULL, -- The service.
    phone TEXT NOT NULL, -- The number on which it is spoken; '' for all of them.
    code TEXT NOT NULL, -- The language (BCP 47).
    note TEXT NOT NULL, -- Such as: in the evenings.
    PRIMARY KEY (service, id)
) STRICT, WITHOUT ROWID;

-- The countries that services are for.
CREATE TABLE help_area (
    id TEXT NOT NULL, -- Its id in the directory it comes from.
    service TEXT NOT NULL, -- The service.
    name TEXT NOT NULL, -- A part of the country, when it is not for all of it.
    country TEXT NOT NULL, -- The country (ISO 3166-1).
    PRIMARY KEY (service, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX help_area_country ON help_area (country, service);

-- When services answer.
CREATE TABLE help_schedule (
    id TEXT NOT NULL, -- Its id in the directory it comes from.
    service TEXT NOT NULL, -- The service.
    description TEXT NOT NULL, -- In words.
    valid_from TEXT NOT NULL, -- From which day on.
    valid_to TEXT NOT NULL, -- Until which day.
    timezone TEXT NOT NULL, -- Hours from UTC.
    freq TEXT NOT NULL, -- WEEKLY or MONTHLY (RFC 5545).
    byday TEXT NOT NULL, -- The days, such as MO,TU,WE (RFC 5545).
    opens_at TEXT NOT NULL, -- From what time on.
    closes_at TEXT NOT NULL, -- Until what time.
    PRIMARY KEY (service, id)
) STRICT, WITHOUT ROWID;

-- Addresses on the web of services; the one labelled "source" says where an entry is known from.
CREATE TABLE help_url (
    id TEXT NOT NULL, -- Its id in the directory it comes from.
    service TEXT NOT NULL, -- The service.
    label TEXT NOT NULL, -- What is there.
    url TEXT NOT NULL, -- The address.
    PRIMARY KEY (service, id)
) STRICT, WITHOUT ROWID;

-- What holds of services: for whom, how, what to expect.
CREATE TABLE help_attribute (
    id TEXT NOT NULL, -- Its id in the directory it comes from.
    service TEXT NOT NULL, -- The service.
    term TEXT NOT NULL, -- One of the terms of help_terms.def, such as audience-child or not-on-bill.
    PRIMARY KEY (service, id)
) STRICT, WITHOUT ROWID;

-- What is known of earlier changes, where an entry came with its history.
CREATE TABLE help_metadata (
    id TEXT NOT NULL, -- Its id in the directory it comes from.
    service TEXT NOT NULL, -- The service.
    day TEXT NOT NULL, -- The day of the change.
    action TEXT NOT NULL, -- What was done: create, update.
    field TEXT NOT NULL, -- What was changed.
    PRIMARY KEY (service, id)
) STRICT, WITHOUT ROWID;

-- Since when this server has an entry as it is.
CREATE TABLE help_state (
    service TEXT PRIMARY KEY, -- The service.
    since_day_ms INTEGER NOT NULL -- The day on which it was imported, or last changed by an import.
) STRICT, WITHOUT ROWID;

-- Who of this server's organisers, partners and counsellors checked an entry as it is. Two make it
-- confirmed; when the entry changes, all are gone.
CREATE TABLE help_confirmation (
    service TEXT NOT NULL, -- The service.
    person INTEGER NOT NULL, -- Who checked it.
    day_ms INTEGER NOT NULL, -- The day on which she did so.
    PRIMARY KEY (service, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX help_confirmation_person ON help_confirmation (person);

-- What was done to the directory. Who did it is not kept.
CREATE TABLE help_change (
    id INTEGER PRIMARY KEY, -- A number, which also says when.
    service TEXT NOT NULL, -- The service.
    action INTEGER NOT NULL -- 1 added, 2 changed, 3 checked, 4 removed.
) STRICT;
