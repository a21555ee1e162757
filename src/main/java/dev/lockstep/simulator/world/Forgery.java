package dev.lockstep.simulator.world;

import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.order.LamportPeerMessage;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.paxos.PaxosMessage;
import dev.lockstep.simulator.member.Signatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * How a block breaks a rule of the chain. Its bytes, its hash and its signature are in order, so
 * that only a check against the chain can tell.
 */
public enum Forgery {
  PREDECESSOR,
  HEIGHT,
  TIME,
  PROPOSER,
  OVERDRAFT,
  DOUBLED_TRANSFER,
  UNKNOWN_ACCOUNT;

  private static final UUID NEW_ID = new UUID(-3, -3);
  private static final long TOO_MUCH = 1L << 40;

  /** The same message with such a block; nothing for a message that brings no block to check. */
  public Optional<PeerMessage> of(PeerMessage message) {
    return switch (message) {
      case PeerMessage.Blocks(var from, var execution, var receiver, var blocks) -> {
        var forged = new ArrayList<>(blocks);
        forged.set(0, signed(blocks.getFirst()));
        yield Optional.of(new PeerMessage.Blocks(from, execution, receiver, forged));
      }
      case LamportPeerMessage(var turn, var block) ->
          block.map(sent -> new LamportPeerMessage(turn, Optional.of(signed(sent))));
      case PaxosPeerMessage(PaxosMessage.Accept accept, var block, var log, var votes) ->
          block.map(
              sent -> {
                var forged = of(sent).with(sent.attestation());
                var value = forged.hash();
                return new PaxosPeerMessage(
                    new PaxosMessage.Accept(
                        accept.state(), accept.ballot(), accept.height(), value),
                    Optional.of(forged),
                    log,
                    votes);
              });
      case PaxosPeerMessage _, PeerMessage.Fetch _ -> Optional.empty();
    };
  }

  /** Signed by its proposer, and by whoever has signed the other one. */
  private Block signed(Block block) {
    var forged = of(block);
    forged = Signatures.sign(forged.proposer(), forged);
    for (var member : block.attestation().signatures().keySet()) {
      forged = Signatures.sign(member, forged);
    }
    return forged;
  }

  private Block of(Block block) {
    var member = block.proposer();
    return switch (this) {
      case PREDECESSOR ->
          Block.of(block.height(), block.hash(), block.time(), member, block.transfers());
      case HEIGHT ->
          Block.of(block.height() + 1, block.previous(), block.time(), member, block.transfers());
      case TIME -> Block.of(block.height(), block.previous(), -1, member, block.transfers());
      case PROPOSER ->
          Block.of(block.height(), block.previous(), block.time(), "nobody", block.transfers());
      case OVERDRAFT -> with(block, new Transfer(NEW_ID, Plan.poor(member), member, TOO_MUCH, ""));
      case DOUBLED_TRANSFER ->
          block.transfers().isEmpty()
              ? OVERDRAFT.of(block)
              : with(block, block.transfers().getFirst());
      case UNKNOWN_ACCOUNT -> with(block, new Transfer(NEW_ID, member, "nobody", 1, ""));
    };
  }

  private static Block with(Block block, Transfer another) {
    List<Transfer> transfers = new ArrayList<>(block.transfers());
    transfers.add(another);
    return Block.of(block.height(), block.previous(), block.time(), block.proposer(), transfers);
  }
}
