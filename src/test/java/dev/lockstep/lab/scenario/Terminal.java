package dev.lockstep.lab.scenario;

import dev.lockstep.lab.Law;
import dev.lockstep.lab.Setup;
import dev.lockstep.simulator.world.Fault;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the grammar has no rule for, in a cluster of three members.
 *
 * @param samples some of them, with spaces between tokens
 * @param pattern all of them
 */
record Terminal(List<String> samples, Pattern pattern) {
  static final Map<String, Terminal> ALL =
      Map.ofEntries(
          Map.entry("MEMBER", oneOf(Setup.DEFAULT.memberNames())),
          Map.entry("ACCOUNT", oneOf(Setup.DEFAULT.accounts())),
          Map.entry("TYPE", oneOf(LineReader.TYPES)),
          Map.entry("INVARIANT", oneOf(Law.all().stream().map(Law::invariant).toList())),
          Map.entry("NUMBER", like("[1-9][0-9]{0,3}", "1", "2", "12")),
          Map.entry("COUNT", like("[1-9]", "1", "3", "9")),
          Map.entry("AMOUNT", like("[0-9]{1,4}(\\.[0-9]{1,2})?", "4", "4.50", "12")),
          Map.entry("ORDINAL", like("[1-9][0-9]*(st|nd|rd|th)", "1st", "2nd", "11th")),
          Map.entry("TEXT", like("\"[^\"]*\"", "\"Why?\"", "\"B\"", "\"\"")),
          Map.entry("NAME", like("[a-z][a-z0-9-]*", "other-order", "b2")),
          Map.entry(
              "MEMBERS",
              like("A(( ,)? B(( ,)? C(( ,)? D)?)?)?", "A", "A B", "A , B , C", "A B , C D")),
          Map.entry("FAULTS", oneOf(List.of("none", fault(0), fault(0) + " , " + fault(1)))));

  private static String fault(int number) {
    return Fault.values()[number].text();
  }

  private static Terminal oneOf(List<String> all) {
    return new Terminal(
        all, Pattern.compile(all.stream().map(Pattern::quote).collect(Collectors.joining("|"))));
  }

  private static Terminal like(String pattern, String... samples) {
    return new Terminal(Stream.of(samples).toList(), Pattern.compile(pattern));
  }
}
