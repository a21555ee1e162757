-- What the ledger looks things up in. The journal is what was promised; all of this can be rebuilt from it.

CREATE TABLE chain_state (
  id      INT        NOT NULL PRIMARY KEY CHECK (id = 1),
  genesis BINARY(32) NOT NULL,
  height  BIGINT     NOT NULL,
  hash    BINARY(32) NOT NULL
);

-- Genesis is block 0.
CREATE TABLE block (
  height         BIGINT      NOT NULL PRIMARY KEY,
  hash           BINARY(32)  NOT NULL,
  previous_hash  BINARY(32)  NOT NULL,
  lamport_time   BIGINT      NOT NULL,
  proposer       VARCHAR(32) NOT NULL,
  root           BINARY(32)  NOT NULL,
  transfer_count INT         NOT NULL
);

-- The number is the account's place in genesis, where they are sorted by name.
CREATE TABLE account (
  number  INT         NOT NULL PRIMARY KEY,
  name    VARCHAR(32) NOT NULL,
  owner   VARCHAR(32) NOT NULL,
  balance BIGINT      NOT NULL CHECK (balance >= 0)
);

-- The place is height * 8192 + position: a key of one number is the row's own key in H2 and only ever grows.
-- No index on the id: ids are looked up in memory, and an index on random UUIDs is the dearest one there is.
CREATE TABLE transfer (
  place        BIGINT       NOT NULL PRIMARY KEY,
  id           UUID         NOT NULL,
  from_account INT          NOT NULL,
  to_account   INT          NOT NULL,
  amount       BIGINT       NOT NULL CHECK (amount > 0),
  -- 140 characters, of which H2 counts those beyond the basic plane twice
  memo         VARCHAR(280) NOT NULL
);

-- Newest first, as they are asked for.
CREATE INDEX transfer_from ON transfer (from_account, place DESC);
CREATE INDEX transfer_to   ON transfer (to_account, place DESC);
