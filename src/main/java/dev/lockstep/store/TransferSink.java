package dev.lockstep.store;

import java.io.IOException;
import java.util.List;

/** Takes the transfers of a chain, in their order, and keeps them for other programs. */
public interface TransferSink extends AutoCloseable {
  /**
   * @throws IOException when they cannot be kept
   */
  void add(List<StoredTransfer> transfers) throws IOException;

  /**
   * Ends it; what was added is in the file then.
   *
   * @throws IOException when it is not
   */
  @Override
  void close() throws IOException;
}
