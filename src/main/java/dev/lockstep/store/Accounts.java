package dev.lockstep.store;

import dev.lockstep.chain.Genesis;

/** The accounts as H2's tables refer to them: by their place in genesis. */
record Accounts(Genesis genesis) {
  int number(String name) {
    return genesis.indexOf(name);
  }

  /**
   * @param table which has the number
   * @throws StoreException when there is no such account
   */
  String name(String table, int number) {
    if (number < 0 || number >= genesis.accounts().size()) {
      throw new StoreException(
          "table " + table + " names an account " + number + " that is not there");
    }
    return genesis.accounts().get(number).name();
  }
}
