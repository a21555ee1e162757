package dev.lockstep.integration;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The network between the nodes of one machine, so that it can be cut: each node finds each other
 * one, event bus and Hazelcast alike, at the near end of a {@link Cable}.
 *
 * <p>The members have names for hosts, and each process a hosts file of its own. For itself a name
 * means 127.0.0.1, for the others an address on which only a cable listens. The ports are the same
 * everywhere.
 */
final class Lines implements AutoCloseable {
  /** From one member to another. */
  record Way(String from, String to) {}

  private final List<String> names;
  private final Path directory;
  private final Map<Way, Passage> busPassages = new HashMap<>();
  private final Map<Way, Passage> hazelcastPassages = new HashMap<>();
  private final Map<Way, Cable> buses = new HashMap<>();
  private final Map<Way, Cable> hazelcasts = new HashMap<>();

  /** Since the last healing. It may dial again at any moment after the cut, and only once. */
  private final Map<Way, Integer> dialledBeforeCut = new HashMap<>();

  Lines(Path directory, List<String> names) {
    this.directory = directory;
    this.names = names;
    for (var from : names) {
      for (var to : names) {
        busPassages.put(new Way(from, to), new Passage());
        hazelcastPassages.put(new Way(from, to), new Passage());
      }
    }
  }

  /** Whether this machine has more than one loopback address: Linux has, macOS after a command. */
  static boolean arePossible() {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.1.1"), 0));
      return true;
    } catch (IOException notHere) {
      return false;
    }
  }

  List<String> names() {
    return names;
  }

  static String host(String member) {
    return member.toLowerCase(java.util.Locale.ROOT) + ".test";
  }

  /** Lays the cables to a member from all others. */
  void lay(String to, int bus, int hazelcast) throws IOException {
    for (var from : names) {
      if (!from.equals(to)) {
        buses.put(new Way(from, to), cable(from, to, bus, busPassages));
        hazelcasts.put(new Way(from, to), cable(from, to, hazelcast, hazelcastPassages));
      }
    }
  }

  private Cable cable(String from, String to, int port, Map<Way, Passage> passages)
      throws IOException {
    return new Cable(
        new InetSocketAddress(address(from, to), port),
        new InetSocketAddress("127.0.0.1", port),
        passages.get(new Way(from, to)),
        passages.get(new Way(to, from)));
  }

  private String address(String seenBy, String member) {
    return seenBy.equals(member)
        ? "127.0.0.1"
        : "127.0." + (1 + names.indexOf(seenBy)) + "." + (1 + names.indexOf(member));
  }

  /** What makes a node find the others where the cables begin. */
  String javaOptions(String member) throws IOException {
    var hosts = new StringBuilder("127.0.0.1 localhost\n");
    for (var other : names) {
      hosts.append(address(member, other)).append(' ').append(host(other)).append('\n');
    }
    var file = Files.writeString(directory.resolve(member + ".hosts"), hosts);
    return "-Dvertx.disableDnsResolver=true -Djdk.net.hosts.file=" + file;
  }

  void cut(String from, String to) {
    countDialled();
    busPassages.get(new Way(from, to)).cut();
    hazelcastPassages.get(new Way(from, to)).cut();
  }

  private void countDialled() {
    hazelcasts.forEach((way, cable) -> dialledBeforeCut.putIfAbsent(way, cable.dialled()));
  }

  void cutBothWays(String one, String other) {
    cut(one, other);
    cut(other, one);
  }

  void isolate(String member) {
    names.stream().filter(n -> !n.equals(member)).forEach(other -> cutBothWays(member, other));
  }

  /** Hazelcast's own lines; the event bus is as it was. */
  void cutHazelcast() {
    countDialled();
    hazelcastPassages.values().forEach(Passage::cut);
  }

  void heal() {
    dialledBeforeCut.clear();
    busPassages.values().forEach(Passage::heal);
    hazelcastPassages.values().forEach(Passage::heal);
  }

  /** As a firewall does that is restarted: no connection is open or closed, all are void. */
  void forgetConnections() {
    buses.values().forEach(Cable::forget);
    hazelcasts.values().forEach(Cable::forget);
  }

  /** Breaks off every connection of the event bus, and waits until all are made again. */
  void hangUp() {
    Map<Cable, Integer> before = new HashMap<>();
    buses.values().forEach(cable -> before.put(cable, cable.dialled()));
    buses.values().forEach(Cable::hangUp);
    before.forEach(
        (cable, count) ->
            await("the event bus dials again")
                .atMost(Duration.ofSeconds(30))
                .until(() -> cable.dialled() > count));
  }

  /**
   * Waits until Hazelcast at one end has thrown the other one out and looks for it anew. That comes
   * after every other timeout: the event bus has given its connection up already. Only the oldest
   * member of what is left together looks for others, so it may be either end.
   */
  void awaitThrownOut(String one, String other) {
    await(one + " and " + other + " dial each other again")
        .atMost(Duration.ofSeconds(60))
        .until(() -> isDialledAgain(new Way(one, other)) || isDialledAgain(new Way(other, one)));
  }

  private boolean isDialledAgain(Way way) {
    return hazelcasts.get(way).dialled() > dialledBeforeCut.get(way);
  }

  @Override
  public void close() throws IOException {
    for (var cable : buses.values()) {
      cable.close();
    }
    for (var cable : hazelcasts.values()) {
      cable.close();
    }
  }
}
