package dev.lockstep.store;

import java.util.List;

/** Every account, sorted by name, as of one height. */
public record Balances(long height, List<Account> accounts) {
  /**
   * @param balance minor units
   */
  public record Account(String name, String owner, long balance) {}
}
