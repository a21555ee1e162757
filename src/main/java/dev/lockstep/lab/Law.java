package dev.lockstep.lab;

import java.util.List;
import java.util.Optional;

/**
 * What an invariant of the simulator demands, in a sentence of our words, and the place in a paper
 * or in {@code docs/design.md} that says it.
 */
public record Law(String invariant, String sentence, String source) {
  private static final String LAMPORT_1978 =
      "Lamport, \"Time, Clocks, and the Ordering of Events in a Distributed System\", 1978";
  private static final String LAMPORT_1998 = "Lamport, \"The Part-Time Parliament\", 1998";
  private static final String LAMPORT_2001 = "Lamport, \"Paxos Made Simple\", 2001";
  private static final String VR_2012 =
      "Liskov and Cowling, \"Viewstamped Replication Revisited\", 2012";

  private static final List<Law> ALL =
      List.of(
          new Law(
              "mutual exclusion",
              "A process that has been granted the resource must release it before another one is"
                  + " granted it.",
              LAMPORT_1978 + ", condition I"),
          new Law(
              "request order",
              "Requests are granted in the order in which they were made: that of their"
                  + " timestamps.",
              LAMPORT_1978 + ", condition II"),
          new Law(
              "real time",
              "An operation that has ended before another one begins comes before it.",
              "Herlihy and Wing, \"Linearizability\", 1990"),
          new Law(
              "durable",
              "A transfer is committed when its block is on the disks of a majority that includes"
                  + " the proposer.",
              "design.md, rule L5"),
          new Law(
              "agreement",
              "No height has two committed blocks, and of two chains one is the beginning of the"
                  + " other.",
              "design.md, rule M4"),
          new Law(
              "linked", "Every block has the hash of the block before it.", "design.md, rule C1"),
          new Law(
              "conservation",
              "The sum of all balances is constant, and no balance is below zero.",
              "design.md, rule M3"),
          new Law("once", "A transfer is on the chain at most once.", "design.md, rule M2"),
          new Law(
              "persisted first",
              "Nothing is sent before the disk has what it depends on.",
              VR_2012 + ", section 4.3; design.md, rule D2"),
          new Law(
              "answer truth",
              "An answer is never a guess: what is committed stays, and what was not executed is"
                  + " on no chain.",
              "design.md, rule M5"),
          new Law(
              "no false alarm",
              "A correct member accuses nobody who is correct, and stops for no message.",
              "design.md, rule B2"),
          new Law("no gap", "The records of a process have no gap.", "design.md, rule D2"),
          new Law("no bug", "No step of a member throws.", "design.md, rule N3"),
          new Law(
              "progress",
              "Without faults every member comes back and every client is answered.",
              "design.md, rule A2"),
          new Law(
              "nonblocking",
              "The members that have not failed can always end a transaction, whichever single one"
                  + " has failed.",
              "Skeen, \"Nonblocking Commit Protocols\", 1981"),
          new Law(
              "promise kept",
              "An acceptor accepts a proposal only if it has not promised a higher one.",
              LAMPORT_2001 + ", P1a"),
          new Law(
              "ballots",
              "A ballot has one value, and it is that of the highest vote which a majority has"
                  + " reported.",
              LAMPORT_1998 + ", section 2.1; " + LAMPORT_2001 + ", P2c"),
          new Law("one chosen", "Only a single value is chosen.", LAMPORT_2001 + ", section 2"),
          new Law(
              "quorum",
              "A value is chosen when a majority has accepted it.",
              LAMPORT_2001 + ", section 2.2"),
          new Law(
              "votes persisted",
              "A priest notes his promise and his vote in the back of his ledger before he sends"
                  + " them.",
              LAMPORT_1998 + ", section 2.3"),
          new Law(
              "committed is chosen",
              "What is answered as committed is on a chosen block, on the disk of who answers.",
              "design.md, rules P4 and M5"),
          new Law(
              "executed is kept",
              "What is answered as executed stays in the log until it is on a block.",
              "design.md, rules P1 and P9"),
          new Law(
              "covered",
              "The chain has the money for everything in the log of its member.",
              "design.md, rules P1 and M3"),
          new Law(
              "gathered",
              "A transfer is refused for want of funds only after a ballot that began after it"
                  + " and left nothing out.",
              "design.md, rule P2"));

  public static List<Law> all() {
    return ALL;
  }

  public static Optional<Law> of(String invariant) {
    return ALL.stream().filter(law -> law.invariant.equals(invariant)).findFirst();
  }
}
