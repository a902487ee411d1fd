-- Each time that this store was put back from a backup (docs/beheer.md, "Back-up en terugzetten"): which, of when, up to which
-- entry of the log; when it was taken up at a start, and since when somebody looked after what it misses (0: not yet).
CREATE TABLE herstel (number BIGINT PRIMARY KEY, backup word NOT NULL, gemaakt BIGINT NOT NULL, teruggezet BIGINT NOT
  NULL, seq BIGINT NOT NULL, opgenomen BIGINT NOT NULL, afgehandeld BIGINT NOT NULL);

-- Positions after the first, up to the second, may have been given out between the backup and that: nobody gets them again.
ALTER TABLE subscription_queue ADD COLUMN hersteld_na BIGINT NOT NULL DEFAULT 0;
ALTER TABLE subscription_queue ADD COLUMN hersteld_tot BIGINT NOT NULL DEFAULT 0;
