package dev.lockstep.order.member;

import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Purpose;
import dev.lockstep.order.Snapshot;
import dev.lockstep.order.Stamp;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What this member wants done: the effects of the present step, the records that are not synced yet
 * with what depends on them, and the messages that wait for the clock bound.
 */
public final class Outbox {
  private final PendingSyncs syncs = new PendingSyncs();
  private final ClockBound clock;
  private LongSupplier time = () -> 0;
  private String self = "";
  private long start;

  /** The time at which the present step began. */
  private long begun;

  private long sent;

  /** The times on the newest messages to peers, where these are heartbeats. */
  private final Map<String, Long> beaten = new HashMap<>();

  /** Of the message that the present step takes in. */
  private Stamp hearing = Stamp.NONE;

  private List<Effect> effects = new ArrayList<>();
  private Supplier<Snapshot> snapshot = () -> null;

  /**
   * The place of the newest event among the effects, which has no snapshot yet; below 0 for none.
   */
  private int unseen = NONE;

  private static final int NONE = -1;

  /**
   * @param clockBound on the disk
   */
  Outbox(long clockBound) {
    this.clock = new ClockBound(clockBound);
  }

  /**
   * @param lamportTime of this member; it advances within the step
   * @param now what the member holds and knows, within the step
   */
  void beginStep(LongSupplier lamportTime, Supplier<Snapshot> now) {
    time = lamportTime;
    snapshot = now;
    unseen = NONE;
    begun = lamportTime.getAsLong();
    hearing = Stamp.NONE;
    effects = new ArrayList<>();
  }

  /**
   * @param theStart names this start of the process in the messages that it sends
   */
  void start(String member, long theStart) {
    self = member;
    start = theStart;
  }

  /** The present step takes in a message with this stamp. */
  void hears(Stamp stamp) {
    hearing = stamp;
  }

  /** Of the message that this step takes in; {@link Stamp#NONE} in a step without one. */
  public Stamp hearing() {
    return hearing;
  }

  /** Of the present step, in their order. */
  List<Effect> effects() {
    see();
    return effects;
  }

  /** The present step is a tick: its cause comes before what it has brought about. */
  void nameTimer() {
    see();
    TimerEffects.of(effects)
        .ifPresent(what -> effects.addFirst(new Effect.Note(new Event.Timer(begun, what))));
  }

  public void perform(Effect effect) {
    effects.add(effect);
  }

  public void note(Event event) {
    see();
    unseen = effects.size();
    effects.add(new Effect.Note(event));
  }

  /**
   * What an event has changed is known when the next one comes, or the step ends: a receipt is
   * noted before its message is taken in.
   */
  private void see() {
    if (unseen != NONE && effects.get(unseen) instanceof Effect.Note(var event, var _)) {
      effects.set(unseen, new Effect.Note(event, Optional.of(snapshot.get())));
      unseen = NONE;
    }
  }

  /** A message, or a part of it, is not taken in: as a rule the one that this step is about. */
  public void noteDropped(String from, String type, String reason) {
    note(new Event.Dropped(time.getAsLong(), from, type, reason, hearing));
  }

  // --- the disk ---------------------------------------------------------------------------------

  public void persist(JournalRecord entry) {
    persist(entry, () -> {});
  }

  /**
   * @param whenSynced everything that depends on the record: it runs when the disk has confirmed it
   */
  public void persist(JournalRecord entry, Runnable whenSynced) {
    effects.add(syncs.add(entry, whenSynced));
  }

  /** Everything up to this record is on the disk. */
  public void synced(long upTo) {
    syncs.synced(upTo);
  }

  public boolean isEverythingSynced() {
    return syncs.isEmpty();
  }

  /** Of the newest record. */
  public long lastSequence() {
    return syncs.lastSequence();
  }

  /**
   * Whether so much waits for the disk that further blocks are not taken in now, but fetched later.
   */
  public boolean isCrowded() {
    return syncs.isCrowded();
  }

  // --- other members ----------------------------------------------------------------------------

  /** Sends a message as soon as the clock bound on the disk covers its time. */
  public void send(String to, PeerMessage message, Purpose purpose) {
    long at = message.time() > 0 ? message.time() : time.getAsLong();
    var send = new Effect.Send(to, message, new Stamp(self, start, ++sent, at, purpose));
    if (clock.mustWait(send)) {
      clock.hold(send);
    } else {
      sendNow(send);
    }
  }

  private void sendNow(Effect.Send send) {
    effects.add(send);
    var message = send.message();
    if (!tellsNews(send)) {
      return;
    }
    // The time of the sending, which is the one on the message: the step may have gone on since.
    note(
        new Event.Sent(
            send.stamp().time(),
            send.to(),
            message.type(),
            message.time(),
            send.stamp(),
            message.blockHeight()));
  }

  /**
   * A heartbeat is worth showing if it is the first with its time, or the first after another
   * message: an entry may rest on it. All others repeat it.
   */
  private boolean tellsNews(Effect.Send send) {
    if (!send.message().isHeartbeat()) {
      beaten.remove(send.to());
      return true;
    }
    var before = beaten.put(send.to(), send.message().time());
    return before == null || before < send.message().time();
  }

  /** Whether a message with this time would not wait. */
  public boolean covers(long lamportTime) {
    return clock.covers(lamportTime);
  }

  /**
   * Puts a higher clock bound on the disk, if it is time for it.
   *
   * @param whenRaised runs after the messages that waited for the bound have left
   */
  void raiseClockBound(Runnable whenRaised) {
    clock
        .raise(time.getAsLong())
        .ifPresent(
            bound ->
                persist(
                    new JournalRecord.Clock(bound),
                    () -> {
                      clock.raised(bound).forEach(this::sendNow);
                      whenRaised.run();
                    }));
  }
}
