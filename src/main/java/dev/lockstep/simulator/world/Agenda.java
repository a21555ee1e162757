package dev.lockstep.simulator.world;

import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;

/** Receives the pending work of a world, and decides when it is done, if ever. */
public interface Agenda {
  /** A message was sent: when does it arrive? */
  void sent(InFlight inFlight);

  /** A record was appended: when is it synced? */
  void appended(Member member, long sequence);

  /** Blocks are to be read for another member: when have they been? */
  void reading(Member member, int read);

  /** Nothing happens by itself: only the actions of a list happen. */
  Agenda NONE =
      new Agenda() {
        @Override
        public void sent(InFlight inFlight) {}

        @Override
        public void appended(Member member, long sequence) {}

        @Override
        public void reading(Member member, int read) {}
      };
}
