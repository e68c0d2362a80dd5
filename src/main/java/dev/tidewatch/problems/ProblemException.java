package dev.tidewatch.problems;

/** What a resource finds wrong with a request by itself. Has no stack trace: it is no failure. */
public class ProblemException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  /** Ends the request with this problem. */
  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  /** With a status and a sentence for the client. */
  public ProblemException(int status, String detail) {
    this(new Problem(status, detail));
  }

  /** What the client is told. */
  public Problem problem() {
    return problem;
  }
}
