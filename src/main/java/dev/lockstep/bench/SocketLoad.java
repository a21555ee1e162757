package dev.lockstep.bench;

import dev.lockstep.client.LockstepClient;
import dev.lockstep.client.LockstepClientOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/** Clients over one WebSocket for each node. Used by one thread. */
final class SocketLoad implements Load {
  private final Vertx vertx;
  private final Workload workload;
  private final List<Target> targets;
  private final List<LockstepClient> clients = new ArrayList<>();

  SocketLoad(Vertx vertx, Workload workload, List<Target> targets) {
    this.vertx = vertx;
    this.workload = workload;
    this.targets = targets;
    for (var target : targets) {
      clients.add(
          Loops.await(
              LockstepClient.connect(
                  vertx, LockstepClientOptions.of(target.address(), target.token()))));
    }
  }

  @Override
  public void run(Window window) {
    List<Future<?>> loops = new ArrayList<>();
    for (int i = 0; i < clients.size(); i++) {
      loops.add(Loops.start(vertx, clients.get(i), workload, targets.get(i).payers(), window));
    }
    Loops.await(Future.join(loops));
  }

  @Override
  public void close() {
    clients.forEach(client -> Loops.await(client.close()));
  }
}
