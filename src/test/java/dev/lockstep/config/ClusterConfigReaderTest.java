package dev.lockstep.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Protocol;
import dev.lockstep.keys.VerifierKey;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The cluster file")
class ClusterConfigReaderTest {
  private static final String GOOD =
      """
      ledger: demo
      protocol: lamport
      members:
        - { name: A, host: 127.0.0.1, http: 8081, bus: 7081, hazelcast: 5781 }
        - { name: B, host: 127.0.0.1, http: 8082, bus: 7082, hazelcast: 5782 }
      accounts:
        - { name: A, owner: A, balance: "10.00" }
        - { name: b1, owner: B, balance: 0 }
      block: { max_transfers: 1 }
      paxos: { propose_after: 1m }
      timeouts: { transfer: 250ms }
      message_delay: 3s
      """;

  /** The public key of test 1 of RFC 8032, for the name demo/A. */
  private static final String KEY_OF_A = "1fff9029+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea";

  @TempDir Path folder;

  @Test
  void the_shipped_configuration_is_the_one_of_the_design() throws ConfigException {
    var config = ClusterConfigReader.read(Path.of("conf/cluster.yaml"));

    assertEquals(List.of("A", "B", "C"), config.memberNames());
    assertEquals(new Member("B", "127.0.0.1", 8082, 7082, 5782), config.member("B").orElseThrow());
    assertEquals(3_000, config.genesis().supply());
    assertEquals(Duration.ofSeconds(10), config.transferTimeout());
    assertEquals(8192, config.blockMaxTransfers());
    assertFalse(config.mutexKeep(), "whoever watches wants to see requests");
  }

  /** Both are started on one machine, side by side. */
  @Test
  void the_cluster_of_the_course_shares_no_port_with_the_other() throws ConfigException {
    var course = ClusterConfigReader.read(Path.of("conf/paxos.yaml"));
    var other = ClusterConfigReader.read(Path.of("conf/cluster.yaml"));

    assertEquals("course", course.ledger());
    assertEquals(Protocol.PAXOS, course.protocol());
    assertEquals(List.of("A", "B", "C", "D", "E"), course.memberNames());
    assertEquals(List.of("A", "B", "C", "D", "E"), course.genesis().members());
    course.accounts().forEach(account -> assertEquals(1_000, account.balance()));
    assertEquals(Duration.ZERO, course.proposeAfter());
    var taken = other.members().stream().flatMap(ClusterConfigReaderTest::ports).toList();
    course
        .members()
        .forEach(member -> ports(member).forEach(port -> assertFalse(taken.contains(port))));
  }

  private static Stream<Integer> ports(Member member) {
    return Stream.of(member.http(), member.bus(), member.hazelcast());
  }

  @Test
  void a_member_may_have_a_key() throws Exception {
    var line = "demo/A+%s".formatted(KEY_OF_A);
    var config = read(withKeyOfA(line));

    assertEquals(VerifierKey.parse(line).key(), config.member("A").orElseThrow().key().get());
    assertEquals(Optional.empty(), config.member("B").orElseThrow().key());
    assertEquals(read(GOOD).genesis(), config.genesis());
  }

  @ParameterizedTest
  @CsvSource({
    "nonsense, '\"nonsense\" is not a name, an id and a key'",
    "demo/A+00000000+AddamAGCsQq31Uv+08lkBzoO4XLz2qYjJa8CGmj3B1Ea, an id that does not belong",
    "sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8, is not the one of A in the ledger demo",
  })
  void a_key_that_is_not_the_members_is_a_mistake(String key, String problem) {
    var thrown = assertThrows(ConfigException.class, () -> read(withKeyOfA(key)));

    assertTrue(thrown.getMessage().contains("line 4: the key"), thrown::getMessage);
    assertTrue(thrown.getMessage().contains(problem), thrown::getMessage);
    assertTrue(
        thrown.getMessage().endsWith("; write the line that ./run.sh key A prints."),
        thrown::getMessage);
  }

  @Test
  void two_members_have_two_keys() {
    var key = VerifierKey.parse("demo/A+" + KEY_OF_A).key();
    var both =
        withKeyOfA("demo/A+" + KEY_OF_A)
            .replace(
                "hazelcast: 5782",
                "hazelcast: 5782, key: " + new VerifierKey("demo/B", key).line());

    var thrown = assertThrows(ConfigException.class, () -> read(both));

    assertTrue(
        thrown.getMessage().contains("line 5: the key of B is that of another member too"),
        thrown::getMessage);
  }

  private static String withKeyOfA(String line) {
    return GOOD.replace("hazelcast: 5781", "hazelcast: 5781, key: " + line);
  }

  @Test
  void every_key_is_read() throws Exception {
    var config = read(GOOD);

    assertEquals("demo", config.ledger());
    assertEquals(Protocol.LAMPORT, config.protocol());
    assertEquals(
        List.of(new Genesis.Account("A", "A", 1_000), new Genesis.Account("b1", "B", 0)),
        config.accounts());
    assertEquals(1, config.blockMaxTransfers());
    assertEquals(Duration.ofMinutes(1), config.proposeAfter());
    assertEquals(Duration.ofMillis(250), config.transferTimeout());
    assertEquals(Duration.ofSeconds(3), config.messageDelay());
    assertTrue(config.mutexKeep());
    assertFalse(read(GOOD + "mutex: { keep: false }\n").mutexKeep());
  }

  @Test
  void everything_below_accounts_may_be_left_out() throws Exception {
    var config = read(GOOD.substring(0, GOOD.indexOf("block:")));

    assertEquals(
        ClusterConfig.of("demo", Protocol.LAMPORT, config.members(), config.accounts()), config);
  }

  @ParameterizedTest
  @CsvSource({
    "::1, ::1, [::1]:8082",
    "[::1], ::1, [::1]:8082",
    "[FD00::A], fd00::a, [fd00::a]:8082",
    "DB1.Example, db1.example, db1.example:8082",
    "127.0.0.1, 127.0.0.1, 127.0.0.1:8082"
  })
  void a_host_has_one_spelling_however_it_is_written(String written, String host, String authority)
      throws Exception {
    var member = member("host: '" + written + "', http: 8082");

    assertEquals(host, member.host());
    assertEquals(host, member.bind());
    assertEquals(authority, member.at(member.http()));
    assertEquals(Optional.empty(), member.url());
  }

  @ParameterizedTest
  @CsvSource({
    "https://ledger.example, https://ledger.example",
    "HTTPS://Ledger.Example:443/, https://ledger.example",
    "https://ledger.example:8443, https://ledger.example:8443",
    "http://ledger.example:80, http://ledger.example",
    "http://ledger.example:443, http://ledger.example:443",
    "https://[::1]:8443, https://[::1]:8443"
  })
  void a_url_has_one_spelling_however_it_is_written(String written, String url) throws Exception {
    assertEquals(
        Optional.of(URI.create(url)),
        member("host: 127.0.0.1, url: '" + written + "', http: 8082").url());
  }

  @ParameterizedTest
  @CsvSource({"0.0.0.0, 0.0.0.0", "::, ::", "[::], ::", "10.0.0.5, 10.0.0.5"})
  void a_member_may_listen_elsewhere_than_the_others_look_for_it(String written, String bind)
      throws Exception {
    var member = member("host: db1.example, bind: '" + written + "', http: 8082");

    assertEquals("db1.example", member.host());
    assertEquals(bind, member.bind());
  }

  @Test
  void proxies_are_addresses_in_figures() throws Exception {
    var config = read(GOOD + "proxies: [127.0.0.1, \"[::1]\"]\n");

    assertEquals(List.of("127.0.0.1", "::1"), config.proxies());
  }

  @Test
  void one_address_in_two_spellings_is_one_endpoint() {
    assertProblem(
        GOOD.replace("host: 127.0.0.1, http: 8081", "host: '::1', http: 8081")
            .replace("host: 127.0.0.1, http: 8082", "host: '0:0:0:0:0:0:0:1', http: 8081"),
        "A's http port already");
  }

  private Member member(String instead) throws Exception {
    return read(GOOD.replace("host: 127.0.0.1, http: 8082", instead)).member("B").orElseThrow();
  }

  @Test
  void json_with_tabs_and_a_byte_order_mark_is_read_too() throws Exception {
    var config =
        read(
            "\uFEFF{\n\t\"ledger\": \"demo\",\n\t\"protocol\": \"paxos\",\n\t\"members\": [{\"name\":"
                + " \"A\", \"host\": \"localhost\", \"http\": 1, \"bus\": 2, \"hazelcast\":"
                + " 3}],\n\t\"accounts\": [{\"name\": \"A\", \"owner\": \"A\", \"balance\":"
                + " 10.5}]\r\n}");

    assertEquals(1_050, config.accounts().getFirst().balance());
  }

  @ParameterizedTest(name = "{0} -> {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "ledger: demo             | ledgr: demo                   | 1 | unknown key \"ledgr\"",
        "ledger: demo             | # none                        | 2 | \"ledger\" is missing",
        "ledger: demo             | ledger: a b                   | 1 | \"a b\"",
        "ledger: demo             | ledger:                       | 1 | \"\"",
        "ledger: demo             | ledger: [demo]                | 1 | a list",
        "protocol: lamport        | protocol: raft                | 2 | \"raft\" is unknown",
        "protocol: lamport        | ledger: again                 | 2 | \"ledger\" is there twice",
        "http: 8082               | http: 0                       | 5 | \"0\"",
        "http: 8082               | http: 65536                   | 5 | \"65536\"",
        "http: 8082               | http: none                    | 5 | \"none\"",
        "http: 8082               | http: 8081                    | 5 | A's http port already",
        "bus: 7082                | bus: 8082                     | 5 | B's http port already",
        "name: B, host: 127.0.0.1 | name: B, host: localhost, x: 1| 5 | unknown key \"x\"",
        "http: 8082, bus: 7082    | bus: 8081, http: 7082         | 5 | A's http port already",
        "name: B, host            | name: A, host                 | 5 | \"A\" is there twice",
        "name: B, host            | name: B!, host                | 5 | \"B!\"",
        "bus: 7082, hazelcast     | hazelcast                     | 5 | \"bus\" is missing",
        "host: 127.0.0.1, http: 8082 | host: '', http: 8082       | 5 | no address",
        "host: 127.0.0.1, http: 8082 | host: 127.0.0.1:80, http: 8082 | 5 | no address",
        "host: 127.0.0.1, http: 8082 | host: 'fe80::1%eth0', http: 8082 | 5 | without a port or a zone",
        "host: 127.0.0.1, http: 8082 | host: '[::1', http: 8082   | 5 | \"[::1\" is no address",
        "host: 127.0.0.1, http: 8082 | host: '[a]', http: 8082    | 5 | \"[a]\" is no address",
        "host: 127.0.0.1, http: 8082 | host: 'a b', http: 8082    | 5 | no address",
        "host: 127.0.0.1, http: 8082 | host: 0.0.0.0, http: 8082  | 5 | write it as bind",
        "host: 127.0.0.1, http: 8082 | host: '::', http: 8082     | 5 | write it as bind",
        "http: 8082               | bind: 'x:1', http: 8082       | 5 | the bind \"x:1\" is no address",
        "http: 8082               | bind: '', http: 8082          | 5 | the bind \"\" is no address",
        "http: 8082               | url: ledger.example, http: 8082 | 5 | a scheme and a host",
        "http: 8082               | url: 'https://a/b', http: 8082 | 5 | without a path",
        "http: 8082               | url: 'https://a?b', http: 8082 | 5 | without a path",
        "http: 8082               | url: 'https://u@a', http: 8082 | 5 | a scheme and a host",
        "http: 8082               | url: 'ftp://a', http: 8082    | 5 | \"ftp://a\"",
        "http: 8082               | url: 'https://a:0', http: 8082 | 5 | \"https://a:0\"",
        "http: 8082               | url: 'https://a:65536', http: 8082 | 5 | \"https://a:65536\"",
        "http: 8082               | url: 'https://0.0.0.0', http: 8082 | 5 | \"https://0.0.0.0\"",
        "http: 8082               | url: 'https:///', http: 8082  | 5 | \"https:///\"",
        "message_delay: 3s        | proxies: [proxy.example]      | 12 | address in figures",
        "message_delay: 3s        | proxies: [{}]                 | 12 | address in figures",
        "message_delay: 3s        | proxies: 127.0.0.1            | 12 | must be a list",
        "message_delay: 3s        | trace: never                  | 12 | write on or off",
        "name: b1                 | name: A                       | 8 | \"A\" is there twice",
        "owner: B                 | owner: X                      | 8 | \"X\" of account b1",
        "balance: 0               | balance: -1                   | 8 | \"-1\" of account b1",
        "balance: 0               | balance: 1.234                | 8 | \"1.234\"",
        "balance: 0               | balance: 1e3                  | 8 | \"1e3\"",
        "balance: 0               | balance: 10000000000000.01    | 8 | \"10000000000000.01\"",
        "balance: 0               | balance: {}                   | 8 | a mapping",
        "max_transfers: 1         | max_transfers: 0              | 9 | \"0\"",
        "max_transfers: 1         | max_transfers: 8193           | 9 | \"8193\"",
        "max_transfers: 1         | max: 1                        | 9 | unknown key \"max\"",
        "block: { max_transfers: 1 } | block: 1                   | 9 | a mapping",
        "propose_after: 1m        | propose_after: 1h             | 10 | \"1h\"",
        "propose_after: 1m        | propose_after: 5              | 10 | \"5\"",
        "transfer: 250ms          | transfer: 0s                  | 11 | \"0s\"",
        "transfer: 250ms          | transfer: 1 day               | 11 | \"1 day\"",
        "message_delay: 3s        | mutex: { keep: no }           | 12 | \"no\"; write true or false",
        "message_delay: 3s        | mutex: { kept: true }         | 12 | unknown key \"kept\"",
        "message_delay: 3s        | mutex: true                   | 12 | a mapping",
        "message_delay: 3s        | message_delay: -3s            | 12 | \"-3s\"",
        "message_delay: 3s        | message_delay: {              | 13 | not YAML",
      })
  void a_mistake_is_one_sentence_with_its_line(
      String written, String instead, int line, String names) {
    assertTrue(GOOD.contains(written), written);
    var text = GOOD.replace(written, instead);

    var problem = assertThrows(ConfigException.class, () -> read(text)).getMessage();

    assertTrue(problem.contains("cluster.yaml, line " + line + ": "), problem);
    assertTrue(problem.contains(names), problem);
    assertEquals(1, problem.lines().count(), problem);
    assertTrue(problem.endsWith("."), problem);
  }

  @Test
  void a_list_without_entries_is_refused() {
    var nobody = "ledger: demo\nprotocol: lamport\nmembers: []\naccounts: []\n";

    assertProblem(nobody, "line 3: \"members\" is empty; list at least one.");
    assertProblem(nobody.replace("[]", "~"), "line 3: \"members\" must be a list");
  }

  @Test
  void an_empty_file_and_one_that_holds_a_word_are_refused() {
    assertProblem("", "the file is empty");
    assertProblem("# nothing\n", "the file is empty");
    assertProblem("hello", "line 1: the configuration must be a mapping");
    assertProblem("--- {}\n--- {}\n", "not YAML");
  }

  @Test
  void balances_that_overflow_together_are_refused() {
    var text =
        new StringBuilder(GOOD.substring(0, GOOD.indexOf("accounts:"))).append("accounts:\n");
    for (int i = 0; i < 10_000; i++) {
      text.append("- { name: a" + i + ", owner: A, balance: 10000000000000 }\n");
    }

    assertProblem(text.toString(), "add up to more than");
  }

  @Test
  void a_file_that_cannot_be_read_is_named() throws IOException {
    var missing = folder.resolve("no.yaml");
    var binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xC3, 0x28});

    for (var file : List.of(missing, binary, folder)) {
      var problem = assertThrows(ConfigException.class, () -> ClusterConfigReader.read(file));
      assertTrue(problem.getMessage().contains(file.toString()), problem.getMessage());
      assertEquals(1, problem.getMessage().lines().count());
    }
  }

  private void assertProblem(String text, String part) {
    var problem = assertThrows(ConfigException.class, () -> read(text)).getMessage();
    assertTrue(problem.contains(part), problem);
    assertEquals(1, problem.lines().count(), problem);
  }

  private ClusterConfig read(String text) throws ConfigException, IOException {
    var file = folder.resolve("cluster.yaml");
    Files.writeString(file, text, StandardCharsets.UTF_8);
    return ClusterConfigReader.read(file);
  }
}
