-- The number of an event is given once, also after the newest were cleared away: who repeats from a number on must not pass over one
-- that came later under a number that was there before.

CREATE TABLE event_25 (number INTEGER PRIMARY KEY AUTOINCREMENT, id VARCHAR(36) NOT NULL UNIQUE, tenant VARCHAR(20) NOT NULL, dossier
  VARCHAR(36) NOT NULL, sequence INTEGER NOT NULL, type VARCHAR(100) NOT NULL, message_id VARCHAR(36) NOT NULL,
  present INTEGER NOT NULL, sealed TEXT NOT NULL);
INSERT INTO event_25 SELECT number, id, tenant, dossier, sequence, type, message_id, present, sealed FROM event ORDER BY number;
DROP TABLE event;
ALTER TABLE event_25 RENAME TO event;
CREATE INDEX event_by_dossier ON event (tenant, dossier, sequence);
