package dev.lockstep.embedded;

import io.vertx.core.json.JsonObject;
import java.nio.file.Path;

/**
 * Which member a node runs as, and where its files are.
 *
 * @param cluster all members, see {@code docs/operation.md}
 * @param member the name of one of them
 * @param directory of the cluster's data; the files of the node are in {@code DIRECTORY/MEMBER}
 * @param rejoin whether the node may copy the chain from the others because its own is lost; its
 *     operator decides that, once
 */
public record LockstepNodeOptions(Cluster cluster, String member, Path directory, boolean rejoin) {
  /** Where the description of a cluster is. */
  public sealed interface Cluster {
    /** In a file, such as {@code conf/cluster.yaml}. */
    record File(Path path) implements Cluster {}

    /** In an object with the same keys. */
    record Content(JsonObject json) implements Cluster {
      public Content {
        json = json.copy();
      }
    }
  }

  public static LockstepNodeOptions of(Path clusterFile, String member, Path directory) {
    return new LockstepNodeOptions(new Cluster.File(clusterFile), member, directory, false);
  }

  public static LockstepNodeOptions of(JsonObject cluster, String member, Path directory) {
    return new LockstepNodeOptions(new Cluster.Content(cluster), member, directory, false);
  }

  /** The same for a member whose disk was lost. */
  public LockstepNodeOptions rejoining() {
    return new LockstepNodeOptions(cluster, member, directory, true);
  }
}
