/**
 * The stream of events: the newest ones in memory, older ones from H2, and the clients that
 * subscribe.
 */
package dev.lockstep.console.events;
