/**
 * Who may send what to this node, and how much: connections, heads of requests, Host and Origin,
 * the token, the memory of bodies.
 */
package dev.lockstep.console.access;
