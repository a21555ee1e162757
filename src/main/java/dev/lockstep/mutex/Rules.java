package dev.lockstep.mutex;

import dev.lockstep.mutex.MutexEffect.Enter;
import dev.lockstep.mutex.MutexEffect.Yielded;
import dev.lockstep.mutex.MutexInput.Acknowledgment;
import dev.lockstep.mutex.MutexMessage.Ack;
import dev.lockstep.mutex.MutexMessage.Append;
import dev.lockstep.mutex.MutexMessage.Release;
import dev.lockstep.mutex.MutexMessage.Request;
import java.util.Collection;

/**
 * The rules of L. Lamport, "Time, Clocks, and the Ordering of Events in a Distributed System", CACM
 * 21(7), 1978: IR1 and IR2 for the clock, 1 to 5 for the critical section. The comment on each
 * method states the rule of the paper in our words.
 *
 * <p>The paper's request queue is spread over the peers' newest states: a state holds the sender's
 * request, or shows that it has none (design L1). {@link Hearing} decides which states are
 * believed.
 */
final class Rules {
  private final Draft draft;

  Rules(Draft draft) {
    this.draft = draft;
  }

  /** IR1. A process advances its clock between two successive events. */
  void tick() {
    draft.clock = draft.clock.at(draft.clock.time() + 1);
  }

  /**
   * IR2. (a) A message carries the time at which it was sent. (b) Its receiver moves its clock
   * beyond that time, and never back. Part (a) is {@link Draft#stateFor}.
   */
  void advance(long heard) {
    draft.clock = draft.clock.at(Math.max(draft.clock.time(), heard) + 1);
  }

  /** 1. To ask for entry, a process queues a request with its time and sends it to all others. */
  void request() {
    require(draft.entry.claim().isEmpty(), "acquire while request %s is outstanding");
    tick();
    draft.entry = Entry.waiting(now());
    draft.sendAll(Request::new);
  }

  /** 1, repeated for peers that have not answered: the message or its answer may be lost. */
  void requestAgain() {
    if (draft.entry.waits()) {
      tick();
      draft.peers.forEach(
          (name, peer) -> {
            if (!allows(peer, draft.entry.claim().get())) {
              draft.send(name, new Request(draft.evidenceFor(name)));
            }
          });
    }
  }

  /** A sign of life moves the clock up to its time, and no further: it is no event. */
  void follow(long heard) {
    draft.clock = draft.clock.at(Math.max(draft.clock.time(), heard));
  }

  /**
   * 2. The receiver of a request queues it, and sends an acknowledgment with its own, later time.
   *
   * <p>4. The receiver of a release removes the request from its queue.
   *
   * <p>The first half of 2, and 4, are one assignment here: the newer state replaces the older one.
   */
  void replaceState(State state) {
    draft.peers.computeIfPresent(state.from(), (name, peer) -> peer.heard(state));
  }

  /**
   * 2, second half, unless another message does so. A member that still joins may not give evidence
   * (design L8).
   */
  void acknowledge(State asking, Acknowledgment how) {
    if (draft.membership.participating() && !draft.entry.isKept() && !isLeftOut(asking, how)) {
      tick();
      draft.send(asking.from(), new Ack(draft.evidenceFor(asking.from())));
    }
  }

  /**
   * Why a release is enough: as long as the earlier claim stands, the other process cannot enter,
   * with or without an acknowledgment. G. Ricart and A. K. Agrawala, "An Optimal Algorithm for
   * Mutual Exclusion in Computer Networks", CACM 24(1), 1981, put off their replies so.
   */
  private boolean isLeftOut(State asking, Acknowledgment how) {
    return switch (how) {
      case AT_ONCE -> false;
      case BY_RELEASE ->
          draft
              .entry
              .claim()
              .filter(own -> asking.claim().filter(own::before).isPresent())
              .isPresent();
      case BY_REPORT -> true;
    };
  }

  /**
   * 3. To release, a process removes its request from its queue and sends a release to all others.
   *
   * @param again whether the member requests again at once: the release then carries the new
   *     request, so it is both messages in one
   */
  void release(boolean again) {
    require(draft.entry.inside(), "leave by a member that is not inside, request %s");
    tick();
    draft.entry = again ? Entry.waiting(now()) : Entry.NONE;
    draft.sendAll(Release::new);
  }

  /**
   * 3, put off: nobody waits, so the process stays. Its request stays in all queues, and everybody
   * has acknowledged it, so that nobody else can enter (design L17).
   */
  void keep() {
    require(draft.entry.inside(), "keep by a member that is not inside, request %s");
    tick();
    draft.entry = draft.entry.kept();
    draft.sendAll(Append::new);
  }

  void resume() {
    require(draft.entry.isKept(), "resume by a member that has not kept, request %s");
    draft.entry = draft.entry.entered();
  }

  /** 3, as soon as another process waits: its release is also the acknowledgment. */
  void yieldIfAsked() {
    if (draft.entry.isKept() && isAsked(draft.peers.values())) {
      draft.effects.add(new Yielded(draft.entry.claim().get()));
      release(false);
    }
  }

  /** 3, for a request that was not granted yet. */
  void withdraw() {
    require(draft.entry.waits(), "withdraw of request %s that is not waiting");
    tick();
    draft.entry = Entry.NONE;
    draft.sendAll(Release::new);
  }

  /**
   * 5. A process enters when (i) its request is the first in its queue, and (ii) it has received a
   * message with a later time from every other process.
   *
   * <p>Why it is safe: after (ii) no peer can send an earlier request, and every earlier one is
   * already in a newest state, where (i) sees it. The height is ours (design L3): the holder builds
   * on the block of the holder before it.
   */
  void enterIfFirst() {
    if (!draft.membership.participating() || !draft.entry.waits()) {
      return;
    }
    var claim = draft.entry.claim().get();
    for (var peer : draft.peers.values()) {
      if (!allows(peer, claim)
          || peer.heard().get().head().height() > draft.chain.head().height()) {
        return;
      }
    }
    draft.entry = draft.entry.entered();
    draft.effects.add(new Enter(claim));
  }

  /** Rule 5 for one peer: (ii) in the first filter, (i) in the second. */
  static boolean allows(Peer peer, Timestamp claim) {
    return peer.heard()
        .filter(state -> claim.before(state.timestamp()))
        .filter(state -> state.claim().map(claim::before).orElse(true))
        .isPresent();
  }

  /** Whether one of these peers has a claim. */
  static boolean isAsked(Collection<Peer> peers) {
    return peers.stream().anyMatch(Peer::claims);
  }

  private Timestamp now() {
    return new Timestamp(draft.clock.time(), draft.self);
  }

  private void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalStateException(
          message.formatted(draft.entry.claim().map(Timestamp::toString).orElse("none")));
    }
  }
}
