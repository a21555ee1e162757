package dev.lockstep.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulator can fail: every planted bug is found, and nothing is found where none is. */
class PlantedBugsTest {
  static Stream<PlantedBug> bugs() {
    return PlantedBug.LAMPORT.stream();
  }

  @ParameterizedTest
  @MethodSource("bugs")
  void is_found(PlantedBug bug) throws Exception {
    var found = search(bug);
    System.out.println("Planted: " + bug + "; found: " + found);
    assertNotEquals(
        Search.NOTHING, found, () -> bug + " was not found in " + bug.seeds() + " lives");
  }

  @Test
  void nothing_is_found_in_classes_that_were_loaded_again_without_an_edit() throws Exception {
    assertEquals(Search.NOTHING, search(new PlantedBug("none", 3, 100, List.of())));
  }

  @Test
  void incarnations_keep_it_safe_even_where_clocks_are_forgotten() throws Exception {
    assertEquals(Search.NOTHING, search(PlantedBug.FORGETFUL_CLOCKS_ALONE));
  }

  private static String search(PlantedBug bug) throws Exception {
    var loader = new PatchedLoader(PatchedSources.compile(bug.edits()));
    var search =
        loader
            .loadClass(Search.class.getName())
            .getDeclaredConstructor(String.class, int.class, int.class);
    search.setAccessible(true);
    return (String)
        ((Callable<?>) search.newInstance("lamport", bug.members(), bug.seeds())).call();
  }
}
