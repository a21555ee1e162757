package dev.lockstep.bus;

import dev.lockstep.order.Event;
import dev.lockstep.order.LamportEvent;
import dev.lockstep.order.PaxosEvent;
import dev.lockstep.order.Stamp;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An event in the words of the stream: what is sent to consoles, and what H2 keeps of it.
 *
 * @param time Lamport time at this member
 * @param particulars what this kind has beyond kind and time: a JSON object
 */
public record EventJson(String kind, long time, String particulars) {
  public static EventJson of(Local.Numbered numbered) {
    return of(numbered.event(), numbered.change());
  }

  public static EventJson of(Event event) {
    return of(event, Optional.empty());
  }

  /** With the change of the member's state, where it is known and not empty. */
  public static EventJson of(Event event, Optional<Local.Change> changed) {
    var fields = new JsonFields();
    var kind = write(event, changed, fields);
    return new EventJson(kind, event.time(), fields.text());
  }

  /** Is given an event in these words. */
  @FunctionalInterface
  public interface Reader {
    /**
     * @param particulars gone as soon as this thread writes another event
     */
    void read(String kind, CharSequence particulars);
  }

  /** Like {@link #of(Local.Numbered)}, without a text that somebody keeps. */
  public static void tell(Local.Numbered numbered, Reader reader) {
    var fields = new JsonFields();
    var kind = write(numbered.event(), numbered.change(), fields);
    reader.read(kind, fields.passing());
  }

  private static String write(Event event, Optional<Local.Change> changed, JsonFields fields) {
    var kind = write(event, fields);
    if (changed.isPresent()) {
      StateJson.write("now", changed.get(), fields);
    }
    return kind;
  }

  /** Writes the particulars, and returns the kind. */
  private static String write(Event event, JsonFields fields) {
    return switch (event) {
      case Event.Sent(var _, var to, var type, var at, var stamp, var block) -> {
        message("to", to, type, stamp, fields);
        yield carried("sent", at, block, fields);
      }
      case Event.Received(var _, var from, var type, var at, var stamp, var block) -> {
        message("from", from, type, stamp, fields);
        yield carried("received", at, block, fields);
      }
      case Event.Dropped(var _, var from, var type, var reason, var stamp) -> {
        message("from", from, type, stamp, fields);
        fields.put("reason", reason);
        yield "dropped";
      }
      case Event.Requested(var _, var transfers, var count) -> {
        transfers(transfers, count, fields);
        yield "requested";
      }
      case Event.Answered(var _, var transfers, var count, var outcome, var reason) -> {
        transfers(transfers, count, fields);
        fields.put("outcome", outcome);
        if (!reason.isEmpty()) {
          fields.put("reason", reason);
        }
        yield "answered";
      }
      case LamportEvent lamport -> LamportEventJson.write(lamport, fields);
      case PaxosEvent paxos -> PaxosEventJson.write(paxos, fields);
      case Event.Appended(var _, var height, var hash, var proposer, var transfers) -> {
        fields
            .put("height", height)
            .put("hash", hash.toString())
            .put("proposer", proposer)
            .put("transfers", transfers);
        yield "block";
      }
      case Event.Committed(var _, var height) -> {
        fields.put("height", height);
        yield "committed";
      }
      case Event.Refused(var _, var id, var refusal) -> {
        fields
            .put("id", id.toString())
            .put("code", refusal.code().text())
            .put("detail", refusal.detail());
        yield "refused";
      }
      case Event.InDoubt(var _, var id, var waitingFor, var reason) -> {
        fields.put("id", id.toString()).put("waiting_for", waitingFor).put("reason", reason);
        yield "in_doubt";
      }
      case Event.PeerSilent(var _, var member) -> {
        fields.put("member", member);
        // As the interface has always called it; a lost member is something else.
        yield "peer_lost";
      }
      case Event.PeerHeard(var _, var member) -> {
        fields.put("member", member);
        yield "peer_found";
      }
      case Event.Accused(var _, var member, var reason) -> {
        fields.put("member", member).put("reason", reason);
        yield "accused";
      }
      case Event.CatchingUp(var _, var height, var target) -> {
        fields.put("height", height).put("target", target);
        yield "catching_up";
      }
      case Event.StateChanged(var _, var state, var reason) -> {
        fields.put("state", state.text()).put("reason", reason);
        yield "state";
      }
      case Event.Timer(var _, var what) -> {
        fields.put("what", what);
        yield "timer";
      }
      case Event.Fault(var _, var what, var detail) -> {
        fields.put("what", what).put("detail", detail);
        yield "fault";
      }
      case Event.Forked(var _, var member, var height, var root, var theirs) -> {
        fields
            .put("member", member)
            .put("height", height)
            .put("root", root.toString())
            .put("theirs", theirs.toString());
        yield "fork";
      }
    };
  }

  /**
   * @param peer the name of the field with the other member
   */
  private static void message(
      String peer, String member, String type, Stamp stamp, JsonFields fields) {
    fields.put(peer, member).put("type", type);
    if (stamp.isNumbered()) {
      fields.put("message", stamp.id());
    }
    var purpose = stamp.purpose();
    if (purpose.again()) {
      fields.put("again", true);
    }
    if (purpose.claim().isPresent()) {
      LamportEventJson.write("claim", purpose.claim().get(), fields);
    }
    if (purpose.ballot().isPresent()) {
      PaxosEventJson.write("ballot", purpose.ballot().get(), fields);
    }
  }

  private static String carried(String kind, long messageTime, long block, JsonFields fields) {
    fields.put("message_time", messageTime);
    if (block > 0) {
      fields.put("block", block);
    }
    return kind;
  }

  /** One transfer by its id; of several, the ids of the first ones, and how many there are. */
  private static void transfers(List<UUID> first, int count, JsonFields fields) {
    if (count == 1) {
      fields.put("id", first.getFirst().toString());
      return;
    }
    fields.list("ids");
    for (var id : first) {
      fields.add(id.toString());
    }
    fields.endList().put("transfers", count);
  }
}
