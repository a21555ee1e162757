package dev.lockstep.console;

/** Ends what was asked for, with a {@link Problem} as the answer. */
final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  ApiException(Problem problem) {
    // No stack trace: it says what a client did wrong, and not where the node found out.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  ApiException(ProblemCode code, String detail) {
    this(new Problem(code, detail));
  }

  static ApiException invalidRequest(String detail) {
    return new ApiException(ProblemCode.INVALID_REQUEST, detail);
  }

  static ApiException notFound(String detail) {
    return new ApiException(ProblemCode.NOT_FOUND, detail);
  }

  static ApiException usage(String detail) {
    return new ApiException(ProblemCode.USAGE, detail);
  }

  Problem problem() {
    return problem;
  }
}
