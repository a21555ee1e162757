package dev.lockstep.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts refused connections and envelopes, and logs at most one line of each kind in ten seconds.
 * No line has bytes that a stranger has chosen.
 *
 * <p>Safe for use by any thread.
 */
public final class Refusals {
  private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
  private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private volatile BiConsumer<String, String> listener = (_, _) -> {};

  private final Kind connections;
  private final Kind envelopes;

  /** A counter, and when its next line may be written. */
  private final class Kind {
    private final String name;
    private final Counter counter;
    private final AtomicLong silentUntil = new AtomicLong(System.nanoTime() - PAUSE_NANOS);
    private final AtomicLong unlogged = new AtomicLong();

    Kind(String name, Counter counter) {
      this.name = name;
      this.counter = counter;
    }

    void add(String sentence) {
      counter.increment();
      long due = silentUntil.get();
      long now = System.nanoTime();
      if (now - due < 0 || !silentUntil.compareAndSet(due, now + PAUSE_NANOS)) {
        unlogged.incrementAndGet();
        return;
      }
      LOG.warn("{} ({} more since the last line)", sentence, unlogged.getAndSet(0));
      listener.accept(name, sentence + ".");
    }
  }

  public Refusals(MeterRegistry registry) {
    connections =
        kind(
            registry,
            "connection_refused",
            "lockstep.refused.connections",
            "Connections that proved no member's key, or sent what no member sends");
    envelopes =
        kind(
            registry,
            "envelope_refused",
            "lockstep.refused.envelopes",
            "Envelopes whose sender is not who it says");
  }

  private Kind kind(MeterRegistry registry, String name, String meter, String help) {
    return new Kind(name, Counter.builder(meter).description(help).register(registry));
  }

  /**
   * @param faults is given a word and a sentence for each line of the log, by any thread
   */
  public void listen(BiConsumer<String, String> faults) {
    listener = faults;
  }

  /**
   * @param sentence what was refused and why, without a period, and without bytes of the other end
   */
  public void connection(String sentence) {
    connections.add(sentence);
  }

  /** See {@link #connection}. */
  public void envelope(String sentence) {
    envelopes.add(sentence);
  }
}
