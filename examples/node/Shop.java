package node;

import dev.lockstep.client.Payment;
import dev.lockstep.client.TransferOutcome;
import dev.lockstep.embedded.LockstepNode;
import dev.lockstep.embedded.LockstepNodeOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;

/** A small shop with a member of the ledger inside: POST /pay?to=B&amount=1.00 pays for it. */
public final class Shop extends VerticleBase {
  private final LockstepNodeOptions options;
  private final int port;
  private LockstepNode node;

  /**
   * @param port where the shop listens, beside the ports of the member
   */
  public Shop(LockstepNodeOptions options, int port) {
    this.options = options;
    this.port = port;
  }

  /** Arguments: the cluster file, the member, the directory of the data, the port of the shop. */
  public static void main(String[] arguments) {
    var options =
        LockstepNodeOptions.of(Path.of(arguments[0]), arguments[1], Path.of(arguments[2]));
    var vertx = Vertx.vertx();
    vertx
        .deployVerticle(new Shop(options, Integer.parseInt(arguments[3])))
        .onSuccess(_ -> System.out.println("The shop is open."))
        .onFailure(
            reason -> {
              System.err.println(reason.getMessage());
              vertx.close();
            });
  }

  @Override
  public Future<?> start() {
    return LockstepNode.start(vertx, options)
        .compose(
            started -> {
              node = started;
              node.failureHandler(reason -> System.err.println(reason.getMessage()));
              return vertx
                  .createHttpServer()
                  .requestHandler(request -> pay(request))
                  .listen(port, "127.0.0.1");
            });
  }

  @Override
  public Future<?> stop() {
    return node == null ? Future.succeededFuture() : node.stop();
  }

  private void pay(HttpServerRequest request) {
    var to = request.getParam("to", "");
    var amount = request.getParam("amount", "");
    node.transfer(Payment.of(options.member(), to, amount))
        .onSuccess(
            outcome -> {
              var isPaid =
                  switch (outcome) {
                    case TransferOutcome.Committed _, TransferOutcome.Executed _ -> true;
                    case TransferOutcome.Refused _, TransferOutcome.InDoubt _ -> false;
                  };
              request.response().setStatusCode(isPaid ? 200 : 402).end(outcome + "\n");
            })
        .onFailure(reason -> request.response().setStatusCode(503).end(reason.getMessage() + "\n"));
  }
}
