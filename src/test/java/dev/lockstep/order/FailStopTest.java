package dev.lockstep.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** After the first unexpected failure an order does nothing any more. */
class FailStopTest {
  private static final Effect DONE = new Effect.ReadBlocks("B", 1, 1);

  private final List<Input> fed = new ArrayList<>();
  private final List<Effect> performed = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();

  private FailStop order(Function<Input, List<Effect>> step) {
    var order =
        new Order() {
          @Override
          public List<Effect> step(Input input, long now) {
            fed.add(input);
            return step.apply(input);
          }

          @Override
          public Status status(long now) {
            throw new AssertionError();
          }
        };
    return new FailStop(order, performed::addAll, failures::add);
  }

  @Test
  void what_a_step_wants_done_is_performed() {
    var order = order(input -> List.of(DONE));
    order.feed(new Input.Tick(), 1);
    order.feed(new Input.Tick(), 2);
    assertEquals(List.of(DONE, DONE), performed);
    assertEquals(List.of(), failures);
  }

  @Test
  void an_order_that_has_thrown_is_fed_no_more_and_nothing_of_its_step_is_performed() {
    var failure = new StackOverflowError();
    var order =
        order(
            input -> {
              if (input instanceof Input.Tick) {
                throw failure;
              }
              return List.of(DONE);
            });
    order.feed(new Input.Tick(), 1);
    order.feed(new Input.Persisted(1), 2);
    assertEquals(List.of(new Input.Tick()), fed);
    assertEquals(List.of(), performed);
    assertEquals(1, failures.size());
    assertSame(failure, failures.getFirst());
  }

  @Test
  void what_cannot_be_performed_ends_it_too() {
    var failure = new IllegalStateException();
    var order =
        new FailStop(
            new ScriptedSteps(),
            effects -> {
              performed.addAll(effects);
              throw failure;
            },
            failures::add);
    order.feed(new Input.Tick(), 1);
    order.feed(new Input.Tick(), 2);
    assertEquals(List.of(DONE), performed);
    assertEquals(List.of(failure), failures);
  }

  /** Its effects would be performed before the rest of those of the step around it. */
  @Test
  void a_step_within_a_step_ends_it() {
    var self = new AtomicReference<FailStop>();
    var order =
        new FailStop(
            new ScriptedSteps(), effects -> self.get().feed(new Input.Tick(), 2), failures::add);
    self.set(order);
    order.feed(new Input.Persisted(1), 1);
    assertEquals(1, failures.size());
    assertTrue(failures.getFirst().getMessage().startsWith("a step within a step"));
  }

  private static final class ScriptedSteps implements Order {
    @Override
    public List<Effect> step(Input input, long now) {
      return List.of(DONE);
    }

    @Override
    public Status status(long now) {
      throw new AssertionError();
    }
  }
}
