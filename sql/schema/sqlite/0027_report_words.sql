-- What somebody wrote to the moderators goes thirty days after it was dealt with; these are found by the hour.

CREATE INDEX report_words ON report (resolved_hour_ms) WHERE resolved_hour_ms <> 0 AND comment <> '';
