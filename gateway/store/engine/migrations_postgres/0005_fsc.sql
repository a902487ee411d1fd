-- FSC: contracts as they were signed, who is a peer of each, what it permits, what each peer thinks of it, which of our own
-- signatures must still reach whom, and where peers are. A contract belongs to the gemeente that is a peer of it; to none
-- where it is the gateway's own, or that of several.
CREATE TABLE fsc_contract (hash word PRIMARY KEY, iv word NOT NULL UNIQUE, tenant word NOT NULL, content word NOT NULL, not_before
  BIGINT NOT NULL, not_after BIGINT NOT NULL, created BIGINT NOT NULL, brought_by word NOT NULL);
CREATE INDEX fsc_contract_by_created ON fsc_contract (created, hash);
CREATE TABLE fsc_party (peer word NOT NULL, contract word NOT NULL, PRIMARY KEY (peer, contract));
CREATE INDEX fsc_party_by_contract ON fsc_party (contract, peer);
CREATE TABLE fsc_grant (hash word PRIMARY KEY, contract word NOT NULL, position BIGINT NOT NULL, kind BIGINT NOT NULL, outway word
  NOT NULL, service_peer word NOT NULL, service word NOT NULL);
CREATE INDEX fsc_grant_by_contract ON fsc_grant (contract, position);
CREATE INDEX fsc_grant_by_service ON fsc_grant (service_peer, service, outway);
CREATE TABLE fsc_signature (contract word NOT NULL, peer word NOT NULL, type word NOT NULL, jws word NOT NULL, signed_at BIGINT NOT
  NULL, certificate_until BIGINT NOT NULL, PRIMARY KEY (contract, peer, type));
CREATE TABLE fsc_sending (contract word NOT NULL, peer word NOT NULL, type word NOT NULL, attempts BIGINT NOT NULL, due BIGINT NOT
  NULL, fault word NOT NULL, PRIMARY KEY (contract, peer, type));
CREATE INDEX fsc_sending_by_due ON fsc_sending (due);
CREATE TABLE fsc_peer (id word PRIMARY KEY, name word NOT NULL, address word NOT NULL, seen BIGINT NOT NULL);

-- The record of a transaction is part of the entry of the log, and of its hash; by its peers it is found.
ALTER TABLE log ADD COLUMN fsc word NOT NULL DEFAULT '';
CREATE TABLE fsc_record (peer word NOT NULL, seq BIGINT NOT NULL, transaction_id word NOT NULL, PRIMARY KEY (peer, seq));
CREATE INDEX fsc_record_by_transaction ON fsc_record (transaction_id, peer);
CREATE INDEX fsc_record_by_seq ON fsc_record (seq);
