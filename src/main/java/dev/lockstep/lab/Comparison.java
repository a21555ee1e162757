package dev.lockstep.lab;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** How one workload goes with one protocol: the messages, the waits, and who could go on. */
public final class Comparison {
  /** Until every client has its answer: transfers are answered after ten seconds at the latest. */
  private static final int REST_MAX = 240;

  /** Longer than a peer that has ended takes to be noticed. */
  private static final int PROBE_TICKS = 60;

  private static final long PROBE_AMOUNT = 1;

  private final Setup setup;
  private final Workload workload;
  private final SortedMap<String, Integer> messages = new TreeMap<>();
  private final List<Long> askedAt = new ArrayList<>();
  private final List<Optional<Long>> waited = new ArrayList<>();
  private final List<List<String>> awaited = new ArrayList<>();
  private final List<Faulted> faults = new ArrayList<>();
  private final List<Move> happened = new ArrayList<>();
  private int impossible;

  /**
   * A client's wait.
   *
   * @param millis until its answer, in steps of 50; empty when there was none
   * @param awaited the members for whom its member waited when it was last seen to wait
   */
  public record Wait(Asked asked, Optional<Long> millis, List<String> awaited) {}

  /**
   * After a fault, or its repair.
   *
   * @param move what has happened
   * @param goesOn the members where a transfer that is asked for now is executed or committed
   *     within three seconds
   */
  public record Faulted(Move move, List<String> goesOn) {}

  /**
   * @param messages that were sent, by type, from the first move on
   * @param impossible moves of the workload that could not happen
   */
  public record Result(
      LabProtocol protocol,
      SortedMap<String, Integer> messages,
      List<Wait> waits,
      List<Faulted> faults,
      long blocks,
      int impossible,
      Optional<Moment.Broken> broken) {
    public int sent() {
      return messages.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  private Comparison(Setup setup, Workload workload) {
    this.setup = setup;
    this.workload = workload;
  }

  public static Result of(Setup setup, LabProtocol protocol, Workload workload) {
    return new Comparison(setup.with(protocol).syncing(true), workload).run();
  }

  private Result run() {
    var cluster = new LabCluster(setup);
    for (var move : workload.moves()) {
      if (!isPerformed(cluster, move)) {
        cluster = again();
        impossible++;
      } else if (Workload.isFault(move)) {
        faults.add(new Faulted(move, goesOn()));
      }
    }
    var rest = new Move.Run(1, Optional.empty());
    for (int i = 0; i < REST_MAX && waited.contains(Optional.<Long>empty()); i++) {
      isPerformed(cluster, rest);
    }
    var last = cluster.moment();
    List<Wait> waits = new ArrayList<>();
    for (int i = 0; i < waited.size(); i++) {
      waits.add(new Wait(last.asked().get(i), waited.get(i), awaited.get(i)));
    }
    long blocks = last.members().stream().mapToLong(m -> m.chain().size()).max().orElse(0);
    return new Result(setup.protocol(), messages, waits, faults, blocks, impossible, last.broken());
  }

  /** The same life once more: a move that was not possible may have happened in part. */
  private LabCluster again() {
    var cluster = new LabCluster(setup);
    happened.forEach(cluster::repeat);
    return cluster;
  }

  private boolean isPerformed(LabCluster cluster, Move move) {
    if (!cluster.repeatIfPossible(move)) {
      return false;
    }
    happened.add(move);
    watch(cluster.moment());
    return true;
  }

  private void watch(Moment moment) {
    moment
        .happened()
        .forEach(one -> one.sent().ifPresent(sent -> messages.merge(sent.type(), 1, Integer::sum)));
    for (int i = 0; i < moment.asked().size(); i++) {
      var asked = moment.asked().get(i);
      if (i == askedAt.size()) {
        askedAt.add(moment.now());
        waited.add(Optional.empty());
        awaited.add(List.of());
      }
      if (asked.outcome().isEmpty()) {
        var whom = Why.of(moment.member(asked.member())).waitingFor();
        awaited.set(i, whom.isEmpty() ? awaited.get(i) : whom);
      } else if (waited.get(i).isEmpty()) {
        waited.set(i, Optional.of(moment.now() - askedAt.get(i)));
      }
    }
  }

  /** Tried out, on a copy of the cluster for each member. */
  private List<String> goesOn() {
    return setup.memberNames().stream().filter(this::goesOn).toList();
  }

  private boolean goesOn(String name) {
    var cluster = again();
    var names = setup.memberNames();
    var to = names.get((names.indexOf(name) + 1) % names.size());
    if (!cluster.repeatIfPossible(new Move.Transfer(name, name, to, PROBE_AMOUNT))
        || !cluster.repeatIfPossible(new Move.Run(PROBE_TICKS, Optional.empty()))) {
      return false;
    }
    var word = cluster.moment().asked().getLast().word();
    return word.equals("committed") || word.equals("executed");
  }
}
