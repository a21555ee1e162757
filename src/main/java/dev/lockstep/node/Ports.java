package dev.lockstep.node;

import dev.lockstep.config.Member;
import dev.lockstep.door.Machines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/**
 * Checks that a member's ports are free, so that the reason is one sentence and not the stack of a
 * library.
 */
public final class Ports {
  private Ports() {}

  /**
   * @throws NodeException when one cannot be listened on
   */
  public static void requireFree(Member member, Machines machines) {
    var address = addressOf(member);
    requireFree(member, "http", address, member.bind(), member.http());
    requireFree(member, "bus", address, member.bind(), member.bus());
    var loopback = machines.hazelcastHost(member);
    requireFree(
        member,
        "hazelcast",
        new InetSocketAddress(loopback, member.hazelcast()).getAddress(),
        loopback,
        member.hazelcast());
  }

  private static void requireFree(
      Member member, String use, InetAddress address, String shown, int port) {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw new NodeException(
          "%s's %s port %d on %s is taken (%s); stop whoever listens there, or change the port."
              .formatted(member.name(), use, port, shown, e.getMessage()),
          e);
    }
  }

  private static InetAddress addressOf(Member member) {
    try (var socket = new ServerSocket()) {
      var address = InetAddress.getByName(member.bind());
      // Any port: if even that fails, the address is not one of this machine's.
      socket.bind(new InetSocketAddress(address, 0));
      return address;
    } catch (IOException e) {
      throw notHere(member, e);
    }
  }

  private static NodeException notHere(Member member, IOException reason) {
    return new NodeException(
        "%s's %s %s is not this machine; start the nodes of this machine one by one, each by its name."
            .formatted(
                member.name(),
                member.bind().equals(member.host()) ? "host" : "bind",
                member.bind()),
        reason);
  }
}
