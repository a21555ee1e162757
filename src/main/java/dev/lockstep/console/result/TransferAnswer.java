package dev.lockstep.console.result;

/** The answer for one transfer: where it is, or why it is nowhere. */
public sealed interface TransferAnswer permits Receipt, Problem {}
