package dev.lockstep.integration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** All that clients asked for, and every answer: at the end each chain is compared with it. */
final class Testimony {
  private final Map<String, Story> stories = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
  private final AtomicLong served = new AtomicLong();
  private final Queue<String> strange = new ConcurrentLinkedQueue<>();

  /** What is known of one id. Requests for the same one come one after another. */
  private static final class Story {
    final String from;
    final String to;
    final BigDecimal amount;
    volatile JsonNode committed;

    /** When it was first answered as done, among all of these; 0 while it was not. */
    volatile long served;

    volatile boolean doubtful;

    Story(String from, String to, String amount) {
      this.from = from;
      this.to = to;
      this.amount = new BigDecimal(amount);
    }

    @Override
    public String toString() {
      return amount + " from " + from + " to " + to;
    }
  }

  void asked(String id, String from, String to, String amount) {
    stories.putIfAbsent(id, new Story(from, to, amount));
  }

  /** A request to which no answer came may have been served, or not. */
  void heardNothing(String id) {
    stories.get(id).doubtful = true;
    count("no answer");
  }

  void told(String id, NodeClient.Answer answer) {
    var story = stories.get(id);
    switch (answer.status()) {
      case 200, 201 -> {
        var status = answer.body().get("status").textValue();
        switch (status) {
          case "committed" -> story.committed = answer.body();
          case "executed" -> requireNotOnBlock(story, answer);
          default -> strange.add(answer.toString());
        }
        story.served = story.served > 0 ? story.served : served.incrementAndGet();
        count(status);
      }
      case 504 -> {
        story.doubtful = true;
        count(answer.code());
      }
      case 422, 429, 503 -> {
        if (story.served > 0) {
          strange.add("after it was done: " + answer);
        }
        count(answer.code());
      }
      default -> strange.add(answer.toString());
    }
  }

  private void requireNotOnBlock(Story story, NodeClient.Answer answer) {
    if (story.committed != null) {
      strange.add("after " + story.committed + ": " + answer);
    }
  }

  /** A node that has come back still has what it answered last. */
  void assertRememberedBy(NodeClient node, String owner, int last) {
    for (var id : servedLast(owner, last)) {
      var found = node.get("/api/transfers/" + id);
      assertEquals(200, found.status(), () -> stories.get(id) + " was done and is " + found);
    }
  }

  /** Sends once more what a member was the last to do. */
  void askAgain(NodeClient node, String owner, int last) {
    for (var id : servedLast(owner, last)) {
      var story = stories.get(id);
      told(id, node.transfer(id, owner, story.to, story.amount.toPlainString()));
    }
  }

  private List<String> servedLast(String owner, int count) {
    return stories.entrySet().stream()
        .filter(entry -> entry.getValue().from.equals(owner) && entry.getValue().served > 0)
        .sorted(Comparator.comparingLong(entry -> -entry.getValue().served))
        .limit(count)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void count(String answer) {
    answers.computeIfAbsent(answer, a -> new AtomicInteger()).incrementAndGet();
  }

  /** How often it was {@code committed}, {@code executed}, {@code no answer}, or with a code. */
  int count(String... kinds) {
    int sum = 0;
    for (var kind : kinds) {
      var number = answers.get(kind);
      sum += number == null ? 0 : number.get();
    }
    return sum;
  }

  @Override
  public String toString() {
    return answers.toString();
  }

  /**
   * Every node has the same chain, it holds all that was answered, and nothing else happened. In
   * Paxos mode nothing is to be left in a local log.
   */
  void assertKeptBy(RealCluster cluster) {
    assertTrue(strange.isEmpty(), () -> "answers that are none: " + strange);
    var chain = cluster.chain(cluster.names.getFirst());
    var onChain = transfersOf(chain);
    onChain.forEach(this::assertAskedFor);
    stories.forEach((id, story) -> assertTold(id, story, onChain.get(id), chain));
    var balances = balancesAfter(chain, cluster);
    for (var name : cluster.names) {
      assertEquals(chain, cluster.chain(name), name + " has another chain");
      assertEquals(balances, balancesOn(cluster.client(name)), "money on " + name);
    }
  }

  private static Map<String, JsonNode> transfersOf(List<JsonNode> chain) {
    Map<String, JsonNode> found = new HashMap<>();
    for (var block : chain) {
      for (var transfer : block.get("transfers")) {
        assertNull(found.put(transfer.get("id").textValue(), transfer), "twice: " + transfer);
      }
    }
    return found;
  }

  private void assertAskedFor(String id, JsonNode transfer) {
    var story = stories.get(id);
    assertTrue(story != null, "no client asked for " + transfer);
    assertEquals(story.from, transfer.get("from").textValue());
    assertEquals(story.to, transfer.get("to").textValue());
    assertEquals(story.amount, amount(transfer, "amount"));
  }

  private static void assertTold(String id, Story story, JsonNode found, List<JsonNode> chain) {
    if (story.committed != null) {
      assertTrue(found != null, () -> "answered and gone: " + story.committed);
      assertEquals(story.committed.get("height"), found.get("height"), id);
      assertEquals(story.committed.get("position"), found.get("position"), id);
      var block = chain.get(found.get("height").intValue());
      assertEquals(story.committed.get("hash"), block.get("hash"), id);
    } else if (story.served > 0) {
      assertTrue(found != null, () -> "executed and gone: " + id + ", " + story);
    } else if (!story.doubtful) {
      assertNull(found, () -> "\"definitely not executed\" was a lie: " + id + ", " + story);
    }
  }

  private static Map<String, BigDecimal> balancesAfter(List<JsonNode> chain, RealCluster cluster) {
    Map<String, BigDecimal> balances = new HashMap<>();
    cluster.names.forEach(name -> balances.put(name, cluster.balance));
    for (var block : chain) {
      for (var transfer : block.get("transfers")) {
        var amount = amount(transfer, "amount");
        balances.merge(transfer.get("to").textValue(), amount, BigDecimal::add);
        var left =
            balances.merge(transfer.get("from").textValue(), amount.negate(), BigDecimal::add);
        assertTrue(left.signum() >= 0, () -> "below zero after " + transfer);
      }
    }
    return balances;
  }

  private static Map<String, BigDecimal> balancesOn(NodeClient node) {
    Map<String, BigDecimal> balances = new HashMap<>();
    for (var account : node.get("/api/accounts").body().get("accounts")) {
      balances.put(account.get("name").textValue(), amount(account, "balance"));
    }
    return balances;
  }

  private static BigDecimal amount(JsonNode of, String field) {
    return new BigDecimal(of.get(field).textValue());
  }
}
