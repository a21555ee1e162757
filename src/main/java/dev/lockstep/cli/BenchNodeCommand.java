package dev.lockstep.cli;

import dev.lockstep.bench.InsideClients;
import dev.lockstep.client.LockstepException;
import dev.lockstep.command.ExitCode;
import dev.lockstep.embedded.LockstepNode;
import dev.lockstep.embedded.LockstepNodeOptions;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicReference;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/**
 * A node of the bench, with clients in its process. It ends by a signal, or when its input does.
 */
@Command(
    name = Commands.BENCH_NODE,
    hidden = true,
    description = "A node with clients inside, which the bench starts.")
final class BenchNodeCommand implements Callable<Integer> {
  /** It serves no files, and what Vert.x prepares for them would stay when the bench ends it. */
  private static final FileSystemOptions WITHOUT_CACHE =
      new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);

  @ParentCommand private Main main;

  @Parameters(paramLabel = "NAME", description = "A member of the cluster.")
  private String name;

  @Override
  public Integer call() throws IOException {
    var vertx =
        Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setFileSystemOptions(WITHOUT_CACHE));
    var started = new AtomicReference<LockstepNode>();
    var shutdown = new Shutdown(() -> stop(started.get()), main.stdio());
    shutdown.onSignals();
    try {
      var options =
          LockstepNodeOptions.of(main.options().clusterFile(), name, main.options().dataDir());
      started.set(
          LockstepNode.start(vertx, options).toCompletionStage().toCompletableFuture().join());
      InsideClients.serve(vertx, started.get(), name, System.in, System.out);
      stop(started.get());
      return ExitCode.OK;
    } catch (CompletionException e) {
      throw e.getCause() instanceof LockstepException known
          ? new CliException(ExitCode.FAILURE, known.getMessage(), known)
          : e;
    } finally {
      shutdown.close();
      vertx.close().toCompletionStage().toCompletableFuture().join();
    }
  }

  private static void stop(LockstepNode node) {
    if (node != null) {
      node.stop().toCompletionStage().toCompletableFuture().join();
    }
  }
}
