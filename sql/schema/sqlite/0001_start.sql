-- Chorus, first schema. Ids and times are made by the program: an act's id is milliseconds since
-- 1970 (UTC) << 16 | sequence, so an id also says when. 0 and '' mean "none". No table holds an
-- address, a user agent or a referrer.

-- A person who speaks or answers here, or the account by which a campaign itself publishes.
CREATE TABLE person (
    id INTEGER PRIMARY KEY, -- A number, given in the order of arrival.
    is_campaign INTEGER NOT NULL, -- 1 when this is a campaign's own account.
    is_leaving INTEGER NOT NULL, -- 1 while everything of a person who leaves is being removed.
    username TEXT, -- The name she chose for apps and addresses; empty when she chose none.
    username_key TEXT, -- The same name folded, so that it is given only once.
    pen_name TEXT NOT NULL, -- The name shown beside what she says; empty when she gave none.
    note TEXT NOT NULL, -- What she says about herself.
    language TEXT NOT NULL, -- The language she said she writes in.
    country TEXT NOT NULL, -- The country she said, if she said one.
    is_anonymous INTEGER NOT NULL, -- 1 when her voices are published by the campaign's account unless she says otherwise.
    receipt BLOB, -- A keyed hash of her receipt; the receipt itself is not kept.
    arrived_day_ms INTEGER NOT NULL -- The day on which she came, without the hour.
) STRICT;
CREATE UNIQUE INDEX person_username ON person (username_key) WHERE username_key IS NOT NULL;
CREATE UNIQUE INDEX person_receipt ON person (receipt) WHERE receipt IS NOT NULL;

-- The highest number of a person who left, so that nobody is given the number of another.
CREATE TABLE person_number (
    id INTEGER PRIMARY KEY, -- Always 1: there is one row, or none.
    last INTEGER NOT NULL -- The number.
) STRICT;

-- Who may do more than speak: organisers, moderators, partners, counsellors, keepers.
CREATE TABLE role (
    person INTEGER NOT NULL, -- The person.
    campaign INTEGER NOT NULL, -- The campaign in which the role holds; 0 for the whole server.
    role INTEGER NOT NULL, -- 1 organiser, 2 moderator, 3 partner, 4 counsellor, 5 keeper.
    PRIMARY KEY (person, campaign, role)
) STRICT, WITHOUT ROWID;

-- A campaign: one call and its family of hashtags.
CREATE TABLE campaign (
    id INTEGER PRIMARY KEY, -- A number.
    slug TEXT NOT NULL UNIQUE, -- Its name in addresses.
    account INTEGER NOT NULL, -- The account by which it publishes anonymous voices.
    title TEXT NOT NULL, -- Its title.
    call TEXT NOT NULL, -- The call: what people are asked to say.
    language TEXT NOT NULL, -- The language of the call.
    called_ms INTEGER NOT NULL -- The moment of the call, from which its hours are counted.
) STRICT;

-- The members of a campaign's hashtag family.
CREATE TABLE hashtag (
    campaign INTEGER NOT NULL, -- The campaign.
    key TEXT NOT NULL, -- The hashtag as it is matched (NFKC, case folded).
    name TEXT NOT NULL, -- The hashtag as it is shown.
    language TEXT NOT NULL, -- Its language.
    region TEXT NOT NULL, -- Its country or region.
    sense TEXT NOT NULL, -- What it does: tell, me-too, expose, solidarity, admission, demand, successor, predecessor.
    source TEXT NOT NULL, -- Where this is known from.
    since TEXT NOT NULL, -- Since when it is used, as precisely as is known.
    rank INTEGER NOT NULL, -- Its place in the family; the first is the one the campaign is known by.
    PRIMARY KEY (campaign, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX hashtag_key ON hashtag (key, campaign);

-- Every hashtag that was ever used here, given a number.
CREATE TABLE tag (
    id INTEGER PRIMARY KEY, -- A number.
    key TEXT NOT NULL UNIQUE, -- The hashtag as it is matched.
    name TEXT NOT NULL -- The hashtag as it was first written.
) STRICT;

-- What people say: voices (which begin a thread) and comments (which answer).
CREATE TABLE post (
    id INTEGER PRIMARY KEY, -- Its number, which also says when it was published.
    author INTEGER NOT NULL, -- The person who said it; of an anonymous post a negative number that says so only to whoever has the key.
    account INTEGER NOT NULL, -- The account that is shown: hers, or the campaign's when it is anonymous.
    parent INTEGER NOT NULL, -- What it answers; 0 for a voice.
    root INTEGER NOT NULL, -- The voice at the head of the thread; 0 for a voice.
    body TEXT NOT NULL, -- The words.
    warning TEXT NOT NULL, -- What the author warns of, shown before the words.
    language TEXT NOT NULL, -- The language the author said.
    country TEXT NOT NULL, -- The country the author said, if any.
    flags INTEGER NOT NULL, -- 1 bare, 2 sensitive, 4 not in lists, 8 anonymous.
    state INTEGER NOT NULL, -- 0 stands; otherwise why it does not, added up: 1 the voice it answered was withdrawn, 2 the author paused it, 4 its time is over, 8 it waits for a moderator, 16 a moderator hid it, 32 its account is suspended, 64 it waits for the author of the voice, 128 it waits for its time, 256 it was never published.
    cell INTEGER NOT NULL, -- What it is counted under.
    page_campaign INTEGER NOT NULL, -- The campaign on whose page it was written; 0 when elsewhere.
    page_tag INTEGER NOT NULL, -- The hashtag that the page added because the words carried none; 0 for none.
    client INTEGER NOT NULL, -- The app it was written with; 0 for the pages here, and for what is anonymous.
    edited_ms INTEGER NOT NULL -- When it was last edited; 0 for never.
) STRICT;
CREATE INDEX post_author ON post (author, id);
CREATE INDEX post_account ON post (account, id, author, state) WHERE account <> author AND state = 0;
CREATE INDEX post_root ON post (root, id) WHERE root <> 0 AND state = 0;

-- Earlier wordings, for the author and the moderators only; withdrawn with the post.
CREATE TABLE post_edit (
    post INTEGER NOT NULL, -- The post.
    at_ms INTEGER NOT NULL, -- When this wording was replaced.
    body TEXT NOT NULL, -- The words as they were.
    warning TEXT NOT NULL, -- The warning as it was.
    language TEXT NOT NULL, -- The language as it was.
    PRIMARY KEY (post, at_ms)
) STRICT, WITHOUT ROWID;

-- The voices of a campaign, in order.
CREATE TABLE campaign_post (
    campaign INTEGER NOT NULL, -- The campaign.
    post INTEGER NOT NULL, -- The voice.
    PRIMARY KEY (campaign, post)
) STRICT, WITHOUT ROWID;

-- The posts that carry a hashtag, in order.
CREATE TABLE post_tag (
    tag INTEGER NOT NULL, -- The hashtag.
    post INTEGER NOT NULL, -- The post.
    PRIMARY KEY (tag, post)
) STRICT, WITHOUT ROWID;

-- How many answers a post has. A post without any has no row.
CREATE TABLE post_count (
    post INTEGER PRIMARY KEY, -- The post.
    comments INTEGER NOT NULL, -- Comments: all in the thread of a voice, the direct ones of a comment.
    me_too INTEGER NOT NULL, -- Reactions that say "me too".
    believe INTEGER NOT NULL, -- Reactions that say "I believe you".
    with_you INTEGER NOT NULL, -- Reactions that say "with you".
    thank_you INTEGER NOT NULL, -- Reactions that say "thank you".
    shares INTEGER NOT NULL -- Times it was shared.
) STRICT;

-- Reactions: one per person and post. They are counted; nobody is shown a list of them.
CREATE TABLE reaction (
    person INTEGER NOT NULL, -- Who reacted.
    post INTEGER NOT NULL, -- To what.
    kind INTEGER NOT NULL, -- 1 me-too, 2 believe, 3 with-you, 4 thank-you.
    id INTEGER NOT NULL, -- The number of the act, which also says when.
    cell INTEGER NOT NULL, -- What it is counted under.
    PRIMARY KEY (person, post)
) STRICT, WITHOUT ROWID;
CREATE INDEX reaction_post ON reaction (post, person);

-- Posts passed on by somebody.
CREATE TABLE share (
    id INTEGER PRIMARY KEY, -- The number of the act, which also says when.
    person INTEGER NOT NULL, -- Who shares.
    post INTEGER NOT NULL, -- What is shared.
    cell INTEGER NOT NULL -- What it is counted under.
) STRICT;
CREATE UNIQUE INDEX share_person ON share (person, post);
CREATE INDEX share_post ON share (post, id);

-- What a person keeps to herself: whom she follows, blocks or mutes, what she bookmarks.
CREATE TABLE tie (
    person INTEGER NOT NULL, -- Whose it is.
    kind INTEGER NOT NULL, -- 1 follow, 2 block, 3 mute, 4 bookmark, 5 followed hashtag, 6 muted thread, 7 pinned post.
    target INTEGER NOT NULL, -- The person, post or hashtag.
    id INTEGER NOT NULL, -- The number of the act.
    PRIMARY KEY (person, kind, target)
) STRICT, WITHOUT ROWID;
CREATE INDEX tie_target ON tie (target, kind, person);

-- What an act is counted under: the language and the country that were said, and where it came from.
CREATE TABLE cell (
    id INTEGER PRIMARY KEY, -- A number.
    key TEXT NOT NULL UNIQUE, -- All of it as one text, to find it again.
    language TEXT NOT NULL, -- The language, as the person or the hashtag says; '' when nobody said.
    country TEXT NOT NULL, -- The country, as the person or the hashtag says; '' when nobody said.
    network TEXT NOT NULL -- here, fediverse, bluesky or import.
) STRICT;

-- The campaigns to which the acts of a cell belong.
CREATE TABLE cell_campaign (
    cell INTEGER NOT NULL, -- The cell.
    campaign INTEGER NOT NULL, -- The campaign.
    hashtag TEXT NOT NULL, -- The member of the family by which they belong; '' when written on the page or in answer.
    PRIMARY KEY (cell, campaign)
) STRICT, WITHOUT ROWID;

-- The tally behind every figure: acts that stand, by hour since the call.
CREATE TABLE tally (
    campaign INTEGER NOT NULL, -- The campaign.
    hour INTEGER NOT NULL, -- Whole hours since the call.
    kind INTEGER NOT NULL, -- 1 post, 2 comment, 3 reaction, 4 share.
    cell INTEGER NOT NULL, -- What they are counted under.
    n INTEGER NOT NULL, -- How many.
    PRIMARY KEY (campaign, hour, kind, cell)
) STRICT, WITHOUT ROWID;

-- Who took part in a campaign, once: so that people can be counted exactly.
CREATE TABLE engaged (
    campaign INTEGER NOT NULL, -- The campaign.
    person INTEGER NOT NULL, -- The person.
    first_hour INTEGER NOT NULL, -- The hour of the first of her acts that stand.
    last_hour INTEGER NOT NULL, -- The hour of the last of her acts that stand.
    acts INTEGER NOT NULL, -- How many of her acts stand.
    PRIMARY KEY (campaign, person)
) STRICT, WITHOUT ROWID;

-- How many people took part for the first and for the last time in an hour.
CREATE TABLE people_hour (
    campaign INTEGER NOT NULL, -- The campaign.
    hour INTEGER NOT NULL, -- Whole hours since the call.
    firsts INTEGER NOT NULL, -- People whose first act stands in this hour.
    lasts INTEGER NOT NULL, -- People whose last act stands in this hour.
    PRIMARY KEY (campaign, hour)
) STRICT, WITHOUT ROWID;

-- Answers kept for an hour, so that a request sent twice is one act.
CREATE TABLE idempotency (
    key BLOB PRIMARY KEY, -- A keyed hash of the sender and her key.
    at_ms INTEGER NOT NULL, -- When.
    result INTEGER NOT NULL -- The number of the act that was made.
) STRICT, WITHOUT ROWID;
CREATE INDEX idempotency_at ON idempotency (at_ms);

-- Work that goes on in small steps: answers of a withdrawn post, everything of a person who leaves.
CREATE TABLE sweep (
    kind INTEGER NOT NULL, -- 1 the answers of a withdrawn post, 2 a person who leaves, 7 anonymous posts of before, up to the target.
    target INTEGER NOT NULL, -- The post or the person.
    PRIMARY KEY (kind, target)
) STRICT, WITHOUT ROWID;

-- Apps that people use to take part.
CREATE TABLE client (
    id INTEGER PRIMARY KEY, -- A number.
    name TEXT NOT NULL, -- The name the app gives itself.
    website TEXT NOT NULL, -- Its web site.
    redirect_uris TEXT NOT NULL, -- Where people may be sent back to, one a line.
    scopes INTEGER NOT NULL, -- What it may ask for.
    secret BLOB NOT NULL -- A keyed hash of its secret.
) STRICT;

-- Log-ins of apps that were agreed to and not yet picked up; kept ten minutes.
CREATE TABLE code (
    id INTEGER PRIMARY KEY, -- A number, which also says when.
    secret BLOB NOT NULL, -- A keyed hash of the code.
    client INTEGER NOT NULL, -- The app.
    person INTEGER NOT NULL, -- The person.
    redirect_uri TEXT NOT NULL, -- Where the code was sent.
    scopes INTEGER NOT NULL, -- What was agreed to.
    challenge TEXT NOT NULL -- The app's PKCE challenge (S256); '' for none.
) STRICT;

-- Log-ins: sessions of the pages here, which end by themselves after some days, and tokens of apps.
CREATE TABLE token (
    id INTEGER PRIMARY KEY, -- A number, which also says when.
    person INTEGER NOT NULL, -- The person; 0 when the app acts for itself.
    client INTEGER NOT NULL, -- The app; 0 for a session of the pages here.
    scopes INTEGER NOT NULL, -- What it allows.
    secret BLOB NOT NULL -- A keyed hash of its secret part.
) STRICT;
CREATE INDEX token_person ON token (person) WHERE person <> 0;

-- What a person is told: somebody answered, reacted, shared, followed.
CREATE TABLE notice (
    person INTEGER NOT NULL, -- Who is told; of what happens to an anonymous post, its number as a negative one.
    id INTEGER NOT NULL, -- The number of the notice.
    kind INTEGER NOT NULL, -- 1 mention or comment, 2 reaction, 3 share, 4 follow.
    account INTEGER NOT NULL, -- The account that did it.
    post INTEGER NOT NULL, -- The post it is about; 0 for a follow.
    PRIMARY KEY (person, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX notice_post ON notice (post) WHERE kind = 1;

-- Reports to the moderators. Who reported is not kept; nothing is forwarded.
CREATE TABLE report (
    id INTEGER PRIMARY KEY, -- A number, which also says when.
    account INTEGER NOT NULL, -- The account that is reported.
    posts TEXT NOT NULL, -- The numbers of the posts, separated by blanks.
    comment TEXT NOT NULL, -- What the reporter wrote.
    category TEXT NOT NULL -- spam, legal, violation or other.
) STRICT;

-- What a person does not want to see.
CREATE TABLE filter (
    id INTEGER PRIMARY KEY, -- A number.
    person INTEGER NOT NULL, -- Whose it is.
    title TEXT NOT NULL, -- Its name.
    contexts TEXT NOT NULL, -- Where it holds, separated by blanks.
    is_hiding INTEGER NOT NULL, -- 1 hides, 0 warns.
    expires_ms INTEGER NOT NULL -- Until when; 0 for always.
) STRICT;
CREATE INDEX filter_person ON filter (person);

-- The words of a filter.
CREATE TABLE filter_keyword (
    id INTEGER PRIMARY KEY, -- A number.
    filter INTEGER NOT NULL, -- The filter.
    keyword TEXT NOT NULL, -- The word.
    is_whole_word INTEGER NOT NULL -- 1 when it must stand alone.
) STRICT;
CREATE INDEX filter_keyword_filter ON filter_keyword (filter);

-- How far a person has read, so that her apps agree.
CREATE TABLE marker (
    person INTEGER NOT NULL, -- Whose it is.
    timeline TEXT NOT NULL, -- home or notifications.
    last_read INTEGER NOT NULL, -- The last number read.
    version INTEGER NOT NULL, -- How often it was moved.
    updated_ms INTEGER NOT NULL, -- When.
    PRIMARY KEY (person, timeline)
) STRICT, WITHOUT ROWID;
