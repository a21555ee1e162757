package dev.lockstep.node;

import dev.lockstep.config.Member;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Looks whether a member's ports are free, before three libraries say so in three ways. */
final class Ports {
  private Ports() {}

  /**
   * @throws NodeException when one cannot be listened on
   */
  static void requireFree(Member member) {
    requireFree(member, "http", member.http());
    requireFree(member, "bus", member.bus());
    requireFree(member, "hazelcast", member.hazelcast());
  }

  private static void requireFree(Member member, String what, int port) {
    var address = new InetSocketAddress(member.host(), port);
    if (address.isUnresolved()) {
      throw new NodeException(
          "The host "
              + member.host()
              + " of member "
              + member.name()
              + " is not known; write an address of this machine.");
    }
    try (var socket = new ServerSocket()) {
      socket.bind(address);
    } catch (IOException e) {
      throw new NodeException(
          "Port %d on %s, the %s port of member %s, cannot be used (%s); stop the program that holds it or configure another one."
              .formatted(port, member.host(), what, member.name(), e.getMessage()),
          e);
    }
  }
}
