package dev.lockstep.order.lamport;

import dev.lockstep.mutex.MutexMessage;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.Stamp;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which message of each peer brought its newest state, on which an entry rests (design L3). For
 * people who watch: the mutex decides by the states themselves.
 */
final class EntryEvidence {
  private final LamportMember member;
  private final Map<String, LamportEvent.Evidence> newest = new TreeMap<>();

  EntryEvidence(LamportMember member) {
    this.member = member;
  }

  /** The mutex has taken this message in, or has dropped it. */
  void heard(MutexMessage message, Stamp stamp) {
    var state = message.state();
    var peer = member.peers().get(state.from());
    if (peer != null && peer.heard().filter(state::equals).isPresent()) {
      newest.put(
          state.from(),
          new LamportEvent.Evidence(
              state.from(), LamportPeerMessage.type(message), state.time(), stamp));
    }
  }

  List<LamportEvent.Evidence> all() {
    return List.copyOf(newest.values());
  }
}
