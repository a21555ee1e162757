package dev.lockstep.bench;

import java.net.URI;

/**
 * A node that is loaded.
 *
 * @param address of its HTTP server
 * @param payer an account that it owns
 * @param payee another account
 */
public record Target(String member, URI address, String token, String payer, String payee) {}
