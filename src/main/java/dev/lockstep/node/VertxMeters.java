package dev.lockstep.node;

import io.vertx.micrometer.Label;
import io.vertx.micrometer.MetricsDomain;
import io.vertx.micrometer.MicrometerMetricsOptions;
import java.util.EnumSet;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What Vert.x measures of itself: its HTTP server, its event bus, and its pools of threads. */
final class VertxMeters {
  private static final Set<MetricsDomain> MEASURED =
      EnumSet.of(MetricsDomain.HTTP_SERVER, MetricsDomain.EVENT_BUS, MetricsDomain.NAMED_POOLS);

  /**
   * No label whose values a client chooses: each value is a time series more, and anybody may send
   * requests with any method and path, without a token.
   */
  private static final Set<Label> LABELS =
      EnumSet.of(Label.HTTP_CODE, Label.EB_SIDE, Label.POOL_TYPE, Label.POOL_NAME);

  private VertxMeters() {}

  static MicrometerMetricsOptions options() {
    return new MicrometerMetricsOptions()
        .setEnabled(true)
        // Two nodes in one process must not share what is found by its name.
        .setRegistryName(UUID.randomUUID().toString())
        .setNettyMetricsEnabled(false)
        .setLabels(LABELS)
        .setDisabledMetricsCategories(
            EnumSet.complementOf(EnumSet.copyOf(MEASURED)).stream()
                .map(MetricsDomain::toCategory)
                .collect(Collectors.toSet()));
  }
}
