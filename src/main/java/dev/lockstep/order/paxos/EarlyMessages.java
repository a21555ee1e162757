package dev.lockstep.order.paxos;

import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.paxos.PaxosMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Messages about the height after the next one (design P18): their senders have heard already which
 * block is chosen at the next one, from a leader whose commit is still on its way here.
 */
final class EarlyMessages {
  private static final long NONE = -1;

  /** One of each sender: a leader sends the next one only when it can do without this one. */
  private final Map<String, PaxosPeerMessage> newest = new TreeMap<>();

  /**
   * Keeps a message if it is about the height after the next one.
   *
   * @param height of this member's chain
   */
  void keep(PaxosPeerMessage message, long height) {
    if (about(message.paxos()) == height + 2) {
      newest.put(message.from(), message);
    }
  }

  /**
   * Takes out the messages about this height, and drops those about earlier ones.
   *
   * @param next the height that is to be decided
   */
  List<PaxosPeerMessage> take(long next) {
    List<PaxosPeerMessage> due = new ArrayList<>();
    newest
        .values()
        .removeIf(
            message -> {
              long height = about(message.paxos());
              if (height == next) {
                due.add(message);
              }
              return height <= next;
            });
    return due;
  }

  /** The height that the receiver has to be at. */
  private static long about(PaxosMessage message) {
    return switch (message) {
      case PaxosMessage.Prepare prepare -> prepare.height();
      case PaxosMessage.Accept accept -> accept.height();
      case PaxosMessage.Commit commit -> commit.height();
      case PaxosMessage.Hello _,
          PaxosMessage.Welcome _,
          PaxosMessage.Heartbeat _,
          PaxosMessage.Join _,
          PaxosMessage.Admit _,
          PaxosMessage.Promise _,
          PaxosMessage.Accepted _,
          PaxosMessage.Rejected _ ->
          NONE;
    };
  }
}
