-- What the ledger looks things up in. The journal is what was promised; all of this can be rebuilt from it.

CREATE TABLE chain_state (
  id          INT        NOT NULL PRIMARY KEY CHECK (id = 1),
  genesis     BINARY(32) NOT NULL,
  height      BIGINT     NOT NULL,
  hash        BINARY(32) NOT NULL
);

CREATE TABLE block (
  height         BIGINT      NOT NULL PRIMARY KEY,
  hash           BINARY(32)  NOT NULL,
  previous_hash  BINARY(32)  NOT NULL,
  lamport_time   BIGINT      NOT NULL,
  proposer       VARCHAR(32) NOT NULL,
  root           BINARY(32)  NOT NULL,
  transfer_count INT         NOT NULL
);

-- No index on the id: ids are looked up in memory, and an index on random UUIDs is the dearest one there is.
CREATE TABLE transfer (
  height       BIGINT       NOT NULL,
  position     INT          NOT NULL,
  id           UUID         NOT NULL,
  from_account VARCHAR(32)  NOT NULL,
  to_account   VARCHAR(32)  NOT NULL,
  amount       BIGINT       NOT NULL CHECK (amount > 0),
  memo         VARCHAR(140) NOT NULL,
  PRIMARY KEY (height, position)
);

CREATE INDEX transfer_from ON transfer (from_account, height, position);
CREATE INDEX transfer_to   ON transfer (to_account, height, position);

CREATE TABLE account (
  name    VARCHAR(32) NOT NULL PRIMARY KEY,
  owner   VARCHAR(32) NOT NULL,
  balance BIGINT      NOT NULL CHECK (balance >= 0)
);
