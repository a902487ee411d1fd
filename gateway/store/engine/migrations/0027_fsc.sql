-- FSC: contracts as they were signed, who is a peer of each, what it permits, what each peer thinks of it, which of our own
-- signatures must still reach whom, and where peers are. A contract belongs to the gemeente that is a peer of it; to none
-- where it is the gateway's own, or that of several.
CREATE TABLE fsc_contract (hash VARCHAR(100) PRIMARY KEY, iv VARCHAR(36) NOT NULL UNIQUE, tenant VARCHAR(20) NOT NULL,
  content TEXT NOT NULL, not_before BIGINT NOT NULL, not_after BIGINT NOT NULL, created BIGINT NOT NULL, brought_by VARCHAR(255) NOT NULL);
CREATE INDEX fsc_contract_by_created ON fsc_contract (created, hash);
CREATE TABLE fsc_party (peer VARCHAR(255) NOT NULL, contract VARCHAR(100) NOT NULL, PRIMARY KEY (peer, contract)) WITHOUT ROWID;
CREATE INDEX fsc_party_by_contract ON fsc_party (contract, peer);
CREATE TABLE fsc_grant (hash VARCHAR(100) PRIMARY KEY, contract VARCHAR(100) NOT NULL, position INTEGER NOT NULL, kind INTEGER NOT NULL,
  outway VARCHAR(255) NOT NULL, service_peer VARCHAR(255) NOT NULL, service VARCHAR(100) NOT NULL);
CREATE INDEX fsc_grant_by_contract ON fsc_grant (contract, position);
CREATE INDEX fsc_grant_by_service ON fsc_grant (service_peer, service, outway);
CREATE TABLE fsc_signature (contract VARCHAR(100) NOT NULL, peer VARCHAR(255) NOT NULL, type VARCHAR(10) NOT NULL, jws TEXT NOT NULL,
  signed_at BIGINT NOT NULL, certificate_until BIGINT NOT NULL, PRIMARY KEY (contract, peer, type)) WITHOUT ROWID;
CREATE TABLE fsc_sending (contract VARCHAR(100) NOT NULL, peer VARCHAR(255) NOT NULL, type VARCHAR(10) NOT NULL, attempts INTEGER NOT NULL,
  due BIGINT NOT NULL, fault TEXT NOT NULL, PRIMARY KEY (contract, peer, type)) WITHOUT ROWID;
CREATE INDEX fsc_sending_by_due ON fsc_sending (due);
CREATE TABLE fsc_peer (id VARCHAR(255) PRIMARY KEY, name TEXT NOT NULL, address TEXT NOT NULL, seen BIGINT NOT NULL);

-- The record of a transaction is part of the entry of the log, and of its hash; by its peers it is found.
ALTER TABLE log ADD COLUMN fsc TEXT NOT NULL DEFAULT '';
CREATE TABLE fsc_record (peer VARCHAR(255) NOT NULL, seq BIGINT NOT NULL, transaction_id VARCHAR(36) NOT NULL, PRIMARY KEY (peer, seq))
  WITHOUT ROWID;
CREATE INDEX fsc_record_by_transaction ON fsc_record (transaction_id, peer);
CREATE INDEX fsc_record_by_seq ON fsc_record (seq);
