package dev.lockstep.simulator.world;

import dev.lockstep.chain.Transfer;
import dev.lockstep.order.Limits;
import java.util.List;
import java.util.UUID;

/**
 * One thing that happens to a world. A message that no action delivers is lost, and one that is
 * delivered twice is duplicated, so the network needs no actions.
 */
public sealed interface Action {
  /** A message that was sent, by its number, arrives. */
  record Deliver(int message) implements Action {}

  /** A message with a block arrives, and the block breaks a rule. */
  record DeliverForged(int message, Forgery how) implements Action {}

  /**
   * In place of a message that was sent, another one arrives under the name of its sender.
   *
   * @param another the member that the lie is about
   */
  record DeliverLie(int message, Lie lie, String another) implements Action {}

  /** A message arrives as if its sender had none of the blocks that its receiver lacks. */
  record DeliverHiding(int message) implements Action {}

  record Tick(String member) implements Action {}

  /** Everything that the member has appended to its journal up to this sequence is synced. */
  record Sync(String member, long upTo) implements Action {}

  /** What was to be read from the journal for another member has been read. */
  record ReadDone(String member, int read) implements Action {}

  record Submit(String member, List<Transfer> transfers) implements Action {}

  record Find(String member, UUID id) implements Action {}

  /**
   * A process begins.
   *
   * @param limits of its configuration, which each member has for itself and may change
   */
  record Start(String member, boolean rejoin, Limits limits) implements Action {
    public Start(String member, boolean rejoin) {
      this(member, rejoin, Plan.LIMITS);
    }
  }

  /**
   * The process ends.
   *
   * @param kept how many of the records that were not synced survive on the disk
   */
  record Crash(String member, int kept) implements Action {}

  /**
   * The process will end in the middle of its next step.
   *
   * @param effects how many effects of the step still take place
   */
  record Cut(String member, int effects, int kept) implements Action {}

  /**
   * The process will end after so many further effects that others see: records, messages, answers.
   *
   * @param effects how many of these still take place, from 1
   */
  record CutOutside(String member, int effects, Unsynced unsynced) implements Action {}

  /**
   * The next step of the member that has enough effects fails in the middle: a bug.
   *
   * @param effects how many effects of the step still take place; for none, the order itself fails
   */
  record Fail(String member, int effects, int kept) implements Action {}

  /** The disk of a member that is down is replaced by an empty one. */
  record LoseDisk(String member) implements Action {}

  /**
   * The disk of a member that is down is replaced by an old copy of itself.
   *
   * @param records how many records the copy holds
   */
  record OldDisk(String member, int records) implements Action {}

  /** An action, and when it happens. */
  public record Timed(long at, Action action) {}
}
