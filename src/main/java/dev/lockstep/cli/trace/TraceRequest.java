package dev.lockstep.cli.trace;

import java.util.Map;

/**
 * What a person wants to see.
 *
 * @param from the first event of some members; of the others the newest
 * @param last how many of the newest
 * @param withState whether the text has what each event has changed of its member's state
 * @param isFollowing whether it goes on with what happens
 */
public record TraceRequest(
    Map<String, Long> from,
    int last,
    Choice choice,
    TraceForm form,
    boolean withState,
    boolean isFollowing) {}
