package client;

import dev.lockstep.client.LockstepClient;
import dev.lockstep.client.LockstepClientOptions;
import dev.lockstep.client.Payment;
import dev.lockstep.client.TransferOutcome;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pays once over the network, and says what has become of it. */
public final class Pay {
  private Pay() {}

  /** Arguments: the address of a node, the file with its token, who pays, who is paid, how much. */
  public static void main(String[] arguments) throws Exception {
    var token = Files.readString(Path.of(arguments[1])).strip();
    var options = LockstepClientOptions.of(URI.create(arguments[0]), token);
    var payment = Payment.of(arguments[2], arguments[3], arguments[4]).withMemo("an example");
    var vertx = Vertx.vertx();
    pay(vertx, options, payment)
        .onSuccess(System.out::println)
        .onFailure(reason -> System.err.println(reason.getMessage()))
        .eventually(vertx::close);
  }

  /** One payment and the balance after it, in two lines. */
  public static Future<String> pay(Vertx vertx, LockstepClientOptions options, Payment payment) {
    return LockstepClient.connect(vertx, options)
        .compose(
            client ->
                client
                    .transfer(payment)
                    .compose(
                        outcome ->
                            client
                                .balance(payment.from())
                                .map(
                                    balance ->
                                        text(outcome)
                                            + "\n%s has %s"
                                                .formatted(balance.account(), balance.balance())))
                    .eventually(client::close));
  }

  private static String text(TransferOutcome outcome) {
    return switch (outcome) {
      case TransferOutcome.Committed(var id, var height, var position, var _, var _) ->
          "paid: %s is at height %d, position %d".formatted(id, height, position);
      case TransferOutcome.Executed(var id, var _) -> "paid: " + id + " will be on a block";
      case TransferOutcome.Refused(var _, var code, var sentence) ->
          "not paid: %s (%s)".formatted(sentence, code);
      case TransferOutcome.InDoubt(var id, var reason, var _) ->
          "in doubt: %s Send %s again under the same id.".formatted(reason, id);
    };
  }
}
