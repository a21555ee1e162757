package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.FreePorts;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Protocol;
import dev.lockstep.chain.Transfer;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.config.Member;
import dev.lockstep.config.NodeOptions;
import dev.lockstep.journal.Progress;
import dev.lockstep.lab.textbook.CourseOrder;
import dev.lockstep.node.Node;
import dev.lockstep.order.AwakeTime;
import dev.lockstep.order.Effect;
import dev.lockstep.order.Input;
import dev.lockstep.order.JournalRecord;
import dev.lockstep.order.Order;
import dev.lockstep.order.OrderFactory;
import dev.lockstep.order.PaxosPeerMessage;
import dev.lockstep.order.PaxosRecord;
import dev.lockstep.order.Status;
import dev.lockstep.paxos.PaxosMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The protocol of the course, which the production sources do not know, on real nodes. */
@DisplayName("Real nodes with a third protocol")
class ThirdProtocolIT {
  private static final List<String> NAMES = List.of("A", "B", "C");

  @TempDir Path data;

  private ClusterConfig config;
  private List<Node> nodes;

  /**
   * What the simulator does not need: it reports what may be shown, and it sends the accept of the
   * course, which has a log and no block, as a join, because the bytes of an accept have a block.
   */
  private static final class OnRealNode implements Order {
    private final Order order;
    private final Deque<Effect.Persist> unsynced = new ArrayDeque<>();

    OnRealNode(Order order) {
      this.order = order;
    }

    @Override
    public List<Effect> step(Input input, long now) {
      List<Effect> effects = new ArrayList<>();
      if (input instanceof Input.Persisted(var upTo)) {
        while (!unsynced.isEmpty() && unsynced.peek().sequence() <= upTo) {
          show(unsynced.poll().entry()).forEach(effects::add);
        }
      }
      for (var effect : order.step(received(input), now)) {
        if (effect instanceof Effect.Persist persist) {
          unsynced.add(persist);
        }
        effects.add(sent(effect));
      }
      return effects;
    }

    private static Effect sent(Effect effect) {
      return effect
              instanceof
              Effect.Send(
                  var to,
                  PaxosPeerMessage(PaxosMessage.Accept accept, var block, var log, var votes),
                  var stamp)
          ? new Effect.Send(
              to,
              new PaxosPeerMessage(
                  new PaxosMessage.Join(accept.state(), accept.ballot(), 0), block, log, votes),
              stamp)
          : effect;
    }

    private static Input received(Input input) {
      return input
              instanceof
              Input.Received(
                  PaxosPeerMessage(PaxosMessage.Join join, var block, var log, var votes),
                  var stamp)
          ? new Input.Received(
              new PaxosPeerMessage(
                  new PaxosMessage.Accept(
                      join.state(), join.ballot(), join.state().height() + 1, Hash.ZERO),
                  block,
                  log,
                  votes),
              stamp)
          : input;
    }

    private static Stream<Effect> show(JournalRecord durable) {
      if (durable instanceof JournalRecord.Appended(Block block)) {
        return Stream.of(new Effect.Stored(block, List.of()));
      }
      return durable instanceof PaxosRecord.Executed(List<Transfer> transfers)
          ? Stream.of(new Effect.Executed(transfers))
          : Stream.empty();
    }

    @Override
    public Status status(long now) {
      return order.status(now);
    }
  }

  private static final OrderFactory COURSE =
      (self, memory, incarnation, _, limits) ->
          new AwakeTime(new OnRealNode(new CourseOrder(self, memory, incarnation, limits)));

  @BeforeEach
  void start() throws IOException {
    var ports = FreePorts.take(3 * NAMES.size());
    var members =
        IntStream.range(0, NAMES.size())
            .mapToObj(
                i ->
                    new Member(
                        NAMES.get(i),
                        "127.0.0.1",
                        ports.get(3 * i),
                        ports.get(3 * i + 1),
                        ports.get(3 * i + 2)))
            .toList();
    // Its records and messages are those of Paxos mode, and so is its genesis.
    config =
        ClusterConfig.of(
            "course",
            Protocol.PAXOS,
            members,
            NAMES.stream().map(name -> new Genesis.Account(name, name, 1_000)).toList());
    nodes =
        NAMES.stream()
            .map(
                name -> new NodeOptions(config, name, data, false, NodeOptions.SESSION, "./run.sh"))
            .map(
                options ->
                    CompletableFuture.supplyAsync(
                        () -> Node.start(options, COURSE, Progress.NONE, _ -> {})))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .toList();
  }

  @AfterEach
  void stop() {
    nodes.forEach(Node::stop);
  }

  private NodeClient client(String name) {
    try {
      var http = "127.0.0.1:" + config.member(name).orElseThrow().http();
      var token = Files.readString(data.resolve(name).resolve("token")).strip();
      return new NodeClient("http://" + http, token, http);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void its_members_execute_and_build_a_block_when_the_funds_are_short() {
    for (var payer : List.of("A", "C")) {
      var executed = client(payer).transfer(null, payer, "B", "6.00");
      assertEquals("executed", executed.body().path("status").asText(), executed::toString);
    }

    // B has 10.00 of its own; for 12.00 it needs a block with one of these two, and a leader of
    // the course gathers the log of one other member at least.
    var more = client("B").transfer(null, "B", "C", "12.00");
    assertEquals("executed", more.body().path("status").asText(), more::toString);

    var block = client("B").get("/api/blocks/1").body();
    assertEquals("6.00", block.path("transfers").path(0).path("amount").asText(), block::toString);

    var refused = client("B").transfer(null, "B", "C", "100.00");
    assertEquals("insufficient_funds", refused.code(), refused::toString);

    var status = client("A").get("/api/status").body();
    assertTrue(status.path("height").asLong() >= 1, status::toString);
    // Paxos mode itself would say what it has promised.
    assertTrue(status.path("promised").isMissingNode(), status::toString);
  }
}
