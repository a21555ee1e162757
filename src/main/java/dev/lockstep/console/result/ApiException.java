package dev.lockstep.console.result;

/** Ends a request, with a {@link Problem} as the answer. */
public final class ApiException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  public ApiException(Problem problem) {
    // No stack trace: it says what a client did wrong, and not where the node found out.
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public ApiException(ProblemCode code, String detail) {
    this(new Problem(code, detail));
  }

  public static ApiException invalidRequest(String detail) {
    return new ApiException(ProblemCode.INVALID_REQUEST, detail);
  }

  public static ApiException notFound(String detail) {
    return new ApiException(ProblemCode.NOT_FOUND, detail);
  }

  public static ApiException usage(String detail) {
    return new ApiException(ProblemCode.USAGE, detail);
  }

  public Problem problem() {
    return problem;
  }
}
