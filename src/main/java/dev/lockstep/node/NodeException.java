package dev.lockstep.node;

/** Why a node does not start: one sentence for the person who started it. */
public final class NodeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public NodeException(String sentence) {
    super(sentence);
  }

  public NodeException(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
