package dev.lockstep.bus;

import java.util.Optional;

/** All addresses of the event bus. Those without a member are only ever registered locally. */
public final class Addresses {
  /** The order verticle: requests of clients, and what the journal reports. */
  public static final String ORDER = "lockstep.order";

  /** The journal verticle: records to be made durable, blocks to be read back. */
  public static final String JOURNAL = "lockstep.journal";

  /** The store verticle: blocks to be looked up later, and queries. */
  public static final String STORE = "lockstep.store";

  /** The checkpoint verticle: messages of other members about checkpoints, and questions. */
  public static final String CHECKPOINT = "lockstep.checkpoint";

  /** The console: what members say about events. */
  public static final String WATCH = "lockstep.watch";

  /** Published for each step of the order: the events in it and the blocks that became durable. */
  public static final String HAPPENED = "lockstep.happened";

  /** Published in a lab: what is cut and held at this node, when it has changed. */
  public static final String LAB = "lockstep.lab";

  private static final String INBOX = "lockstep.inbox.";

  private Addresses() {}

  /** The one address at which a member receives the messages of the others. */
  public static String inbox(String member) {
    return INBOX + member;
  }

  /** The member whose inbox it is, if it is an inbox. */
  static Optional<String> memberOf(String address) {
    return address.startsWith(INBOX)
        ? Optional.of(address.substring(INBOX.length()))
        : Optional.empty();
  }
}
