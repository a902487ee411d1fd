-- What entries of the log are found by follows in batches (log/keys.h): appending touches the log and the id of the message.
-- The numbers are those of log::Key.

CREATE TABLE log_key (name INTEGER NOT NULL, value TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (name, value, seq))
  WITHOUT ROWID;
INSERT INTO log_key (name, value, seq)
  SELECT 1, tenant, seq FROM log WHERE tenant <> ''
  UNION ALL SELECT 2, party, seq FROM log WHERE party <> ''
  UNION ALL SELECT 3, kind, seq FROM log WHERE kind <> ''
  UNION ALL SELECT 4, feed, seq FROM log WHERE feed <> ''
  UNION ALL SELECT 5, dossier, seq FROM log WHERE dossier <> ''
  UNION ALL SELECT 6, reference, seq FROM log WHERE reference <> ''
  UNION ALL SELECT 7, cause_id, seq FROM log WHERE cause_id <> ''
  UNION ALL SELECT 8, outcome, seq FROM log WHERE outcome IN ('geweigerd', 'mislukt', 'alarm', 'fout-bij-duo', 'uitgesteld',
    'fout-bij-brp', 'onzeker', 'vervallen', 'fout')
  ORDER BY 1, 2, 3;
INSERT INTO log_reader (name, seq) SELECT 'sleutels', COALESCE(MAX(seq), 0) FROM log;
DROP INDEX log_by_cause;
DROP INDEX log_by_tenant;
DROP INDEX log_by_party;
DROP INDEX log_by_kind;
DROP INDEX log_by_feed;
DROP INDEX log_by_outcome;
DROP INDEX log_by_reference;
DROP INDEX log_by_dossier;
