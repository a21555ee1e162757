package dev.lockstep.paxos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Hashes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AdmissionTest {
  private static final Ballot ASKED = new Ballot(5, "A");

  private static PaxosState state(String from, boolean member, long height) {
    return new PaxosState(from, 1, 1, 1, height, Hashes.of("any"), height, Ballot.NONE, member, 0);
  }

  private static PaxosMessage.Admit admit(String from, boolean member, long height, Vote... vote) {
    return new PaxosMessage.Admit(
        state(from, member, height),
        ASKED,
        Optional.ofNullable(vote.length > 0 ? vote[0] : null),
        0);
  }

  /** Two members of any majority with this one are among the others: one of them has answered. */
  @ParameterizedTest
  @CsvSource({"2,1", "3,2", "4,2", "5,3", "6,3", "7,4", "9,5"})
  void so_many_with_memory_meet_every_majority_without_this_member(int members, int enough) {
    var admission = new Admission(members);
    for (int i = 1; i <= enough; i++) {
      assertFalse(admission.isAdmitted(), members + " members, " + (i - 1) + " answers");
      admission.admitted(admit("M" + i, true, 0));
    }
    assertTrue(admission.isAdmitted());
    int withoutOne = members / 2 + 1 - 1;
    assertTrue(enough + withoutOne > members - 1, "they may be others");
    assertFalse(enough - 1 + withoutOne > members - 1, "fewer would do");
  }

  @Test
  void who_has_no_memory_counts_only_when_nobody_is_missing() {
    var admission = new Admission(5);
    for (var name : new String[] {"B", "C", "D"}) {
      admission.admitted(admit(name, false, 0));
      assertFalse(admission.isAdmitted());
    }
    admission.admitted(admit("E", false, 0));
    assertTrue(admission.isAdmitted());
  }

  @Test
  void a_member_alone_asks_nobody() {
    assertTrue(new Admission(1).isRemembered());
    assertTrue(new Admission(1).isAdmitted());
  }

  @Test
  void the_highest_vote_above_the_highest_chain_is_taken_over() {
    var admission = new Admission(5);
    admission.admitted(
        admit("B", true, 3, new Vote(new Ballot(9, "C"), Hashes.of("of a decided height"))));
    admission.admitted(admit("C", true, 4, new Vote(new Ballot(1, "C"), Hashes.of("old"))));
    admission.admitted(admit("D", true, 4, new Vote(new Ballot(2, "D"), Hashes.of("new"))));
    assertEquals(4, admission.height());
    assertEquals(
        Hashes.of("new"), admission.accepted().orElseThrow().accepted().orElseThrow().value());
    assertEquals(5, admission.recoveryHeight());
  }

  @Test
  void the_fence_is_the_next_height_unless_everybody_has_answered_and_nobody_voted() {
    var admission = new Admission(5);
    for (var name : new String[] {"B", "C", "D"}) {
      admission.admitted(admit(name, true, 4));
    }
    assertEquals(5, admission.recoveryHeight(), "E may have voted for something");
    admission.admitted(admit("E", true, 3));
    assertEquals(4, admission.recoveryHeight());
  }

  @Test
  void a_new_disk_has_a_number_above_any_that_is_remembered() {
    var admission = new Admission(3);
    assertEquals(1, admission.nextGeneration());
    admission.welcomed(new PaxosMessage.Welcome(state("B", true, 0), 2, 17, 0, 0));
    admission.welcomed(new PaxosMessage.Welcome(state("C", true, 0), 1, 12, 0, 0));
    assertEquals(3, admission.nextGeneration());
    assertEquals(17, admission.incarnation());
  }

  @Test
  void a_higher_ballot_has_to_be_promised_by_all_anew() {
    var admission = new Admission(3);
    admission.admitted(admit("B", true, 0));
    admission.restart();
    admission.admitted(admit("C", true, 0));
    assertFalse(admission.isAdmitted());
  }
}
