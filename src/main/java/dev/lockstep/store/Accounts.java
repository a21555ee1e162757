package dev.lockstep.store;

import dev.lockstep.chain.Genesis;

/** The accounts as H2's tables refer to them: by their place in genesis. */
record Accounts(Genesis genesis) {
  int number(String name) {
    return genesis.indexOf(name);
  }

  String name(int number) {
    return genesis.accounts().get(number).name();
  }

  int count() {
    return genesis.accounts().size();
  }
}
