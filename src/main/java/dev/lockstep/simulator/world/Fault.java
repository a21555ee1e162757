package dev.lockstep.simulator.world;

import dev.lockstep.chain.Protocol;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What a network, a disk, a process or a client may do to a cluster. */
public enum Fault {
  LOSS("a message is lost"),
  DUPLICATION("a message arrives twice, the second time much later"),
  DELAY("a message, and what follows it on the link, comes seconds late"),
  REORDERING("a message overtakes others"),
  ONE_WAY_CUT("one member does not hear another, which hears it"),
  PARTITION("the members fall into two parts"),
  CRASH("a process is killed; a prefix of its unsynced writes survives"),
  CRASH_IN_STEP("a process is killed between two effects of a step"),
  SLOW_DISK("a sync takes up to seconds"),
  LOST_DISK("a disk is lost, and the member started with --rejoin"),
  FORGOTTEN_DISK("a disk is lost, and the member started without --rejoin"),
  OLD_DISK("an old copy of a disk is put back"),
  FREEZE("a process stops for seconds, and goes on with what it believed"),
  RETRY("a client sends the same transfer again"),
  STRAY("a client asks the wrong member, or uses an id twice"),
  FORGERY("a block that breaks a rule arrives among fetched ones"),
  UNSOUND_BLOCK("a member makes a block that breaks a rule"),
  FAILURE("a step fails unexpectedly in the middle"),
  LIES("one member sends what no correct member sends");

  private final String explanation;

  Fault(String explanation) {
    this.explanation = explanation;
  }

  /**
   * What a protocol promises to survive, except {@link #LIES}, which are simulated when they are
   * named: a lie changes what the other faults lead to. In Paxos mode an old copy of a disk cannot
   * be told from a restart while the members that know more are down, because a restart waits for
   * no answer.
   */
  public static Set<Fault> of(Protocol protocol) {
    return switch (protocol) {
      case LAMPORT -> EnumSet.complementOf(EnumSet.of(LIES));
      case PAXOS -> EnumSet.complementOf(EnumSet.of(OLD_DISK, LIES));
    };
  }

  /** Everything that may be named for a protocol. */
  public static Set<Fault> namedFor(Protocol protocol) {
    var faults = of(protocol);
    faults.add(LIES);
    return faults;
  }

  /** One sentence without its full stop. */
  public String explanation() {
    return explanation;
  }

  /** As it is typed: {@code one-way-cut}. */
  public String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
