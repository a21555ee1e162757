package dev.lockstep.console.rpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.lockstep.chain.Excerpt;
import dev.lockstep.console.access.Grant;
import dev.lockstep.console.api.CallReader;
import dev.lockstep.console.api.Client;
import dev.lockstep.console.api.JsonInput;
import dev.lockstep.console.delivery.Answer;
import dev.lockstep.console.delivery.Delivery;
import dev.lockstep.console.delivery.Outbox;
import dev.lockstep.console.events.StatusFeed;
import dev.lockstep.console.events.Subscription;
import dev.lockstep.console.events.Watch;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.ProblemCode;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.vertx.core.Future;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client on the WebSocket: JSON-RPC 2.0 requests in, answers and subscribed events out. Reading
 * from a client stops while it does not take its answers. Used by the console's event loop only.
 */
final class RpcSession {
  private static final Logger LOG = LoggerFactory.getLogger(RpcSession.class);
  private static final int UNANSWERED_MAX = 256;
  private static final int BATCH_MAX = 100;

  /** In characters. Most messages are shorter, and few that are longer hold one transfer. */
  private static final int SHORT = 1024;

  /** How many events of each member a client that watches gets first, unless it says. */
  private static final long LAST = 500;

  private static final long LAST_MAX = 65_536;
  private static final short GOING_AWAY = 1001;
  private static final short POLICY = 1008;
  private static final short MESSAGE_TOO_BIG = 1009;

  /** Of the range that RFC 6455 leaves to applications; the page then shows how to sign in. */
  private static final short SIGNED_OUT = 4401;

  private final ServerWebSocket socket;
  private final RpcMethods methods;
  private final Outbox outbox;
  private final Subscription subscription;
  private final Watch watch;
  private final StatusFeed status;
  private final Grant grant;
  private int unanswered;

  private final Client client =
      new Client() {
        @Override
        public boolean isThere() {
          return !outbox.isClosed();
        }

        @Override
        public void requireWrite() {
          grant.requireWrite();
        }
      };

  RpcSession(
      ServerWebSocket socket,
      RpcMethods methods,
      Outbox outbox,
      Subscription subscription,
      Watch watch,
      StatusFeed status,
      Grant grant) {
    this.socket = socket;
    this.methods = methods;
    this.outbox = outbox;
    this.subscription = subscription;
    this.watch = watch;
    this.status = status;
    this.grant = grant;
  }

  /**
   * @param closed called once when the connection is gone
   */
  void open(Runnable closed) {
    Runnable over = this::signedOut;
    grant.atEnd(over);
    socket.textMessageHandler(this::receive);
    // Every frame counts, also pings: their pongs fill the same queue.
    socket.frameHandler(frame -> throttle());
    outbox.listen(this::throttle);
    socket.binaryMessageHandler(bytes -> send(Reply.invalid("Send JSON-RPC 2.0 as text.")));
    socket.closeHandler(
        nothing -> {
          grant.forget(over);
          outbox.close();
          subscription.cancel();
          watch.cancel();
          status.leave(outbox);
          closed.run();
        });
    socket.exceptionHandler(
        failure -> {
          LOG.debug("A console connection failed", failure);
          // What follows could be misread.
          switch (failure) {
            case CorruptedWebSocketFrameException broken ->
                end(broken.closeStatus().code(), broken.closeStatus().reasonText());
            case IllegalStateException _ -> end(MESSAGE_TOO_BIG, "a message is too long");
            // The connection is gone.
            default -> {}
          }
        });
  }

  private void end(int status, String reason) {
    if (!socket.isClosed()) {
      socket.close((short) status, reason);
    }
  }

  /** The node stops: 1001, as RFC 6455 has it for an end that is going away. */
  Future<Void> leave() {
    return socket.isClosed()
        ? Future.succeededFuture()
        : socket.close(GOING_AWAY, "the node is stopping");
  }

  /** The client is signed out, or its token has been replaced. */
  private void signedOut() {
    end(SIGNED_OUT, "the right to use this node has ended");
  }

  /** The client has not read for long; it learns that if it reads again before it is cut. */
  void stalled() {
    outbox.close();
    end(POLICY, "what was sent has not been read for too long");
  }

  /** Unread requests then fill the client's memory, and not this node's. */
  private void throttle() {
    if (outbox.isBehind()) {
      socket.pause();
    } else {
      socket.resume();
    }
  }

  private void receive(String text) {
    var many = text.length() > SHORT ? methods.readCall(text) : Optional.<CallReader.Call>empty();
    if (many.isPresent()) {
      var call = many.get();
      answer(call.id().orElse(null), () -> methods.transfers(call, client)).onSuccess(this::send);
    } else {
      receiveAny(text);
    }
  }

  private void receiveAny(String text) {
    JsonNode message;
    try {
      message = JsonInput.parse(text.getBytes(StandardCharsets.UTF_8));
    } catch (ApiException malformed) {
      send(Reply.error(null, malformed.problem()));
      return;
    }
    if (message.isArray() && message.size() > BATCH_MAX) {
      send(
          Reply.invalid(
              "There are "
                  + message.size()
                  + " requests in the batch; send at most "
                  + BATCH_MAX
                  + " at once."));
    } else if (message.isArray() && !message.isEmpty()) {
      batch(message);
    } else {
      answer(message).onSuccess(this::send);
    }
  }

  private void batch(JsonNode messages) {
    List<Future<Reply>> replies = new ArrayList<>();
    messages.forEach(message -> replies.add(answer(message)));
    Future.join(replies).onSuccess(all -> send(replies.stream().map(Future::result).toList()));
  }

  /** One message for all; none when all were notifications. */
  private void send(List<Reply> replies) {
    List<Delivery.Part> parts = new ArrayList<>();
    parts.add(Reply.piece(JsonGenerator::writeStartArray));
    replies.stream().filter(reply -> reply != null).map(Reply::part).forEach(parts::add);
    if (parts.size() > 1) {
      parts.add(Reply.piece(JsonGenerator::writeEndArray));
      outbox.send(parts.iterator());
    }
  }

  private void send(Reply reply) {
    switch (reply) {
      case null -> {}
      case Reply.Short(var json) -> outbox.send(json.encode());
      case Reply.Long _ -> outbox.send(List.of(reply.part()).iterator());
    }
  }

  /** Never fails; the result is null for a notification, which has no answer. */
  private Future<Reply> answer(JsonNode message) {
    var id = message.get("id");
    if (!message.isObject()
        || !"2.0".equals(message.path("jsonrpc").textValue())
        || !message.path("method").isTextual()
        || (id != null && !id.isTextual() && !id.isNumber() && !id.isNull())) {
      return Future.succeededFuture(
          Reply.invalid(
              "This is no JSON-RPC 2.0 request: it needs \"jsonrpc\": \"2.0\", a \"method\""
                  + " and an \"id\"."));
    }
    return answer(id, () -> call(message.get("method").textValue(), params(message)));
  }

  private Future<Reply> answer(JsonNode id, Supplier<Future<Answer>> call) {
    if (unanswered >= UNANSWERED_MAX) {
      return Future.succeededFuture(id == null ? null : Reply.failed(id, tooMany()));
    }
    unanswered++;
    return begin(call)
        .map(result -> Reply.of(id, result))
        .otherwise(failure -> Reply.failed(id, failure))
        .map(reply -> id == null ? null : reply)
        .onComplete(done -> unanswered--);
  }

  private ApiException tooMany() {
    return new ApiException(
        ProblemCode.OVERLOADED,
        unanswered + " requests of this connection are unanswered; wait for some.");
  }

  private static JsonNode params(JsonNode message) {
    var params = message.get("params");
    return params == null || params.isNull() ? JsonNodeFactory.instance.objectNode() : params;
  }

  private static Future<Answer> begin(Supplier<Future<Answer>> call) {
    try {
      return call.get();
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private Future<Answer> call(String method, JsonNode params) {
    if (method.equals("subscribe")) {
      JsonInput.requireObject(params, List.of("from", "status"));
      boolean isToldStatus = JsonInput.flag(params, "status");
      return subscription
          .start(JsonInput.number(params, "from", 0, Long.MAX_VALUE))
          .map(range -> subscribed(range, isToldStatus));
    }
    if (method.equals("watch")) {
      return Future.succeededFuture(new Answer.Whole(startWatch(params)));
    }
    return methods
        .find(method)
        .orElseThrow(
            () ->
                new ApiException(
                    ProblemCode.UNKNOWN_METHOD,
                    "There is no method \""
                        + Excerpt.of(method)
                        + "\"; there are "
                        + methods.names()
                        + "."))
        .call(params, client);
  }

  private Answer subscribed(Subscription.Range range, boolean isToldStatus) {
    if (isToldStatus && !outbox.isClosed()) {
      status.join(outbox);
    } else {
      status.leave(outbox);
    }
    return new Answer.Whole(range.json());
  }

  /** The events of all members from now on, by notifications. */
  private JsonObject startWatch(JsonNode params) {
    JsonInput.requireObject(params, List.of("from", "last"));
    int last = JsonInput.number(params, "last", 0, LAST_MAX).orElse(LAST).intValue();
    var numbers = params.get("from");
    Map<String, Long> from = new HashMap<>();
    if (numbers != null && !numbers.isNull()) {
      JsonInput.requireObject(numbers, watch.members());
      for (var member : watch.members()) {
        JsonInput.number(numbers, member, 0, Long.MAX_VALUE)
            .ifPresent(number -> from.put(member, number));
      }
    }
    if (!watch.start(from, last)) {
      throw new ApiException(
          ProblemCode.OVERLOADED, "Too many clients watch the cluster at this node; end one.");
    }
    return new JsonObject().put("members", new JsonArray(watch.members()));
  }
}
