-- A code that is shown again was seen by somebody else: the log-in it became ends (RFC 6749 section 4.1.2).

ALTER TABLE code ADD COLUMN token INTEGER NOT NULL DEFAULT 0; -- The log-in it became; 0 before.
