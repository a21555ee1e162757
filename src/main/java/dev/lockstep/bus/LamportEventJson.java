package dev.lockstep.bus;

import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.LamportEvent;

/** Events of the critical section in the words of the stream. */
final class LamportEventJson {
  private LamportEventJson() {}

  /** Writes the particulars, and returns the kind. */
  static String write(LamportEvent event, JsonFields fields) {
    return switch (event) {
      case LamportEvent.Claimed(var _, var claim) -> claimed("claimed", claim, fields);
      case LamportEvent.Entered(var _, var claim, var evidence) -> {
        write("claim", claim, fields);
        fields.list("evidence");
        for (var each : evidence) {
          write(each, fields);
        }
        fields.endList();
        yield "entered";
      }
      case LamportEvent.Withdrawn(var _, var claim) -> claimed("withdrawn", claim, fields);
      case LamportEvent.Left(var _, var claim) -> claimed("left", claim, fields);
    };
  }

  private static String claimed(String kind, Timestamp claim, JsonFields fields) {
    write("claim", claim, fields);
    return kind;
  }

  static void write(String name, Timestamp claim, JsonFields fields) {
    fields.begin(name);
    parts(claim, fields);
  }

  /** The next one of a list. */
  static void add(Timestamp claim, JsonFields fields) {
    fields.begin();
    parts(claim, fields);
  }

  private static void parts(Timestamp claim, JsonFields fields) {
    fields.put("time", claim.time()).put("member", claim.member()).end();
  }

  private static void write(LamportEvent.Evidence evidence, JsonFields fields) {
    fields
        .begin()
        .put("member", evidence.member())
        .put("type", evidence.type())
        .put("time", evidence.time());
    if (evidence.stamp().isNumbered()) {
      fields.put("message", evidence.stamp().id());
    }
    fields.end();
  }
}
