-- H2 at the cost of a block. The transfers are in the journal alone, where their place is known in memory; of an account
-- H2 has one row for each block that touches it. A file with the tables of before is written anew from the journal.

DROP TABLE transfer;

-- Count, sums and balance of an account at a height.
CREATE TABLE posting (
  -- number of the account * 2^40 + height: a key of one number is the row's own key in H2, and those of an account stand
  -- together in the order of the chain
  place     BIGINT NOT NULL PRIMARY KEY,
  -- how many transfers of the block take from the account or give to it
  transfers INT    NOT NULL CHECK (transfers > 0),
  received  BIGINT NOT NULL CHECK (received >= 0),
  sent      BIGINT NOT NULL CHECK (sent >= 0),
  -- after the block
  balance   BIGINT NOT NULL CHECK (balance >= 0)
);

DROP TABLE local_log;

-- Paxos mode: what this member has executed that is on no block it has stored, in the order of execution. The journal
-- holds it too, and is what counts. A row has what was executed together, less what is on a block by now.
CREATE TABLE local_log (
  -- only ever grows while the node lives; a start may number the rows anew
  sequence  BIGINT             NOT NULL PRIMARY KEY,
  -- the transfers as docs/format.md has them: their number (int32) and each of them
  transfers VARBINARY(1048576) NOT NULL
);
