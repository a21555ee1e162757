package dev.lockstep.node;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.MemberState;
import dev.lockstep.order.PaxosEvent;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes one line for each event to the node's log: {@code [Lamport time] what happened}. Blocks
 * that follow each other within a second share a line, unless somebody debugs. A worker writes
 * them: a request of 8,192 transfers that are refused is as many lines, which an event loop would
 * wait for.
 */
final class EventLogVerticle extends VerticleBase {
  private static final Logger LOG = LoggerFactory.getLogger("lockstep.protocol");

  private final Consumer<String> notice;
  private final String startCommand;
  private final Halt halt;
  private final CatchUpNotice catchUp = new CatchUpNotice();

  /** How long news of blocks gather after a line. Whatever else happens is written at once. */
  private static final long REST_MILLIS = 1_000;

  /** What waits to be written. */
  private List<Event> gathered = new ArrayList<>();

  private boolean rests;

  /**
   * @param notice is given sentences about what a person has to do
   * @param startCommand what a person types to start this node again
   */
  EventLogVerticle(Consumer<String> notice, String startCommand, Halt halt) {
    this.notice = notice;
    this.startCommand = startCommand;
    this.halt = halt;
  }

  @Override
  public Future<?> start() {
    halt.guard(context, "the log of the protocol");
    return vertx
        .eventBus()
        .<Local.Happened>localConsumer(Addresses.HAPPENED, message -> happened(message.body()))
        .completion();
  }

  /** Most events are for a debugger, and cost no change of threads when nobody reads them. */
  private void happened(Local.Happened happened) {
    var wanted =
        happened.events().stream()
            .map(Local.Numbered::event)
            .filter(event -> isForPeople(event) || LOG.isDebugEnabled())
            .toList();
    gathered.addAll(wanted);
    if (!rests || !wanted.stream().allMatch(BlockNews::is)) {
      flush();
    }
  }

  private void flush() {
    if (gathered.isEmpty()) {
      return;
    }
    rest();
    var events = gathered;
    gathered = new ArrayList<>();
    inOrder(LOG.isDebugEnabled() ? () -> events.forEach(this::write) : () -> summarize(events));
  }

  private void rest() {
    if (!rests) {
      rests = true;
      vertx.setTimer(
          REST_MILLIS,
          _ -> {
            rests = false;
            flush();
          });
    }
  }

  /** What has happened before is written. */
  @Override
  public Future<?> stop() {
    flush();
    return inOrder(() -> {});
  }

  private Future<?> inOrder(Runnable work) {
    return vertx
        .executeBlocking(
            () -> {
              work.run();
              return null;
            })
        .onFailure(failure -> halt.unforeseen("the log of the protocol", failure));
  }

  /** Whether the event is written also where nobody asks for more. */
  private static boolean isForPeople(Event event) {
    return switch (event) {
      case Event.Sent _,
          Event.Received _,
          Event.Dropped _,
          Event.Requested _,
          Event.Answered _,
          Event.Timer _,
          LamportEvent _,
          PaxosEvent _ ->
          false;
      case Event.Appended _,
          Event.Committed _,
          Event.Refused _,
          Event.InDoubt _,
          Event.PeerSilent _,
          Event.PeerHeard _,
          Event.Accused _,
          Event.Fault _,
          Event.CatchingUp _,
          Event.Forked _,
          Event.StateChanged _ ->
          true;
    };
  }

  private void summarize(List<Event> events) {
    var blocks = new BlockNews(LOG);
    for (var event : events) {
      switch (event) {
        case Event.Appended appended -> blocks.add(appended);
        case Event.Committed committed -> blocks.add(committed);
        default -> {
          blocks.write();
          write(event);
        }
      }
    }
    blocks.write();
  }

  private void write(Event event) {
    switch (event) {
      case Event.Sent(var time, var to, var type, var at, var _, var _)
          when type.equals("heartbeat") ->
          LOG.trace("[{}] sent {} at {} to {}", time, type, at, to);
      case Event.Received(var time, var from, var type, var at, var _, var _)
          when type.equals("heartbeat") ->
          LOG.trace("[{}] received {} at {} from {}", time, type, at, from);
      case Event.Sent(var time, var to, var type, var at, var _, var _) ->
          LOG.debug("[{}] sent {} at {} to {}", time, type, at, to);
      case Event.Received(var time, var from, var type, var at, var _, var _) ->
          LOG.debug("[{}] received {} at {} from {}", time, type, at, from);
      case Event.Dropped(var time, var from, var type, var reason, var _) ->
          LOG.debug("[{}] dropped {} from {}: {}", time, type, from, reason);
      case LamportEvent.Claimed(var time, var claim) ->
          LOG.debug("[{}] request {} queued", time, claim);
      case LamportEvent.Entered(var time, var claim, var _) ->
          LOG.debug("[{}] entered the section by {}", time, claim);
      case LamportEvent.Withdrawn(var time, var claim) ->
          LOG.debug("[{}] request {} withdrawn", time, claim);
      case LamportEvent.Left(var time, var claim) ->
          LOG.debug("[{}] left the section of {}", time, claim);
      case PaxosEvent.Executed(var time, var transfers, var logged) ->
          LOG.debug("[{}] executed {} transfers, {} are on no block", time, transfers, logged);
      case PaxosEvent.Proposed(var time, var ballot, var height) ->
          LOG.debug("[{}] leads ballot {} for block {}", time, ballot, height);
      case PaxosEvent.Promised(var time, var ballot, var height) ->
          LOG.debug("[{}] promised ballot {} for block {}", time, ballot, height);
      case PaxosEvent.Accepted(var time, var ballot, var height, var hash) ->
          LOG.debug("[{}] accepted block {} {} by {}", time, height, hash.abbreviated(), ballot);
      case PaxosEvent.RoundOver(var time, var ballot, var height, var result) ->
          LOG.debug("[{}] ballot {} for block {} is over: {}", time, ballot, height, result);
      case Event.Requested(var time, var transfers, var count) ->
          LOG.debug("[{}] {} transfers requested, from {} on", time, count, transfers.getFirst());
      case Event.Answered(var time, var transfers, var count, var outcome, var _) ->
          LOG.debug(
              "[{}] {} transfers answered {}, from {} on",
              time,
              count,
              outcome,
              transfers.getFirst());
      case Event.Appended appended -> new BlockNews(LOG).add(appended).write();
      case Event.Committed committed -> new BlockNews(LOG).add(committed).write();
      case Event.Refused(var time, var id, var refusal) ->
          LOG.info("[{}] refused {}: {} {}", time, id, refusal.code().text(), refusal.detail());
      case Event.InDoubt(var time, var id, var waitingFor, var reason) ->
          LOG.warn("[{}] in doubt {}, waiting for {}: {}", time, id, waitingFor, reason);
      case Event.PeerSilent(var time, var member) -> LOG.warn("[{}] {} is silent", time, member);
      case Event.PeerHeard(var time, var member) -> LOG.info("[{}] {} is there", time, member);
      case Event.Accused(var time, var member, var reason) -> {
        LOG.warn("[{}] {} is accused: {}", time, member, reason);
        notice.accept(
            member + " has sent what no correct member sends, and was refused: " + reason + ".");
      }
      case Event.Timer(var time, var what) -> LOG.debug("[{}] timer: {}", time, what);
      case Event.Fault(var time, var what, var detail) ->
          LOG.warn("[{}] {}: {}", time, what, detail);
      case Event.CatchingUp(var time, var height, var target) -> {
        LOG.info("[{}] catching up: block {} of {}", time, height, target);
        catchUp.reached(height, target).ifPresent(notice);
      }
      case Event.Forked(var time, var member, var height, var root, var theirs) -> {
        LOG.error("[{}] FORK at {}: {} has {}, here is {}", time, height, member, theirs, root);
        notice.accept(
            "The ledger has forked at or below block "
                + height
                + ": "
                + member
                + " has signed another chain. The evidence is in the node's data directory.");
      }
      case Event.StateChanged(var time, var state, var reason) -> {
        LOG.info("[{}] {} {}", time, state.text(), reason);
        if (state == MemberState.LOST) {
          notice.accept(
              "The node is lost: " + reason + " Here that is " + startCommand + " --rejoin.");
        } else if (state == MemberState.FAIL_STOPPED) {
          notice.accept("The node is silenced: " + reason);
          halt.silenced("The node is silenced: " + reason);
        }
      }
    }
  }
}
