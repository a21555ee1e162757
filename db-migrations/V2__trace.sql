-- The node's events, for whoever reads the stream from further back than memory or this life reach. Written behind the
-- stream and pruned from its old end. Unlike the rest it cannot be rebuilt from the journal: numbers that are missing
-- are told as a gap.
CREATE TABLE trace (
  seq          BIGINT      NOT NULL PRIMARY KEY,
  -- microseconds since 1970-01-01T00:00Z, by this node's wall clock
  at_micros    BIGINT      NOT NULL,
  lamport_time BIGINT      NOT NULL,
  kind         VARCHAR(16) NOT NULL,
  -- a JSON object of what the kind has beyond these
  particulars  VARCHAR     NOT NULL
);
