package dev.lockstep.bench;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.Transfer;
import dev.lockstep.ids.TimeOrderedIds;
import dev.lockstep.order.Limits;
import dev.lockstep.order.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Who pays whom while the costs of a transfer are counted. */
enum CostCase {
  ALONE(Protocol.LAMPORT, true, "one member, one at a time; the section is kept"),
  ALONE_FREE(Protocol.LAMPORT, false, "one member, one at a time; the section is not kept"),
  IN_TURN(Protocol.LAMPORT, true, "the members in turn, one at a time"),
  CONTENDING(Protocol.LAMPORT, true, "all members at once, each one at a time"),
  CONTENDING_FREE(Protocol.LAMPORT, false, "the same; the section is not kept"),
  BATCH(Protocol.LAMPORT, true, "one member, 1,000 in a request"),
  EXECUTED(Protocol.PAXOS, false, "one member, one at a time; executed"),
  SHORT(Protocol.PAXOS, false, "a member spends what another has just sent"),
  EXECUTED_BATCH(Protocol.PAXOS, false, "one member, 1,000 in a request; executed");

  private static final List<Integer> FEW = List.of(3, 5, 7, 9);

  /** Not where all of so many members claim at once, which would take minutes. */
  private static final List<Integer> AND_MANY = List.of(3, 5, 7, 9, 101);

  private static final int WARM_UP = 3;

  /** Whole rounds of the members in turn, where they are few; and enough for a block of batches. */
  private static final int COUNTED = 12;

  /** A member of a hundred has a hundred times as much to do in each step. */
  private static final int COUNTED_OF_MANY = 2;

  /** Of each member, so that what is left under way at the end counts for little. */
  private static final int CONTENDED = 10;

  private static final int MANY_NODES = 9;
  private static final int MANY = 1_000;
  private static final long RICH = 1_000_000_000;
  private static final long TIMEOUT_MILLIS = 60_000;

  private final Protocol protocol;
  private final boolean keepsSection;
  private final String what;

  CostCase(Protocol protocol, boolean keepsSection, String what) {
    this.protocol = protocol;
    this.keepsSection = keepsSection;
    this.what = what;
  }

  /** With how many members it is counted. */
  List<Integer> nodes() {
    return switch (this) {
      case ALONE, ALONE_FREE, IN_TURN, BATCH, EXECUTED, SHORT, EXECUTED_BATCH -> AND_MANY;
      case CONTENDING, CONTENDING_FREE -> FEW;
    };
  }

  /** What a transfer costs with so many members. */
  Costs.Row count(int members) {
    return new Counting(this, members).row();
  }

  /** One case with one number of nodes. */
  private static final class Counting {
    private final TimeOrderedIds ids = new TimeOrderedIds();
    private final CostCase wanted;
    private final List<String> names;
    private final CountedCluster cluster;

    Counting(CostCase wanted, int nodes) {
      this.wanted = wanted;
      this.names = IntStream.rangeClosed(1, nodes).mapToObj(i -> "M" + i).toList();
      var genesis =
          new Genesis(
              "counted",
              wanted.protocol,
              names,
              names.stream().flatMap(Counting::accounts).toList());
      this.cluster =
          new CountedCluster(
              genesis,
              new Limits(
                  Block.TRANSFERS_MAX,
                  Block.TRANSFERS_MAX,
                  TIMEOUT_MILLIS,
                  Block.TRANSFERS_MAX,
                  0,
                  wanted.keepsSection,
                  0));
    }

    private static Stream<Genesis.Account> accounts(String member) {
      return Stream.of(
          new Genesis.Account(member, member, RICH), new Genesis.Account(poor(member), member, 0));
    }

    private static String poor(String member) {
      return member + "-poor";
    }

    Costs.Row row() {
      IntStream.range(0, WARM_UP).forEach(this::one);
      var all = new CountedCluster.Counts(0, 0, 0);
      boolean isLong = names.size() > MANY_NODES && wanted != EXECUTED_BATCH;
      int counted = isLong ? COUNTED_OF_MANY : COUNTED;
      for (int i = WARM_UP; i < WARM_UP + counted; i++) {
        all = one(i).plus(all);
      }
      double transfers = (double) counted * size();
      return new Costs.Row(
          wanted.protocol,
          wanted.what,
          names.size(),
          all.messages() / transfers,
          all.bytes() / transfers,
          all.syncs() / transfers);
    }

    private int size() {
      return switch (wanted) {
        case BATCH, EXECUTED_BATCH -> MANY;
        case CONTENDING, CONTENDING_FREE -> names.size() * CONTENDED;
        case ALONE, ALONE_FREE, IN_TURN, EXECUTED, SHORT -> 1;
      };
    }

    /** What one request costs. */
    private CountedCluster.Counts one(int index) {
      var first = names.getFirst();
      var other = names.get(1 + index % (names.size() - 1));
      return switch (wanted) {
        case ALONE, ALONE_FREE, EXECUTED -> pay(first, first, other, 1);
        case BATCH, EXECUTED_BATCH -> pay(first, first, other, MANY);
        case CONTENDING, CONTENDING_FREE -> contend();
        case IN_TURN -> pay(names.get(index % names.size()), other);
        case SHORT -> {
          pay(first, first, poor(other), 1);
          yield pay(other, poor(other), first, 1);
        }
      };
    }

    /** Those that are under way when the last one is answered are counted with it. */
    private CountedCluster.Counts contend() {
      var before = cluster.counts();
      cluster
          .contend(size(), member -> new Transfer(ids.next(), member, poor(member), 1, ""))
          .forEach(Counting::requireSuccess);
      return cluster.counts().minus(before);
    }

    private CountedCluster.Counts pay(String member, String other) {
      return pay(member, member, member.equals(other) ? names.getFirst() : other, 1);
    }

    private CountedCluster.Counts pay(String member, String from, String to, int count) {
      List<Transfer> transfers = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        transfers.add(new Transfer(ids.next(), from, to, 1, ""));
      }
      var before = cluster.counts();
      cluster.submit(member, transfers).forEach(Counting::requireSuccess);
      return cluster.counts().minus(before);
    }

    private static void requireSuccess(Outcome outcome) {
      if (!(outcome instanceof Outcome.Committed) && !(outcome instanceof Outcome.Executed)) {
        throw new BenchException("A transfer was answered " + outcome + ".");
      }
    }
  }
}
