/**
 * Proofs that anybody can check: trees over the chain, signed notes, checkpoints and receipts. The
 * package is pure.
 *
 * <pre>
 *   hashes of blocks ── HashTree ──► root, audit path, consistency proof ── TreeProof ──► holds or not
 *   root at a size ──── Checkpoint ─ SignedNote, signed by members ──────── Trust ──► by whom
 *   transfer, header, two paths, checkpoint ── Receipt ──► what it proves, or what does not fit
 * </pre>
 *
 * Trees are those of RFC 9162, section 2.1. Notes, checkpoints and cosignatures are those of C2SP
 * (signed-note, tlog-checkpoint, tlog-cosignature). All byte forms are in {@code docs/format.md}.
 */
package dev.lockstep.proof;
