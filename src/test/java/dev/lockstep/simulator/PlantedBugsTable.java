package dev.lockstep.simulator;

import dev.lockstep.chain.Protocol;
import dev.lockstep.simulator.world.Fault;
import dev.lockstep.simulator.world.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

/**
 * How rare each planted bug is: in how many executions of 3 and of 5 members it shows, and in which
 * first. Not a test: {@code java … PlantedBugsTable FIRST EXECUTIONS HITS [PARTS;OF;NAMES]} prints
 * a table.
 */
final class PlantedBugsTable {
  private PlantedBugsTable() {}

  /** Runs seed after seed until enough have failed; returns a type that all class loaders share. */
  record Rate(String protocol, boolean lies, int members, int from, int executions, int hits)
      implements Callable<String> {
    @Override
    public String call() {
      var order = Protocol.valueOf(protocol);
      var plan = new Plan(order, members, lies ? Fault.namedFor(order) : Fault.of(order));
      int found = 0;
      int seed = from;
      int first = -1;
      var invariants = new TreeMap<String, Integer>();
      for (; seed < from + executions && found < hits; seed++) {
        var violation = Execution.fromSeed(plan, seed).violation();
        if (violation.isPresent()) {
          first = first < 0 ? seed : first;
          found++;
          invariants.merge(violation.get().invariant(), 1, Integer::sum);
        }
      }
      return "%s | %.2f | %s"
          .formatted(
              first < 0 ? "-" : first - from,
              1000.0 * found / Math.max(1, seed - from),
              invariants);
    }
  }

  public static void main(String[] arguments) throws Exception {
    int from = Integer.parseInt(arguments[0]);
    int executions = Integer.parseInt(arguments[1]);
    int hits = Integer.parseInt(arguments[2]);
    var part = arguments.length > 3 ? arguments[3] : "";
    var bugs =
        Stream.of(LamportBugs.ALL, PaxosBugs.ALL)
            .flatMap(List::stream)
            .filter(bug -> Stream.of(part.split(";")).anyMatch(p -> bug.name().contains(p)))
            .toList();
    try (var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
      List<Future<String>> lines = new ArrayList<>();
      for (var bug : bugs) {
        for (int members : new TreeSet<>(List.of(bug.members(), 3, 5))) {
          lines.add(pool.submit(() -> line(bug, members, from, executions, hits)));
        }
      }
      pool.shutdown();
      System.out.println("| planted | members | first seed | in 1,000 executions | by |");
      for (var line : lines) {
        System.out.println(line.get());
      }
    }
  }

  private static String line(PlantedBug bug, int members, int from, int executions, int hits)
      throws Exception {
    var loader = new PatchedLoader(PatchedSources.compile(bug.edits()));
    var rate =
        loader
            .loadClass(Rate.class.getName())
            .getDeclaredConstructor(
                String.class, boolean.class, int.class, int.class, int.class, int.class);
    rate.setAccessible(true);
    var told =
        ((Callable<?>)
                rate.newInstance(
                    bug.protocol().name(), bug.lies(), members, from, executions, hits))
            .call();
    return "| %s | %d | %s |".formatted(bug.name(), members, told);
  }
}
