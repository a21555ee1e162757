package dev.lockstep.console.delivery;

import io.vertx.core.Future;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A result that may be long. It is looked up when its turn to be sent has come, so that a client
 * that asks for many has only one of them in memory.
 *
 * @param ask called once, on the event loop; gives something immutable, as of one height
 */
public record Lookup<T>(Supplier<Future<T>> ask) {
  /** A failure to ask is a failed future too. */
  public Future<T> open() {
    return Future.succeededFuture().compose(now -> ask.get());
  }

  /**
   * @param json called on a rendering thread
   */
  public Answer as(Function<T, Stream<Json>> json) {
    return new Answer.InPieces(() -> open().map(found -> () -> json.apply(found)));
  }
}
