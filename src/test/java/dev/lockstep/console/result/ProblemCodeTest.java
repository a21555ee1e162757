package dev.lockstep.console.result;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Refusal;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The table of codes, against what clients rely on. */
@DisplayName("The codes of problems")
class ProblemCodeTest {
  @Test
  void every_code_has_the_numbers_that_clients_rely_on() {
    var table =
        Arrays.stream(ProblemCode.values())
            .map(c -> "%s %d %d %d".formatted(c.text(), c.httpStatus(), c.rpcCode(), c.exitCode()))
            .collect(Collectors.joining("\n", "", "\n"));
    assertEquals(
        """
        invalid_id 400 -32000 3
        invalid_amount 400 -32000 3
        invalid_memo 400 -32000 3
        unknown_account 404 -32000 3
        same_account 422 -32000 3
        not_owner 403 -32000 3
        exists_with_different_content 409 -32000 3
        insufficient_funds 422 -32000 3
        overloaded 429 -32000 4
        overloaded 503 -32000 4
        unavailable 503 -32000 4
        in_doubt 504 -32000 4
        usage 400 -32000 2
        not_found 404 -32000 1
        invalid_request 400 -32602 3
        invalid_request 417 -32602 3
        invalid_json 400 -32700 3
        unknown_method 404 -32601 3
        unauthorized 401 -32000 3
        read_only 403 -32000 3
        wrong_origin 403 -32000 3
        wrong_host 421 -32000 3
        method_not_allowed 405 -32000 3
        too_slow 408 -32000 3
        too_large 413 -32000 3
        too_large 414 -32000 3
        too_large 431 -32000 3
        unsupported_media_type 415 -32000 3
        internal_error 500 -32603 1
        """,
        table);
  }

  @Test
  void a_refusal_of_the_ledger_keeps_its_word() {
    for (var refusal : Refusal.Code.values()) {
      assertEquals(refusal.text(), ProblemCode.of(refusal).text());
    }
  }

  @Test
  void a_word_that_is_not_known_is_no_code() {
    assertEquals(ProblemCode.OVERLOADED, ProblemCode.of("overloaded").orElseThrow());
    assertTrue(ProblemCode.of("of_tomorrow").isEmpty());
  }
}
