-- How many events a row of the trace holds. Of one, the columns say what it is. Of more, `seq`, `at_micros` and
-- `lamport_time` are those of the first, the kind is `lines`, and `particulars` has all of them, a line each, as
-- `trace.tail` has them: number, microseconds, Lamport time, kind and particulars, with tabs between.
ALTER TABLE trace ADD COLUMN events INT DEFAULT 1 NOT NULL;
