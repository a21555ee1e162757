package dev.lockstep.config;

import java.nio.file.Path;

/**
 * What it takes to start a node.
 *
 * @param member a member of the cluster
 * @param dataDir of the whole cluster; the node's own files are in {@link #directory}
 * @param rejoin whether the node may copy the chain from the others although its own is missing or
 *     has lost blocks
 */
public record NodeOptions(ClusterConfig config, String member, Path dataDir, boolean rejoin) {

  public Path directory() {
    return dataDir.resolve(member);
  }
}
