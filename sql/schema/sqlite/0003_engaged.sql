-- Who took part, without how often: so that most acts of a person change nothing here. Whether any of
-- her acts stands when one is taken back is found from the acts themselves.

CREATE TEMP TABLE engaged_before AS SELECT campaign, person, first_hour, last_hour FROM engaged;
DROP TABLE engaged;

-- Who took part in a campaign, once: so that people can be counted exactly.
CREATE TABLE engaged (
    campaign INTEGER NOT NULL, -- The campaign.
    person INTEGER NOT NULL, -- The person.
    first_hour INTEGER NOT NULL, -- The hour of the first of her acts that stand, what she said anonymously left out.
    last_hour INTEGER NOT NULL, -- The hour of the last of them.
    PRIMARY KEY (campaign, person)
) STRICT, WITHOUT ROWID;
INSERT INTO engaged (campaign, person, first_hour, last_hour)
SELECT campaign, person, first_hour, last_hour FROM temp.engaged_before ORDER BY campaign, person;
