/**
 * A run of a member, recorded so that it can be run again: what its order was given, and when. An
 * order is pure, so the same inputs give the same states and the same bytes.
 *
 * <pre>
 *   OrderVerticle ──► RecordedOrder ──► Order
 *                          │ each input, with a checksum of what followed from it
 *                     RunWriter ──► data/A/inputs ──► RunReader ──► lab
 * </pre>
 */
package dev.lockstep.recording;
