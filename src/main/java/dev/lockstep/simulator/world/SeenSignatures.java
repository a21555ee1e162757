package dev.lockstep.simulator.world;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.LogProof;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.order.Input;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import java.util.List;
import java.util.stream.Stream;

/** The signatures in a recorded input: its node has made or checked them. */
final class SeenSignatures {
  private SeenSignatures() {}

  static List<MemberSignature> of(Input input) {
    return switch (input) {
      case Input.Received(var message, var _) -> of(message).toList();
      case Input.Signed(var block) -> of(block).toList();
      case Input.LogSigned(var _, var log) -> log.signature().stream().toList();
      case Input.BlocksRead(var _, var blocks) -> of(blocks).toList();
      case Input.Verified(var _, var proven, var _) -> of(proven).toList();
      case Input.Start _,
          Input.Submit _,
          Input.Find _,
          Input.Misbehaved _,
          Input.Persisted _,
          Input.WriteFailed _,
          Input.Tick _ ->
          List.of();
    };
  }

  private static Stream<MemberSignature> of(PeerMessage message) {
    return switch (message) {
      case LamportPeerMessage(var _, var block) -> of(block.stream().toList());
      case PeerMessage.Blocks piece -> of(piece.blocks());
      case PaxosPeerMessage(var _, var block, var log, var votes) ->
          Stream.of(of(block.stream().toList()), log.signature().stream(), votes.values().stream())
              .flatMap(each -> each);
      case PeerMessage.Fetch _ -> Stream.empty();
    };
  }

  private static Stream<MemberSignature> of(List<Block> blocks) {
    return blocks.stream().flatMap(SeenSignatures::of);
  }

  private static Stream<MemberSignature> of(Block block) {
    return Stream.concat(
        block.attestation().signatures().values().stream(),
        block.attestation().logs().values().stream().map(LogProof::signature));
  }
}
