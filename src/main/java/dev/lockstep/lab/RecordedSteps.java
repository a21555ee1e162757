package dev.lockstep.lab;

import dev.lockstep.lab.RecordedRun.Step;
import dev.lockstep.order.Input;
import dev.lockstep.recording.RunEntry;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.world.Action;
import dev.lockstep.simulator.world.World;

/**
 * Has the members take what was recorded, with the classes that a node runs, and checks after each
 * step that they are as they were then.
 */
final class RecordedSteps {
  private final World world;
  private final Recorder recorder;
  private final Wires wires;
  private final PendingDisks disks;
  private final RunReplay replay;

  RecordedSteps(World world, Recorder recorder, Wires wires, PendingDisks disks, RunReplay replay) {
    this.world = world;
    this.recorder = recorder;
    this.wires = wires;
    this.disks = disks;
    this.replay = replay;
  }

  /**
   * Goes on to the next step in which something is seen to happen.
   *
   * @param now milliseconds of the cluster's time
   * @return the time afterwards
   */
  long goOn(long now) {
    long at = now;
    int seen = recorder.happened().size();
    do {
      var step = replay.next();
      at = Math.max(at, replay.millis(step));
      world.reach(at);
      take(step, at);
    } while (recorder.happened().size() == seen && replay.hasNext());
    return at;
  }

  private void take(Step step, long at) {
    var member = world.member(step.member());
    switch (step) {
      case Step.Begins(var begun) -> begin(member, begun);
      case Step.Ends(var _, var _, var records) -> end(member, records, at);
      case Step.Takes(var name, var taken) -> {
        // A process that has stopped by itself was given nothing more.
        if (member.isUp()) {
          take(member, taken);
        }
      }
    }
  }

  private void begin(Member member, RunEntry.Begun begun) {
    if (member.starts == 0) {
      replay.before(member.name).ifPresent(records -> world.restore(member.name, records));
    }
    long found = begun.records();
    if (member.disk.records().size() != found) {
      throw new ImpossibleException(
          "the recorded run of "
              + member.name
              + " begins with "
              + found
              + " records in its journal, and "
              + member.disk.records().size()
              + " are known; what the journal was then is not in the record, because it has been set"
              + " aside or deleted since");
    }
    world.begin(member.name, begun.incarnation(), begun.rejoin(), begun.limits());
  }

  /** What the next process has found is what the disk has kept. */
  private void end(Member member, long records, long at) {
    long kept = records - member.disk.records().size();
    if (kept > member.disk.unsyncedCount()) {
      throw new ImpossibleException(
          "the journal of "
              + member.name
              + " had "
              + records
              + " records when it was started again, and only "
              + (member.disk.records().size() + member.disk.unsyncedCount())
              + " follow from what was recorded; the recording stopped before the process did");
    }
    world.happen(at, new Action.Crash(member.name, (int) Math.max(0, kept)));
    if (kept < 0) {
      world.happen(at, new Action.OldDisk(member.name, (int) records));
    }
    disks.forget(member.name::equals);
  }

  private void take(Member member, RunEntry.Taken taken) {
    switch (taken.input()) {
      case Input.Received(var _, var stamp) -> {
        var link = new Link(stamp.sender(), member.name);
        var flying =
            wires.first(each -> each.link().equals(link) && each.stamp().id().equals(stamp.id()));
        flying.ifPresent(recorder::arrives);
        if (replay.arrivesForTheLastTime(member.name, stamp)) {
          flying.ifPresent(wires::remove);
        }
      }
      case Input.BlocksRead _ -> disks.readNext(member.name::equals);
      case Input.Start _,
          Input.Submit _,
          Input.Find _,
          Input.Misbehaved _,
          Input.Persisted _,
          Input.WriteFailed _,
          Input.Signed _,
          Input.LogSigned _,
          Input.Verified _,
          Input.Tick _ -> {
        // The world does what belongs to it.
      }
    }
    world.take(member.name, taken.input(), taken.now());
    if (member.disk.unsyncedCount() == 0) {
      disks.synced(member.name);
    }
    if (recorder.digest(member.name) != taken.digest()) {
      throw new ImpossibleException(
          "step "
              + replay.done()
              + " of the recorded run was computed again, and "
              + member.name
              + " is not as it was recorded: the recording is incomplete, or of another version");
    }
  }
}
