package dev.lockstep.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Transfer;
import dev.lockstep.command.ExitCode;
import dev.lockstep.config.ClusterConfigReader;
import dev.lockstep.config.ConfigException;
import dev.lockstep.journal.DataDirectory;
import dev.lockstep.journal.Progress;
import dev.lockstep.journal.RecordCodec;
import dev.lockstep.journal.Recovered;
import dev.lockstep.journal.Recovery;
import dev.lockstep.order.JournalRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The transfers of a ledger as a file for other programs, while a node has its journal open. */
@DisplayName("export")
class ExportCommandTest {
  private static final int BLOCKS = 5;
  private static final int EACH = 100;

  @TempDir Path folder;

  private Cli cli;
  private DataDirectory directory;
  private Recovered life;
  private final List<Transfer> transfers = new ArrayList<>();

  @BeforeEach
  void write() throws IOException, ConfigException {
    cli = new Cli(folder).cluster(1, 2);
    var genesis = ClusterConfigReader.read(folder.resolve("cluster.yaml")).genesis();
    directory = DataDirectory.open(folder.resolve("data"), "A");
    life = Recovery.open(directory, genesis, Progress.NONE);
    for (int i = 0; i < BLOCKS; i++) {
      var ledger = life.memory().ledger();
      List<Transfer> some = new ArrayList<>();
      for (int j = 0; j < EACH; j++) {
        some.add(new Transfer(new UUID(i, j), "A", "B", j % 3 == 0 ? 2 : 1, memo(j)));
      }
      var block = Block.of(i + 1, ledger.head(), i, "A", some);
      ledger.append(block);
      var entry = new JournalRecord.Appended(block);
      life.journal().appendAndSync(RecordCodec.type(entry), RecordCodec.body(entry));
      transfers.addAll(block.transfers());
    }
  }

  private static String memo(int j) {
    return switch (j % 4) {
      case 0 -> "";
      case 1 -> "rent, \"May\"";
      case 2 -> "two\u00e9 \uD83C\uDF4B";
      default -> "plain";
    };
  }

  @AfterEach
  void close() {
    life.journal().close();
    directory.close();
  }

  private Cli.Result export(String file, String... more) {
    List<String> words = new ArrayList<>(List.of("export"));
    words.addAll(List.of(more));
    words.addAll(List.of("--to", folder.resolve(file).toString()));
    return cli.run(words.toArray(String[]::new));
  }

  @Test
  void csv_has_a_line_of_names_and_one_for_each_transfer() throws IOException {
    var result = export("all.csv");
    assertEquals(ExitCode.OK, result.code(), result::err);
    assertTrue(result.out().contains(": 500 transfers, up to block 5 of A."), result.out());
    var lines = Files.readString(folder.resolve("all.csv")).split("\r\n");
    assertEquals("height,position,id,from,to,amount,memo", lines[0]);
    assertEquals(transfers.size() + 1, lines.length);
    assertEquals("1,0,00000000-0000-0000-0000-000000000000,A,B,0.02,", lines[1]);
    assertEquals(
        "1,1,00000000-0000-0000-0000-000000000001,A,B,0.01,\"rent, \"\"May\"\"\"", lines[2]);
    assertEquals(List.of(), leftOver());
  }

  @Test
  void jsonl_has_an_object_on_each_line() throws IOException {
    assertEquals(ExitCode.OK, export("all.jsonl", "A").code());
    var lines = Files.readAllLines(folder.resolve("all.jsonl"));
    assertEquals(transfers.size(), lines.size());
    for (int i = 0; i < lines.size(); i++) {
      var json = new ObjectMapper().readTree(lines.get(i));
      var transfer = transfers.get(i);
      assertEquals(i / 100 + 1, json.get("height").intValue());
      assertEquals(i % 100, json.get("position").intValue());
      assertEquals(transfer.id().toString(), json.get("id").textValue());
      assertEquals(Amount.format(transfer.amount()), json.get("amount").textValue());
      assertEquals(transfer.memo(), json.get("memo").textValue());
    }
  }

  @Test
  void a_database_answers_sql() throws SQLException, IOException {
    assertEquals(ExitCode.OK, export("all.mv.db").code());
    try (var connection =
            DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("all"), "sa", "");
        var statement = connection.createStatement()) {
      try (var rows =
          statement.executeQuery(
              "SELECT COUNT(*), SUM(amount), MAX(memo) FROM transfer WHERE from_account = 'A'")) {
        assertTrue(rows.next());
        assertEquals(transfers.size(), rows.getInt(1));
        long sum = transfers.stream().mapToLong(Transfer::amount).sum();
        assertEquals(Amount.format(sum), rows.getBigDecimal(2).toString());
      }
      try (var rows =
          statement.executeQuery(
              "SELECT memo FROM transfer WHERE id = '00000000-0000-0003-0000-000000000002'")) {
        assertTrue(rows.next());
        assertEquals(memo(2), rows.getString(1));
      }
    }
    assertEquals(List.of(), leftOver());
  }

  @Test
  void a_file_that_is_there_is_kept() throws IOException {
    Files.writeString(folder.resolve("all.csv"), "mine");
    var result = export("all.csv");
    assertEquals(ExitCode.FAILURE, result.code());
    assertTrue(result.err().contains("all.csv is there already; name another file"), result.err());
    assertEquals("mine", Files.readString(folder.resolve("all.csv")));
  }

  @Test
  void mistakes_get_a_sentence() {
    var result = export("all.txt");
    assertEquals(ExitCode.USAGE, result.code());
    assertTrue(result.err().contains("all.txt\" ends with none of .mv.db, .csv and .jsonl"));
    result = export("nowhere/all.csv");
    assertEquals(ExitCode.FAILURE, result.code());
    assertTrue(result.err().contains("all.csv cannot be written: there is no "), result.err());
    result = export("all.csv", "B");
    assertEquals(ExitCode.FAILURE, result.code());
    assertTrue(result.err().contains("holds nothing, not even genesis"), result.err());
    result = export("all.csv", "Z");
    assertEquals(ExitCode.USAGE, result.code());
    assertFalse(Files.exists(folder.resolve("all.csv")));
  }

  @Test
  void damage_is_named_and_leaves_no_file() throws IOException {
    var segment = folder.resolve("data/A/journal/0000000001.log");
    var bytes = Files.readAllBytes(segment);
    bytes[bytes.length / 2] ^= 1;
    Files.write(segment, bytes);
    var result = export("all.csv");
    assertEquals(ExitCode.FAILURE, result.code());
    assertTrue(result.err().contains("The journal is damaged in "), result.err());
    assertFalse(Files.exists(folder.resolve("all.csv")));
    assertEquals(List.of(), leftOver());
  }

  @Test
  void what_is_being_written_at_the_end_is_left_out() throws IOException {
    var segment = folder.resolve("data/A/journal/0000000001.log");
    var bytes = Files.readAllBytes(segment);
    // Half a record behind the last mark, as a node leaves it while it writes.
    var longer = Arrays.copyOf(bytes, bytes.length + 50);
    Arrays.fill(longer, bytes.length, longer.length, (byte) 7);
    Files.write(segment, longer);
    assertEquals(ExitCode.OK, export("all.csv").code());
  }

  private List<Path> leftOver() throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().contains(".part")).toList();
    }
  }
}
