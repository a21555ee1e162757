/**
 * The ledger, pure: transfers, blocks, hashes, balances, and the rules that hold between them.
 *
 * <pre>
 *   words of a client ── TransferRules.parse ──► Transfer ── Ledger.Draft.offer ──► Decision
 *                                                                   │ seal
 *                        Block ◄── block ── Block.Unsigned (Header, BlockBody) ◄┘
 *   bytes of a block ─── Block.decode ─────────► Block ─── Ledger.append ──► balances, index, head
 * </pre>
 *
 * Byte forms are those of {@code docs/format.md}. This package uses no thread, no clock and no
 * disk.
 */
package dev.lockstep.chain;
