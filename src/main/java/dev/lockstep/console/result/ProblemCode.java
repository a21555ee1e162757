package dev.lockstep.console.result;

import dev.lockstep.chain.Refusal;
import dev.lockstep.command.ExitCode;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Every reason why a request fails, and its form in each interface: the word that clients read, the
 * HTTP status, the code of JSON-RPC, and the exit code of a command. The contract is the table in
 * {@code docs/interfaces.md}.
 */
public enum ProblemCode {
  // The ledger refuses, and a transfer is definitely not executed.
  INVALID_ID(400, RpcCode.REFUSED, ExitCode.REFUSED),
  INVALID_AMOUNT(400, RpcCode.REFUSED, ExitCode.REFUSED),
  INVALID_MEMO(400, RpcCode.REFUSED, ExitCode.REFUSED),
  UNKNOWN_ACCOUNT(404, RpcCode.REFUSED, ExitCode.REFUSED),
  SAME_ACCOUNT(422, RpcCode.REFUSED, ExitCode.REFUSED),
  NOT_OWNER(403, RpcCode.REFUSED, ExitCode.REFUSED),
  EXISTS_WITH_DIFFERENT_CONTENT(409, RpcCode.REFUSED, ExitCode.REFUSED),
  INSUFFICIENT_FUNDS(422, RpcCode.REFUSED, ExitCode.REFUSED),

  // It cannot be done now, or it is not known whether it was done.
  OVERLOADED(429, RpcCode.REFUSED, ExitCode.UNAVAILABLE),
  TOO_MANY_CONNECTIONS("overloaded", 503, RpcCode.REFUSED, ExitCode.UNAVAILABLE),
  UNAVAILABLE(503, RpcCode.REFUSED, ExitCode.UNAVAILABLE),
  IN_DOUBT(504, RpcCode.REFUSED, ExitCode.UNAVAILABLE),

  // The request itself is wrong, or asks for something that does not exist.
  USAGE(400, RpcCode.REFUSED, ExitCode.USAGE),
  NOT_FOUND(404, RpcCode.REFUSED, ExitCode.FAILURE),
  INVALID_REQUEST(400, RpcCode.INVALID_PARAMS, ExitCode.REFUSED),
  UNMET_EXPECTATION("invalid_request", 417, RpcCode.INVALID_PARAMS, ExitCode.REFUSED),
  INVALID_JSON(400, RpcCode.PARSE_ERROR, ExitCode.REFUSED),
  UNKNOWN_METHOD(404, RpcCode.METHOD_NOT_FOUND, ExitCode.REFUSED),
  UNAUTHORIZED(401, RpcCode.REFUSED, ExitCode.REFUSED),
  READ_ONLY(403, RpcCode.REFUSED, ExitCode.REFUSED),
  WRONG_ORIGIN(403, RpcCode.REFUSED, ExitCode.REFUSED),
  WRONG_HOST(421, RpcCode.REFUSED, ExitCode.REFUSED),
  METHOD_NOT_ALLOWED(405, RpcCode.REFUSED, ExitCode.REFUSED),
  TOO_SLOW(408, RpcCode.REFUSED, ExitCode.REFUSED),
  TOO_LARGE(413, RpcCode.REFUSED, ExitCode.REFUSED),
  ADDRESS_TOO_LARGE("too_large", 414, RpcCode.REFUSED, ExitCode.REFUSED),
  HEADERS_TOO_LARGE("too_large", 431, RpcCode.REFUSED, ExitCode.REFUSED),
  UNSUPPORTED_MEDIA_TYPE(415, RpcCode.REFUSED, ExitCode.REFUSED),

  INTERNAL_ERROR(500, RpcCode.INTERNAL_ERROR, ExitCode.FAILURE);

  private final String text;
  private final int status;
  private final int rpc;
  private final int exit;

  ProblemCode(int status, int rpc, int exit) {
    this.text = name().toLowerCase(Locale.ROOT);
    this.status = status;
    this.rpc = rpc;
    this.exit = exit;
  }

  /** One word may have several statuses. */
  ProblemCode(String text, int status, int rpc, int exit) {
    this.text = text;
    this.status = status;
    this.rpc = rpc;
    this.exit = exit;
  }

  static ProblemCode of(Refusal.Code refusal) {
    return switch (refusal) {
      case INVALID_ID -> INVALID_ID;
      case INVALID_AMOUNT -> INVALID_AMOUNT;
      case INVALID_MEMO -> INVALID_MEMO;
      case UNKNOWN_ACCOUNT -> UNKNOWN_ACCOUNT;
      case SAME_ACCOUNT -> SAME_ACCOUNT;
      case NOT_OWNER -> NOT_OWNER;
      case EXISTS_WITH_DIFFERENT_CONTENT -> EXISTS_WITH_DIFFERENT_CONTENT;
      case INSUFFICIENT_FUNDS -> INSUFFICIENT_FUNDS;
    };
  }

  /** The first code with this word; a node of another version may have a word that is not here. */
  public static Optional<ProblemCode> of(String text) {
    return Arrays.stream(values()).filter(code -> code.text.equals(text)).findFirst();
  }

  /** The word in {@code code}, such as {@code insufficient_funds}. */
  public String text() {
    return text;
  }

  public int httpStatus() {
    return status;
  }

  public int rpcCode() {
    return rpc;
  }

  /** One of {@link ExitCode}. */
  public int exitCode() {
    return exit;
  }
}
