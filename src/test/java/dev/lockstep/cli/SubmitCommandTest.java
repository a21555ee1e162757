package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.command.ExitCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("./run.sh submit")
class SubmitCommandTest {
  @TempDir Path folder;
  private final List<FakeLedger> order = Collections.synchronizedList(new ArrayList<>());
  private FakeLedger a;
  private FakeLedger b;
  private Cli cli;

  @BeforeEach
  void start() throws IOException {
    a = new FakeLedger("A", order);
    b = new FakeLedger("B", order);
    cli = new Cli(folder).cluster(a.port(), b.port());
  }

  @AfterEach
  void stop() {
    a.close();
    b.close();
  }

  @Test
  void each_transfer_goes_to_the_owner_of_its_sender_in_the_order_of_the_file() throws IOException {
    var result =
        submit("\uFEFF# demo\r\n(A, B, 4)\r\nA,B,5,\"lunch\"\r\n\r\nB A 1.5\r\n(A, B, 6)\r\nB A 2");

    assertEquals(ExitCode.OK, result.code(), result.err());
    assertEquals(List.of(a, b, a, b), order);
    assertEquals(List.of("4 ", "5 lunch", "6 "), sent(a));
    assertEquals(List.of("1.5 ", "2 "), sent(b));
    assertTrue(result.out().contains("5 of 5 transfers sent"), result.out());
    assertTrue(result.out().contains("committed"), result.out());
    assertEquals("", result.err());
  }

  @Test
  void a_request_holds_so_many_and_no_more() throws IOException {
    var result = submit("A B 1\n".repeat(7), "--batch=3");

    assertEquals(ExitCode.OK, result.code());
    assertEquals(List.of(3, 3, 1), a.requests.stream().map(List::size).toList());
  }

  @Test
  void standard_input_and_parallel_streams_are_possible() {
    var result = cli.runWith("A B 1\nB A 2\nA B 3\nB A 4\n", "submit", "-", "--parallel");

    assertEquals(ExitCode.OK, result.code(), result.err());
    assertEquals(List.of("1 ", "3 "), sent(a));
    assertEquals(List.of("2 ", "4 "), sent(b));
    assertEquals(2, order.size());
  }

  @Test
  void a_malformed_line_keeps_the_whole_file_back() throws IOException {
    var result = submit("(A, B, 4)\n(A, B, x)\n\n(A, B");

    assertEquals(ExitCode.USAGE, result.code());
    assertEquals(List.of(), order);
    assertTrue(result.err().contains("line 2, column 8: \"x\" is no amount"), result.err());
    assertTrue(result.err().contains("\n  (A, B, x)\n         ^\n"), result.err());
    assertTrue(result.err().contains("line 4, column 6: "), result.err());
    assertTrue(result.err().contains("Nothing was sent"), result.err());
    assertEquals("", result.out());
  }

  @Test
  void several_transfers_on_a_line_are_all_sent_in_their_order() throws IOException {
    var result = submit("(A, B, 1); (B, A, 2)\r(A, B, 3)(A, B, 4, \"#1\")\n");

    assertEquals(ExitCode.OK, result.code(), result.err());
    assertEquals(List.of(a, b, a), order);
    assertEquals(List.of("1 ", "3 ", "4 #1"), sent(a));
    assertTrue(result.out().contains("4 of 4 transfers sent"), result.out());
  }

  @Test
  void a_file_in_another_encoding_is_refused_once_and_a_garbled_line_by_its_number()
      throws IOException {
    for (var charset : List.of("UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32")) {
      var result = submit("(A, B, 4)\n(A, B, 5)\n".getBytes(charset));
      assertEquals(ExitCode.USAGE, result.code());
      assertEquals("The file is in UTF-16 or UTF-32; save it as UTF-8.\n", result.err(), charset);
    }
    var garbled = submit("(A, B, 4)\n(A, B, 4, \"caf\u00E9\")\n".getBytes("ISO-8859-1"));
    assertEquals(ExitCode.USAGE, garbled.code());
    assertTrue(garbled.err().startsWith("line 2, column 15: The line is not UTF-8"), garbled.err());
    assertEquals(List.of(), order);
  }

  @Test
  void malformed_lines_are_skipped_and_counted_when_told_to_keep_going() throws IOException {
    var result = submit("(A, B, 4)\n(A, B, x)\n(A, B, 5)", "--keep-going", "-o", "json");

    assertEquals(ExitCode.USAGE, result.code());
    assertEquals(List.of("4 ", "5 "), sent(a));
    assertEquals(1, json(result).path("malformed").asInt());
    assertEquals(2, json(result).path("accepted").path("committed").asInt());
  }

  @Test
  void who_mends_malformed_lines_is_told_how_not_to_pay_the_others_again() throws IOException {
    var result = submit("(A, B, 4)\n(A, B, x)\n", "--keep-going");

    var run = json(submit("(A, B, 4)\n(A, B, x)\n", "--keep-going", "-o", "json")).path("run");
    assertTrue(result.out().contains("add --run " + run.asText()), result.out());
  }

  @Test
  void what_is_executed_counts_as_done() throws IOException {
    a.rule = _ -> FakeLedger.answer("status", "executed");

    var result = submit("A B 1\nB A 2\nA B 3\n", "-o", "json");

    assertEquals(ExitCode.OK, result.code(), result.err());
    assertEquals(2, json(result).path("accepted").path("executed").asInt());
    assertEquals(1, json(result).path("accepted").path("committed").asInt());
  }

  @Test
  void refusals_are_counted_by_reason_with_their_first_lines() throws IOException {
    a.rule =
        transfer ->
            transfer.path("amount").asText().equals("99")
                ? FakeLedger.answer("code", "insufficient_funds").put("detail", "Too little.")
                : FakeLedger.answer("status", "committed");

    var result = submit("A B 1\n" + "A B 99\n".repeat(7) + "X A 1\n");

    assertEquals(ExitCode.REFUSED, result.code());
    assertTrue(result.out().contains("9 of 9 transfers sent"), result.out());
    assertTrue(result.out().contains("lines 2, 3, 4, 5, 6 and 2 more: Too little."), result.out());
    assertTrue(result.out().contains("refused unknown_account"), result.out());
    assertTrue(result.out().contains("line 9: There is no account \"X\"."), result.out());
  }

  @Test
  void a_second_run_of_the_same_file_pays_only_what_is_open() throws IOException {
    Set<String> taken = new HashSet<>();
    List<String> refusedOnce = new ArrayList<>(List.of("3"));
    a.rule =
        transfer -> {
          if (refusedOnce.remove(transfer.path("amount").asText())) {
            return FakeLedger.answer("code", "insufficient_funds");
          }
          boolean isNew = taken.add(transfer.path("id").asText());
          return FakeLedger.answer("status", "committed").put("exists", !isNew);
        };
    submit("A B 1\nA B 1\nA B 3\n");

    var result = submit("A B 1\nA B 1\nA B 3\n", "-o", "json");

    assertEquals(2, json(result).path("paid_before").asInt(), result.out());
    assertEquals(3, taken.size());
  }

  @Test
  void another_file_and_another_name_are_other_payments() throws IOException {
    submit("A B 1\n");
    submit("A B 1\nA B 2\n");
    submit("A B 1\n", "--run", "once-more");

    assertEquals(3, a.requests.stream().map(r -> r.getFirst().path("id")).distinct().count());
  }

  @Test
  void a_changed_file_under_the_name_of_the_first_run_pays_no_line_again() throws IOException {
    var first = submit("A B 1\nA B 99\n", "-o", "json");
    submit("A B 5\nA B 1\n", "--run", json(first).path("run").asText());

    assertEquals(ids(a, 0).getFirst(), ids(a, 1).getLast());
  }

  @Test
  void what_is_in_doubt_is_named_by_its_ids() throws IOException {
    a.rule = _ -> FakeLedger.answer("code", "in_doubt").put("detail", "Nobody knows.");

    var table = submit("A B 1\n", "--attempts=1");
    var json = json(submit("A B 1\n", "--attempts=1", "-o", "json"));

    var id = ids(a, 0).getFirst();
    assertTrue(table.out().contains("line 1 (" + id + "): Nobody knows."), table.out());
    assertEquals(id, json.path("in_doubt").path("transfers").path(0).path("id").asText());
  }

  @Test
  void what_is_in_doubt_says_why_and_for_whom_it_waits() throws IOException {
    a.rule =
        _ -> {
          // The next question is not taken, which says nothing about this one.
          a.failures.add(503);
          var doubt = FakeLedger.answer("code", "in_doubt").put("detail", "Nobody knows.");
          doubt.put("reason", "B has not confirmed it.").putArray("waiting_for").add("B");
          return doubt;
        };

    var table = submit("A B 1\n", "--attempts=2");
    a.failures.clear();
    var group = json(submit("A B 1\n", "--attempts=2", "-o", "json")).path("in_doubt");

    assertTrue(
        table.out().contains("): Nobody knows. B has not confirmed it." + System.lineSeparator()),
        table.out());
    assertEquals("Nobody knows.", group.path("detail").asText());
    assertEquals("B has not confirmed it.", group.path("reason").asText());
    assertEquals("[\"B\"]", group.path("waiting_for").toString());
  }

  @Test
  void a_request_that_was_cut_is_asked_again_with_the_same_ids() throws IOException {
    a.cuts = 2;

    var result = submit("A B 1\nA B 2\n");

    assertEquals(ExitCode.OK, result.code(), result.out());
    assertEquals(3, a.requests.size());
    assertEquals(ids(a, 0), ids(a, 1));
    assertEquals(ids(a, 0), ids(a, 2));
    assertEquals(2, ids(a, 0).stream().distinct().count());
  }

  @Test
  void only_what_is_still_open_is_asked_again() throws IOException {
    List<String> doubtfulOnce = new ArrayList<>(List.of("2"));
    List<String> tooMuchOnce = new ArrayList<>(List.of("3"));
    a.rule =
        transfer -> {
          var amount = transfer.path("amount").asText();
          return doubtfulOnce.remove(amount)
              ? FakeLedger.answer("code", "in_doubt")
              : FakeLedger.answer(
                  tooMuchOnce.remove(amount) ? "code" : "status",
                  amount.equals("3") && a.requests.size() == 1 ? "overloaded" : "executed");
        };

    var result = submit("A B 1\nA B 2\nA B 3\n");

    assertEquals(ExitCode.OK, result.code(), result.out());
    assertEquals(ids(a, 0).subList(1, 3), ids(a, 1));
    assertTrue(result.out().contains("executed"), result.out());
  }

  @Test
  void what_stays_without_an_answer_is_in_doubt() throws IOException {
    a.cuts = 100;

    var result = submit("A B 1\nA B 2\nB A 1\n", "--attempts=2", "-o=json");

    assertEquals(ExitCode.UNAVAILABLE, result.code());
    assertEquals(2, json(result).path("in_doubt").path("count").asInt(), result.out());
    assertEquals(1, json(result).path("not_sent").asInt(), result.out());
    assertEquals(List.of(a, a), order);
  }

  @Test
  void a_node_that_is_down_is_unavailable_and_ends_the_submission() throws IOException {
    a.close();

    var result = submit("A B 1\nB A 1\n", "--attempts=1", "-o=json");

    assertEquals(ExitCode.UNAVAILABLE, result.code());
    assertEquals(1, json(result).path("unavailable").path("count").asInt(), result.out());
    assertEquals(List.of(), order);
  }

  @Test
  void the_others_are_still_served_when_told_to_keep_going() throws IOException {
    a.rule = _ -> FakeLedger.answer("code", "unavailable").put("detail", "C is missing.");

    var result = submit("A B 1\nB A 1\nA B 2\n", "--keep-going");

    assertEquals(ExitCode.UNAVAILABLE, result.code());
    assertEquals(List.of(a, b, a), order);
    assertTrue(result.out().contains("lines 1, 3: C is missing."), result.out());
  }

  @Test
  void a_node_that_is_busy_or_stumbles_is_asked_again() throws IOException {
    a.failures.addAll(List.of(503, 429, 500));

    assertEquals(ExitCode.OK, submit("A B 1\n").code());
    assertEquals(4, a.requests.size());
  }

  @Test
  void a_request_that_can_never_succeed_is_a_failure() throws IOException {
    a.failures.add(400);

    var result = submit("A B 1\n", "--parallel");

    assertEquals(ExitCode.FAILURE, result.code());
    assertTrue(result.err().contains("from line 1 on: Not now."), result.err());
  }

  @Test
  void what_was_paid_is_summed_up_also_when_a_later_node_refuses_the_token() throws IOException {
    Files.writeString(folder.resolve("data/B/token"), "wrong");

    var result = submit("A B 1\nA B 2\nB A 1\n");

    assertEquals(ExitCode.FAILURE, result.code());
    assertTrue(result.out().startsWith("2 of 3 transfers sent"), result.out());
    assertTrue(result.out().contains("add --run "), result.out());
    assertTrue(result.err().contains("does not accept the token in"), result.err());
  }

  @Test
  void what_an_earlier_run_has_paid_is_not_paid_now_though_the_first_attempt_found_nobody()
      throws IOException {
    a.failures.add(503);
    a.rule = _ -> FakeLedger.answer("status", "committed").put("exists", true);

    var result = submit("A B 1\n", "-o", "json");

    assertEquals(1, json(result).path("paid_before").asInt(), result.out());
  }

  @Test
  void an_overloaded_node_says_nothing_about_a_request_that_was_lost() throws IOException {
    a.cuts = 1;
    a.rule = _ -> FakeLedger.answer("code", "overloaded");

    var result = submit("A B 1\n", "--attempts=2", "-o", "json");

    assertEquals(1, json(result).path("in_doubt").path("count").asInt(), result.out());
  }

  @Test
  void a_wrong_token_is_said() throws IOException {
    Files.writeString(folder.resolve("data/A/token"), "wrong");

    var result = submit("A B 1\n");

    assertEquals(ExitCode.FAILURE, result.code());
    assertTrue(result.err().contains("does not accept the token in"), result.err());
  }

  @Test
  void a_file_that_is_not_there_is_named() {
    var result = cli.run("submit", "/nowhere/file");

    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("/nowhere/file"), result.err());
  }

  private Cli.Result submit(String text, String... options) throws IOException {
    return submit(text.getBytes(StandardCharsets.UTF_8), options);
  }

  private Cli.Result submit(byte[] text, String... options) throws IOException {
    var file = Files.write(folder.resolve("transfers.txt"), text);
    return cli.run(
        Stream.concat(Stream.of("submit", file.toString()), Stream.of(options))
            .toArray(String[]::new));
  }

  private static List<String> sent(FakeLedger ledger) {
    return ledger.requests.stream()
        .flatMap(List::stream)
        .map(t -> t.path("amount").asText() + " " + t.path("memo").asText())
        .toList();
  }

  private static List<String> ids(FakeLedger ledger, int request) {
    return ledger.requests.get(request).stream().map(t -> t.path("id").asText()).toList();
  }

  private static JsonNode json(Cli.Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }
}
