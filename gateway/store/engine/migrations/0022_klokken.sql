-- Clocks of persons (docs/termijnen.md). `klok_op`: the next day on which something of a dossier is due; the day of the
-- default: it was not looked at yet; empty: nothing.

ALTER TABLE dossier ADD COLUMN klok_op VARCHAR(10) NOT NULL DEFAULT '0001-01-01';
CREATE INDEX dossier_by_klok ON dossier (tenant, klok_op, id) WHERE klok_op <> '';

-- Those that run: since when, started by which message, until when, and how they stand.
CREATE TABLE klok (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, key_hash VARCHAR(64) NOT NULL,
  klok VARCHAR(60) NOT NULL, stand VARCHAR(12) NOT NULL, begin_dag VARCHAR(10) NOT NULL, laatste_dag VARCHAR(10) NOT NULL,
  message_id VARCHAR(36) NOT NULL, PRIMARY KEY (tenant, dossier, key_hash)) WITHOUT ROWID;
CREATE INDEX klok_by_day ON klok (tenant, stand, laatste_dag);
CREATE INDEX klok_overrun ON klok (tenant) WHERE stand = 'verstreken';

-- By which definitions those of a gemeente were reckoned: after others all are looked at again.
CREATE TABLE klok_regels (tenant VARCHAR(20) PRIMARY KEY, digest VARCHAR(64) NOT NULL);

-- Which questions were asked in vain last: what endangers a clock is told first.
CREATE INDEX asked_failed ON asked (tenant, dossier) WHERE failed > 0;
