package dev.lockstep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The ports of tests")
class FreePortsTest {
  /** Without it all test processes would choose from one range, and take each other's ports. */
  @Test
  void each_test_process_knows_its_number() {
    var number = System.getProperty("lockstep.fork");
    assumeTrue(number != null, "run by something else than Maven");
    assertTrue(number.matches("[1-9]\\d*"), () -> "lockstep.fork is \"" + number + "\"");
  }

  @Test
  void no_port_is_given_twice() {
    var first = FreePorts.take(50);
    var both = new HashSet<>(first);
    both.addAll(FreePorts.take(50));
    assertEquals(100, both.size(), () -> List.copyOf(first).toString());
  }
}
