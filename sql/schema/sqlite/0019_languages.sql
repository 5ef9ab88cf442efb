-- The voices of a campaign in one language: a list of its own, because a language that few speak would have
-- to be searched for among everybody's voices.

-- The voices of a campaign by the language they count under, in order.
CREATE TABLE language_post (
    campaign INTEGER NOT NULL, -- The campaign.
    language TEXT NOT NULL, -- The language that the author or the hashtag said, without script and region; '' when nobody said.
    post INTEGER NOT NULL, -- The voice.
    PRIMARY KEY (campaign, language, post)
) STRICT, WITHOUT ROWID;
INSERT INTO language_post (campaign, language, post)
SELECT campaign_post.campaign,
       substr(cell.language, 1, CASE WHEN substr(cell.language, 3, 1) IN ('', '-') THEN 2 ELSE 3 END),
       campaign_post.post
FROM campaign_post JOIN post ON post.id = campaign_post.post JOIN cell ON cell.id = post.cell
ORDER BY 1, 2, 3;
