package dev.lockstep.cli.submit;

/**
 * A transfer of a file, and its place there.
 *
 * @param line counted from 1
 * @param position among the transfers of its line, counted from 1
 */
record Placed(long line, int position, ParsedLine.Triplet triplet) {}
