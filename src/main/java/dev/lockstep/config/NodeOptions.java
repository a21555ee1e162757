package dev.lockstep.config;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The options with which a node is started.
 *
 * @param member a member of the cluster
 * @param dataDir of the whole cluster; the node's own files are in {@link #directory}
 * @param rejoin whether the node may copy the chain from the others although its own is missing or
 *     has lost blocks
 * @param session how long a browser stays signed in
 * @param startCommand what a person types to start this node again, without {@code --rejoin}; for
 *     sentences that a person reads on this machine
 * @param siblings whether the other members run on this machine too, with their files in {@code
 *     dataDir}
 */
public record NodeOptions(
    ClusterConfig config,
    String member,
    Path dataDir,
    boolean rejoin,
    Duration session,
    String startCommand,
    boolean siblings) {
  /** How long a browser stays signed in, unless somebody says otherwise. */
  public static final Duration SESSION = Duration.ofHours(12);

  /** Of a node that knows nothing of the disks of others. */
  public NodeOptions(
      ClusterConfig config,
      String member,
      Path dataDir,
      boolean rejoin,
      Duration session,
      String startCommand) {
    this(config, member, dataDir, rejoin, session, startCommand, false);
  }

  public Path directory() {
    return dataDir.resolve(member);
  }
}
