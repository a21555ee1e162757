package dev.lockstep.console.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The sessions of browsers")
class SessionsTest {
  private final AtomicLong now = new AtomicLong(1_000);
  private final Sessions sessions = new Sessions(100, now::get);

  @Test
  void a_session_ends_when_its_time_is_over_and_whatever_was_opened_by_it() {
    var id = sessions.begin(Right.ALL);
    var ended = new AtomicInteger();
    sessions.find(id).orElseThrow().atEnd(ended::incrementAndGet);
    now.addAndGet(99);
    assertTrue(sessions.find(id).isPresent());
    assertEquals(0, ended.get());
    now.addAndGet(1);
    sessions.sweep();
    assertEquals(1, ended.get());
    assertTrue(sessions.find(id).isEmpty());
  }

  @Test
  void a_restart_ends_none_and_prolongs_none() {
    var writer = sessions.begin(Right.ALL);
    now.addAndGet(10);
    var reader = sessions.begin(Right.READ);
    var over = sessions.begin(Right.ALL);
    sessions.end(over);
    var restarted = new Sessions(100, now::get);
    restarted.restore(Stream.concat(Stream.of("not a session"), sessions.lines()));
    assertTrue(restarted.find(writer).orElseThrow().mayWrite());
    assertFalse(restarted.find(reader).orElseThrow().mayWrite());
    assertTrue(restarted.find(over).isEmpty());
    now.addAndGet(90);
    assertTrue(restarted.find(writer).isEmpty());
    assertTrue(restarted.find(reader).isPresent());
  }

  @Test
  void sessions_end_with_the_tokens_by_which_they_began() {
    var token = "t".repeat(64);
    var tokens = new Tokens(new Token(token), new Token("r".repeat(64)));
    var first = new Credentials(tokens, 60_000, "");
    var id = first.signIn(token).orElseThrow();
    assertTrue(new Credentials(tokens, 60_000, first.text()).ofSession(id).isPresent());
    var others = new Tokens(new Token("u".repeat(64)), new Token("r".repeat(64)));
    assertTrue(new Credentials(others, 60_000, first.text()).ofSession(id).isEmpty());
  }

  @Test
  void a_right_that_has_ended_ends_a_late_connection_too() {
    var id = sessions.begin(Right.READ);
    var grant = sessions.find(id).orElseThrow();
    assertFalse(grant.mayWrite());
    sessions.end(id);
    var ended = new AtomicInteger();
    grant.atEnd(ended::incrementAndGet);
    assertEquals(1, ended.get());
  }

  @Test
  void their_number_is_bounded_and_the_oldest_ends() {
    var first = sessions.begin(Right.ALL);
    var second = sessions.begin(Right.ALL);
    for (int i = 2; i <= Sessions.MAX; i++) {
      sessions.begin(Right.ALL);
    }
    assertTrue(sessions.find(first).isEmpty());
    assertTrue(sessions.find(second).isPresent());
    sessions.endAll();
    assertTrue(sessions.find(second).isEmpty());
  }
}
