package dev.lockstep.cli.submit;

import java.util.List;

/**
 * Why a transfer was not paid, or is in doubt.
 *
 * @param detail the sentence of the node, or of this program
 * @param reason what a doubt comes from, one sentence; empty for anything else
 * @param waitingFor the members that can end a doubt
 */
record Why(String detail, String reason, List<String> waitingFor) {
  static final Why NOTHING = new Why("");

  Why(String detail) {
    this(detail, "", List.of());
  }

  /** For a person. */
  String text() {
    return reason.isEmpty() ? detail : (detail + " " + reason).strip();
  }
}
