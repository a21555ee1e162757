package dev.lockstep.chain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An amount")
class AmountTest {
  @ParameterizedTest
  @CsvSource({
    "4, 400",
    "4.0, 400",
    "4.00, 400",
    "4.5, 450",
    "4.05, 405",
    "1.5, 150",
    "0.01, 1",
    "0, 0",
    "0.00, 0",
    "10, 1000",
    "10000000000000, 1000000000000000",
    "10000000000000.00, 1000000000000000"
  })
  void decimal_text_is_read_as_minor_units(String text, long units) {
    assertEquals(OptionalLong.of(units), Amount.parse(text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        // Signs, also that of a zero.
        "-1",
        "-0",
        "-0.00",
        "+4",
        "\u22124",
        // Other ways to write a number.
        "1e3",
        "1E3",
        "4d",
        "4f",
        "0x10",
        "0xA",
        "1_000",
        "1,5",
        "1'000",
        "NaN",
        "Infinity",
        "\u0664",
        "\uff14",
        // Leading zeros, missing digits, too many decimals.
        "04",
        "00",
        "007.00",
        ".5",
        "4.",
        ".",
        "4.001",
        "4.000",
        "1.2.3",
        // Spaces of every kind, and nothing at all.
        "",
        " ",
        " 4",
        "4 ",
        "4 .0",
        "4\n",
        "\t4",
        "4\u00a0",
        "4\u0000",
        // One unit too many, and what does not fit a long.
        "10000000000000.01",
        "10000000000001",
        "99999999999999.99",
        "9007199254740993",
        "92233720368547758.07",
        "92233720368547758.08",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551617",
        "100000000000000000000000000000000000000000"
      })
  void everything_else_is_refused(String text) {
    assertEquals(OptionalLong.empty(), Amount.parse(text));
  }

  @Test
  void a_million_digits_are_refused_at_once() {
    assertEquals(OptionalLong.empty(), Amount.parse("1".repeat(1_000_000)));
    assertEquals(OptionalLong.empty(), Amount.parse("0." + "0".repeat(1_000_000)));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0.00",
    "1, 0.01",
    "10, 0.10",
    "99, 0.99",
    "100, 1.00",
    "12345, 123.45",
    "-1, -0.01",
    "-100, -1.00",
    "-12345, -123.45",
    "9223372036854775807, 92233720368547758.07",
    "-9223372036854775808, -92233720368547758.08"
  })
  void amounts_are_shown_with_two_decimals(long units, String text) {
    assertEquals(text, Amount.format(units));
  }

  @Test
  void what_is_shown_reads_back() {
    var random = new Random(1);
    for (int i = 0; i < 10_000; i++) {
      long units = random.nextLong(Amount.MAX + 1) >> random.nextInt(50);
      assertEquals(OptionalLong.of(units), Amount.parse(Amount.format(units)));
    }
  }
}
