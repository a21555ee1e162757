package dev.lockstep.console.result;

/** The error codes of JSON-RPC 2.0, section 5.1. */
public final class RpcCode {
  static final int PARSE_ERROR = -32700;
  public static final int INVALID_REQUEST = -32600;
  static final int METHOD_NOT_FOUND = -32601;
  static final int INVALID_PARAMS = -32602;
  public static final int INTERNAL_ERROR = -32603;

  /** The first of those that a server may define: everything that the ledger says. */
  static final int REFUSED = -32000;

  private RpcCode() {}
}
