package dev.lockstep.command;

import java.util.Optional;

/**
 * A transfer as it was written.
 *
 * @param column where it begins on its line, in characters, counted from 1
 * @param from empty when the line does not name the payer
 * @param amount digits with at most one point and two decimals
 * @param memo empty when there is none
 */
public record Payment(int column, Optional<String> from, String to, String amount, String memo) {}
