/**
 * The key pairs of members: who signs, who is believed, and which secret two of them share. Ed25519
 * (RFC 8032) for signatures, X25519 (RFC 7748) of the same pair for secrets.
 */
package dev.lockstep.keys;
