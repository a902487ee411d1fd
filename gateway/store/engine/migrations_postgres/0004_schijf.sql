-- How much room the store took and how much was left on its disk, once an hour. Here the server's disk is not ours to look
-- at: no rows. A store that is copied may bring them.
CREATE TABLE schijf_meting (moment BIGINT PRIMARY KEY, bezet BIGINT NOT NULL, vrij BIGINT NOT NULL);
