package dev.lockstep.console.rest;

import io.vertx.core.http.HttpMethod;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The operations below {@code /api/} of the contract {@code openapi.yaml}. A test compares them
 * with it: to read the contract at each start would take longer than to join the other members.
 */
public enum Operation {
  CREATE_TRANSFER(HttpMethod.POST, "/api/transfers"),
  CREATE_TRANSFERS(HttpMethod.POST, "/api/batches"),
  GET_TRANSFER(HttpMethod.GET, "/api/transfers/{id}"),
  GET_RECEIPT(HttpMethod.GET, "/api/transfers/{id}/receipt"),
  GET_CHECKPOINT(HttpMethod.GET, "/api/checkpoint"),
  GET_KEYS(HttpMethod.GET, "/api/keys"),
  GET_CONSISTENCY_PROOF(HttpMethod.GET, "/api/proofs/consistency", "from", "to"),
  LIST_ACCOUNTS(HttpMethod.GET, "/api/accounts"),
  GET_ACCOUNT(HttpMethod.GET, "/api/accounts/{name}"),
  GET_STATEMENT(HttpMethod.GET, "/api/accounts/{name}/transfers", "before", "limit"),
  LIST_BLOCKS(HttpMethod.GET, "/api/blocks", "from", "transfers", "limit"),
  GET_BLOCK(HttpMethod.GET, "/api/blocks/{height}"),
  GET_LOCAL_LOG(HttpMethod.GET, "/api/log", "limit"),
  GET_STATUS(HttpMethod.GET, "/api/status"),
  VERIFY(HttpMethod.GET, "/api/verify"),
  SIGN_OUT(HttpMethod.POST, "/api/sign-out");

  /** Where the contract is in the jar. */
  public static final String CONTRACT = "openapi.yaml";

  private final HttpMethod method;
  private final String path;
  private final List<String> query;
  private final Pattern pattern;

  Operation(HttpMethod method, String path, String... query) {
    this.method = method;
    this.path = path;
    this.query = List.of(query);
    this.pattern = Pattern.compile(path.replaceAll("\\{\\w+}", "[^/]+"));
  }

  /**
   * @param resources where the files of the jar are unpacked
   */
  public static String contract(Path resources) {
    return resources.resolve(CONTRACT).toString();
  }

  /** The operations of a path that somebody has asked for, with whatever method. */
  public static List<Operation> at(String path) {
    return Arrays.stream(values()).filter(o -> o.pattern.matcher(path).matches()).toList();
  }

  /** The value of the header {@code Allow} (RFC 9110, section 10.2.1). */
  public static String allowed(List<Operation> operations) {
    return operations.stream()
        .flatMap(
            o -> o.method.equals(HttpMethod.GET) ? Stream.of("GET", "HEAD") : Stream.of("POST"))
        .collect(Collectors.joining(", "));
  }

  HttpMethod method() {
    return method;
  }

  /** As in the contract, with its parameters in braces. */
  String path() {
    return path;
  }

  /** The names of the query's parameters. */
  List<String> query() {
    return query;
  }

  /** The path as Vert.x wants it. */
  String route() {
    return path.replace('{', ':').replace("}", "");
  }
}
