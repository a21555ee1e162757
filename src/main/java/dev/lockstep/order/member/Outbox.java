package dev.lockstep.order.member;

import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.PeerMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What this member wants done: the effects of the present step, the records that are not synced yet
 * with what depends on them, and the messages that wait for the clock bound.
 */
public final class Outbox {
  private final PendingSyncs syncs = new PendingSyncs();
  private final ClockBound clock;
  private LongSupplier time = () -> 0;
  private List<Effect> effects = new ArrayList<>();

  /**
   * @param clockBound on the disk
   */
  Outbox(long clockBound) {
    this.clock = new ClockBound(clockBound);
  }

  /**
   * @param lamportTime of this member; it advances within the step
   */
  void beginStep(LongSupplier lamportTime) {
    time = lamportTime;
    effects = new ArrayList<>();
  }

  /** Of the present step, in their order. */
  List<Effect> effects() {
    return effects;
  }

  public void perform(Effect effect) {
    effects.add(effect);
  }

  public void note(Event event) {
    effects.add(new Effect.Note(event));
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
  public void send(String to, PeerMessage message) {
    var send = new Effect.Send(to, message);
    if (clock.mustWait(send)) {
      clock.hold(send);
    } else {
      sendNow(send);
    }
  }

  private void sendNow(Effect.Send send) {
    effects.add(send);
    var message = send.message();
    note(new Event.Sent(time.getAsLong(), send.to(), message.type(), message.time()));
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
