package dev.lockstep.chain;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Which protocol orders a ledger; part of genesis. What depends on the protocol switches over these
 * constants without a default, so that the compiler lists what another protocol has to answer.
 */
public enum Protocol {
  /** Distributed mutual exclusion: a block holds transfers of its proposer only. */
  LAMPORT("lamport", true),
  /** Execute locally, agree on blocks: a block holds what a majority of members has executed. */
  PAXOS("paxos", false);

  private final String text;
  private final boolean proposerOwnsAll;

  Protocol(String text, boolean proposerOwnsAll) {
    this.text = text;
    this.proposerOwnsAll = proposerOwnsAll;
  }

  /** As genesis and the cluster file write it. */
  public String text() {
    return text;
  }

  /** Whether every transfer on a block must be paid from an account of the block's proposer. */
  public boolean proposerOwnsAll() {
    return proposerOwnsAll;
  }

  /** The protocol of this name; upper and lower case are different. */
  public static Optional<Protocol> named(String text) {
    return Arrays.stream(values()).filter(protocol -> protocol.text.equals(text)).findFirst();
  }

  /** All names, for a sentence: {@code lamport or paxos}. */
  public static String names() {
    return Arrays.stream(values()).map(Protocol::text).collect(Collectors.joining(" or "));
  }
}
