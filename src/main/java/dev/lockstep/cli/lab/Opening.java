package dev.lockstep.cli.lab;

import dev.lockstep.command.Nearest;
import dev.lockstep.lab.Condition;
import dev.lockstep.lab.Entry;
import dev.lockstep.lab.Lab;
import dev.lockstep.lab.LabProtocol;
import dev.lockstep.lab.Law;
import dev.lockstep.lab.Search;
import dev.lockstep.lab.Setup;
import dev.lockstep.simulator.world.Plan;
import java.util.ArrayList;
import java.util.List;

/** Lives that begin while the lab runs: a new cluster, or moves that break a protocol. */
final class Opening {
  /** Of so many broken lives the shortest is taken. */
  static final int ENOUGH = 12;

  private Opening() {}

  /**
   * {@code new paxos 5}: each part may be left out.
   *
   * @param setup of the life that is left
   */
  static Setup setup(Setup setup, List<String> words) {
    var next = Setup.DEFAULT.with(setup.protocol()).with(setup.members());
    for (var word : words) {
      if (word.matches("[0-9]{1,3}")) {
        int members = Integer.parseInt(word);
        if (members < 1 || members > Plan.MEMBERS_MAX) {
          throw Words.usage(word + " members are not between 1 and " + Plan.MEMBERS_MAX);
        }
        next = next.with(members);
      } else {
        next = next.with(protocol(word));
      }
    }
    return next;
  }

  static LabProtocol protocol(String name) {
    return LabProtocol.named(name)
        .orElseThrow(
            () ->
                Words.usage(
                    "the protocol \""
                        + name
                        + "\" is unknown; "
                        + Nearest.to(
                                name, LabProtocol.all().stream().map(LabProtocol::name).toList())
                            .map(near -> "did you mean \"" + near + "\"?")
                            .orElse("there are " + LabProtocol.names())));
  }

  /** A life that ends where the moves have broken an invariant. */
  static Lab life(Setup setup, Search.Found found) {
    var lab = new Lab(Search.syncing(setup));
    found.moves().forEach(lab::perform);
    lab.perform(new Entry.Expect(new Condition.Broken(found.broken().invariant())));
    return lab;
  }

  /** What was found, and how the protocol that nodes run fares with the same moves. */
  static List<String> sentences(Setup setup, Search.Found found) {
    List<String> lines = new ArrayList<>();
    lines.add(
        found.moves().size()
            + " moves break the invariant \""
            + found.broken().invariant()
            + "\": "
            + found.broken().detail()
            + ".");
    Law.of(found.broken().invariant())
        .ifPresent(law -> lines.add(law.sentence() + " (" + law.source() + ")"));
    if (setup.protocol().isTextbook()) {
      lines.add(compared(setup, found));
    }
    return lines;
  }

  private static String compared(Setup setup, Search.Found found) {
    var shipped = setup.protocol().shipped();
    return "The same moves, as far as they are possible, with the protocol "
        + shipped.name()
        + ": "
        + Search.broken(setup.with(shipped), found.moves())
            .map(broken -> "they break the invariant \"" + broken.invariant() + "\".")
            .orElse("no invariant is broken.");
  }
}
