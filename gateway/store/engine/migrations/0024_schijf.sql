-- How much room the store took and how much was left on its disk, once an hour, for as long as it takes to see how it grows.

CREATE TABLE schijf_meting (moment BIGINT PRIMARY KEY, bezet BIGINT NOT NULL, vrij BIGINT NOT NULL);
