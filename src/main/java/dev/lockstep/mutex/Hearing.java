package dev.lockstep.mutex;

import dev.lockstep.mutex.MutexEffect.Dropped;
import dev.lockstep.mutex.MutexEffect.Met;
import dev.lockstep.mutex.MutexMessage.Heartbeat;
import dev.lockstep.mutex.MutexMessage.Welcome;

/** Which messages are believed (design L1, L6, L7). Links may lose, duplicate and reorder. */
final class Hearing {
  private final Draft draft;
  private final Rules rules;

  Hearing(Draft draft, Rules rules) {
    this.draft = draft;
    this.rules = rules;
  }

  boolean isFromMember(MutexMessage message) {
    return draft.peers.containsKey(message.state().from())
        || drop(message, "it comes from no member");
  }

  /**
   * Takes in a state if it is newer than all others of the sender's newest incarnation, and meant
   * for this incarnation of the receiver.
   *
   * @return whether it was taken in
   */
  boolean believe(MutexMessage message) {
    var state = message.state();
    var peer = draft.peers.get(state.from());
    if (state.receiverIncarnation() != draft.membership.incarnation()) {
      return drop(message, "it is meant for incarnation " + state.receiverIncarnation());
    }
    if (state.incarnation() < peer.incarnation()) {
      return drop(message, "its sender has restarted as incarnation " + peer.incarnation());
    }
    if (state.incarnation() > peer.incarnation()) {
      peer = peer.restarted(state.incarnation());
    }
    boolean evidence = !(message instanceof Welcome welcome) || welcome.participating();
    if (evidence && !isNewer(message, peer)) {
      return drop(
          message, "one of time " + peer.heardTime() + " came before it, so it is not newer");
    }
    if (evidence && peer.met() < state.incarnation()) {
      draft.effects.add(new Met(state.from(), state.incarnation()));
    }
    draft.peers.put(state.from(), peer.reports(state.durable()));
    if (evidence) {
      rules.replaceState(state);
    }
    if (message instanceof Heartbeat) {
      rules.follow(state.time());
    } else {
      rules.advance(state.time());
    }
    return true;
  }

  /**
   * A heartbeat may have the time of the message before it. Its sender's claim is the same then,
   * since a clock advances with each change of a claim; its chain may have grown.
   */
  private static boolean isNewer(MutexMessage message, Peer peer) {
    var state = message.state();
    return state.time() > peer.heardTime()
        || message instanceof Heartbeat
            && state.time() == peer.heardTime()
            && peer.heard().filter(newest -> newest.isBehind(state)).isPresent();
  }

  /**
   * @return always false, for the caller to return
   */
  boolean drop(MutexMessage message, String reason) {
    draft.effects.add(new Dropped(message, reason));
    return false;
  }
}
