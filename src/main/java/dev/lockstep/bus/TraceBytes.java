package dev.lockstep.bus;

import dev.lockstep.chain.ByteReader;
import dev.lockstep.chain.ByteWriter;
import dev.lockstep.chain.MalformedException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Messages about events as bytes. */
final class TraceBytes {
  private static final int ASK = 1;
  private static final int PAGE = 2;

  /** The bytes of the events in an answer: a member that sends more errs. */
  private static final int PAGE_MAX = 2 << 20;

  private TraceBytes() {}

  static void write(TraceMessage message, ByteWriter out) {
    switch (message) {
      case TraceMessage.Ask(var from, var ask, var next, var last) ->
          out.int8(ASK).str(from).int64(ask).int64(next).int32(last);
      case TraceMessage.Page(var from, var ask, var first, var next, var last, var items) -> {
        out.int8(PAGE)
            .str(from)
            .int64(ask)
            .int64(first)
            .int64(next)
            .int64(last)
            .int32(items.size());
        for (var item : items) {
          var json = item.json().getBytes(StandardCharsets.UTF_8);
          out.int64(item.number()).int32(json.length).bytes(json);
        }
      }
    }
  }

  static TraceMessage read(ByteReader in) {
    int kind = in.int8();
    return switch (kind) {
      case ASK -> ask(new TraceMessage.Ask(in.str(), in.int64(), in.int64(), in.count(0)));
      case PAGE ->
          page(
              new TraceMessage.Page(
                  in.str(), in.int64(), in.int64(), in.int64(), in.int64(), items(in)));
      default -> throw new MalformedException("a message about events of kind " + kind);
    };
  }

  private static TraceMessage ask(TraceMessage.Ask ask) {
    if (ask.next() < TraceMessage.NEWEST) {
      throw new MalformedException("a question for event " + ask.next());
    }
    return ask;
  }

  private static List<TraceMessage.Item> items(ByteReader in) {
    if (in.remaining() > PAGE_MAX) {
      throw new MalformedException("events of " + in.remaining() + " bytes");
    }
    int count = in.count(Long.BYTES + Integer.BYTES);
    if (count > TraceMessage.EVENTS_MAX) {
      throw new MalformedException(count + " events at once");
    }
    List<TraceMessage.Item> items = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      long number = in.int64();
      items.add(
          new TraceMessage.Item(number, new String(in.bytes(in.count(1)), StandardCharsets.UTF_8)));
    }
    return items;
  }

  /** Numbers that ascend within the answer; a reader counts on it. */
  private static TraceMessage page(TraceMessage.Page page) {
    long next = page.first();
    for (var item : page.items()) {
      if (item.number() < next) {
        throw new MalformedException("event " + item.number() + " where " + next + " is due");
      }
      next = item.number() + 1;
    }
    if (page.first() < 0 || next < 0 || page.next() < next || page.last() < page.next() - 1) {
      throw new MalformedException(
          "events %d to %d of %d".formatted(page.first(), page.next(), page.last()));
    }
    return page;
  }
}
