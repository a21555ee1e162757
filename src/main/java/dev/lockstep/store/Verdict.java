package dev.lockstep.store;

import dev.lockstep.chain.Hash;
import java.util.OptionalLong;

/** What {@link Verifier} has found out about a member's files. */
public sealed interface Verdict {
  /**
   * Every hash and every balance fits, from genesis on.
   *
   * @param height of the journal's chain
   * @param transfers on it
   * @param head its hash
   * @param storeHeight how far H2 has come; absent when it has no file, or an empty one before the
   *     first block
   * @param tornEnd one sentence about what the next start will cut from the journal's end; empty
   *     when nothing
   */
  record Sound(long height, long transfers, Hash head, OptionalLong storeHeight, String tornEnd)
      implements Verdict {}

  /**
   * @param height of the first block that does not fit
   * @param sentence where it is (the journal's file and offset, or H2's table) and what differs, or
   *     what is missing altogether
   */
  record Broken(long height, String sentence) implements Verdict {}
}
