import dev.lockstep.bench.Bench;
import dev.lockstep.bench.Target;
import dev.lockstep.bench.Workload;
import dev.lockstep.chain.Protocol;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Loads three warm nodes and says how much of their processor time goes into the trace: of Java's
 * samples of processor time those that were taken in its code, and of the collector's time the share
 * of what it has allocated. Started by trace-cost.sh with the workload, the seconds, the directory
 * of the nodes, the first port, the process ids, and the settings of the recordings.
 */
public class TraceCost {
  static final List<String> MEMBERS = List.of("A", "B", "C");
  /** Three times: what has run some thousand times is compiled then. */
  static final Duration WARM_UP = Duration.ofSeconds(120);

  /** What no node without a trace runs. */
  static final List<String> CODE =
      List.of(".node.TraceVerticle", ".store.EventTrace", ".store.TraceTable", ".store.TraceTail", ".store.TraceLine");

  public static void main(String[] args) throws Exception {
    var workload = Workload.withId(args[0]).orElseThrow();
    var time = Duration.ofSeconds(Long.parseLong(args[1]));
    var data = Path.of(args[2]);
    int port = Integer.parseInt(args[3]);
    var processes = args[4].split(",");
    var targets = new ArrayList<Target>();
    var handles = new HashMap<String, ProcessHandle>();
    for (int i = 0; i < MEMBERS.size(); i++) {
      var member = MEMBERS.get(i);
      var token = Files.readString(data.resolve(member).resolve("token")).strip();
      var payee = MEMBERS.get((i + 1) % MEMBERS.size());
      targets.add(new Target(member, URI.create("http://127.0.0.1:" + (port + i)), token, member, payee, Optional.empty()));
      handles.put(member, ProcessHandle.of(Long.parseLong(processes[i])).orElseThrow());
    }
    var bench = new Bench(Protocol.LAMPORT, targets, handles);
    var plan = new Bench.Plan(1, WARM_UP, WARM_UP, Duration.ofMillis(500), time);
    bench.warmUp(List.of(workload), plan);
    for (var process : processes) {
      jcmd(process, "JFR.start", "name=cost", "settings=" + args[5]);
    }
    var collectors = new TreeMap<String, Double>();
    for (var process : processes) {
      collectors.put(process, collectorMicros(process) / 1e3);
    }
    var run = bench.series(workload, plan, () -> {}).runs().getFirst();
    System.out.printf(Locale.ROOT, "%s: %,.0f transfers per second%n", workload.id(), run.perSecond());
    for (int i = 0; i < processes.length; i++) {
      var process = processes[i];
      double collector = collectorMicros(process) / 1e3 - collectors.get(process);
      var file = data.resolve(process + ".jfr");
      jcmd(process, "JFR.stop", "name=cost", "filename=" + file);
      System.out.println(Shares.of(file).line(MEMBERS.get(i), run.cpuMicros().get(MEMBERS.get(i)), collector, time.toMillis()));
    }
    System.exit(0);
  }

  /** Samples, and bytes, in all and in the code of the trace. */
  record Shares(double samples, double inTrace, double bytes, double bytesOfTrace, Map<String, Integer> threads) {
    static Shares of(Path file) throws IOException {
      double samples = 0;
      double inTrace = 0;
      double bytes = 0;
      double bytesOfTrace = 0;
      Map<String, Integer> threads = new TreeMap<>();
      try (var events = new RecordingFile(file)) {
        while (events.hasMoreEvents()) {
          var event = events.readEvent();
          switch (event.getEventType().getName()) {
            case "jdk.CPUTimeSample" -> {
              samples++;
              if (isOfTrace(event)) {
                inTrace++;
                threads.merge(event.getThread("eventThread").getJavaName().replaceAll("-?\\d+$", ""), 1, Integer::sum);
              }
            }
            case "jdk.ObjectAllocationSample" -> {
              bytes += event.getLong("weight");
              bytesOfTrace += isOfTrace(event) ? event.getLong("weight") : 0;
            }
            default -> {}
          }
        }
      }
      return new Shares(samples, inTrace, bytes, bytesOfTrace, threads);
    }

    static boolean isOfTrace(RecordedEvent event) {
      var stack = event.getStackTrace();
      return stack != null
          && stack.getFrames().stream().anyMatch(frame -> CODE.stream().anyMatch(frame.getMethod().getType().getName()::contains));
    }

    String line(String member, double microsEach, double collectorMillis, long millis) {
      double share = inTrace / samples;
      double allocated = bytesOfTrace / bytes;
      // Java samples its own threads, and not the collector's.
      double ofCollector = collectorMillis / (collectorMillis + samples * SAMPLE_MILLIS);
      return String.format(Locale.ROOT,
          "%s: %.1f µs for a transfer; trace %.2f %% of %,.0f samples, %.1f %% of what is allocated; collector about %.1f %%; in all %.2f %%; by thread %s",
          member, microsEach, share * 100, samples, allocated * 100, ofCollector * 100,
          ((1 - ofCollector) * share + ofCollector * allocated) * 100, threads);
    }
  }

  /** As trace-cost.sh sets it. */
  static final double SAMPLE_MILLIS = 2;

  static double collectorMicros(String process) throws IOException {
    double micros = 0;
    try (var tasks = Files.list(Path.of("/proc/" + process + "/task"))) {
      for (var task : tasks.toList()) {
        var name = Files.readString(task.resolve("comm"));
        if (name.startsWith("GC Thread") || name.startsWith("G1 ")) {
          micros += Double.parseDouble(Files.readString(task.resolve("schedstat")).split(" ")[0]) / 1e3;
        }
      }
    }
    return micros;
  }

  static void jcmd(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString()));
    command.addAll(List.of(arguments));
    var said = new ProcessBuilder(command).redirectErrorStream(true).start();
    var text = new String(said.getInputStream().readAllBytes());
    if (said.waitFor() != 0) {
      throw new IOException(text);
    }
  }
}
