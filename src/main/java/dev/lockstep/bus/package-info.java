/**
 * The network: addresses, codecs, and the options of the event bus and of Hazelcast. Only this
 * package knows the form of a message between two nodes.
 */
package dev.lockstep.bus;
