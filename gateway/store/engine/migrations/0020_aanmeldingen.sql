-- Who is logged in as an operator, by the hash of the secret in the cookie.

CREATE TABLE operator_session (secret_hash VARCHAR(64) PRIMARY KEY, name VARCHAR(60) NOT NULL, role VARCHAR(12) NOT NULL,
  opened BIGINT NOT NULL, used BIGINT NOT NULL);
