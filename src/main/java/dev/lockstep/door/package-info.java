/**
 * Connections between members. Both ends prove their keys by TLS 1.3 before anything else of theirs
 * is read, and the connection of a stranger is closed. Between machines, Hazelcast's connections
 * pass through the same port.
 */
package dev.lockstep.door;
