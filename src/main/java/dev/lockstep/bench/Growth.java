package dev.lockstep.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;

/**
 * What it costs to have many transfers on the chain.
 *
 * @param transfers on the chain, at least
 * @param filling how long it took to put them there
 * @param diskBytes of journal and H2
 * @param start from the start of the node's process until it was ready
 */
public record Growth(long transfers, Duration filling, long diskBytes, Duration start) {
  private static final Workload FASTEST = Workload.FOUR_BATCHES_INSIDE;

  /**
   * Pays until so many transfers are on the chain.
   *
   * @param target has clients inside
   * @param progress is given how many there are now
   * @return how many there are at the end, at least
   */
  public static long fill(Target target, long wanted, LongConsumer progress) {
    var load = new InsideLoad(FASTEST, List.of(target));
    long transfers = 0;
    while (transfers < wanted) {
      var window = new Window(0, Duration.ofSeconds(1).toNanos());
      load.run(window);
      transfers += window.answers().getTotalCount() * FASTEST.transfers();
      progress.accept(Math.min(transfers, wanted));
    }
    return transfers;
  }

  public List<String> lines() {
    return List.of(
        String.format(
            Locale.ROOT,
            "%,d transfers on the chain of one node; they came at %,.0f a second.",
            transfers,
            transfers / seconds(filling)),
        String.format(
            Locale.ROOT,
            "Journal and H2 have %.1f MB, %.0f bytes a transfer.",
            diskBytes / 1e6,
            (double) diskBytes / transfers),
        String.format(
            Locale.ROOT,
            "The node was ready %.1f s after its start, with every hash and balance verified.",
            seconds(start)));
  }

  public ObjectNode json() {
    return JsonNodeFactory.instance
        .objectNode()
        .put("transfers", transfers)
        .put("filling_s", seconds(filling))
        .put("disk_bytes", diskBytes)
        .put("start_s", seconds(start));
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}
