package dev.lockstep.console.api;

import dev.lockstep.chain.TransferRules.Parsed;
import dev.lockstep.console.result.Problem;
import dev.lockstep.console.result.TransferAnswer;
import dev.lockstep.order.Outcome;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/**
 * What has become of many transfers.
 *
 * @param outcomes one for each transfer that could be read, in order
 */
public record BatchAnswer(List<TransferInput.Read> reads, List<Outcome> outcomes) {
  /** One for each transfer, in order; made one by one, as there may be thousands. */
  public Stream<TransferAnswer> answers() {
    Iterator<Outcome> next = outcomes.iterator();
    return reads.stream()
        .map(
            read ->
                switch (read.parsed()) {
                  case Parsed.Invalid(var refusal) -> Problem.refused(read.id(), refusal);
                  case Parsed.Valid(var transfer) -> Answers.of(transfer.id(), next.next());
                });
  }
}
