package dev.lockstep.cli;

import dev.lockstep.config.ClusterConfig;
import dev.lockstep.config.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/**
 * Looks whether every port of a cluster is free before any of its nodes is started: a stranger that
 * listens on one might otherwise be taken for the node.
 */
final class FreePorts {
  private FreePorts() {}

  /**
   * @throws CliException when one is not
   */
  static void require(ClusterConfig config) {
    for (var member : config.members()) {
      require(member, "http", member.http());
      require(member, "bus", member.bus());
      require(member, "hazelcast", member.hazelcast());
    }
  }

  private static void require(Member member, String use, int port) {
    try {
      var address = InetAddress.getByName(member.host());
      try (var socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        // Port 0 first: if even that fails, the address is not one of this machine's.
        socket.bind(new InetSocketAddress(address, 0));
      } catch (IOException e) {
        throw notHere(member);
      }
      try (var socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(address, port));
      }
    } catch (UnknownHostException e) {
      throw notHere(member);
    } catch (IOException e) {
      throw new CliException(
          ExitCode.FAILURE,
          "%s's %s port %d on %s is taken (%s); stop whoever listens there, or change the port."
              .formatted(member.name(), use, port, member.host(), e.getMessage()),
          e);
    }
  }

  private static CliException notHere(Member member) {
    return new CliException(
        ExitCode.FAILURE,
        "%s's host %s is not this machine; start this machine's nodes one by one with ./run.sh NAME."
            .formatted(member.name(), member.host()));
  }
}
