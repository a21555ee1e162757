package dev.lockstep.bench;

import java.util.List;

/** Clients within the processes of the nodes. Used by one thread. */
final class InsideLoad implements Load {
  private final Workload workload;
  private final List<Target> targets;

  InsideLoad(Workload workload, List<Target> targets) {
    this.workload = workload;
    this.targets = targets;
  }

  @Override
  public void run(Window window) {
    targets.forEach(target -> inside(target).begin(workload, target, window));
    targets.forEach(target -> window.answered(inside(target).end()));
  }

  private static InsideClients inside(Target target) {
    return target
        .inside()
        .orElseThrow(
            () -> new BenchException("Node " + target.member() + " has no clients inside."));
  }

  @Override
  public void close() {
    // They end with the nodes.
  }
}
