package dev.lockstep.lab;

import dev.lockstep.chain.Block;
import dev.lockstep.simulator.member.Disk;
import dev.lockstep.simulator.member.Member;
import dev.lockstep.simulator.world.World;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes moments of a cluster. */
final class MomentMaker {
  private final World world;
  private final Recorder recorder;
  private final Wires wires;
  private final PendingDisks disks;
  private final Set<String> frozen;
  private final Map<String, Chain> chains = new HashMap<>();

  /** The chain of a disk as it was last copied. */
  private record Chain(Disk disk, List<Block> blocks) {}

  MomentMaker(World world, Recorder recorder, Wires wires, PendingDisks disks, Set<String> frozen) {
    this.world = world;
    this.recorder = recorder;
    this.wires = wires;
    this.disks = disks;
    this.frozen = frozen;
  }

  /** Nothing in it changes any more. */
  Moment moment(long now, Optional<Moment.Broken> broken) {
    return new Moment(
        world.genesis(),
        now,
        world.members().stream().map(member -> view(member, now)).toList(),
        wires.flight(),
        wires.cuts(),
        recorder.asked(),
        recorder.happened(),
        broken);
  }

  private MemberView view(Member member, long now) {
    return new MemberView(
        member.name,
        Optional.ofNullable(member.process).map(p -> p.status(now + member.clockOrigin)),
        chain(member),
        frozen.contains(member.name),
        disks.isHeld(member.name),
        member.disk.unsyncedCount(),
        disks.age(member.name),
        Math.max(0, member.cutOutside),
        recorder.heard(member.name),
        recorder.round(member.name));
  }

  /** Copied only when it has changed: it is as long as the life. */
  private List<Block> chain(Member member) {
    var known = chains.get(member.name);
    if (known == null || known.disk != member.disk || known.blocks.size() != member.disk.height()) {
      known = new Chain(member.disk, List.copyOf(member.disk.blocks()));
      chains.put(member.name, known);
    }
    return known.blocks;
  }
}
