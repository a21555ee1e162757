package dev.lockstep.order.member;

/** A peer shows another block at a height of this member's chain (design C5). */
final class ForkException extends RefusedMessageException {
  private static final long serialVersionUID = 1;

  private final long height;

  ForkException(long height, String reason) {
    super(reason);
    this.height = height;
  }

  long height() {
    return height;
  }
}
