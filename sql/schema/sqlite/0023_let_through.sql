-- Decisions about many posts are found without a walk through all.

CREATE INDEX decision_many ON decision (id) WHERE kind IN (8, 9);
