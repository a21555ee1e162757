package dev.lockstep.console.metrics;

import com.sun.management.OperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * What the processors do. Micrometer's own binder has the same values, two of them under names and
 * in units that Prometheus advises against: nanoseconds, and a number that ends in {@code _count}.
 */
final class ProcessMetrics {
  private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

  private ProcessMetrics() {}

  static void bindTo(MeterRegistry registry) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    FunctionCounter.builder("process.cpu", system, s -> s.getProcessCpuTime() / NANOS)
        .baseUnit("seconds")
        .description("Processor time that this process has used")
        .register(registry);
    gauge(
        registry,
        "process.cpu.usage",
        "Share of all processors that this process uses, from 0 to 1",
        OperatingSystemMXBean::getProcessCpuLoad);
    gauge(
        registry,
        "system.cpu.usage",
        "Share of all processors that is in use, from 0 to 1",
        OperatingSystemMXBean::getCpuLoad);
    gauge(
        registry,
        "system.cpus",
        "Processors that this process may use",
        OperatingSystemMXBean::getAvailableProcessors);
    gauge(
        registry,
        "system.load.average.1m",
        "Tasks that run or wait for a processor, on average over a minute",
        OperatingSystemMXBean::getSystemLoadAverage);
  }

  private static void gauge(
      MeterRegistry registry,
      String name,
      String help,
      ToDoubleFunction<OperatingSystemMXBean> value) {
    var system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    Gauge.builder(name, system, value).description(help).register(registry);
  }
}
