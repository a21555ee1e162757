/**
 * Who gets in. Members prove their keys by TLS 1.3 before a byte of theirs is read; a stranger gets
 * a closed connection. Between machines, Hazelcast's connections pass through the same door.
 */
package dev.lockstep.door;
