package dev.tidewatch.problems;

/** A resource refuses a request. Has no stack trace, because it is not a failure. */
public class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** Ends the request with this problem. */
  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** Ends the request with a status and a sentence for the client. */
  public ProblemException(int status, String detail) {
    this(new Problem(status, detail));
  }

  /** The problem for the client. */
  public Problem problem() {
    return problem;
  }
}
