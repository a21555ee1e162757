package dev.lockstep.paxos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Hashes;
import dev.lockstep.paxos.Acceptor.Answer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Paxos Made Simple, section 2.2: P1a and what follows from it. */
class AcceptorTest {
  private static final Ballot LOW = new Ballot(1, "A");
  private static final Ballot HIGH = new Ballot(1, "B");

  private final Acceptor acceptor = new Acceptor(4, Ballot.NONE, Optional.empty());

  @Test
  void it_promises_a_higher_ballot_and_none_below_it() {
    assertEquals(Answer.YES, acceptor.prepare(HIGH, 5));
    assertEquals(Answer.REJECTED, acceptor.prepare(LOW, 5));
    assertEquals(HIGH, acceptor.promised());
  }

  @Test
  void the_same_ballot_may_be_promised_again() {
    acceptor.prepare(HIGH, 5);
    assertEquals(Answer.YES, acceptor.prepare(HIGH, 5));
  }

  @Test
  void it_votes_for_nothing_below_its_promise() {
    acceptor.prepare(HIGH, 5);
    assertEquals(Answer.REJECTED, acceptor.accept(LOW, 5, Hashes.of("x")));
    assertEquals(Optional.empty(), acceptor.accepted());
    assertEquals(Answer.YES, acceptor.accept(HIGH, 5, Hashes.of("y")));
    assertEquals(Optional.of(new Vote(HIGH, Hashes.of("y"))), acceptor.accepted());
  }

  @Test
  void a_vote_is_a_promise_too() {
    acceptor.accept(HIGH, 5, Hashes.of("y"));
    assertEquals(Answer.REJECTED, acceptor.prepare(LOW, 5));
  }

  @Test
  void a_height_that_is_decided_is_not_decided_again() {
    assertEquals(Answer.REJECTED, acceptor.prepare(HIGH, 4));
    assertEquals(Answer.REJECTED, acceptor.accept(HIGH, 4, Hashes.of("y")));
    assertEquals(Ballot.NONE, acceptor.promised());
  }

  @Test
  void a_height_that_it_cannot_know_yet_waits_until_it_has_caught_up() {
    assertEquals(Answer.BEHIND, acceptor.prepare(HIGH, 6));
    assertEquals(Answer.BEHIND, acceptor.accept(HIGH, 6, Hashes.of("y")));
    assertEquals(Ballot.NONE, acceptor.promised());
  }

  @Test
  void a_new_height_has_no_votes_and_keeps_the_promise() {
    acceptor.accept(HIGH, 5, Hashes.of("y"));
    acceptor.decided(5);
    assertEquals(Optional.empty(), acceptor.accepted());
    assertEquals(HIGH, acceptor.promised());
    assertEquals(Answer.YES, acceptor.prepare(new Ballot(2, "A"), 6));
  }

  @Test
  void a_newcomer_is_admitted_with_a_new_ballot_only() {
    acceptor.prepare(HIGH, 5);
    assertFalse(acceptor.admit(HIGH));
    assertFalse(acceptor.admit(LOW));
    assertTrue(acceptor.admit(new Ballot(2, "A")));
    assertEquals(Answer.REJECTED, acceptor.accept(HIGH, 5, Hashes.of("y")));
  }

  @Test
  void what_others_tell_never_lowers_the_promise() {
    acceptor.prepare(HIGH, 5);
    acceptor.adopt(LOW, Optional.of(new Vote(LOW, Hashes.of("x"))));
    assertEquals(HIGH, acceptor.promised());
    assertEquals(Optional.of(new Vote(LOW, Hashes.of("x"))), acceptor.accepted());
  }
}
