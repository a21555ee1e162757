package dev.lockstep.mutex;

import dev.lockstep.mutex.Membership.Stage;
import dev.lockstep.mutex.MutexEffect.Join;
import dev.lockstep.mutex.MutexEffect.Lost;
import dev.lockstep.mutex.MutexEffect.Renew;
import dev.lockstep.mutex.MutexMessage.Hello;
import dev.lockstep.mutex.MutexMessage.Welcome;
import java.util.Optional;

/**
 * How a member comes to participate after a start: it says hello to all, and waits until all have
 * welcomed this incarnation (design L8 to L11). The paper has no crashes; its rules are in {@link
 * Rules}. Paxos mode has a class of the same name and purpose.
 */
final class Admission {
  private final Draft draft;
  private final Rules rules;
  private final Hearing hearing;

  Admission(Draft draft, Rules rules, Hearing hearing) {
    this.draft = draft;
    this.rules = rules;
    this.hearing = hearing;
  }

  void begin(long start) {
    draft.membership = draft.membership.startedAs(start);
    greet();
  }

  void greet() {
    rules.tick();
    draft.peers.keySet().forEach(this::sendHello);
  }

  /** Says hello again to the peers that have not welcomed this incarnation. */
  void greetAgain() {
    var unwelcomed = draft.peers.entrySet().stream().filter(e -> !e.getValue().welcomed()).toList();
    if (!unwelcomed.isEmpty()) {
      rules.tick();
      unwelcomed.forEach(e -> sendHello(e.getKey()));
    }
  }

  /** The incarnation that {@link Renew} asked for is durable. */
  void renewed(long incarnation) {
    draft.membership = draft.membership.as(incarnation);
    // What was learned under incarnation 0 is no answer to this one.
    draft.peers.replaceAll((name, peer) -> peer.withoutWelcome());
    greet();
  }

  /**
   * Ends the first stage when all others have welcomed this incarnation, and this member has every
   * block that they had.
   *
   * <p>Why a member waits for all: it may have lost its disk without knowing it. Once all have
   * answered, they drop whatever an earlier incarnation still has on its way, and this member has
   * every block that one of them received from an earlier incarnation.
   *
   * <p>Why it does not participate at once: the fact is durable first ({@link Join}). So an empty
   * disk means either that the member never participated or that its disk was lost, and a peer with
   * blocks can tell the two apart.
   */
  void joinIfWelcomed() {
    if (draft.membership.stage() == Stage.JOINING
        && draft.membership.incarnation() != 0
        && draft.peers.values().stream().allMatch(Peer::welcomed)
        && draft.chain.head().height() >= draft.membership.required()) {
      draft.membership = draft.membership.in(Stage.WELCOMED);
      draft.effects.add(new Join());
    }
  }

  void joined() {
    draft.membership = draft.membership.in(Stage.PARTICIPATING);
  }

  /** A hello tells the sender's incarnation and nothing else: it may be old. */
  void onHello(Hello hello) {
    var state = hello.state();
    var peer = draft.peers.get(state.from());
    if (state.incarnation() > peer.incarnation()) {
      peer = peer.restarted(state.incarnation());
    }
    if (state.incarnation() == peer.incarnation() && hello.rejoin()) {
      peer = peer.rejoins(state.durable());
    }
    draft.peers.put(state.from(), peer);
    rules.advance(state.time());
    sendWelcome(state.from(), hello.start());
  }

  void onWelcome(Welcome welcome) {
    if (draft.membership.participating()) {
      hearing.believe(welcome);
    } else if (welcome.start() != draft.membership.start()) {
      // An earlier start may have had the same incarnation, on a disk that was lost. What the
      // sender knew then is not what it knows now.
      hearing.drop(welcome, "it answers an earlier start");
    } else if (draft.membership.incarnation() == 0) {
      learnUsedIncarnation(welcome);
    } else {
      var memory = rememberedOfThisMember(welcome);
      if (memory.isPresent()) {
        lose(memory.get());
      } else {
        takeWelcome(welcome);
      }
    }
  }

  private void takeWelcome(Welcome welcome) {
    var state = welcome.state();
    if (state.receiverIncarnation() != draft.membership.incarnation()
        || state.incarnation() < draft.peers.get(state.from()).incarnation()) {
      hearing.drop(welcome, "it is meant for or comes from an earlier incarnation");
      return;
    }
    hearing.believe(welcome);
    draft.peers.computeIfPresent(state.from(), (name, peer) -> peer.hasWelcomed());
    draft.membership = draft.membership.requires(state.head().height());
  }

  /** A rejoining member takes the incarnation after the highest that anybody has heard of (L10). */
  private void learnUsedIncarnation(Welcome welcome) {
    var state = welcome.state();
    rules.advance(state.time());
    draft.membership = draft.membership.used(state.receiverIncarnation());
    draft.peers.computeIfPresent(state.from(), (name, peer) -> peer.hasWelcomed());
    if (draft.peers.values().stream().allMatch(Peer::welcomed)) {
      draft.effects.add(new Renew(draft.membership.usedIncarnation() + 1));
    }
  }

  // --- lost disks -------------------------------------------------------------------------------

  /**
   * Whether the sender knows a later incarnation of this member. Then either this disk is an old
   * copy or two processes run under one name; this one must not send anything any more.
   */
  boolean isSuperseded(State state) {
    long own = draft.membership.incarnation();
    return own != 0 && state.receiverIncarnation() > own;
  }

  void supersededBy(State state) {
    lose(
        "%s has heard from incarnation %d of %s, but this one is %d"
            .formatted(
                state.from(),
                state.receiverIncarnation(),
                draft.self,
                draft.membership.incarnation()));
  }

  /** What a peer remembers of this member that its disk does not: then the disk was lost (L9). */
  private Optional<String> rememberedOfThisMember(Welcome welcome) {
    var state = welcome.state();
    long incarnation = draft.membership.incarnation();
    if (draft.membership.disk() == Disk.LOST || state.receiverIncarnation() < incarnation) {
      return Optional.empty();
    }
    if (welcome.knownTime() > draft.clock.spoken()) {
      return Optional.of(
          "%s has a message of incarnation %d of %s with time %d, but this one has not participated yet"
              .formatted(state.from(), incarnation, draft.self, welcome.knownTime()));
    }
    long durable = draft.chain.durable();
    if (welcome.knownDurable() > durable) {
      return Optional.of(
          "%s told %s that block %d is on its disk, but the disk ends at block %d"
              .formatted(draft.self, state.from(), welcome.knownDurable(), durable));
    }
    if (draft.membership.disk() == Disk.EMPTY && state.head().height() > 0) {
      return Optional.of(
          "%s has %d blocks, but the disk of %s was empty"
              .formatted(state.from(), state.head().height(), draft.self));
    }
    return Optional.empty();
  }

  private void lose(String reason) {
    draft.membership = draft.membership.in(Stage.LOST);
    draft.effects.add(new Lost(reason));
  }

  // --- sending ----------------------------------------------------------------------------------

  private void sendHello(String to) {
    boolean rejoins = draft.membership.disk() == Disk.LOST && draft.membership.incarnation() != 0;
    draft.send(to, new Hello(draft.stateFor(to), rejoins, draft.membership.start()));
  }

  private void sendWelcome(String to, long start) {
    rules.tick();
    var peer = draft.peers.get(to);
    boolean participating = draft.membership.participating();
    var state = participating ? draft.evidenceFor(to) : draft.stateFor(to);
    draft.send(to, new Welcome(state, participating, peer.knownTime(), peer.durableEver(), start));
  }
}
