package dev.lockstep.chain;

/** A block that does not fit the chain below it. The message says what differs. */
public final class ChainException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final long height;

  public ChainException(long height, String problem) {
    super("block " + height + ": " + problem);
    this.height = height;
  }

  /** The height of the block that does not fit. */
  public long height() {
    return height;
  }
}
