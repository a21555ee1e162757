package dev.lockstep.console.events;

import dev.lockstep.bus.Addresses;
import dev.lockstep.bus.Local;
import dev.lockstep.bus.LocalCodec;
import dev.lockstep.bus.TraceMessage;
import dev.lockstep.console.delivery.TextSink;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The events of all members at this node: asks the others for theirs while somebody watches, and
 * answers when others ask. Without a watcher nothing is asked. Used by the console's event loop
 * only.
 */
public final class Watches {
  /** Each of them asks every member; the page and a terminal are two. */
  static final int MAX = 16;

  private final Vertx vertx;
  private final String self;
  private final List<String> members;
  private final EventPages pages;
  private final LeftBehind left;
  private final Map<Long, Question> questions = new HashMap<>();

  /** An answer to a question of an earlier process fits none of this one. */
  private long asked = new SecureRandom().nextLong();

  private int watchers;

  private record Question(String member, Consumer<TraceMessage.Page> answer) {}

  Watches(Vertx vertx, String self, List<String> members, EventPages pages, LeftBehind left) {
    this.vertx = vertx;
    this.self = self;
    this.members = members;
    this.pages = pages;
    this.left = left;
  }

  public void start() {
    vertx
        .eventBus()
        .<Local.ToWatch>localConsumer(Addresses.WATCH, message -> hear(message.body().message()));
  }

  /** A client that may watch. */
  public Watch watch(TextSink out) {
    return new Watch(vertx, out, members, this);
  }

  boolean begin() {
    if (watchers >= MAX) {
      return false;
    }
    watchers++;
    return true;
  }

  void end() {
    watchers--;
  }

  private void hear(TraceMessage message) {
    switch (message) {
      case TraceMessage.Ask(var from, var ask, var next, var last) ->
          pages.ask(next, last, page -> say(from, page(ask, page)));
      case TraceMessage.Page page -> {
        var question = questions.get(page.ask());
        if (question != null && question.member.equals(page.from())) {
          questions.remove(page.ask());
          question.answer.accept(page);
        }
      }
    }
  }

  private TraceMessage.Page page(long ask, EventPages.Page page) {
    return new TraceMessage.Page(self, ask, page.first(), page.next(), page.last(), page.items());
  }

  /**
   * Asks a member, or this node itself.
   *
   * @param answer gets the page, at most once; never when the member does not answer
   * @return names the question
   */
  long ask(String member, long next, int last, Consumer<TraceMessage.Page> answer) {
    long ask = ++asked;
    questions.put(ask, new Question(member, answer));
    if (member.equals(self)) {
      pages.ask(next, last, page -> hear(page(ask, page)));
    } else {
      say(member, new TraceMessage.Ask(self, ask, next, last));
    }
    return ask;
  }

  /** What is on the disk of a member that does not answer. */
  LeftBehind left() {
    return left;
  }

  /** Nobody waits for this answer any more. */
  void forget(long ask) {
    questions.remove(ask);
  }

  private void say(String member, TraceMessage message) {
    vertx
        .eventBus()
        .send(Addresses.ORDER, new Local.ToOrder.Tell(member, message), LocalCodec.options());
  }
}
