package dev.lockstep.config;

import java.util.HashMap;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;

/** The addresses and ports of all members, no two of which may be the same. */
final class Endpoints {
  private record Endpoint(String host, int port) {}

  private final YamlSource source;
  private final Map<Endpoint, String> taken = new HashMap<>();

  Endpoints(YamlSource source) {
    this.source = source;
  }

  void take(Node at, Member member) throws ConfigException {
    take(at, member, "http", member.http());
    take(at, member, "bus", member.bus());
    take(at, member, "hazelcast", member.hazelcast());
  }

  private void take(Node at, Member member, String use, int port) throws ConfigException {
    var host = Hosts.canonical(member.host());
    var endpoint = new Endpoint(host.equals("localhost") ? "127.0.0.1" : host, port);
    var earlier = taken.put(endpoint, member.name() + "'s " + use + " port");
    if (earlier != null) {
      throw source.mistake(
          at,
          "%s's %s port %d on %s is %s already; give it a port of its own."
              .formatted(member.name(), use, port, member.host(), earlier));
    }
  }
}
