-- Files of taalscholen of which the rows are being taken up. `moved` is when the last of them were; `taken`, how many are.

CREATE TABLE bestand (id VARCHAR(36) NOT NULL PRIMARY KEY, party VARCHAR(20) NOT NULL, resource VARCHAR(30) NOT NULL,
  sealed BLOB NOT NULL, rows BIGINT NOT NULL, taken BIGINT NOT NULL, moved BIGINT NOT NULL);
