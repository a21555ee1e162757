/**
 * What clients can ask of a node, over any of its interfaces: the order and the store answer over
 * the local event bus. Results are records, and {@link dev.lockstep.console.api.Views} writes them
 * as JSON.
 */
package dev.lockstep.console.api;
