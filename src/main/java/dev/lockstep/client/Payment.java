package dev.lockstep.client;

import dev.lockstep.chain.Surrogates;
import dev.lockstep.ids.TimeOrderedIds;
import java.util.UUID;

/**
 * An order to transfer money. Its id makes it one payment, however often it is sent: the same
 * {@code Payment} sent again is answered with the first outcome and is not paid again. So make a
 * new one for each payment.
 *
 * @param id a UUID; version 7 is stored best
 * @param from the paying account, which the member of the node has to own
 * @param to another account
 * @param amount a decimal with at most two places, above zero, such as {@code "4.00"}; the node
 *     refuses anything else with {@code invalid_amount}
 * @param memo at most 140 characters; empty for none
 */
public record Payment(UUID id, String from, String to, String amount, String memo) {
  private static final TimeOrderedIds IDS = new TimeOrderedIds();

  /**
   * @throws IllegalArgumentException when the id is missing, or a text is missing or no Unicode
   */
  public Payment {
    if (id == null) {
      throw new IllegalArgumentException("A payment needs an id; Payment.of makes one.");
    }
    requireText(from, "The account that pays");
    requireText(to, "The account that is paid");
    requireText(amount, "The amount");
    requireText(memo, "The memo");
  }

  /** A payment with a new id and no memo. */
  public static Payment of(String from, String to, String amount) {
    return new Payment(IDS.next(), from, to, amount, "");
  }

  /** The same payment, with the same id, and a memo. */
  public Payment withMemo(String text) {
    return new Payment(id, from, to, amount, text);
  }

  /** The same content under an id that the program has chosen. */
  public Payment withId(UUID chosen) {
    return new Payment(chosen, from, to, amount, memo);
  }

  private static void requireText(String text, String what) {
    if (text == null) {
      throw new IllegalArgumentException(what + " is null; give a text.");
    }
    // Another text than the caller's would arrive.
    if (Surrogates.areHalved(text)) {
      throw new IllegalArgumentException(
          what + " has half a surrogate pair; give whole characters.");
    }
  }
}
