/**
 * Answers on their way to a client. A long one is made piece by piece, when its turn has come and
 * as fast as the client reads: as the body of an HTTP response, or as a message of a WebSocket.
 */
package dev.lockstep.console.delivery;
