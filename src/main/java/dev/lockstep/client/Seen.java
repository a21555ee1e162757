package dev.lockstep.client;

import dev.lockstep.reader.Believed;
import dev.lockstep.reader.NodeReader;
import dev.lockstep.reader.ReaderException;
import dev.lockstep.reader.SeenCheckpoint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The last checkpoint that the client has seen: whether the ledger of the node continues it, at
 * each connection and then once a minute. Used on the client's context; files and HTTP are the work
 * of other threads.
 */
final class Seen {
  private static final long PERIOD_MILLIS = TimeUnit.MINUTES.toMillis(1);

  private final Vertx vertx;
  private final LockstepClientOptions options;
  private final Optional<Believed> believed;
  private long timer = -1;

  /**
   * @throws IllegalArgumentException when a key of the options is none
   */
  Seen(Vertx vertx, LockstepClientOptions options) {
    this.vertx = vertx;
    this.options = options;
    this.believed = options.remembered().map(Seen::believed);
  }

  private static Believed believed(LockstepClientOptions.Remembered remembered) {
    if (remembered.memberKeys().isEmpty()) {
      throw new IllegalArgumentException(
          "There is no member's key; give those of all members, as ./run.sh key NAME prints them.");
    }
    try {
      return Believed.given(remembered.memberKeys());
    } catch (ReaderException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** Fails with a {@link LockstepException} when this node must not be used. */
  Future<Void> check() {
    if (believed.isEmpty()) {
      return Future.succeededFuture();
    }
    var keys = believed.get();
    var file = new SeenCheckpoint(options.remembered().orElseThrow().file());
    return vertx
        .executeBlocking(() -> alarm(file, keys), false)
        .compose(
            alarm ->
                alarm
                    .<Future<Void>>map(
                        sentence ->
                            Future.failedFuture(
                                new LockstepException(LockstepException.UNTRUSTED, sentence)))
                    .orElseGet(Future::succeededFuture));
  }

  private Optional<String> alarm(SeenCheckpoint file, Believed keys) throws InterruptedException {
    try (var http = NodeReader.client()) {
      return file.check(
          new NodeReader(http, options.address().resolve("/"), options.token()), keys);
    } catch (IOException e) {
      return Optional.of(
          "The checkpoint of %s cannot be kept in %s (%s), so its ledger cannot be checked."
              .formatted(options.address(), file.file(), e.getMessage()));
    } catch (ReaderException | IllegalArgumentException e) {
      return Optional.of(
          "The ledger of %s cannot be checked: %s".formatted(options.address(), e.getMessage()));
    }
  }

  /** Checks again while the connection lasts. */
  void watch(Consumer<LockstepException> alarm) {
    rest();
    if (believed.isPresent()) {
      timer =
          vertx.setPeriodic(
              PERIOD_MILLIS,
              _ -> check().onFailure(reason -> alarm.accept((LockstepException) reason)));
    }
  }

  /** No more until {@link #watch}. */
  void rest() {
    if (timer >= 0) {
      vertx.cancelTimer(timer);
      timer = -1;
    }
  }
}
