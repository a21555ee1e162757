package dev.lockstep.order.member;

/**
 * A peer has sent what no correct member sends. The message is refused as a whole, its sender is
 * accused, and this member goes on: it has contradicted nothing itself.
 */
public class RefusedMessageException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RefusedMessageException(String reason) {
    // Nobody reads the stack of what another member has done, and it may come often.
    super(reason, null, false, false);
  }
}
