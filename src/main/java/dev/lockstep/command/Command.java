package dev.lockstep.command;

import java.util.List;
import java.util.Optional;

/** What a line asks for. */
public sealed interface Command {
  /** An empty line, or one that holds a comment only. */
  record Nothing() implements Command {}

  /**
   * One transfer, or several triplets.
   *
   * @param payments in the order of the line, at least one
   */
  record Transfers(List<Payment> payments) implements Command {}

  record Balance(Optional<String> account) implements Command {}

  record Balances(Page page) implements Command {}

  record Chain(int blocks) implements Command {}

  record Block(long height, Page page) implements Command {}

  /**
   * @param member whose log is meant
   */
  record Log(Optional<String> member, Page page) implements Command {}

  /**
   * The newest transfers of an account.
   *
   * @param transfers how many
   */
  record Statement(Optional<String> account, int transfers) implements Command {}

  /**
   * Where a transfer is.
   *
   * @param id as it was written
   */
  record Find(String id) implements Command {}

  record Status() implements Command {}

  record Peers() implements Command {}

  record Verify() implements Command {}

  /**
   * @param topic a command that {@link Manual} knows; empty for all
   */
  record Help(Optional<Manual.Entry> topic) implements Command {}

  /** Leave the prompt, or end the script. */
  record Exit() implements Command {}
}
