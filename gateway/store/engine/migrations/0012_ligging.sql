-- What belongs together lies together: rows stand in the order of their key, and the key is not written a second time.

CREATE TABLE dossier_12 (tenant VARCHAR(20) NOT NULL, id VARCHAR(36) NOT NULL, sealed_subject TEXT NOT NULL,
  last_sequence INTEGER NOT NULL, closed VARCHAR(10) NOT NULL, version BIGINT NOT NULL, PRIMARY KEY (tenant, id))
  WITHOUT ROWID;
INSERT INTO dossier_12 SELECT tenant, id, sealed_subject, last_sequence, closed, version FROM dossier ORDER BY tenant, id;
DROP TABLE dossier;
ALTER TABLE dossier_12 RENAME TO dossier;

CREATE TABLE dossier_number_12 (tenant VARCHAR(20) NOT NULL, number_hash VARCHAR(64) NOT NULL, dossier VARCHAR(36) NOT NULL,
  PRIMARY KEY (tenant, number_hash)) WITHOUT ROWID;
INSERT INTO dossier_number_12 SELECT tenant, number_hash, dossier FROM dossier_number ORDER BY tenant, number_hash;
DROP TABLE dossier_number;
ALTER TABLE dossier_number_12 RENAME TO dossier_number;
CREATE INDEX dossier_number_by_dossier ON dossier_number (tenant, dossier);

CREATE TABLE object_12 (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, objecttype VARCHAR(60) NOT NULL,
  key_hash VARCHAR(64) NOT NULL, feed VARCHAR(20) NOT NULL, sealed TEXT NOT NULL,
  PRIMARY KEY (tenant, dossier, objecttype, key_hash)) WITHOUT ROWID;
INSERT INTO object_12 SELECT tenant, dossier, objecttype, key_hash, feed, sealed FROM object ORDER BY 1, 2, 3, 4;
DROP TABLE object;
ALTER TABLE object_12 RENAME TO object;
CREATE INDEX contactpersoon_by_key ON object (tenant, key_hash) WHERE objecttype = 'Contactpersoon';

CREATE TABLE statement_12 (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, objecttype VARCHAR(60) NOT NULL,
  key_hash VARCHAR(64) NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY (tenant, dossier, objecttype, key_hash)) WITHOUT ROWID;
INSERT INTO statement_12 SELECT tenant, dossier, objecttype, key_hash, sealed FROM statement ORDER BY 1, 2, 3, 4;
DROP TABLE statement;
ALTER TABLE statement_12 RENAME TO statement;

CREATE TABLE delivery_12 (subscription VARCHAR(60) NOT NULL, position BIGINT NOT NULL, lane VARCHAR(36) NOT NULL,
  event VARCHAR(36) NOT NULL, previous BIGINT NOT NULL, mark VARCHAR(10) NOT NULL, PRIMARY KEY (subscription, position))
  WITHOUT ROWID;
INSERT INTO delivery_12 SELECT subscription, position, lane, event, previous, mark FROM delivery ORDER BY 1, 2;
DROP TABLE delivery;
ALTER TABLE delivery_12 RENAME TO delivery;
CREATE INDEX delivery_by_lane ON delivery (subscription, lane, position);

CREATE TABLE lane_12 (subscription VARCHAR(60) NOT NULL, lane VARCHAR(36) NOT NULL, tenant VARCHAR(20) NOT NULL, due BIGINT,
  attempts INTEGER NOT NULL, failing_since BIGINT NOT NULL, last_sequence BIGINT NOT NULL, PRIMARY KEY (subscription, lane))
  WITHOUT ROWID;
INSERT INTO lane_12 SELECT subscription, lane, tenant, due, attempts, failing_since, last_sequence FROM lane ORDER BY 1, 2;
DROP TABLE lane;
ALTER TABLE lane_12 RENAME TO lane;
-- What rests is not looked for.
CREATE INDEX lane_by_due ON lane (subscription, due) WHERE due IS NOT NULL;
CREATE INDEX lane_failing ON lane (subscription) WHERE attempts > 0;
