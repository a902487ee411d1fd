-- Reports to DUO on their way, and what became of them. `open` is 1 until the outcome is known.

CREATE TABLE melding (id VARCHAR(36) PRIMARY KEY, tenant VARCHAR(20) NOT NULL, dossier VARCHAR(36) NOT NULL, afnemer
  VARCHAR(20) NOT NULL, method VARCHAR(6) NOT NULL, operatie VARCHAR(60) NOT NULL, sealed TEXT NOT NULL, state
  VARCHAR(20) NOT NULL, open INTEGER NOT NULL, attempts INTEGER NOT NULL, due BIGINT NOT NULL, created BIGINT NOT
  NULL, ended BIGINT NOT NULL, sealed_note TEXT NOT NULL);
CREATE INDEX melding_by_due ON melding (open, due);
CREATE INDEX melding_by_dossier ON melding (tenant, dossier, open);
CREATE INDEX melding_by_tenant ON melding (tenant, id);
CREATE INDEX melding_by_state ON melding (state);
-- A contactpersoon that is deleted is looked for in the dossiers that name it.
CREATE INDEX contactpersoon_by_key ON object (tenant, key_hash) WHERE objecttype = 'Contactpersoon';
