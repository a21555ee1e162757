package dev.lockstep.node;

/** Why a node does not start: one sentence for the person who started it. */
public final class NodeException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean isMistake;

  public NodeException(String sentence) {
    super(sentence);
    isMistake = false;
  }

  private NodeException(String sentence, boolean isMistake) {
    super(sentence);
    this.isMistake = isMistake;
  }

  /** A mistake in the configuration that only the member's machine can find. */
  static NodeException mistake(String sentence) {
    return new NodeException(sentence, true);
  }

  public NodeException(String sentence, Throwable cause) {
    super(sentence, cause);
    isMistake = false;
  }

  /** Whether the person has to change the configuration. */
  public boolean isMistake() {
    return isMistake;
  }
}
