package dev.lockstep.mutex;

import dev.lockstep.mutex.MutexEffect.Dropped;
import dev.lockstep.mutex.MutexEffect.Enter;
import dev.lockstep.mutex.MutexEffect.Forgotten;
import dev.lockstep.mutex.MutexEffect.Join;
import dev.lockstep.mutex.MutexEffect.Met;
import dev.lockstep.mutex.MutexEffect.Renew;
import dev.lockstep.mutex.MutexEffect.Send;
import dev.lockstep.mutex.MutexMessage.Ack;
import dev.lockstep.mutex.MutexMessage.Durable;
import dev.lockstep.mutex.MutexMessage.Heartbeat;
import dev.lockstep.mutex.MutexMessage.Hello;
import dev.lockstep.mutex.MutexMessage.Release;
import dev.lockstep.mutex.MutexMessage.Request;
import dev.lockstep.mutex.MutexMessage.Welcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** One step of a {@link LamportMutex}: its fields, taken apart, changed and put together again. */
final class MutexStep {
  /** A clock this far ahead is a mistake or an attack: following it would use up the numbers. */
  static final long JUMP_MAX = 1L << 32;

  private static final long TIME_MAX = 1L << 62;

  private final LamportMutex before;
  private final List<MutexEffect> effects = new ArrayList<>();
  private final SortedMap<String, Peer> peers;
  private long incarnation;
  private long usedIncarnation;
  private long time;
  private long spoken;
  private boolean welcomed;
  private boolean sure;
  private long required;
  private boolean forgotten;
  private Optional<Timestamp> claim;
  private boolean inside;
  private Head head;
  private long durable;

  MutexStep(LamportMutex before) {
    this.before = before;
    peers = new TreeMap<>(before.peers());
    incarnation = before.incarnation();
    usedIncarnation = before.usedIncarnation();
    time = before.time();
    spoken = before.spoken();
    welcomed = before.welcomed();
    sure = before.sure();
    required = before.required();
    forgotten = before.forgotten();
    claim = before.claim();
    inside = before.inside();
    head = before.head();
    durable = before.durable();
  }

  LamportMutex.Step on(MutexInput input) {
    if (!forgotten) {
      switch (input) {
        case MutexInput.Greet() -> greet();
        case MutexInput.Joined() -> join();
        case MutexInput.Received(var message) -> receive(message);
        case MutexInput.Acquire() -> acquire();
        case MutexInput.Withdraw() -> withdraw();
        case MutexInput.Leave(var again) -> leave(again);
        case MutexInput.Grown(var newHead) -> head = newHead;
        case MutexInput.Synced(var height) -> durable = height;
        case MutexInput.Report(var to) -> report(to);
        case MutexInput.Renewed(var number) -> renewed(number);
        case MutexInput.Resend() -> resend();
        case MutexInput.Beat() -> beat();
      }
      joinIfKnown();
      enterIfFirst();
    }
    return new LamportMutex.Step(after(), List.copyOf(effects));
  }

  private LamportMutex after() {
    return new LamportMutex(
        before.self(),
        incarnation,
        usedIncarnation,
        before.blank(),
        before.rejoin(),
        time,
        spoken,
        welcomed,
        sure,
        required,
        forgotten,
        claim,
        inside,
        head,
        durable,
        Collections.unmodifiableSortedMap(peers));
  }

  // --- coming to life ---------------------------------------------------------------------------

  private void greet() {
    tick();
    peers.forEach((name, peer) -> sendHello(name));
  }

  private void renewed(long number) {
    incarnation = number;
    // What was learned under no incarnation was no answer to this one.
    peers.replaceAll((name, peer) -> peer.withoutWelcome());
    greet();
  }

  /**
   * A member may have lost its disk without knowing. It gives no evidence to anybody before every
   * other member has answered this incarnation: from then on they drop whatever an earlier life
   * still has on its way, and it has itself every block that one of them took from that life.
   *
   * <p>That it takes part is on the disk before it does: a disk that does not say so is then known
   * to be empty because nothing ever happened.
   */
  private void joinIfKnown() {
    if (!welcomed
        && incarnation != 0
        && peers.values().stream().allMatch(Peer::welcomed)
        && head.height() >= required) {
      welcomed = true;
      effects.add(new Join());
    }
  }

  private void join() {
    sure = true;
    beat();
  }

  // --- hearing ----------------------------------------------------------------------------------

  private void receive(MutexMessage message) {
    var state = message.state();
    var peer = peers.get(state.from());
    if (peer == null) {
      drop(message, "it comes from no member");
    } else if (state.time() >= TIME_MAX || (sure && state.time() > time + JUMP_MAX)) {
      drop(message, "its time is too far ahead of " + time);
    } else {
      switch (message) {
        case Hello hello -> onHello(hello, peer);
        case Welcome welcome -> onWelcome(welcome, peer);
        case Request request -> {
          if (hear(request)) {
            answer(state.from());
          }
        }
        case Release release -> {
          // A release that claims again is a request too.
          if (hear(release) && state.claim().isPresent()) {
            answer(state.from());
          }
        }
        case Ack _, Durable _, Heartbeat _ -> hear(message);
      }
    }
  }

  /**
   * A hello tells the incarnation and nothing else: it may be old, and it may be meant for no one.
   */
  private void onHello(Hello hello, Peer peer) {
    var state = hello.state();
    if (state.incarnation() > peer.incarnation()) {
      peer = peer.reborn(state.incarnation());
    }
    if (state.incarnation() == peer.incarnation() && hello.rejoin()) {
      peer = peer.rejoins(state.durable());
    }
    peers.put(state.from(), peer);
    advance(state.time());
    sendWelcome(state.from());
  }

  private void onWelcome(Welcome welcome, Peer peer) {
    var state = welcome.state();
    if (sure) {
      hear(welcome);
      return;
    }
    if (incarnation == 0) {
      learnUsedIncarnation(welcome, peer);
      return;
    }
    var memory = rememberedOfMe(welcome);
    if (memory.isPresent()) {
      forgotten = true;
      effects.add(new Forgotten(memory.get()));
      return;
    }
    if (state.receiverIncarnation() != incarnation || state.incarnation() < peer.incarnation()) {
      drop(welcome, "it is meant for or comes from an earlier life");
      return;
    }
    hear(welcome);
    peers.compute(state.from(), (name, known) -> known.hasWelcomed());
    required = Math.max(required, state.head().height());
  }

  private void forget(State state) {
    forgotten = true;
    effects.add(new Forgotten(laterLife(state)));
  }

  private String laterLife(State state) {
    return state.from()
        + " has heard from incarnation "
        + state.receiverIncarnation()
        + " of "
        + before.self()
        + ", but this one is "
        + incarnation;
  }

  /** What a peer remembers of this member that its own disk does not: then the disk was lost. */
  private Optional<String> rememberedOfMe(Welcome welcome) {
    var state = welcome.state();
    if (state.receiverIncarnation() > incarnation) {
      return Optional.of(laterLife(state));
    }
    if (before.rejoin() || state.receiverIncarnation() < incarnation) {
      return Optional.empty();
    }
    if (welcome.knownTime() > spoken) {
      return Optional.of(
          state.from()
              + " has heard incarnation "
              + incarnation
              + " of "
              + before.self()
              + " speak at time "
              + welcome.knownTime()
              + ", but this one has not spoken yet");
    }
    if (welcome.knownDurable() > durable) {
      return Optional.of(
          state.from()
              + " was told by "
              + before.self()
              + " that block "
              + welcome.knownDurable()
              + " is on its disk, but the disk ends at block "
              + durable);
    }
    if (before.blank() && state.head().height() > 0) {
      return Optional.of(
          state.from()
              + " has "
              + state.head().height()
              + " blocks, but the disk of "
              + before.self()
              + " was empty");
    }
    return Optional.empty();
  }

  /** A rejoining member takes the number after the highest that anybody has heard of. */
  private void learnUsedIncarnation(Welcome welcome, Peer peer) {
    advance(welcome.state().time());
    usedIncarnation = Math.max(usedIncarnation, welcome.state().receiverIncarnation());
    peers.put(welcome.state().from(), peer.hasWelcomed());
    if (peers.values().stream().allMatch(Peer::welcomed)) {
      effects.add(new Renew(usedIncarnation + 1));
    }
  }

  /**
   * Takes in a state, if it is news from the sender's newest life and meant for this one.
   *
   * @return whether it was taken
   */
  private boolean hear(MutexMessage message) {
    var state = message.state();
    var peer = peers.get(state.from());
    if (state.receiverIncarnation() > incarnation && incarnation != 0) {
      // Somebody speaks as this member in a later life: one of the two must fall silent.
      forget(state);
      return false;
    }
    if (state.receiverIncarnation() != incarnation) {
      return drop(message, "it is meant for incarnation " + state.receiverIncarnation());
    }
    if (state.incarnation() < peer.incarnation()) {
      return drop(message, "its sender lives in incarnation " + peer.incarnation() + " by now");
    }
    if (state.incarnation() > peer.incarnation()) {
      peer = peer.reborn(state.incarnation());
    }
    boolean evidence = !(message instanceof Welcome welcome) || welcome.sure();
    if (evidence && state.time() <= peer.heardTime()) {
      return drop(message, "a newer one came before it, at time " + peer.heardTime());
    }
    if (evidence && peer.met() < state.incarnation()) {
      effects.add(new Met(state.from(), state.incarnation()));
    }
    peer = peer.reports(state.durable());
    peers.put(state.from(), evidence ? peer.heard(state) : peer);
    advance(state.time());
    return true;
  }

  private boolean drop(MutexMessage message, String reason) {
    effects.add(new Dropped(message, reason));
    return false;
  }

  // --- the critical section ---------------------------------------------------------------------

  private void acquire() {
    require(claim.isEmpty(), "acquire while request %s is outstanding");
    tick();
    claim = Optional.of(new Timestamp(time, before.self()));
    say(Request::new);
  }

  private void withdraw() {
    require(claim.isPresent() && !inside, "withdraw of request %s that is not waiting");
    tick();
    claim = Optional.empty();
    say(Release::new);
  }

  private void leave(boolean again) {
    require(inside, "leave by a member that is not inside, request %s");
    tick();
    inside = false;
    claim = again ? Optional.of(new Timestamp(time, before.self())) : Optional.empty();
    say(Release::new);
  }

  /**
   * Rule 5 of the paper. Everybody was heard from since the request, so whatever is requested later
   * is ordered later; nobody has an earlier request; and the last holder's block has arrived.
   */
  private void enterIfFirst() {
    if (!sure || inside || claim.isEmpty()) {
      return;
    }
    for (var peer : peers.values()) {
      if (!allows(peer, claim.get()) || peer.heard().get().head().height() > head.height()) {
        return;
      }
    }
    inside = true;
    effects.add(new Enter(claim.get()));
  }

  /** Whether a peer's newest state lets this claim go first. */
  static boolean allows(Peer peer, Timestamp claim) {
    return peer.heard()
        .filter(state -> claim.before(state.timestamp()))
        .filter(state -> state.claim().map(claim::before).orElse(true))
        .isPresent();
  }

  // --- speaking ---------------------------------------------------------------------------------

  private void resend() {
    var unwelcomed = peers.entrySet().stream().filter(e -> !e.getValue().welcomed()).toList();
    if (!unwelcomed.isEmpty()) {
      tick();
      unwelcomed.forEach(e -> sendHello(e.getKey()));
    }
    if (claim.isPresent() && !inside) {
      tick();
      peers.forEach(
          (name, peer) -> {
            if (!allows(peer, claim.get())) {
              send(name, new Request(evidenceFor(name)));
            }
          });
    }
  }

  private void beat() {
    if (sure) {
      tick();
      say(Heartbeat::new);
    }
  }

  private void report(String to) {
    if (sure) {
      tick();
      send(to, new Durable(evidenceFor(to)));
    }
  }

  private void answer(String to) {
    if (sure) {
      tick();
      send(to, new Ack(evidenceFor(to)));
    }
  }

  private void sendHello(String to) {
    send(to, new Hello(stateFor(to), before.rejoin() && incarnation != 0));
  }

  private void sendWelcome(String to) {
    tick();
    var peer = peers.get(to);
    var state = sure ? evidenceFor(to) : stateFor(to);
    send(to, new Welcome(state, sure, peer.knownTime(), peer.durableEver()));
  }

  /** The same to everybody, at one time: to each receiver its own times still only rise. */
  private void say(Function<State, MutexMessage> kind) {
    peers.forEach((name, peer) -> send(name, kind.apply(evidenceFor(name))));
  }

  private State evidenceFor(String to) {
    spoken = time;
    return stateFor(to);
  }

  private State stateFor(String to) {
    return new State(
        before.self(), incarnation, peers.get(to).incarnation(), time, claim, head, durable);
  }

  private void send(String to, MutexMessage message) {
    effects.add(new Send(to, message));
  }

  // --- the clock --------------------------------------------------------------------------------

  /** IR1 of the paper: a clock ticks between any two events. */
  private void tick() {
    time++;
  }

  /** IR2 of the paper: a clock stands above every time it has heard. */
  private void advance(long heard) {
    time = Math.max(time, heard) + 1;
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException(
          message.formatted(claim.map(Timestamp::toString).orElse("none")));
    }
  }
}
