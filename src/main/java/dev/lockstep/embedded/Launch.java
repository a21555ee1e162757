package dev.lockstep.embedded;

import dev.lockstep.client.LockstepException;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.config.ClusterConfigReader;
import dev.lockstep.config.ConfigException;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.journal.DataException;
import dev.lockstep.journal.OwnerOnly;
import dev.lockstep.journal.Progress;
import dev.lockstep.node.Node;
import dev.lockstep.node.NodeException;
import dev.lockstep.order.OrderFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts a node from what a program has given. */
final class Launch {
  private static final Logger LOG = LoggerFactory.getLogger(Launch.class);

  private Launch() {}

  /**
   * Takes some seconds, and waits for the disk.
   *
   * @throws LockstepException when the node cannot start
   */
  static Node start(LockstepNodeOptions options, OrderFactory orders) {
    try {
      var config = config(options.cluster());
      requireMember(config, options.member());
      var data = options.directory().toAbsolutePath().normalize();
      var node =
          new NodeOptions(
              config,
              options.member(),
              data,
              options.rejoin(),
              NodeOptions.SESSION,
              "LockstepNode.start");
      OwnerOnly.prepare(node.directory()).ifPresent(LOG::warn);
      return Node.start(
          node, orders, Progress.NONE, sentence -> LOG.warn("{}: {}", options.member(), sentence));
    } catch (ConfigException | NodeException | DataException e) {
      throw new LockstepException(LockstepException.UNAVAILABLE, e.getMessage());
    }
  }

  private static ClusterConfig config(LockstepNodeOptions.Cluster cluster) throws ConfigException {
    return switch (cluster) {
      case LockstepNodeOptions.Cluster.File(var path) -> ClusterConfigReader.read(path);
      case LockstepNodeOptions.Cluster.Content(var json) ->
          ClusterConfigReader.read("The cluster", json.encodePrettily());
    };
  }

  private static void requireMember(ClusterConfig config, String member) {
    if (config.member(member).isEmpty()) {
      throw new LockstepException(
          LockstepException.UNAVAILABLE,
          "\"%s\" is no member of the cluster; its members are %s."
              .formatted(member, String.join(", ", config.memberNames())));
    }
  }
}
