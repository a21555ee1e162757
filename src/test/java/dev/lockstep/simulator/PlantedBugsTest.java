package dev.lockstep.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.lockstep.chain.Protocol;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator can fail: every planted bug is found, and nothing is found where none is. */
@DisplayName("Planted bugs")
class PlantedBugsTest {
  /** The seed to begin with; {@code -Dfrom=…} tries others. */
  private static final int FIRST = Integer.getInteger("from", 0);

  private static final DocumentedFinds DOCUMENTED = DocumentedFinds.read();

  static Stream<PlantedBug> bugs() {
    return Stream.of(LamportBugs.ALL, PaxosBugs.ALL).flatMap(List::stream);
  }

  /** The seed that the documentation names is tried first, because a search takes long. */
  @ParameterizedTest
  @MethodSource("bugs")
  void is_found(PlantedBug bug) throws Exception {
    var loader = load(bug);
    var found = Search.NOTHING;
    var documented = DOCUMENTED.of(bug);
    if (FIRST == 0 && documented.isPresent()) {
      found = search(loader, bug, documented.get().seed(), 1);
    }
    if (found.equals(Search.NOTHING)) {
      found = search(loader, bug, FIRST, bug.seeds());
    }
    System.out.println("Planted: " + bug + "; found: " + found);
    assertNotEquals(
        Search.NOTHING, found, () -> bug + " was not found in " + bug.seeds() + " executions");
  }

  @ParameterizedTest
  @MethodSource("bugs")
  @Tag("long")
  void no_earlier_seed_finds_it_than_the_documentation_says(PlantedBug bug) throws Exception {
    var documented = DOCUMENTED.of(bug).orElseThrow();
    assertEquals(
        "seed " + documented.seed() + ": " + documented.invariant(),
        search(load(bug), bug, 0, bug.seeds()));
  }

  @ParameterizedTest
  @EnumSource
  void nothing_is_found_in_classes_that_were_loaded_again_without_an_edit(Protocol protocol)
      throws Exception {
    var none = new PlantedBug("none", protocol, 3, 20, List.of());
    assertEquals(Search.NOTHING, search(load(none), none, FIRST, none.seeds()));
  }

  @Test
  void incarnations_keep_it_safe_even_where_clocks_are_forgotten() throws Exception {
    var bug = LamportBugs.FORGETFUL_CLOCKS_ALONE;
    assertEquals(Search.NOTHING, search(load(bug), bug, FIRST, 50));
  }

  @Test
  @Tag("long")
  void incarnations_keep_it_safe_in_many_executions_too() throws Exception {
    var bug = LamportBugs.FORGETFUL_CLOCKS_ALONE;
    assertEquals(Search.NOTHING, search(load(bug), bug, FIRST, bug.seeds()));
  }

  private static ClassLoader load(PlantedBug bug) {
    return new PatchedLoader(PatchedSources.compile(bug.edits()));
  }

  private static String search(ClassLoader loader, PlantedBug bug, int first, int seeds)
      throws Exception {
    var search =
        loader
            .loadClass(Search.class.getName())
            .getDeclaredConstructor(String.class, boolean.class, int.class, int.class, int.class);
    search.setAccessible(true);
    return (String)
        ((Callable<?>)
                search.newInstance(
                    bug.protocol().name(), bug.lies(), bug.members(), first, first + seeds))
            .call();
  }
}
