package dev.lockstep.bench;

import java.net.URI;
import java.util.Optional;

/**
 * A node that is loaded.
 *
 * @param address of its HTTP server
 * @param payer an account that it owns
 * @param payee another account
 * @param inside the clients within its process, where it has some
 */
public record Target(
    String member,
    URI address,
    String token,
    String payer,
    String payee,
    Optional<InsideClients> inside) {
  Loops.Payers payers() {
    return new Loops.Payers(member, payer, payee);
  }
}
