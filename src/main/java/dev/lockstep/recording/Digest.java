package dev.lockstep.recording;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.journal.RecordCodec;
import dev.lockstep.order.Effect;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Status;
import java.util.List;

/**
 * A checksum of what followed from an input: the state that the member shows, the bytes of every
 * block, and what was sent, written and answered, in this order.
 */
final class Digest {
  private Digest() {}

  static int of(Status status, List<Effect> effects) {
    var out = new ByteWriter(128);
    out.int64(status.time()).int64(status.height()).hash(status.hash()).int64(status.durable());
    out.int8(status.state().ordinal()).int8(status.inside() ? 1 : 0).int32(status.pending());
    status.claim().ifPresent(claim -> out.int64(claim.time()));
    status.consensus().ifPresent(it -> out.int64(it.promised().round()).int32(it.logged()));
    effects.forEach(effect -> write(effect, out));
    return RunBytes.checksum(out.toByteArray());
  }

  private static void write(Effect effect, ByteWriter out) {
    switch (effect) {
      case Effect.Send(var to, var message, var stamp) ->
          out.str(to).str(message.type()).int64(message.time()).int64(stamp.number());
      case Effect.Persist(var sequence, var entry) -> {
        out.int64(sequence).int8(RecordCodec.type(entry));
        if (entry instanceof JournalRecord.Appended(var block)) {
          write(block, out);
        }
      }
      case Effect.Answer(var ticket, var outcomes) -> {
        out.int64(ticket);
        outcomes.forEach(outcome -> out.str(outcome.getClass().getSimpleName()));
      }
      case Effect.Sign(var block) -> write(block, out);
      case Effect.Stored(var block, var _) -> write(block, out);
      case Effect.Compare(var block) -> write(block, out);
      case Effect.SignLog(var height, var log) -> out.int64(height).int32(log.transfers().size());
      case Effect.Verify(var from, var blocks, var _) -> out.str(from).int32(blocks.size());
      case Effect.ReadBlocks(var to, var from, var bytes) -> out.str(to).int64(from).int32(bytes);
      case Effect.Executed(var transfers) -> transfers.forEach(each -> out.uuid(each.id()));
      case Effect.Note(var event, var _) ->
          out.str(event.getClass().getSimpleName()).int64(event.time());
      case Effect.Halt(var reason) -> out.str(reason);
    }
  }

  private static void write(Block block, ByteWriter out) {
    out.int32(RunBytes.checksum(block.bytes()));
  }
}
