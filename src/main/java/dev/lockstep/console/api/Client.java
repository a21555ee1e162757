package dev.lockstep.console.api;

import dev.lockstep.console.result.ApiException;

/** Who has sent a request over a connection that carries many. */
public interface Client {
  /** Whether its connection is still open. */
  boolean isThere();

  /**
   * @throws ApiException when the client may only read
   */
  void requireWrite();
}
