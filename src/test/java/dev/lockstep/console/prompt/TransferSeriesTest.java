package dev.lockstep.console.prompt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.command.Command;
import dev.lockstep.command.Payment;
import dev.lockstep.command.Reading;
import dev.lockstep.console.result.Receipt;
import io.vertx.core.Promise;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Transfers of a line are paid as long as somebody wants to know what became of them. */
@DisplayName("A line of several transfers")
class TransferSeriesTest {
  private final List<Promise<Receipt>> asked = new ArrayList<>();
  private final AtomicBoolean isThere = new AtomicBoolean(true);

  private TransferSeries series(String line) {
    List<Payment> payments =
        Reading.of(line) instanceof Reading.Understood(Command.Transfers(var found), var _)
            ? found
            : List.of();
    return new TransferSeries(
        payments,
        _ -> {
          asked.add(Promise.promise());
          return asked.getLast().future();
        },
        isThere::get);
  }

  private void pay() {
    asked.getLast().complete(new Receipt.Executed(new UUID(0, asked.size()), false));
  }

  @Test
  void what_stands_behind_the_transfer_during_which_the_client_left_is_not_attempted() {
    var end = series("(A1, B1, 1) (A1, B1, 2) (A1, B1, 3) (A1, B1, 4)").run();
    pay();
    isThere.set(false);
    pay();
    assertEquals(2, asked.size());
    assertTrue(end.failed());
    assertTrue(
        end.cause().getMessage().contains("of 4 transfers on the line 2 were paid"),
        end.cause().getMessage());
  }

  @Test
  void who_stays_has_all_of_them_paid() {
    var end = series("(A1, B1, 1) (A1, B1, 2)").run();
    pay();
    pay();
    assertEquals(2, end.result().paid().size());
  }
}
