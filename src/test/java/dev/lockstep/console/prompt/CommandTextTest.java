package dev.lockstep.console.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.lockstep.console.RunningConsole;
import dev.lockstep.console.api.NodeStatus;
import dev.lockstep.console.result.Problem;
import dev.lockstep.console.result.ProblemCode;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Status;
import dev.lockstep.paxos.Ballot;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Results as text for a person. */
@DisplayName("The result of a command as text")
class CommandTextTest {
  private static final UUID ID = UUID.fromString("018f4e7a-6b1c-7d3e-9a2b-5c4d3e2f1a0b");

  private static NodeStatus node(Status status, boolean isStopping) {
    return new NodeStatus(
        RunningConsole.GENESIS, RunningConsole.GENESIS.members(), "A", status, isStopping, false);
  }

  @Test
  void the_status_of_lamport_mode_shows_claim_and_queue() {
    assertEquals(
        """
        node         A of test (lamport), incarnation 3
        state        waiting: B is silent
        clock        41
        head         5 a59cc0ad02f1…
        durable      5
        committed    4
        claim        (40,A), inside the critical section
        queue        (40,A) (41,C)
        pending      7 transfers
        waiting for  B
        accused      C: release: it brings block 7 of B""",
        CommandText.status(node(RunningConsole.status(MemberState.WAITING), false)));
  }

  @Test
  void the_status_of_paxos_mode_shows_ballots_and_log() {
    assertEquals(
        """
        node         A of test (lamport), incarnation 3
        state        ready
        clock        41
        head         5 a59cc0ad02f1…
        durable      5
        committed    4
        leader       nobody
        promised     none
        accepted     (5,C)
        leading      none
        log          2 transfers on no block
        pending      7 transfers
        waiting for  B
        accused      C: release: it brings block 7 of B""",
        CommandText.status(
            node(RunningConsole.ofPaxos(MemberState.READY, new Ballot(0, "")), false)));
  }

  @Test
  void a_node_that_stops_says_so_whatever_the_protocol_does() {
    var text = CommandText.status(node(RunningConsole.status(MemberState.READY), true));
    assertEquals(
        "state        stopping: The node is stopping; ask another one, or this one in a while.",
        text.lines().skip(1).findFirst().orElseThrow());
  }

  @Test
  void peers_are_a_table() {
    assertEquals(
        """
        member  state    heard  height  durable  claim   incarnation
        B       unknown  never       0        0  none              0
        C       up       0.0 s       5        5  (41,C)            2""",
        CommandText.peers(node(RunningConsole.status(MemberState.READY), false)));
    assertEquals(
        """
        member  state    heard  height  durable  incarnation
        B       unknown  never       0        0            0
        C       up       0.0 s       5        5            2""",
        CommandText.peers(node(RunningConsole.ofPaxos(MemberState.READY), false)));
  }

  @Test
  void a_transfer_in_doubt_says_why() {
    var doubt =
        new Problem(
            ProblemCode.IN_DOUBT,
            "Ask again by its id.",
            new Problem.About.Doubt(ID, List.of("B"), "B has not confirmed it."));
    assertEquals(
        "in_doubt: Ask again by its id. B has not confirmed it.", CommandText.problem(doubt));
  }
}
