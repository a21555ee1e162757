package dev.lockstep.lab;

import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.world.Action;
import dev.lockstep.simulator.world.World;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** What disks do by themselves after a move. */
final class Settling {
  private final World world;
  private final PendingDisks disks;
  private final Set<String> frozen;
  private final Consumer<Action> happening;

  /** Else each sync is a move of its own. */
  boolean syncsAtOnce = true;

  /**
   * @param happening has an action happen now
   */
  Settling(World world, PendingDisks disks, Set<String> frozen, Consumer<Action> happening) {
    this.world = world;
    this.disks = disks;
    this.frozen = frozen;
    this.happening = happening;
  }

  /** What was to be read has been read, and a disk that syncs at once has done so. */
  void settle() {
    boolean isSettled;
    do {
      isSettled = !readNext();
      for (var member : world.members()) {
        if (syncsAtOnce && isToSync(member)) {
          sync(member);
          isSettled = false;
        }
      }
    } while (!isSettled);
    clearUp();
  }

  private boolean isToSync(Member member) {
    return member.isUp()
        && member.disk.unsyncedCount() > 0
        && !disks.isHeld(member.name)
        && !frozen.contains(member.name);
  }

  /** See {@link Moment#oldest}. */
  Optional<Member> oldestDisk() {
    return world.members().stream()
        .filter(this::isToSync)
        .min(Comparator.comparingLong(m -> disks.age(m.name)));
  }

  void sync(Member member) {
    happening.accept(new Action.Sync(member.name, disks.sync(member.name)));
  }

  private boolean readNext() {
    var next = disks.readNext(name -> !frozen.contains(name));
    next.ifPresent(
        reading -> happening.accept(new Action.ReadDone(reading.member(), reading.read())));
    return next.isPresent();
  }

  /** A process that has ended stands still no longer, and its reads are gone. */
  void clearUp() {
    frozen.removeIf(name -> !world.member(name).isUp());
    disks.forget(name -> !world.member(name).isUp());
  }
}
