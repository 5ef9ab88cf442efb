-- What a voice is given with few: a name of its own, and the comments that its author decides about.

-- The name under which a voice was published that is shown with neither a pen name nor none.
CREATE TABLE signature (
    post INTEGER PRIMARY KEY, -- The voice.
    name TEXT NOT NULL -- The name its author wanted shown.
) STRICT;

-- Comments that wait for the author of the voice, or that she refused.
CREATE TABLE asked (
    root INTEGER NOT NULL, -- The voice.
    post INTEGER NOT NULL, -- The comment.
    is_refused INTEGER NOT NULL, -- 1 when she does not want it shown.
    PRIMARY KEY (root, post)
) STRICT, WITHOUT ROWID;
