package dev.lockstep.cli.trace;

import java.util.Map;

/**
 * What a person wants to see.
 *
 * @param from the first event of some members; of the others the newest
 * @param last how many of the newest
 * @param isFollowing whether it goes on with what happens
 */
public record TraceRequest(
    Map<String, Long> from, int last, Choice choice, TraceForm form, boolean isFollowing) {}
