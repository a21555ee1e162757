package dev.lockstep.console;

/** The answer for one transfer: where it is, or why it is nowhere. */
sealed interface TransferAnswer permits Receipt, Problem {}
