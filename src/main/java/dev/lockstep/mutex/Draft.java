package dev.lockstep.mutex;

import dev.lockstep.mutex.MutexEffect.Send;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;

/** A {@link LamportMutex} while one step changes it, and the effects of the step. */
final class Draft {
  final String self;
  final SortedMap<String, Peer> peers;
  final List<MutexEffect> effects = new ArrayList<>();
  Membership membership;
  Clock clock;
  Entry entry;
  OwnChain chain;

  Draft(LamportMutex before) {
    self = before.self();
    peers = new TreeMap<>(before.peers());
    membership = before.membership();
    clock = before.clock();
    entry = before.entry();
    chain = before.chain();
  }

  LamportMutex.Step finished() {
    var after =
        new LamportMutex(
            self, membership, clock, entry, chain, Collections.unmodifiableSortedMap(peers));
    return new LamportMutex.Step(after, List.copyOf(effects));
  }

  void send(String to, MutexMessage message) {
    effects.add(new Send(to, message));
  }

  /** One kind of message to every peer, all with one time: each receiver sees times that rise. */
  void sendAll(Function<State, MutexMessage> kind) {
    peers.keySet().forEach(to -> send(to, kind.apply(evidenceFor(to))));
  }

  /** The state on a message that is evidence. Only a participating member may send it. */
  State evidenceFor(String to) {
    clock = clock.speaks();
    return stateFor(to);
  }

  State stateFor(String to) {
    return new State(
        self,
        membership.incarnation(),
        peers.get(to).incarnation(),
        clock.time(),
        entry.claim(),
        chain.head(),
        chain.durable());
  }
}
