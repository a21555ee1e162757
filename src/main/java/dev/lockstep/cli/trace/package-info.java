/**
 * The events of all members in the terminal: in one order, as columns of text, and for other
 * programs. What is said of an event, and what its exports look like, is the same as on the page
 * ({@code webroot/js/pure}, {@code trace*.js}); {@code src/test/resources/trace} holds both to it.
 */
package dev.lockstep.cli.trace;
