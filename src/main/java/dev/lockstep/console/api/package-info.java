/**
 * What can be asked of a node, whatever way it is asked: the order and the store answer over the
 * local event bus. Results are records, and {@link dev.lockstep.console.api.Views} writes them as
 * JSON.
 */
package dev.lockstep.console.api;
