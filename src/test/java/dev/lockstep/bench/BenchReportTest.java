package dev.lockstep.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.chain.Protocol;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The report of a bench")
class BenchReportTest {
  private static final Machine MACHINE = new Machine(0.25, 0.02);

  private static Run run(double perSecond, double p50) {
    return new Run(perSecond, p50, 2 * p50, 4 * p50, Map.of("A", 100.0, "B", 50.0), 0.5);
  }

  private static Series series(Workload workload, Run... runs) {
    return new Series(Protocol.LAMPORT, 3, workload, List.of(runs));
  }

  @Test
  void a_series_has_the_median_the_least_and_the_most_of_its_runs() {
    var series = series(Workload.ALONE, run(300, 3), run(100, 1), run(200, 2));
    assertEquals(200, series.median(Run::perSecond));
    assertEquals(100, series.least(Run::perSecond));
    assertEquals(300, series.most(Run::perSecond));
    assertEquals(Map.of("A", 100.0, "B", 50.0), series.cpuMicros());
  }

  @Test
  void a_stored_report_can_be_compared_with() throws Exception {
    var then =
        new BenchReport(
            MACHINE, MACHINE, "", List.of(series(Workload.ALONE, run(100, 2))), Optional.empty());
    var stored = new ObjectMapper().readTree(then.json().toString());
    assertTrue(BenchReport.isOne(stored));
    var now =
        new BenchReport(
            MACHINE,
            MACHINE,
            "",
            List.of(series(Workload.ALONE, run(250, 1)), series(Workload.MANY, run(1, 1))),
            Optional.of(stored));
    var lines = now.lines();
    assertTrue(lines.get(4).endsWith("2.50 x per second, 0.50 x p50"), lines.get(4));
    assertTrue(lines.get(5).endsWith("not measured then"), lines.get(5));
  }

  @Test
  void other_json_is_no_report() throws Exception {
    assertFalse(BenchReport.isOne(new ObjectMapper().readTree("{\"results\": 1}")));
    assertFalse(BenchReport.isOne(new ObjectMapper().readTree("")));
  }

  @Test
  void answers_count_between_the_warm_up_and_the_end_only() throws Exception {
    var early = new Window(60_000_000_000L, 1);
    early.answered(System.nanoTime());
    assertEquals(0, early.answers().getTotalCount());
    var open = new Window(0, 60_000_000_000L);
    open.answered(System.nanoTime() - 5_000_000);
    assertEquals(1, open.answers().getTotalCount());
    assertTrue(open.answers().getMinValue() >= 4_990, () -> "" + open.answers().getMinValue());
    var over = new Window(0, 0);
    over.answered(System.nanoTime());
    assertEquals(0, over.answers().getTotalCount());
    assertTrue(over.isOver());
  }
}
