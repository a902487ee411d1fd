-- A store knows its key: the name of the key, and a keyed hash that only it can make.

CREATE TABLE store_key (id VARCHAR(60) NOT NULL, proof VARCHAR(64) NOT NULL);
