package dev.lockstep.simulator.report;

import dev.lockstep.chain.Transfer;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PaxosRecord;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a member writes to its journal, in words: the object of "writes". */
public final class RecordWording {
  private RecordWording() {}

  public static String of(JournalRecord entry) {
    return switch (entry) {
      case JournalRecord.Origin _ -> "the genesis";
      case JournalRecord.Incarnation(var number) -> "its incarnation " + number;
      case JournalRecord.Clock(var limit) -> "that its clock stays below " + limit;
      case JournalRecord.Joined() -> "that it takes part";
      case JournalRecord.Met(var member, var number) ->
          "that it has met " + member + " in incarnation " + number;
      case JournalRecord.Signed(var height, var _) -> "the signature of block " + height;
      case JournalRecord.Appended(var block) ->
          "block " + block.height() + " " + block.hash().abbreviated() + " of " + block.proposer();
      case PaxosRecord.Promised(var ballot) -> "its promise of ballot " + ballot;
      case PaxosRecord.Accepted(var ballot, var block) ->
          "its vote for block "
              + block.height()
              + " "
              + block.hash().abbreviated()
              + " by ballot "
              + ballot;
      case PaxosRecord.Attested(var height, var hash, var attestation) ->
          "what is signed about block "
              + height
              + " "
              + hash.abbreviated()
              + ": the block by "
              + attestation.signatures().keySet()
              + ", logs by "
              + attestation.logs().keySet();
      case PaxosRecord.Executed(var transfers) ->
          "that it has executed "
              + transfers.stream().map(RecordWording::of).collect(Collectors.joining(", "));
      case PaxosRecord.Generation(var number) -> "its generation " + number;
      case PaxosRecord.RecoveryHeight(var height) ->
          "that it executes nothing below block " + height;
    };
  }

  static String of(Transfer transfer) {
    return "%s (%s, %s, %d)"
        .formatted(of(transfer.id()), transfer.from(), transfer.to(), transfer.amount());
  }

  static String of(UUID id) {
    return id.toString().substring(0, 8);
  }
}
