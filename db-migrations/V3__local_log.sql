-- Paxos mode: what this member has executed that is on no block it has stored, in the order of execution. The journal
-- holds it too, and is what counts.

CREATE TABLE local_log (
  -- only ever grows while the node lives; a start may number the rows anew
  sequence     BIGINT       NOT NULL PRIMARY KEY,
  id           UUID         NOT NULL,
  from_account INT          NOT NULL,
  to_account   INT          NOT NULL,
  amount       BIGINT       NOT NULL CHECK (amount > 0),
  -- as in the table transfer
  memo         VARCHAR(280) NOT NULL
);
