package dev.lockstep.lab;

import dev.lockstep.chain.Protocol;
import dev.lockstep.lab.textbook.Textbook;
import dev.lockstep.simulator.world.Subject;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A protocol that runs in the lab.
 *
 * @param name as a scenario writes it
 * @param ledger whose genesis, records and messages it uses
 * @param about one sentence without its full stop
 * @param failsByCrash whether a search has members crash: it is what breaks this protocol
 */
public record LabProtocol(
    String name, Protocol ledger, Subject subject, String about, boolean failsByCrash) {
  private static final List<LabProtocol> ALL =
      List.of(
          new LabProtocol(
              "lamport",
              Protocol.LAMPORT,
              Subject.of(Protocol.LAMPORT),
              "Lamport mode, as a node runs it",
              false),
          new LabProtocol(
              "paxos",
              Protocol.PAXOS,
              Subject.of(Protocol.PAXOS),
              "Paxos mode, as a node runs it",
              false),
          new LabProtocol(
              "lamport-1978",
              Protocol.LAMPORT,
              Textbook.paper(),
              "the five rules of the paper, which need links that neither lose nor reorder",
              false),
          new LabProtocol(
              "course-paxos",
              Protocol.PAXOS,
              Textbook.course(),
              "the modified Paxos of the course, which commits without a vote",
              false),
          new LabProtocol(
              "two-phase-commit",
              Protocol.PAXOS,
              Textbook.twoPhases(),
              "two-phase commit, in which a crash of the coordinator blocks who has voted",
              true));

  public static List<LabProtocol> all() {
    return ALL;
  }

  public static Optional<LabProtocol> named(String name) {
    return ALL.stream().filter(protocol -> protocol.name.equals(name)).findFirst();
  }

  /** All names, for a sentence. */
  public static String names() {
    return ALL.stream().map(LabProtocol::name).collect(Collectors.joining(", "));
  }

  /** Whether it fails: a node never runs it. */
  public boolean isTextbook() {
    return !name.equals(ledger.text());
  }

  /** What a node runs on the same ledger. */
  public LabProtocol shipped() {
    return named(ledger.text()).orElseThrow();
  }
}
