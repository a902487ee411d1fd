-- Clocks of persons (docs/termijnen.md). `klok_op`: the next day on which something of a dossier is due; the day of the
-- default: it was not looked at yet; empty: nothing.
ALTER TABLE dossier ADD COLUMN klok_op word NOT NULL DEFAULT '0001-01-01';
CREATE INDEX dossier_by_klok ON dossier (tenant, klok_op, id) WHERE klok_op <> '';

-- Those that run: since when, started by which message, until when, and how they stand.
CREATE TABLE klok (tenant word NOT NULL, dossier word NOT NULL, key_hash word NOT NULL, klok word NOT NULL, stand word
  NOT NULL, begin_dag word NOT NULL, laatste_dag word NOT NULL, message_id word NOT NULL, PRIMARY KEY (tenant, dossier,
  key_hash));
CREATE INDEX klok_by_day ON klok (tenant, stand, laatste_dag);
CREATE INDEX klok_overrun ON klok (tenant) WHERE stand = 'verstreken';

-- By which definitions those of a gemeente were reckoned: after others all are looked at again.
CREATE TABLE klok_regels (tenant word PRIMARY KEY, digest word NOT NULL);

-- Which questions were asked in vain last: what endangers a clock is told first.
CREATE INDEX asked_failed ON asked (tenant, dossier) WHERE failed > 0;
