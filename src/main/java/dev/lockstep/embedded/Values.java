package dev.lockstep.embedded;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.TransferRules;
import dev.lockstep.client.Balance;
import dev.lockstep.client.LockstepException;
import dev.lockstep.client.NodeStatus;
import dev.lockstep.client.Payment;
import dev.lockstep.client.TransferOutcome;
import dev.lockstep.console.api.AccountBalance;
import dev.lockstep.console.api.TransferInput;
import dev.lockstep.console.api.Views;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.Problem;
import dev.lockstep.console.result.Problem.About;
import dev.lockstep.console.result.ProblemCode;
import dev.lockstep.console.result.Receipt;
import dev.lockstep.console.result.TransferAnswer;
import io.vertx.core.Future;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** The values of the node's console as those that a program sees. */
final class Values {
  private Values() {}

  static TransferInput.Read read(Payment payment) {
    return new TransferInput.Read(
        payment.id().toString(),
        TransferRules.parse(
            payment.id(), payment.from(), payment.to(), payment.amount(), payment.memo()));
  }

  static List<TransferOutcome> outcomes(List<UUID> ids, List<TransferAnswer> answers) {
    // What was asked for together is on a block or two.
    Map<Hash, String> texts = new HashMap<>();
    List<TransferOutcome> outcomes = new ArrayList<>(ids.size());
    for (int i = 0; i < ids.size(); i++) {
      outcomes.add(
          outcome(
              ids.get(i), answers.get(i), block -> texts.computeIfAbsent(block, Hash::toString)));
    }
    return outcomes;
  }

  static TransferOutcome outcome(UUID id, TransferAnswer answer) {
    return outcome(id, answer, Hash::toString);
  }

  private static TransferOutcome outcome(
      UUID id, TransferAnswer answer, Function<Hash, String> text) {
    return switch (answer) {
      case Receipt.Committed(var _, var location, var block, var existed) ->
          new TransferOutcome.Committed(
              id, location.height(), location.position(), text.apply(block), existed);
      case Receipt.Executed(var _, var existed) -> new TransferOutcome.Executed(id, existed);
      case Problem(var _, var _, About.Doubt(var _, var waitingFor, var reason)) ->
          new TransferOutcome.InDoubt(id, reason, waitingFor);
      case Problem(var code, var detail, var _) ->
          new TransferOutcome.Refused(id, code.text(), detail);
    };
  }

  static Future<Optional<TransferOutcome>> notFound(UUID id, Throwable failure) {
    if (failure instanceof ApiException known) {
      if (known.problem().code() == ProblemCode.NOT_FOUND) {
        return Future.succeededFuture(Optional.empty());
      }
      if (known.problem().about() instanceof About.Doubt) {
        return Future.succeededFuture(Optional.of(outcome(id, known.problem())));
      }
    }
    return Future.failedFuture(failure);
  }

  static Balance balance(AccountBalance account) {
    return new Balance(
        account.account().name(),
        account.account().owner(),
        BigDecimal.valueOf(account.balance(), 2),
        BigDecimal.valueOf(account.onChain(), 2),
        account.height());
  }

  static NodeStatus status(dev.lockstep.console.api.NodeStatus node) {
    return new NodeStatus(
        node.member(),
        node.state(),
        node.reason(),
        node.status().height(),
        node.status().waitingFor(),
        Views.status(node));
  }

  /** What went wrong, in the form in which a program gets it. */
  static LockstepException failure(Throwable reason) {
    if (reason instanceof LockstepException known) {
      return known;
    }
    var problem = Problem.of(reason);
    return new LockstepException(problem.code().text(), problem.detail());
  }
}
