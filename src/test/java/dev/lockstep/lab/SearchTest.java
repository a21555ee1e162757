package dev.lockstep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The search for moves that break a protocol")
class SearchTest {
  private static Setup setup(String protocol) {
    return Setup.DEFAULT.with(LabProtocol.named(protocol).orElseThrow());
  }

  @ParameterizedTest
  @CsvSource({"lamport-1978, mutual exclusion", "course-paxos, agreement"})
  void finds_them_where_they_are_and_they_do_not_break_what_a_node_runs(
      String protocol, String invariant) {
    var setup = setup(protocol);
    var found = Search.of(setup, 1).found().orElseThrow();
    assertEquals(invariant, found.broken().invariant());
    assertTrue(found.moves().size() <= 20, found.moves()::toString);
    assertEquals(
        Optional.of(found.broken()), Search.broken(setup, found.moves()), "they break it again");
    assertEquals(
        Optional.empty(), Search.broken(setup.with(setup.protocol().shipped()), found.moves()));
    leavesOutNoMoveThatIsNeeded(setup, found.moves());
  }

  private static void leavesOutNoMoveThatIsNeeded(Setup setup, List<Move> moves) {
    for (int i = 0; i < moves.size(); i++) {
      var fewer = new ArrayList<>(moves);
      fewer.remove(i);
      assertEquals(Optional.empty(), Search.broken(setup, fewer), "without " + moves.get(i));
    }
  }
}
