package dev.lockstep.cli.lab;

import java.util.List;

/** The commands of the lab. */
final class HelpText {
  static final List<String> LINES =
      """
      step [N]                     the next step; behind the last one, the oldest message arrives
      back [N], forward [N]        look at earlier or later steps; begin, end
      auto [N] [fair|faulty SEED]  N steps by themselves; break somebody enters, break A waits for C
      reorder 6 before 4           step 6 happens before step 4, on a new branch
      A transfers 4 to B           a client asks A
      deliver request A→B          that message arrives; also A->B, or deliver 3 as in flight
      drop, double                 the same for a message that is lost, or sent twice
      deliver all [until …]        everything arrives, the oldest first, until nothing is left
      cut A→B, cut A↔B, heal …     links; partition A, B | C; heal all
      crash B                      now, or after its 2nd effect; add: unsynced kept, torn or lost
      restart B, rejoin B          rejoin: the disk was lost, as with --rejoin
      lose, hold, sync, free       disks: lose disk B, hold disk B …
      freeze B, thaw B             the process stands still, and goes on
      tick [B] [N]                 timers fire; each time 50 ms pass
      run [N] [until …]            time goes on and everything arrives, N times 50 ms; without N 20
      flight, state, why [A]       what is in flight, how members are, for whom they wait and why
      queue [A], balances          the requests that A knows of; what the chains say
      transfers, laws              what was asked and answered; what must hold, and who says so
      expect …, say "…"            for scenario files: expect A inside, expect A waits for C
      ask "…" answer "…"           a question for those who watch
      fork NAME, branches, go NAME [N]   other ways from this moment, and back
      beside NAME, compare NAME    a branch or a protocol beside this one; who waits in which
      new [PROTOCOL] [N], find [PROTOCOL]   another cluster; moves that break a protocol
      steps, save FILE             the steps of this branch; all of it as a scenario file
      exit                         leave the lab
      """
          .lines()
          .toList();

  private HelpText() {}
}
