package dev.lockstep.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lockstep.chain.Protocol;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator can fail: every planted bug is found, and nothing is found where none is. */
class PlantedBugsTest {
  /** The seed to begin with; {@code -Dfrom=…} tries others. */
  private static final int FIRST = Integer.getInteger("from", 0);

  static Stream<PlantedBug> bugs() {
    return Stream.of(LamportBugs.ALL, PaxosBugs.ALL).flatMap(List::stream);
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void is_found(PlantedBug bug) throws Exception {
    var found = search(bug);
    System.out.println("Planted: " + bug + "; found: " + found);
    assertNotEquals(
        Search.NOTHING, found, () -> bug + " was not found in " + bug.seeds() + " executions");
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_found_in_classes_that_were_loaded_again_without_an_edit(Protocol protocol)
      throws Exception {
    assertEquals(Search.NOTHING, search(new PlantedBug("none", protocol, 3, 100, List.of())));
  }

  @Test
  void incarnations_keep_it_safe_even_where_clocks_are_forgotten() throws Exception {
    assertEquals(Search.NOTHING, search(LamportBugs.FORGETFUL_CLOCKS_ALONE));
  }

  private static String search(PlantedBug bug) throws Exception {
    var loader = new PatchedLoader(PatchedSources.compile(bug.edits()));
    var search =
        loader
            .loadClass(Search.class.getName())
            .getDeclaredConstructor(String.class, int.class, int.class, int.class);
    search.setAccessible(true);
    return (String)
        ((Callable<?>)
                search.newInstance(
                    bug.protocol().name(), bug.members(), FIRST, FIRST + bug.seeds()))
            .call();
  }
}
