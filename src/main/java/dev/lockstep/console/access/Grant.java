package dev.lockstep.console.access;

import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import io.vertx.ext.web.RoutingContext;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A right that was given to a client, until it ends. Used by the console's event loop only. */
public final class Grant {
  private static final String KEY = "lockstep.grant";

  private final Right right;
  private final Set<Runnable> atEnd = new HashSet<>();
  private boolean isOver;

  Grant(Right right) {
    this.right = right;
  }

  /** The grant by which a request was admitted. */
  public static Grant of(RoutingContext context) {
    return context.get(KEY);
  }

  void putInto(RoutingContext context) {
    context.put(KEY, this);
  }

  boolean mayWrite() {
    return switch (right) {
      case ALL -> true;
      case READ -> false;
    };
  }

  /**
   * @throws ApiException when the client may only read
   */
  public void requireWrite() {
    if (!mayWrite()) {
      throw new ApiException(
          ProblemCode.READ_ONLY,
          "This token may only read; whoever pays needs the one in the file \"token\" of the node.");
    }
  }

  /** Has something done once when the right ends, such as the end of a connection. */
  public void atEnd(Runnable task) {
    if (isOver) {
      // A connection may have been opened meanwhile.
      task.run();
    } else {
      atEnd.add(task);
    }
  }

  /** The connection has ended by itself. */
  public void forget(Runnable task) {
    atEnd.remove(task);
  }

  void end() {
    isOver = true;
    var tasks = List.copyOf(atEnd);
    atEnd.clear();
    tasks.forEach(Runnable::run);
  }
}
