package dev.lockstep.door;

import dev.lockstep.config.Hosts;
import dev.lockstep.config.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.util.List;
import java.util.Optional;

/**
 * Which members are on this machine, and at which loopback address each member's Hazelcast is. That
 * address is the same on all machines: where the member is not, a tunnel listens there.
 */
public final class Machines {
  private static final String LOOPBACK = "127.0.0.";

  private final List<Member> members;
  private final List<Member> elsewhere;
  private final boolean isAllLoopback;

  private Machines(List<Member> members, List<Member> elsewhere, boolean isAllLoopback) {
    this.members = members;
    this.elsewhere = elsewhere;
    this.isAllLoopback = isAllLoopback;
  }

  /**
   * Asks the name server for the members' hosts.
   *
   * @param self counts as on this machine, whatever its host is: it may be the address of a router
   */
  public static Machines of(List<Member> members, String self) {
    return new Machines(
        members,
        members.stream().filter(m -> !m.name().equals(self) && !isHere(m.host())).toList(),
        members.stream()
            .allMatch(m -> addressOf(m.host()).map(InetAddress::isLoopbackAddress).orElse(false)));
  }

  private static boolean isHere(String host) {
    return addressOf(host).map(Machines::isOfThisMachine).orElse(false);
  }

  private static boolean isOfThisMachine(InetAddress address) {
    try {
      return address.isLoopbackAddress() || NetworkInterface.getByInetAddress(address) != null;
    } catch (IOException _) {
      return false;
    }
  }

  private static Optional<InetAddress> addressOf(String host) {
    try {
      return Optional.of(InetAddress.getByName(host));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** The members on other machines, in the order of the file. */
  public List<Member> elsewhere() {
    return elsewhere;
  }

  /** The loopback address of the member's Hazelcast, or of the tunnel to it on other machines. */
  public String hazelcastHost(Member member) {
    if (isAllLoopback) {
      return member.host();
    }
    boolean portsDiffer =
        members.stream().map(Member::hazelcast).distinct().count() == members.size();
    return LOOPBACK + (portsDiffer ? 1 : 1 + members.indexOf(member));
  }

  /** Host and port of {@link #hazelcastHost}, as Hazelcast takes them. */
  public String hazelcast(Member member) {
    return Hosts.inUri(hazelcastHost(member)) + ":" + member.hazelcast();
  }
}
