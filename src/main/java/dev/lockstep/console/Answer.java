package dev.lockstep.console;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What is answered, by REST and by JSON-RPC. */
sealed interface Answer {
  /** A small one: its size does not grow with the ledger. */
  record Whole(JsonObject json) implements Answer {}

  /**
   * One that may be long. It is asked for when its turn to be sent has come, so that a client that
   * asks for many has only one of them in memory.
   *
   * @param ask called once, on the event loop; gives something immutable, as of one height
   * @param json called on a rendering thread
   */
  record InPieces<T>(Supplier<Future<T>> ask, Function<T, Stream<Json>> json) implements Answer {
    Future<Supplier<Stream<Json>>> open() {
      // Composed, so that what it throws is a failure too.
      return Future.succeededFuture()
          .compose(now -> ask.get())
          .map(found -> () -> json.apply(found));
    }
  }
}
