-- What stands for a number or a key is another hash in each gemeente. Rows of before wait aside for the key of the store:
-- see store/former_hashes.h, which takes them over at the next start and drops these tables.

ALTER TABLE dossier_number RENAME TO former_number;
DROP INDEX dossier_number_by_dossier;
CREATE TABLE dossier_number (tenant VARCHAR(20) NOT NULL, number_hash VARCHAR(64) NOT NULL, dossier VARCHAR(36) NOT NULL,
  PRIMARY KEY (tenant, number_hash)) WITHOUT ROWID;
CREATE INDEX dossier_number_by_dossier ON dossier_number (tenant, dossier);

ALTER TABLE object RENAME TO former_object;
DROP INDEX contactpersoon_by_key;
CREATE TABLE object (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, objecttype VARCHAR(60) NOT NULL,
  key_hash VARCHAR(64) NOT NULL, feed VARCHAR(20) NOT NULL, sealed TEXT NOT NULL,
  PRIMARY KEY (tenant, dossier, objecttype, key_hash)) WITHOUT ROWID;
CREATE INDEX contactpersoon_by_key ON object (tenant, key_hash) WHERE objecttype = 'Contactpersoon';

ALTER TABLE statement RENAME TO former_statement;
CREATE TABLE statement (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, objecttype VARCHAR(60) NOT NULL,
  key_hash VARCHAR(64) NOT NULL, sealed TEXT NOT NULL, PRIMARY KEY (tenant, dossier, objecttype, key_hash)) WITHOUT ROWID;

ALTER TABLE received RENAME TO former_received;
CREATE TABLE received (tenant VARCHAR(20) NOT NULL, sender_hash VARCHAR(64) NOT NULL, digest VARCHAR(64) NOT NULL,
  http_status INTEGER NOT NULL, answer TEXT NOT NULL, message_id VARCHAR(36) NOT NULL, PRIMARY KEY (tenant, sender_hash));

ALTER TABLE asked RENAME TO former_asked;
DROP INDEX asked_by_age;
CREATE TABLE asked (tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, resource VARCHAR(60) NOT NULL, answered
  BIGINT NOT NULL, outcome VARCHAR(30) NOT NULL, answer_hash VARCHAR(64) NOT NULL, failed BIGINT NOT NULL, PRIMARY KEY
  (tenant, dossier, resource));
CREATE INDEX asked_by_age ON asked (tenant, resource, answered);

ALTER TABLE subscription_person RENAME TO former_person;
CREATE TABLE subscription_person (subscription VARCHAR(60) NOT NULL, number_hash VARCHAR(64) NOT NULL, PRIMARY KEY
  (subscription, number_hash));
