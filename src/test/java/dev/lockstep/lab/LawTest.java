package dev.lockstep.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.lockstep.simulator.invariant.Invariant;
import dev.lockstep.simulator.invariant.NoBug;
import dev.lockstep.simulator.invariant.Progress;
import dev.lockstep.simulator.invariant.Violation;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The sentences of the papers")
class LawTest {
  @Test
  void each_invariant_has_one_and_no_other() {
    var names =
        Stream.concat(
                new ClassFileImporter()
                        .importPackages(
                            "dev.lockstep.simulator.invariant", "dev.lockstep.lab.textbook")
                        .stream()
                        .filter(type -> type.isAssignableTo(Invariant.class))
                        .filter(type -> !type.isInterface())
                        .map(type -> Violation.nameOf(type.reflect())),
                Stream.of(NoBug.class, Progress.class).map(Violation::nameOf))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        names,
        Law.all().stream().map(Law::invariant).collect(Collectors.toCollection(TreeSet::new)));
  }
}
