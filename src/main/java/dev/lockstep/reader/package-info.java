/**
 * What a client needs that trusts no node: receipts and checkpoints as files, the public keys that
 * it believes, and the answers of nodes.
 */
package dev.lockstep.reader;
