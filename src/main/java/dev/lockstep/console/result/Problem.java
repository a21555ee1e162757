package dev.lockstep.console.result;

import dev.lockstep.chain.Refusal;
import java.util.List;
import java.util.UUID;

/**
 * Why a request was not fulfilled.
 *
 * @param detail one sentence or more that name the value and the remedy
 */
public record Problem(ProblemCode code, String detail, About about) implements TransferAnswer {
  /** What a program needs beside the code. */
  public sealed interface About {
    record Nothing() implements About {}

    /** A column on the line of a command, counted from 1. */
    record Column(int column) implements About {}

    /**
     * @param id as the client wrote it; it may be no UUID
     */
    record OfTransfer(String id) implements About {}

    /**
     * A transfer that is definitely not executed.
     *
     * @param waitingFor the members that were missing
     */
    record Waiting(UUID id, List<String> waitingFor) implements About {}

    /**
     * A transfer that may or may not commit.
     *
     * @param waitingFor the members that can end the doubt; empty when none of them can
     * @param reason one sentence
     */
    record Doubt(UUID id, List<String> waitingFor, String reason) implements About {}
  }

  public Problem(ProblemCode code, String detail) {
    this(code, detail, new About.Nothing());
  }

  /** A failure that is no {@link ApiException} is an error of the node. */
  public static Problem of(Throwable failure) {
    return failure instanceof ApiException e
        ? e.problem()
        : new Problem(ProblemCode.INTERNAL_ERROR, "The node made a mistake: " + failure);
  }

  /**
   * @param id as the client wrote it
   */
  public static Problem refused(String id, Refusal refusal) {
    return new Problem(ProblemCode.of(refusal.code()), refusal.detail(), new About.OfTransfer(id));
  }
}
