/**
 * A file of transfers, sent to the nodes that own the senders.
 *
 * <pre>
 *   file ── TripletReader ──► Batches ──► Sender ──► TransferApi ──► POST /api/transfers
 *                 │ first pass: check          │
 *                 ▼                            ▼
 *           malformed lines                  Tally ──► Summary
 * </pre>
 *
 * Nothing here holds more of the file than one batch a stream.
 */
package dev.lockstep.cli.submit;
