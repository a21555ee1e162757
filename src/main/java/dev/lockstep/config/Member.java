package dev.lockstep.config;

/**
 * A participant and where to reach it.
 *
 * @param host what its ports are bound to, and where the others look for it
 * @param http REST, WebSocket and the web console
 * @param bus the clustered event bus
 * @param hazelcast the membership of the event bus
 */
public record Member(String name, String host, int http, int bus, int hazelcast) {}
