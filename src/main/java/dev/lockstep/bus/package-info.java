/**
 * The wire: addresses, codecs, and the options of the event bus and of Hazelcast. The only place
 * that knows how a message looks between two nodes.
 */
package dev.lockstep.bus;
