package dev.lockstep.node;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.EventJson;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.order.Event;
import dev.lockstep.store.EventTrace;
import dev.lockstep.store.TraceLines;
import dev.lockstep.store.TraceTail;
import dev.lockstep.store.TraceWriter;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events to H2, for consoles that ask for them later. Nothing waits for it: blocks go to H2
 * first, and when too many events wait the oldest are left out, and readers of the stream get a gap
 * in their place.
 *
 * <p>A failure is logged and the next batch is tried all the same. It does not fail-stop the
 * member, because no promise rests on the trace. If H2 itself has failed, so does the write of the
 * next block, and {@link StoreVerticle} fail-stops the member.
 *
 * <p>Ten times a second what has happened becomes lines of text, which go to the {@link TraceTail}
 * at once and to H2 later. So the last moments of a member that is killed are on its disk, and the
 * next start gives them to H2.
 *
 * <p>Heartbeats that tell something new are kept like all events; they alone are no reason to
 * write.
 */
final class TraceVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger(TraceVerticle.class);

  /**
   * Far fewer than a console has in memory: by the time an event leaves that memory, it is in H2 or
   * was left out.
   */
  private static final int WAITING_MAX = 1 << 14;

  /** The name of the thread that writes to H2. */
  static final String POOL = "lockstep-trace";

  /** Of events in a transaction; lines that stay together may make it some more. */
  private static final int BATCH = 1_000;

  /** How long a stop waits for an H2 that is still being opened. */
  private static final long STOP_MILLIS = 3_000;

  private static final long REST_MILLIS = 1_000;

  /** What a kill loses at most of the events. */
  private static final long TAIL_MILLIS = 100;

  private final LateStore store;
  private final TraceTail tail;
  private final long first;
  private final int waitingMax;
  private final Halt halt;
  private final TraceWriter writer = new TraceWriter();

  /** What has happened since lines were written. */
  private List<Local.Numbered> fresh = new ArrayList<>();

  /** Lines for H2. */
  private final Deque<TraceLines> waiting = new ArrayDeque<>();

  private int waitingEvents;
  private boolean isTailing;
  private boolean isTailRead;
  private long target;
  private long leftOut;
  private boolean isDue;
  private boolean isWriting;
  private boolean isFailing;
  private WorkerExecutor writers;
  private WorkerExecutor tails;

  /** Completed when nothing waits any more; null until the node stops. */
  private Promise<Void> flushed;

  /**
   * @param tail where events are that H2 may not have yet
   * @param first the number of the first event of this process
   */
  TraceVerticle(LateStore store, TraceTail tail, long first, Halt halt) {
    this(store, tail, first, WAITING_MAX, halt);
  }

  /**
   * @param waitingMax beyond it the oldest of the events that wait for H2 are left out
   */
  TraceVerticle(LateStore store, TraceTail tail, long first, int waitingMax, Halt halt) {
    this.store = store;
    this.tail = tail;
    this.first = first;
    this.waitingMax = waitingMax;
    this.halt = halt;
  }

  @Override
  public Future<?> start() {
    halt.guard(context, "the keeper of the trace");
    writers = vertx.createSharedWorkerExecutor(POOL, 1);
    tails = vertx.createSharedWorkerExecutor("lockstep-trace-tail", 1);
    vertx.setPeriodic(REST_MILLIS, timer -> tick());
    vertx.setPeriodic(TAIL_MILLIS, timer -> writeLines());
    Future.fromCompletionStage(store.traced(), context).onSuccess(_ -> write());
    return vertx
        .eventBus()
        .<Local.Happened>localConsumer(Addresses.HAPPENED, message -> watch(message.body()))
        .completion();
  }

  /** The verticles that publish events have been stopped before, so no more events come. */
  @Override
  public Future<?> stop() {
    flushed = Promise.promise();
    if (store.trace().isEmpty()) {
      // A member that has never been ready may not have begun to.
      store.begin();
      vertx.setTimer(STOP_MILLIS, _ -> giveUp());
    }
    flush();
    return flushed
        .future()
        .eventually(writers::close)
        .eventually(tails::close)
        .onComplete(_ -> tail.close());
  }

  private void giveUp() {
    if (store.trace().isEmpty() && flushed.tryComplete()) {
      LOG.warn("{} events are missing from the trace, as H2 was not open yet", waitingEvents);
    }
  }

  private void watch(Local.Happened happened) {
    if (!happened.stored().isEmpty()) {
      target = happened.stored().getLast().height();
    }
    isDue = isDue || tellsMore(happened.events());
    fresh.addAll(happened.events());
    int excess = fresh.size() - waitingMax;
    if (excess > 0) {
      fresh.subList(0, excess).clear();
      leftOut += excess;
    }
    if (fresh.size() >= BATCH) {
      writeLines();
    }
  }

  /** Than that members live. */
  private static boolean tellsMore(List<Local.Numbered> events) {
    return events.stream().anyMatch(each -> !isHeartbeat(each.event()));
  }

  private static boolean isHeartbeat(Event event) {
    return event instanceof Event.Sent sent && sent.type().equals("heartbeat")
        || event instanceof Event.Received received && received.type().equals("heartbeat");
  }

  private void writeLines() {
    if (isTailing || fresh.isEmpty()) {
      return;
    }
    isTailing = true;
    var events = fresh;
    fresh = new ArrayList<>();
    tails
        .executeBlocking(
            () -> {
              var lines = lines(events);
              tail.append(lines);
              return lines;
            },
            false)
        .onComplete(
            written -> {
              isTailing = false;
              if (written.succeeded()) {
                await(written.result());
              } else {
                leftOut += events.size();
                LOG.error("The newest events are not kept", written.cause());
              }
              if (flushed != null) {
                flush();
              }
            });
  }

  /** For the one thread of the tail. */
  private List<TraceLines> lines(List<Local.Numbered> events) {
    for (var told : events) {
      EventJson.tell(
          told,
          (kind, particulars) ->
              writer.add(told.number(), told.at(), told.event().time(), kind, particulars));
    }
    return writer.take();
  }

  /** Lines wait for H2. */
  private void await(List<TraceLines> lines) {
    for (var each : lines) {
      waiting.add(each);
      waitingEvents += each.events();
    }
    while (waitingEvents > waitingMax) {
      leftOut += takeOldest().events();
    }
    if (waitingEvents >= BATCH) {
      write();
    }
  }

  private TraceLines takeOldest() {
    var oldest = waiting.remove();
    waitingEvents -= oldest.events();
    return oldest;
  }

  /** All that is left, before a stop. */
  private void flush() {
    writeLines();
    write();
  }

  /** What a kill has kept from H2: the events of earlier processes that only the tail has. */
  private void keepTail(EventTrace trace) {
    long newest = trace.newest().orElse(0);
    var missing =
        tail.read().stream()
            .filter(event -> event.number() > newest && event.number() < first)
            .toList();
    for (int from = 0; from < missing.size(); from += BATCH) {
      trace.add(missing.subList(from, Math.min(from + BATCH, missing.size())));
    }
  }

  private void tick() {
    if (leftOut > 0) {
      LOG.warn("H2 is too slow; {} events are missing from its trace", leftOut);
      var detail = "H2 is too slow; " + leftOut + " events before this one are not kept.";
      vertx
          .eventBus()
          .send(
              Addresses.ORDER,
              new Local.ToOrder.Faulted("trace_cut", detail),
              LocalCodec.options());
      leftOut = 0;
    }
    if (isDue) {
      write();
    }
  }

  private void write() {
    if (isWriting || blocksComeFirst()) {
      return;
    }
    if (waiting.isEmpty()) {
      boolean isMoreToCome = isTailing || !fresh.isEmpty();
      isDue &= isMoreToCome;
      if (flushed != null && !isMoreToCome) {
        flushed.tryComplete();
      }
      return;
    }
    var trace = store.trace();
    if (trace.isEmpty()) {
      // H2 is still being opened; its trace will be told.
      return;
    }
    isWriting = true;
    var batch = takeBatch();
    boolean isFirst = !isTailRead;
    isTailRead = true;
    writers
        .<Void>executeBlocking(
            () -> {
              if (isFirst) {
                keepTail(trace.get());
              }
              trace.get().addLines(batch);
              return null;
            },
            false)
        .onComplete(written -> written(batch, written));
  }

  /**
   * Until half of the bound is reached; then the trace is written between two writes of blocks,
   * before events have to be left out.
   */
  private boolean blocksComeFirst() {
    boolean isBehind = store.store().filter(opened -> opened.height() >= target).isEmpty();
    return flushed == null && isBehind && waitingEvents < waitingMax / 2;
  }

  private List<TraceLines> takeBatch() {
    List<TraceLines> batch = new ArrayList<>();
    int events = 0;
    while (!waiting.isEmpty() && events < BATCH) {
      batch.add(takeOldest());
      events += batch.getLast().events();
    }
    return batch;
  }

  private void written(List<TraceLines> batch, AsyncResult<Void> written) {
    isWriting = false;
    if (written.failed() != isFailing) {
      isFailing = written.failed();
      if (isFailing) {
        LOG.error("H2 does not keep events from {} on", batch.getFirst().first(), written.cause());
      } else {
        LOG.warn("H2 keeps events again, from {} on", batch.getFirst().first());
      }
    }
    if (flushed != null || waiting.isEmpty() || waitingEvents >= BATCH) {
      write();
    }
  }
}
