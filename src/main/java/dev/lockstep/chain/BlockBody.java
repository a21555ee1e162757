package dev.lockstep.chain;

import java.util.ArrayList;
import java.util.List;

/** The transfers of a block in the making: each is encoded and hashed once. */
final class BlockBody {
  private final ByteWriter bytes;
  private final Sha256 sha = new Sha256();
  private final List<Transfer> transfers = new ArrayList<>();
  private final List<Hash> leaves = new ArrayList<>();

  BlockBody(int expectedTransfers) {
    bytes = new ByteWriter(64 * expectedTransfers);
  }

  /**
   * @return the transfer's leaf hash
   */
  Hash add(Transfer transfer) {
    int start = bytes.size();
    transfer.encode(bytes);
    var leaf = sha.leaf(bytes.array(), start, bytes.size() - start);
    transfers.add(transfer);
    leaves.add(leaf);
    return leaf;
  }

  int size() {
    return transfers.size();
  }

  List<Transfer> transfers() {
    return List.copyOf(transfers);
  }

  List<Hash> leaves() {
    return leaves;
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }
}
