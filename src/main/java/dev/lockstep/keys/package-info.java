/**
 * The key pairs of members: Ed25519 (RFC 8032) for signatures, and X25519 (RFC 7748) with the same
 * pair for the secret that two members share.
 */
package dev.lockstep.keys;
