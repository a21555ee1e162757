package dev.lockstep.paxos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Hashes;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundTest {
  private static final Ballot MINE = new Ballot(3, "A");
  private static final Optional<Vote> NOTHING = Optional.empty();

  private final Round round = new Round(MINE, 7, 5);

  private static Optional<Vote> vote(long ballot, String value) {
    return Optional.of(new Vote(new Ballot(ballot, "B"), Hashes.of(value)));
  }

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,2", "4,3", "5,3", "9,5"})
  void a_majority_of_all_members_is_needed_for_both_phases(int members, int majority) {
    var some = new Round(MINE, 7, members);
    for (int i = 1; i <= majority; i++) {
      assertFalse(some.isPrepared());
      some.promised("M" + i, MINE, 7, NOTHING);
    }
    assertTrue(some.isPrepared());
    some.propose(Hashes.of("x"));
    for (int i = 1; i <= majority; i++) {
      assertFalse(some.isChosen());
      some.accepted("M" + i, MINE, 7, Hashes.of("x"));
    }
    assertTrue(some.isChosen());
  }

  @Test
  void nobody_counts_twice() {
    assertTrue(round.promised("B", MINE, 7, NOTHING));
    assertFalse(round.promised("B", MINE, 7, NOTHING));
    round.promised("C", MINE, 7, NOTHING);
    assertFalse(round.isPrepared());
  }

  @Test
  void what_belongs_to_another_ballot_or_height_does_not_count() {
    assertFalse(round.promised("B", new Ballot(2, "A"), 7, NOTHING));
    assertFalse(round.promised("B", MINE, 6, NOTHING));
    round.propose(Hashes.of("x"));
    assertFalse(round.accepted("B", new Ballot(4, "B"), 7, Hashes.of("x")));
    assertFalse(round.accepted("C", MINE, 8, Hashes.of("x")));
    assertFalse(round.accepted("D", MINE, 7, Hashes.of("y")));
    assertTrue(round.votes().isEmpty());
  }

  @Test
  void the_value_of_the_highest_ballot_is_inherited() {
    round.promised("B", MINE, 7, vote(1, "old"));
    round.promised("C", MINE, 7, vote(2, "new"));
    round.promised("D", MINE, 7, vote(1, "old"));
    round.promised("E", MINE, 7, NOTHING);
    assertEquals(vote(2, "new"), round.highest());
  }

  @Test
  void a_promise_after_the_proposal_is_too_late() {
    round.propose(Hashes.of("x"));
    assertFalse(round.promised("B", MINE, 7, vote(2, "y")));
    assertEquals(NOTHING, round.highest());
  }

  @Test
  void a_ballot_has_one_value() {
    round.propose(Hashes.of("x"));
    assertThrows(IllegalStateException.class, () -> round.propose(Hashes.of("y")));
  }

  @Test
  void nobody_votes_before_there_is_a_value() {
    round.accepted("B", MINE, 7, Hashes.of("x"));
    assertTrue(round.votes().isEmpty());
  }
}
