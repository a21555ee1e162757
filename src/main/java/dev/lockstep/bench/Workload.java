package dev.lockstep.bench;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What the clients do. All of them are closed loops: a client asks again when it has its answer.
 */
public enum Workload {
  ALONE_INSIDE("a-in", "one client, one at a time", Channel.INSIDE, 1, false, 1),
  ALONE("a", "one client, one at a time", Channel.WEBSOCKET, 1, false, 1),
  ALONE_HTTP("a-http", "one client, one at a time", Channel.HTTP, 1, false, 1),
  CONTENDED_INSIDE("b-in", "a client at each node, one at a time", Channel.INSIDE, 1, true, 1),
  CONTENDED("b", "a client at each node, one at a time", Channel.WEBSOCKET, 1, true, 1),
  SOME_INSIDE("c64-in", "64 outstanding at each node", Channel.INSIDE, 1, true, 64),
  SOME("c64", "64 outstanding at each node", Channel.WEBSOCKET, 1, true, 64),
  MANY_INSIDE("c256-in", "256 outstanding at each node", Channel.INSIDE, 1, true, 256),
  MANY("c256", "256 outstanding at each node", Channel.WEBSOCKET, 1, true, 256),
  BATCHES_INSIDE("d1-in", "requests of 1,000, one at a time", Channel.INSIDE, 1_000, false, 1),
  FOUR_BATCHES_INSIDE(
      "d4-in", "requests of 1,000, four at a time", Channel.INSIDE, 1_000, false, 4),
  BATCHES("d1", "requests of 1,000, one at a time", Channel.HTTP, 1_000, false, 1),
  FOUR_BATCHES("d4", "requests of 1,000, four at a time", Channel.HTTP, 1_000, false, 4),
  READS_INSIDE("e-in", "balances, 64 outstanding at one node", Channel.INSIDE, 0, false, 64),
  READS("e", "balances, 64 outstanding at one node", Channel.WEBSOCKET, 0, false, 64);

  /** How a client reaches its node. */
  public enum Channel {
    /** Within the process of the node, through {@code LockstepNode}. */
    INSIDE("inside"),
    WEBSOCKET("WebSocket"),
    HTTP("HTTP");

    private final String text;

    Channel(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  private final String id;
  private final String title;
  private final Channel channel;
  private final int transfers;
  private final boolean everywhere;
  private final int outstanding;

  /**
   * @param transfers in each request; 0: it reads a balance
   * @param everywhere whether each node has such clients, or only the first one
   * @param outstanding requests at a time, at each of these nodes
   */
  Workload(
      String id,
      String title,
      Channel channel,
      int transfers,
      boolean everywhere,
      int outstanding) {
    this.id = id;
    this.title = title;
    this.channel = channel;
    this.transfers = transfers;
    this.everywhere = everywhere;
    this.outstanding = outstanding;
  }

  public String id() {
    return id;
  }

  public String title() {
    return title;
  }

  public Channel channel() {
    return channel;
  }

  public int transfers() {
    return transfers;
  }

  public boolean everywhere() {
    return everywhere;
  }

  public int outstanding() {
    return outstanding;
  }

  /** Whether each client asks for a single transfer, and waits for its answer. */
  boolean isOneAtATime() {
    return transfers == 1 && outstanding == 1;
  }

  public static Optional<Workload> withId(String id) {
    return Arrays.stream(values()).filter(each -> each.id.equals(id)).findFirst();
  }

  public static String ids() {
    return Arrays.stream(values()).map(Workload::id).collect(Collectors.joining(", "));
  }
}
