package dev.lockstep.node;

import dev.lockstep.config.Member;
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
  public static void requireFree(Member member) {
    requireFree(member, "http", member.http());
    requireFree(member, "bus", member.bus());
    requireFree(member, "hazelcast", member.hazelcast());
  }

  private static void requireFree(Member member, String use, int port) {
    var address = addressOf(member);
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(address, port));
    } catch (IOException e) {
      throw new NodeException(
          "%s's %s port %d on %s is taken (%s); stop whoever listens there, or change the port."
              .formatted(member.name(), use, port, member.bind(), e.getMessage()),
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
