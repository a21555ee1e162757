package dev.lockstep.store;

import java.util.Optional;

/** H2 failed, or its rows contradict each other. The store can be rebuilt at the next start. */
public final class StoreException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient StoreProblem problem;

  StoreException(String message) {
    this(message, null);
  }

  /** Rows that contradict each other. */
  StoreException(StoreProblem problem) {
    super(problem.sentence());
    this.problem = problem;
  }

  StoreException(String message, Throwable cause) {
    super(message, cause);
    this.problem = null;
  }

  /** The innermost reason, in a line: H2, jOOQ and Flyway wrap it several times. */
  static String lastReason(Throwable e) {
    var inner = e;
    while (inner.getCause() != null && inner.getCause() != inner) {
      inner = inner.getCause();
    }
    var text = inner.getMessage() == null ? inner.toString() : inner.getMessage();
    return text.lines().findFirst().orElse("").strip().replaceAll("\\.+$", "");
  }

  Optional<StoreProblem> problem() {
    return Optional.ofNullable(problem);
  }
}
