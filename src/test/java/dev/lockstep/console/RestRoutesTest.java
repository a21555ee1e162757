package dev.lockstep.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Location;
import dev.lockstep.chain.Refusal;
import dev.lockstep.chain.Transfer;
import dev.lockstep.console.rest.LoadedContract;
import dev.lockstep.keys.Keys;
import dev.lockstep.keys.VerifierKey;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.Outcome;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.SignedNote;
import dev.lockstep.proof.Trust;
import dev.lockstep.reader.ReceiptFile;
import dev.lockstep.store.Verdict;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.junit5.VertxExtension;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract promises is what is answered, right or wrong. */
@DisplayName("REST")
@ExtendWith(VertxExtension.class)
class RestRoutesTest {
  private static final String ID = "018f4e7b-0000-7000-8000-000000000001";
  private static final String TRANSFER =
      "{\"id\": \"" + ID + "\", \"from\": \"A1\", \"to\": \"B1\", \"amount\": \"4.00\"}";
  private static final Map<String, String> PATH_VALUES =
      Map.of("{id}", ID, "{name}", "A1", "{height}", "3");

  private Vertx vertx;
  private OpenAPIContract contract;
  private ResponseValidator validator;
  private RunningConsole console;

  @BeforeEach
  void start(Vertx testVertx) {
    vertx = testVertx;
    contract = LoadedContract.load(vertx, RunningConsole.resources()).await();
    validator = ResponseValidator.create(vertx, contract);
    console = RunningConsole.start(vertx);
  }

  private static String path(Operation operation) {
    boolean hasQuery = operation.getOperationId().equals("getConsistencyProof");
    var path = operation.getOpenAPIPath() + (hasQuery ? "?from=0&to=1" : "");
    for (var value : PATH_VALUES.entrySet()) {
      path = path.replace(value.getKey(), value.getValue());
    }
    return path;
  }

  /** Those of the ledger; health and metrics have answers of other kinds. */
  private List<Operation> operations() {
    return contract.operations().stream()
        .filter(operation -> operation.getOpenAPIPath().startsWith("/api/"))
        // It answers without a body, with or without a ledger; SignInTest has it.
        .filter(operation -> !operation.getOperationId().equals("signOut"))
        .toList();
  }

  private HttpAnswer call(Operation operation) {
    return call(console, operation, path(operation));
  }

  private static HttpAnswer call(RunningConsole console, Operation operation, String target) {
    return switch (operation.getOperationId()) {
      case "createTransfer" -> console.post(target, TRANSFER);
      case "createTransfers" -> console.post(target, "{\"transfers\": [" + TRANSFER + "]}");
      default -> console.call(operation.getHttpMethod().name(), target);
    };
  }

  /** Fails when the contract does not know the status, or has another body in mind. */
  private HttpAnswer fits(String operation, HttpAnswer answer) {
    if (operation.equals("getCheckpoint") && answer.status() == 200) {
      // A text is more than the library can validate.
      assertEquals("text/plain; charset=utf-8", answer.header("content-type"));
      return answer;
    }
    assertEquals(
        answer.status() < 300 ? "application/json" : "application/problem+json",
        answer.header("content-type"),
        answer::toString);
    validate(operation, answer);
    return answer;
  }

  private void validate(String operation, HttpAnswer answer) {
    try {
      validator
          .validate(

              // The library knows one media type of JSON; see LoadedContract.
              ValidatableResponse.create(
                  answer.status(), Buffer.buffer(answer.body()), "application/json"),
              operation)
          .await();
    } catch (RuntimeException e) {
      throw new AssertionError(operation + " answered " + answer, e);
    }
  }

  private HttpAnswer fits(String operation, int status, String code, HttpAnswer answer) {
    assertEquals(status, answer.status(), answer::toString);
    assertEquals(code, answer.code());
    assertEquals(status, answer.json().getInteger("status"));
    return fits(operation, answer);
  }

  @Test
  void every_operation_is_routed_and_a_filled_ledger_fits_its_schema() {
    assertFalse(operations().isEmpty());
    for (var operation : operations()) {
      var answer = fits(operation.getOperationId(), call(operation));
      assertTrue(answer.status() == 200 || answer.status() == 201, answer::toString);
    }
  }

  @Test
  void what_paxos_mode_answers_fits_the_contract_too() {
    console.status = () -> RunningConsole.ofPaxos(MemberState.WAITING);
    console.decide = transfer -> new Outcome.Executed(false);
    console.find = id -> new Outcome.Executed(true);
    console.execute(List.of(new Transfer(UUID.fromString(ID), "A1", "B1", 1, "")), 1);
    for (var operation : operations()) {
      var answer = fits(operation.getOperationId(), call(operation));
      // What is on no block has no receipt yet.
      boolean isEarly = operation.getOperationId().equals("getReceipt");
      assertTrue(
          isEarly ? answer.status() == 503 : answer.status() == 200 || answer.status() == 201,
          answer::toString);
    }
  }

  @Test
  void every_operation_needs_the_token() {
    for (var operation : operations()) {
      var answer =
          console.raw(operation.getHttpMethod().name(), path(operation), "", console.host());
      fits(operation.getOperationId(), 401, "unauthorized", answer);
    }
  }

  @Test
  void every_operation_names_another_host_and_a_malformed_head() {
    for (var operation : contract.operations()) {
      var id = operation.getOperationId();
      var method = operation.getHttpMethod().name();
      var target = path(operation);
      var other = console.raw(method, target, "", "Host: elsewhere", RunningConsole.bearer());
      if (target.startsWith("/health/")) {
        assertNotEquals(421, other.status());
      } else {
        problem(id, 421, "wrong_host", other);
      }
      problem(id, 400, "invalid_request", console.raw(method, target, "", "Host: a", "Host: b"));
    }
  }

  /** Of operations too whose other answers are no JSON. */
  private void problem(String operation, int status, String code, HttpAnswer answer) {
    assertEquals(status, answer.status(), answer::toString);
    assertEquals(code, answer.code());
    validate(operation, answer);
  }

  @Test
  void what_a_node_that_starts_cannot_answer_is_unavailable() {
    var starting = RunningConsole.start(Vertx.vertx(), 16);
    try {
      for (var operation : operations()) {
        var id = operation.getOperationId();
        boolean needsNobody = List.of("listAccounts", "getAccount", "getLocalLog").contains(id);
        var answer = call(starting, operation, path(operation));
        if (needsNobody) {
          assertEquals(200, answer.status());
        } else if (id.equals("createTransfers")) {
          var results = fits(id, answer).json().getJsonArray("results");
          assertEquals("unavailable", results.getJsonObject(0).getString("code"));
        } else {
          fits(id, 503, "unavailable", answer);
          assertEquals("1", answer.header("retry-after"));
        }
      }
    } finally {
      starting.vertx.close().await();
    }
  }

  // --- proofs -----------------------------------------------------------------------------------

  @Test
  void a_receipt_is_what_a_stranger_can_check() {
    console.find =
        id -> new Outcome.Committed(new Location(1, 0), RunningConsole.HEAD.hash(), true);
    var answer = fits("getReceipt", console.get("/api/transfers/" + ID + "/receipt"));
    assertEquals(200, answer.status());
    var receipt = ReceiptFile.parse(answer.body().getBytes(StandardCharsets.UTF_8));
    var keys =
        Stream.of("A", "B").map(m -> new VerifierKey("test/" + m, Keys.of(m).publicKey())).toList();
    var trust = new Trust(Checkpoint.originOf(RunningConsole.GENESIS), keys, 3);
    assertInstanceOf(dev.lockstep.proof.Receipt.Finding.Holds.class, receipt.check(trust));
    assertEquals(console.get("/api/checkpoint").body(), receipt.note().format());
  }

  @Test
  void a_transfer_that_is_not_known_has_no_receipt_and_one_that_is_not_covered_has_none_yet() {
    var path = "/api/transfers/" + ID + "/receipt";
    fits("getReceipt", 400, "invalid_id", console.get("/api/transfers/x/receipt"));
    console.find = id -> new Outcome.NotFound();
    fits("getReceipt", 404, "not_found", console.get(path));
    console.find = id -> new Outcome.InDoubt(List.of("B"), "B is silent");
    fits("getReceipt", 503, "unavailable", console.get(path));
    console.find = id -> RunningConsole.committed(true);
    console.notProved = "Block 3 is not covered by a checkpoint yet.";
    var early = fits("getReceipt", 503, "unavailable", console.get(path));
    assertEquals(console.notProved, early.json().getString("detail"));
    fits("getCheckpoint", 503, "unavailable", console.get("/api/checkpoint"));
  }

  @Test
  void the_keys_are_those_that_check_a_checkpoint_and_a_member_that_never_ran_has_none() {
    var answer = fits("getKeys", console.get("/api/keys")).json();
    assertEquals(Checkpoint.originOf(RunningConsole.GENESIS), answer.getString("origin"));
    var members = answer.getJsonArray("members");
    assertEquals(3, members.size());
    assertEquals(new JsonObject().put("member", "C"), members.getJsonObject(2));
    var keys =
        Stream.of(0, 1)
            .map(i -> VerifierKey.parse(members.getJsonObject(i).getString("key")))
            .toList();
    var note = SignedNote.parse(console.get("/api/checkpoint").body());
    assertInstanceOf(
        Trust.Finding.Signed.class, new Trust(answer.getString("origin"), keys, 3).check(note));
  }

  @Test
  void a_consistency_proof_is_between_two_heights_of_the_chain() {
    long top = RunningConsole.HEAD.height();
    var answer =
        fits("getConsistencyProof", console.get("/api/proofs/consistency?from=0&to=" + top));
    assertEquals(top, answer.json().getLong("to"));
    var same = console.get("/api/proofs/consistency?from=1&to=1").json();
    assertEquals(0, same.getJsonArray("path").size());
    for (var query :
        List.of("", "?from=1", "?to=1", "?from=-1&to=1", "?from=2&to=1", "?from=x&to=1")) {
      var path = "/api/proofs/consistency" + query;
      fits("getConsistencyProof", 400, "invalid_request", console.get(path));
    }
    fits(
        "getConsistencyProof",
        404,
        "not_found",
        console.get("/api/proofs/consistency?from=0&to=" + (top + 1)));
  }

  @Test
  void health_and_metrics_are_in_the_contract_as_they_are_answered() {
    var others =
        contract.operations().stream()
            .filter(o -> !o.getOpenAPIPath().startsWith("/api/"))
            .toList();
    assertEquals(
        List.of("/health/live", "/health/ready", "/metrics"),
        others.stream().map(Operation::getOpenAPIPath).sorted().toList());
    for (var state : MemberState.values()) {
      console.status = () -> RunningConsole.status(state);
      for (var operation : others) {
        var answer = console.get(operation.getOpenAPIPath());
        // What measures a node may send it parameters of its own.
        assertEquals(
            answer.status(), console.get(operation.getOpenAPIPath() + "?name[]=x").status());
        if (operation.getOpenAPIPath().equals("/metrics")) {
          // A text is more than the library can validate.
          assertTrue(answer.header("content-type").startsWith("text/plain;"));
          assertTrue(operation.getResponse(200).getContent().containsKey("text/plain"));
        } else {
          validate(operation.getOperationId(), answer);
        }
      }
    }
  }

  @Test
  void the_contract_is_served_to_everybody() {
    var answer = console.raw("GET", "/openapi.yaml", "", console.host());
    assertEquals(200, answer.status());
    assertEquals(
        vertx
            .fileSystem()
            .readFile(dev.lockstep.console.rest.Operation.contract(RunningConsole.resources()))
            .await()
            .toString(),
        answer.body());
    assertTrue(answer.header("content-type").contains("yaml"), answer.header("content-type"));
  }

  // --- transfers --------------------------------------------------------------------------------

  @Test
  void a_transfer_that_was_there_already_is_not_created() {
    console.decide = transfer -> RunningConsole.committed(true);
    var answer = fits("createTransfer", console.post("/api/transfers", TRANSFER));
    assertEquals(200, answer.status());
    assertEquals(true, answer.json().getBoolean("exists"));
    assertEquals(ID, answer.json().getString("id"));
  }

  @Test
  void a_transfer_without_an_id_and_a_payer_gets_both() {
    var answer =
        fits("createTransfer", console.post("/api/transfers", "{\"to\":\"B1\",\"amount\":\"1\"}"));
    assertEquals(201, answer.status());
    assertEquals(7, UUID.fromString(answer.json().getString("id")).version());
  }

  @ParameterizedTest
  @EnumSource(Refusal.Code.class)
  void each_refusal_has_its_status_and_is_in_the_contract(Refusal.Code code) {
    console.decide = transfer -> new Outcome.Refused(new Refusal(code, "Because."));
    var answer = console.post("/api/transfers", TRANSFER);
    fits("createTransfer", answer.status(), code.text(), answer);
    assertTrue(answer.status() >= 400 && answer.status() < 500);
    assertEquals(ID, answer.json().getString("id"));
  }

  @Test
  void what_is_not_executed_or_not_known_says_so() {
    console.decide = transfer -> new Outcome.Unavailable(List.of("B", "C"), "B and C are silent.");
    var answer = console.post("/api/transfers", TRANSFER);
    fits("createTransfer", 503, "unavailable", answer);
    assertEquals(new JsonArray().add("B").add("C"), answer.json().getJsonArray("waiting_for"));

    console.decide = transfer -> new Outcome.Overloaded(65536);
    fits("createTransfer", 429, "overloaded", console.post("/api/transfers", TRANSFER));

    console.decide = transfer -> new Outcome.InDoubt(List.of("C"), "C has not confirmed it.");
    var doubt = console.post("/api/transfers", TRANSFER);
    fits("createTransfer", 504, "in_doubt", doubt);
    assertEquals("C has not confirmed it.", doubt.json().getString("reason"));
    assertEquals(new JsonArray().add("C"), doubt.json().getJsonArray("waiting_for"));

    console.find = id -> new Outcome.NotFound();
    fits("getTransfer", 404, "not_found", console.get("/api/transfers/" + ID));
    console.find = id -> new Outcome.Overloaded(65536);
    fits("getTransfer", 429, "overloaded", console.get("/api/transfers/" + ID));
    console.find = id -> new Outcome.InDoubt(List.of("C"), "C has not confirmed it.");
    fits("getTransfer", 504, "in_doubt", console.get("/api/transfers/" + ID));
  }

  @Test
  void an_order_that_never_answers_leaves_a_transfer_in_doubt_under_the_id_to_ask_for() {
    console.isOrderSilent = true;
    var answer = console.post("/api/transfers", "{\"to\": \"B1\", \"amount\": \"4.00\"}");
    fits("createTransfer", 504, "in_doubt", answer);
    assertEquals(7, UUID.fromString(answer.json().getString("id")).version());
    var found = console.get("/api/transfers/" + ID);
    fits("getTransfer", 504, "in_doubt", found);
    assertEquals(ID, found.json().getString("id"));
    assertEquals("Node A did not answer in time.", found.json().getString("reason"));
    assertEquals(new JsonArray().add("A"), found.json().getJsonArray("waiting_for"));
  }

  @Test
  void a_doubt_of_the_console_is_told_to_the_order() throws InterruptedException {
    console.isOrderSilent = true;
    console.post("/api/transfers", TRANSFER);
    var told = console.doubts.poll(10, TimeUnit.SECONDS);
    assertEquals(List.of(UUID.fromString(ID)), told.transfers());
    assertEquals("Node A did not answer in time.", told.doubt().reason());
  }

  @Test
  void every_answer_in_doubt_is_counted() {
    assertTrue(console.get("/metrics").body().contains("\nlockstep_in_doubt_total 0.0\n"));
    console.decide = transfer -> new Outcome.InDoubt(List.of("C"), "C has not confirmed it.");
    console.post("/api/transfers", TRANSFER);
    console.post(
        "/api/transfers",
        "{\"transfers\": [{\"to\":\"B1\",\"amount\":\"1\"}, {\"to\":\"B1\",\"amount\":\"2\"}]}");
    console.find = id -> new Outcome.InDoubt(List.of("C"), "C has not confirmed it.");
    console.get("/api/transfers/" + ID);
    assertTrue(console.get("/metrics").body().contains("\nlockstep_in_doubt_total 4.0\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/batches", "/api/transfers"})
  void many_transfers_that_are_in_doubt_are_so_one_by_one(String path) {
    console.isOrderSilent = true;
    var answer =
        fits(
            "createTransfers",
            console.post(
                path,
                "{\"transfers\": [{\"to\":\"B1\",\"amount\":\"1\"}, "
                    + TRANSFER
                    + ", {\"to\":\"B1\",\"amount\":\"x\"}]}"));
    assertEquals(200, answer.status());
    var results = answer.json().getJsonArray("results");
    assertEquals(3, results.size());
    assertEquals("in_doubt", results.getJsonObject(0).getString("code"));
    UUID.fromString(results.getJsonObject(0).getString("id"));
    assertEquals("in_doubt", results.getJsonObject(1).getString("code"));
    assertEquals(ID, results.getJsonObject(1).getString("id"));
    assertEquals("invalid_amount", results.getJsonObject(2).getString("code"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/batches", "/api/transfers"})
  void many_transfers_have_an_outcome_each_in_their_order(String path) {
    console.decide =
        transfer ->
            transfer.to().equals("B1")
                ? RunningConsole.committed(false)
                : new Outcome.Refused(new Refusal(Refusal.Code.UNKNOWN_ACCOUNT, "No such."));
    var body =
        "{\"transfers\": [{\"to\":\"B1\",\"amount\":\"1\"},{\"to\":\"X\",\"amount\":\"1\"},"
            + "{\"to\":\"B1\",\"amount\":1},{\"to\":\"B1\",\"amount\":\"2\"}]}";
    var answer = fits("createTransfers", console.post(path, body));
    assertEquals(200, answer.status());
    var results = answer.json().getJsonArray("results").stream().map(JsonObject.class::cast);
    assertEquals(
        List.of("committed", "unknown_account", "invalid_amount", "committed"),
        results.map(r -> r.getString("status", r.getString("code"))).toList());
    var none = fits("createTransfers", console.post(path, "{\"transfers\": []}"));
    assertEquals(new JsonArray(), none.json().getJsonArray("results"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                               | invalid_json",
        "{                                                | invalid_json",
        "[]                                               | invalid_request",
        "null                                             | invalid_request",
        "{}                                               | invalid_request",
        "{\"to\": \"B1\"}                                 | invalid_request",
        "{\"to\": 1, \"amount\": \"1\"}                   | invalid_request",
        "{\"to\": \"B1\", \"amount\": 1}                  | invalid_amount",
        "{\"to\": \"B1\", \"amount\": \"1\", \"x\": 1}    | invalid_request",
        "{\"to\": \"B1\", \"amount\": \"1\", \"id\": \"\"}| invalid_id",
        "{\"to\": \"B1\", \"amount\": \"1\", \"memo\": 1} | invalid_memo",
        "{\"transfers\": 1}                               | invalid_request",
        "{\"transfers\": [1]}                             | invalid_request",
        "{\"transfers\": [], \"to\": \"B1\"}              | invalid_request"
      })
  void what_is_no_transfer_is_refused_with_a_sentence(String body, String code) {
    fits("createTransfer", 400, code, console.post("/api/transfers", body));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                       | invalid_json    | The body is empty",
        "[]                                       | invalid_request | A JSON object is needed",
        "{}                                       | invalid_request | \"transfers\" is missing.",
        "{\"to\": \"B1\", \"amount\": \"1\"}        | invalid_request | \"to\" is not known here",
        "{\"transfers\": null}                    | invalid_request | \"transfers\" is null",
        "{\"transfers\": [{\"to\": \"B1\"}]}      | invalid_request | transfers[0]: \"amount\" is"
      })
  void what_is_no_batch_is_refused_with_a_sentence(String body, String code, String sentence) {
    var answer = fits("createTransfers", 400, code, console.post("/api/batches", body));
    assertTrue(answer.json().getString("detail").startsWith(sentence), answer::toString);
  }

  @Test
  void a_body_that_is_too_large_is_not_read() {
    var answer =
        HttpAnswer.to(
            console.port,
            "POST /api/transfers HTTP/1.1\r\n"
                + console.host()
                + "\r\n"
                + RunningConsole.bearer()
                + "\r\nContent-Type: application/json\r\nContent-Length: 16777217\r\n\r\n");
    fits("createTransfer", 413, "too_large", answer);
    assertEquals(200, console.get("/api/status").status());
  }

  @Test
  void a_body_that_says_no_size_is_cut_off_when_it_has_become_too_large() {
    var chunk = "100000\r\n" + " ".repeat(1 << 20) + "\r\n";
    var answer =
        HttpAnswer.to(
            console.port,
            "POST /api/transfers HTTP/1.1\r\n"
                + console.host()
                + "\r\n"
                + RunningConsole.bearer()
                + "\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
                + chunk.repeat(16)
                + "1\r\n \r\n");
    fits("createTransfer", 413, "too_large", answer);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/json-seq",
    "''"
  })
  void other_media_types_are_refused(String type) {
    var answer =
        console.raw(
            "POST",
            "/api/transfers",
            TRANSFER,
            console.host(),
            RunningConsole.bearer(),
            "Content-Type: " + type);
    fits("createTransfer", 415, "unsupported_media_type", answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Application/JSON; charset=utf-8 | 201",
        "application/json;CHARSET=\"UTF-8\" | 201",
        "application/json; profile=x | 201",
        "application/json; charset=utf-16 | 415",
        "application/json; charset=\"iso-8859-1\" | 415",
        "application/json; profile=x; charset= | 415"
      })
  void of_the_parameters_of_the_media_type_only_the_charset_matters(String type, int status) {
    var answer =
        console.raw(
            "POST",
            "/api/transfers",
            TRANSFER,
            console.host(),
            RunningConsole.bearer(),
            "Content-Type: " + type);
    assertEquals(status, answer.status(), answer::toString);
    if (status == 415) {
      fits("createTransfer", 415, "unsupported_media_type", answer);
      assertTrue(answer.body().contains("JSON is read as UTF-8 only."), answer::body);
    }
  }

  // --- odd questions ----------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource({
    "getBlock, /api/blocks/-1, 400, invalid_request",
    "getBlock, /api/blocks/99999999999999999999, 400, invalid_request",
    "getBlock, /api/blocks/999999999999999999, 404, not_found",
    "getBlock, /api/blocks/6, 404, not_found",
    "getBlock, /api/blocks/1.0, 400, invalid_request",
    "getBlock, /api/blocks/%2B1, 400, invalid_request",
    "getBlock, /api/blocks/x, 400, invalid_request",
    "getBlock, /api/blocks/%00, 400, invalid_request",
    "getBlock, /api/blocks/%D9%A3, 400, invalid_request",
    "getAccount, /api/accounts/%00, 404, unknown_account",
    "getAccount, /api/accounts/%F0%9F%A7%80, 404, unknown_account",
    "getAccount, /api/accounts/%FF, 400, invalid_request",
    "getAccount, /api/accounts/%C3, 400, invalid_request",
    "getAccount, /api/accounts/%C0%AF, 400, invalid_request",
    "getAccount, /api/accounts/%ED%A0%80, 400, invalid_request",
    "listBlocks, /api/blocks?from=%FF, 400, invalid_request",
    "listBlocks, /api/blocks?from=1&from=2, 400, invalid_request",
    "listBlocks, /api/blocks?limit=1&limit=1, 400, invalid_request",
    "getAccount, /api/accounts/a1, 404, unknown_account",
    "getAccount, /api/accounts/A1%20, 404, unknown_account",
    "getAccount, /api/accounts/a%2Fb, 404, unknown_account",
    "getStatement, /api/accounts/X/transfers, 404, unknown_account",
    "getStatement, /api/accounts/A1/transfers?before=x, 400, invalid_request",
    "getStatement, /api/accounts/A1/transfers?before=3-, 400, invalid_request",
    "getStatement, /api/accounts/A1/transfers?before=3-9999, 400, invalid_request",
    "getStatement, /api/accounts/A1/transfers?before=, 400, invalid_request",
    "getStatement, /api/accounts/A1/transfers?limit=0, 400, invalid_request",
    "getStatement, /api/accounts/A1/transfers?limit=1001, 400, invalid_request",
    "getStatement, /api/accounts/A1/transfers?limit=-1, 400, invalid_request",
    "listBlocks, /api/blocks?limit=x, 400, invalid_request",
    "listBlocks, /api/blocks?limit=, 400, invalid_request",
    "listBlocks, /api/blocks?from=-1, 400, invalid_request",
    "listBlocks, /api/blocks?from=99999999999999999999, 400, invalid_request",
    "listBlocks, /api/blocks?from=%00, 400, invalid_request",
    "getTransfer, /api/transfers/x, 400, invalid_id",
    "getTransfer, /api/transfers/%00, 400, invalid_id",
    "getTransfer, /api/transfers/018f4e7b-0000-7000-8000-00000000000, 400, invalid_id"
  })
  void odd_values_get_a_sentence(String operation, String target, int status, String code) {
    fits(operation, status, code, console.get(target));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/accounts/%zz, 400",
    "/api/accounts/%, 400",
    "/api/blocks?from=%zz, 400",
    "/api, 404",
    "/api/, 404",
    "/api/nothing, 404",
    "/api/blocks/1/2, 404",
    "/nothing, 404"
  })
  void what_is_nothing_at_all_is_a_problem_too(String target, int status) {
    var answer = console.get(target);
    assertEquals(status, answer.status(), answer::toString);
    assertEquals("application/problem+json", answer.header("content-type"));
    assertEquals(status == 400 ? "invalid_request" : "not_found", answer.code());
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /api/status",
    "DELETE, /api/transfers",
    "PUT, /api/accounts/A1",
    "GET, /api/transfers",
    "HEAD, /api/transfers",
    "OPTIONS, /api/transfers"
  })
  void other_methods_are_refused(String method, String target) {
    var answer = console.call(method, target);
    assertEquals(405, answer.status(), answer::toString);
    assertEquals(target.equals("/api/transfers") ? "POST" : "GET, HEAD", answer.header("allow"));
    assertEquals("application/problem+json", answer.header("content-type"));
    if (!method.equals("HEAD")) {
      assertEquals("method_not_allowed", answer.code());
    }
  }

  @Test
  void a_parameter_that_the_contract_does_not_know_is_named() {
    for (var operation : operations()) {
      var path = path(operation);
      var target = path + (path.contains("?") ? "&" : "?") + "limt=3";
      var answer = call(console, operation, target);
      assertEquals(400, answer.status(), answer::toString);
      assertEquals("invalid_request", answer.code());
      var detail = answer.json().getString("detail");
      assertTrue(detail.startsWith("The query parameter \"limt\" is not known here; "), detail);
    }
    var blocks = fits("listBlocks", console.get("/api/blocks?from=1&x=%00"));
    assertEquals(400, blocks.status());
    assertTrue(blocks.body().contains("known are from, transfers, limit."), blocks::body);
  }

  @Test
  void as_many_blocks_may_be_asked_for_as_the_contract_says() {
    List<Integer> asked = new ArrayList<>();
    console.onBlocksAsked = asked::add;
    fits("listBlocks", console.get("/api/blocks?limit=1000"));
    fits("listBlocks", 400, "invalid_request", console.get("/api/blocks?limit=1001"));
    fits("listBlocks", console.get("/api/blocks"));
    assertEquals(List.of(1000, 20), asked);
  }

  @Test
  void blocks_at_a_glance_say_how_many_transfers_they_hold() {
    var whole = fits("listBlocks", console.get("/api/blocks")).json().getJsonArray("blocks");
    for (int transfers : new int[] {0, 1, 10}) {
      var target = "/api/blocks?transfers=" + transfers;
      var blocks = fits("listBlocks", console.get(target)).json().getJsonArray("blocks");
      assertEquals(whole.size(), blocks.size());
      for (int i = 0; i < whole.size(); i++) {
        var block = whole.getJsonObject(i).copy();
        int count = block.getJsonArray("transfers").size();
        assertEquals(count, block.getInteger("transfer_count"));
        var first = block.getJsonArray("transfers").stream().limit(transfers).toList();
        assertEquals(block.put("transfers", new JsonArray(first)), blocks.getJsonObject(i));
      }
    }
    fits("listBlocks", 400, "invalid_request", console.get("/api/blocks?transfers=11"));
    fits("listBlocks", 400, "invalid_request", console.get("/api/blocks?transfers=false"));
  }

  @Test
  void blocks_come_in_pieces_of_what_was_asked_for() {
    var some = fits("listBlocks", console.get("/api/blocks?from=2&limit=2"));
    assertEquals(
        List.of(2, 3),
        some.json().getJsonArray("blocks").stream()
            .map(b -> ((JsonObject) b).getInteger("height"))
            .toList());
    var genesis = fits("getBlock", console.get("/api/blocks/0"));
    assertEquals(RunningConsole.GENESIS.hash().toString(), genesis.json().getString("hash"));
    var none = fits("listBlocks", console.get("/api/blocks?from=100"));
    assertEquals(new JsonArray(), none.json().getJsonArray("blocks"));
  }

  @Test
  void a_statement_is_read_to_its_end_piece_by_piece() {
    var all =
        fits("getStatement", console.get("/api/accounts/A1/transfers?limit=1000"))
            .json()
            .getJsonArray("transfers");
    assertTrue(all.size() > 1);
    var pieces = new JsonArray();
    var query = "?limit=1";
    while (query != null) {
      var piece = fits("getStatement", console.get("/api/accounts/A1/transfers" + query)).json();
      pieces.addAll(piece.getJsonArray("transfers"));
      var next = piece.getString("next");
      query = next == null ? null : "?limit=1&before=" + next;
    }
    assertEquals(all, pieces);
  }

  @Test
  void a_verdict_fits_the_contract_whatever_it_is() {
    console.verdict = new Verdict.Broken(3, "Block 3 in 0000000001.log at offset 700 is not it.");
    var answer = fits("verify", console.get("/api/verify"));
    assertEquals(200, answer.status());
    assertEquals(false, answer.json().getBoolean("ok"));
  }

  // --- a long answer ----------------------------------------------------------------------------

  private static final String VERIFY = "GET /api/verify HTTP/1.1\r\n";

  /** Asks for a verdict that is not made before the connection has said twice that it lives. */
  private static String slowly(Consumer<Promise<Void>> afterTwoBeats) throws IOException {
    var slow = RunningConsole.startBeating(Vertx.vertx(), 16, 1).withStore();
    slow.verdictMade = Promise.promise();
    var request =
        VERIFY + slow.host() + "\r\n" + RunningConsole.bearer() + "\r\nConnection: close\r\n\r\n";
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), slow.port)) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      var heard = new StringBuilder();
      var in = socket.getInputStream();
      while (!heard.toString().endsWith("\r\n1\r\n\n\r\n1\r\n\n\r\n")) {
        int next = in.read();
        assertTrue(next >= 0, heard::toString);
        heard.append((char) next);
      }
      afterTwoBeats.accept(slow.verdictMade);
      return heard + new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    } finally {
      slow.vertx.close().await();
    }
  }

  @Test
  void a_verdict_that_takes_long_keeps_its_connection_alive() throws IOException {
    var answer = slowly(Promise::complete);
    assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
    assertTrue(answer.toLowerCase(Locale.ROOT).contains("\r\ncontent-type: application/json\r\n"));
    assertTrue(answer.contains("{\"ok\":true,"), answer);
    assertTrue(answer.endsWith("\r\n0\r\n\r\n"), answer);
  }

  @Test
  void a_verdict_that_fails_after_that_ends_in_the_middle() throws IOException {
    var answer = slowly(verdict -> verdict.fail("H2 is gone."));
    assertFalse(answer.contains("{"), answer);
    assertFalse(answer.endsWith("\r\n0\r\n\r\n"), answer);
  }

  @Test
  void a_verdict_that_fails_at_once_is_a_problem_as_any_other() {
    console.verdictMade = Promise.promise();
    console.verdictMade.fail("H2 is gone.");
    fits("verify", 503, "unavailable", console.get("/api/verify"));
  }
}
