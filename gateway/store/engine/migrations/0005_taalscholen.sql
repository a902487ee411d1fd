-- Taalscholen: what each sent, as it stands now.

CREATE TABLE schoolrij (tenant VARCHAR(20) NOT NULL, school VARCHAR(20) NOT NULL, resource VARCHAR(60) NOT NULL,
  kenmerk VARCHAR(40) NOT NULL, dossier VARCHAR(36) NOT NULL, message_id VARCHAR(36) NOT NULL, withdrawn INTEGER NOT
  NULL, sealed TEXT NOT NULL, PRIMARY KEY (tenant, school, resource, kenmerk));
CREATE INDEX schoolrij_by_dossier ON schoolrij (tenant, dossier, school, resource);
CREATE INDEX schoolrij_by_message ON schoolrij (tenant, school, resource, message_id);
