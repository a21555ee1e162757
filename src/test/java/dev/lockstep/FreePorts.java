package dev.lockstep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports for what a test listens on, and for nodes that are killed and started again. They lie below
 * those that the kernel gives to outgoing connections (from 32768 on), so no connection of another
 * process takes one before its server listens or while its node is down. Several test processes
 * choose at the same time, so each has its own range.
 */
public final class FreePorts {
  private static final int RANGE = 5_000;
  private static final int RANGES = 4;

  /** The number of this test process, from 1 on; 0 when there is only one. */
  private static final int FORK = Integer.getInteger("lockstep.fork", 0);

  private static final int FIRST = 10_000 + FORK % RANGES * RANGE;

  /** By any test of this process: nobody may listen on them yet, or for the moment. */
  private static final Set<Integer> TAKEN = new HashSet<>();

  private FreePorts() {}

  /** A port that no other test of this process has, and on which nobody listens now. */
  public static int take() {
    return take(1).getFirst();
  }

  /** The same for several ports. */
  public static synchronized List<Integer> take(int count) {
    List<Integer> ports = new ArrayList<>();
    while (ports.size() < count) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, FIRST + RANGE);
      if (isFree(port) && TAKEN.add(port)) {
        ports.add(port);
      }
    }
    return ports;
  }

  private static boolean isFree(int port) {
    try (var socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (BindException taken) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
