package dev.lockstep.console;

/** What a client is told of one transfer: where it is, or why it is nowhere. */
sealed interface TransferAnswer permits Receipt, Problem {}
