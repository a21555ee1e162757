package dev.lockstep.bench;

import dev.lockstep.client.LedgerAccess;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * Clients within the process of a node, at the other end of two pipes. A line to them says what
 * they shall do, and they answer with a line when it is done. Each end is used by one thread.
 */
public final class InsideClients {
  private static final String DONE = "bench-done ";
  private static final String FAILED = "bench-failed ";

  private final String member;
  private final OutputStream to;
  private final BufferedReader from;

  /**
   * @param to their standard input
   * @param from their standard output
   */
  public InsideClients(String member, OutputStream to, InputStream from) {
    this.member = member;
    this.to = to;
    this.from = reader(from);
  }

  private static BufferedReader reader(InputStream in) {
    return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /** They begin now. */
  void begin(Workload workload, Target target, Window window) {
    var line =
        "%s %s %s %d %d\n"
            .formatted(
                workload.id(),
                target.payer(),
                target.payee(),
                window.nanosUntilBegin(),
                window.nanos());
    try {
      to.write(line.getBytes(StandardCharsets.UTF_8));
      to.flush();
    } catch (IOException e) {
      throw ended(e);
    }
  }

  /**
   * Waits until they are done.
   *
   * @return the times of their answers, in microseconds
   */
  Histogram end() {
    try {
      for (var line = from.readLine(); line != null; line = from.readLine()) {
        if (line.startsWith(FAILED)) {
          throw new BenchException(line.substring(FAILED.length()));
        }
        if (line.startsWith(DONE)) {
          var bytes = Base64.getDecoder().decode(line.substring(DONE.length()));
          return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), 0);
        }
      }
      throw new BenchException("Node " + member + " has ended.");
    } catch (IOException | DataFormatException e) {
      throw ended(e);
    }
  }

  private BenchException ended(Exception e) {
    return new BenchException("Node " + member + " cannot be heard: " + e.getMessage() + ".", e);
  }

  /** The end in the node's process: does what the lines say, until they end. */
  public static void serve(
      Vertx vertx, LedgerAccess ledger, String member, InputStream in, PrintStream out)
      throws IOException {
    var lines = reader(in);
    for (var line = lines.readLine(); line != null; line = lines.readLine()) {
      out.println(answer(vertx, ledger, member, line.split(" ")));
      out.flush();
    }
  }

  private static String answer(Vertx vertx, LedgerAccess ledger, String member, String... words) {
    try {
      var workload = Workload.withId(words[0]).orElseThrow();
      var window = new Window(Long.parseLong(words[3]), Long.parseLong(words[4]));
      var payers = new Loops.Payers(member, words[1], words[2]);
      Loops.await(Loops.start(vertx, ledger, workload, payers, window));
      return DONE + text(window.answers());
    } catch (BenchException e) {
      return FAILED + e.getMessage().lines().findFirst().orElse("");
    }
  }

  private static String text(Histogram histogram) {
    var bytes = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
    int length = histogram.encodeIntoCompressedByteBuffer(bytes);
    var compressed = new byte[length];
    bytes.get(0, compressed);
    return Base64.getEncoder().encodeToString(compressed);
  }
}
