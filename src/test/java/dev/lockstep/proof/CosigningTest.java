package dev.lockstep.proof;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.HashTree;
import dev.lockstep.chain.Hashes;
import dev.lockstep.keys.Keys;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.keys.VerifierKey;
import dev.lockstep.proof.Cosigning.Effect;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Members cosign each other's checkpoints")
class CosigningTest {
  private static final String ORIGIN = Checkpoint.originOf("demo", Hash.ZERO);
  private static final long SECONDS = 1_800_000_000;

  /** Members, and the messages that are under way between them. */
  private static final class World {
    private final List<String> names;
    private final Map<String, MemberKey> keys = new HashMap<>();
    private final Map<String, Cosigning> members = new HashMap<>();
    private final Map<String, Long> heights = new HashMap<>();
    private final Set<String> unknown = new HashSet<>();
    private final Set<String> down = new HashSet<>();
    private final Deque<Effect.Send> underWay = new ArrayDeque<>();
    private final Map<String, List<Effect>> done = new HashMap<>();
    private long now;
    private int sent;

    World(String... names) {
      this.names = List.of(names);
      for (var name : names) {
        keys.put(name, Keys.of(name));
        start(name, 0, height -> Hashes.of("block " + height), Optional.empty());
      }
    }

    void start(String name, long height, LongFunction<Hash> chain, Optional<SignedNote> kept) {
      var tree = HashTree.overBlocks(chain);
      tree.growTo(height + 1);
      members.put(
          name,
          new Cosigning(
              name,
              names.stream().filter(n -> !n.equals(name)).toList(),
              "demo/" + name,
              keys.get(name),
              this::key,
              ORIGIN,
              tree,
              kept));
      heights.put(name, height);
      done.put(name, new ArrayList<>());
    }

    private Optional<VerifierKey> key(String member) {
      return unknown.contains(member)
          ? Optional.empty()
          : Optional.of(new VerifierKey("demo/" + member, keys.get(member).publicKey()));
    }

    void reach(long height, String... who) {
      for (var name : who) {
        heights.put(name, height);
      }
    }

    /** Time passes in ticks, after each of which all messages arrive. */
    void pass(long millis) {
      for (long end = now + millis; now < end; now += 50) {
        for (var name : names) {
          if (!down.contains(name)) {
            perform(name, members.get(name).reached(heights.get(name), now, SECONDS));
          }
        }
        deliver();
      }
    }

    void deliver() {
      while (!underWay.isEmpty()) {
        var message = underWay.remove();
        if (!down.contains(message.to())) {
          hear(message.to(), message.message());
        }
      }
    }

    void hear(String to, CheckpointMessage message) {
      perform(to, members.get(to).reached(heights.get(to), now, SECONDS));
      perform(to, members.get(to).hear(message, now, SECONDS));
    }

    private void perform(String name, List<Effect> effects) {
      for (var effect : effects) {
        done.get(name).add(effect);
        if (effect instanceof Effect.Send send) {
          sent++;
          underWay.add(send);
        }
      }
    }

    <T extends Effect> List<T> done(String name, Class<T> kind) {
      return done.get(name).stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    Optional<Checkpoint> newest(String name) {
      return members.get(name).newest().map(note -> Checkpoint.parse(note.text()));
    }

    Trust trust() {
      return new Trust(ORIGIN, names.stream().flatMap(n -> key(n).stream()).toList(), names.size());
    }

    List<String> signatories(String name) {
      var finding = trust().check(members.get(name).newest().orElseThrow());
      return assertInstanceOf(Trust.Finding.Signed.class, finding).signatories();
    }

    SignedNote note(String signer, long size, Hash root) {
      var text = new Checkpoint(ORIGIN, size, root).text();
      return new SignedNote(text, List.of(Signing.sign(keys.get(signer), "demo/" + signer, text)));
    }

    CheckpointMessage.Ask ask(String from, long size, Hash root) {
      return new CheckpointMessage.Ask(
          from, size, root, note(from, size, root).signatures().getFirst().signature());
    }
  }

  private static Hash root(long size) {
    var tree = HashTree.overBlocks(height -> Hashes.of("block " + height));
    tree.growTo(size);
    return tree.root(size);
  }

  @Test
  void what_all_have_is_signed_by_all() {
    var world = new World("A", "B", "C");
    world.reach(5, "A", "B", "C");
    world.pass(300);
    for (var name : world.names) {
      assertEquals(new Checkpoint(ORIGIN, 6, root(6)), world.newest(name).orElseThrow());
      assertEquals(List.of("demo/A", "demo/B", "demo/C"), world.signatories(name));
    }
  }

  @Test
  void the_first_line_is_the_members_own_as_a_log_signs_and_the_others_are_cosignatures() {
    var world = new World("A", "B", "C");
    world.reach(1, "A", "B", "C");
    world.pass(300);
    var lines = world.members.get("B").newest().orElseThrow().signatures();
    assertEquals(List.of("demo/B", "demo/A", "demo/C"), lines.stream().map(l -> l.name()).toList());
    assertEquals(64, lines.get(0).signature().length);
    assertEquals(72, lines.get(1).signature().length);
    assertEquals(world.key("B").orElseThrow().id(), lines.get(0).keyId());
    assertEquals(world.key("A").orElseThrow().cosignerId(), lines.get(1).keyId());
  }

  @Test
  void a_member_signs_only_what_is_on_its_own_disk() {
    var world = new World("A", "B", "C");
    world.pass(500);
    world.reach(5, "A");
    world.pass(3_000);
    assertEquals(1, world.newest("A").orElseThrow().size());
    // Its question waits for the block, and nobody asks again.
    int before = world.sent;
    world.now -= 40;
    world.reach(5, "B");
    world.pass(50);
    assertEquals(6, world.newest("A").orElseThrow().size());
    assertEquals(List.of("demo/A", "demo/B"), world.signatories("A"));
    assertTrue(world.sent - before <= 4, "sent " + (world.sent - before));
  }

  @Test
  void a_majority_is_enough_and_less_is_not() {
    var world = new World("A", "B", "C", "D", "E");
    world.down.addAll(Set.of("D", "E"));
    world.reach(3, "A", "B", "C");
    world.pass(300);
    assertEquals(4, world.newest("A").orElseThrow().size());
    world.down.add("C");
    world.reach(4, "A", "B");
    world.pass(5_000);
    assertEquals(4, world.newest("A").orElseThrow().size());
    world.down.remove("C");
    world.reach(4, "C");
    world.pass(1_100);
    assertEquals(5, world.newest("A").orElseThrow().size());
  }

  @Test
  void a_ledger_of_one_member_signs_alone() {
    var world = new World("A");
    world.reach(2, "A");
    world.pass(300);
    assertEquals(3, world.newest("A").orElseThrow().size());
    assertEquals(List.of("demo/A"), world.signatories("A"));
  }

  @Test
  void checkpoints_are_a_few_a_second_and_none_while_nothing_happens() {
    var world = new World("A", "B", "C");
    for (int height = 1; height <= 200; height++) {
      world.reach(height, "A", "B", "C");
      world.pass(50);
    }
    // Ten seconds: at most four rounds a second at each of three members, of four messages.
    assertTrue(world.sent <= 10 * 4 * 3 * 4 + 12, "sent " + world.sent);
    world.pass(1_500);
    assertEquals(201, world.newest("A").orElseThrow().size());
    int before = world.sent;
    world.pass(60_000);
    assertEquals(before, world.sent);
  }

  @Test
  void one_question_at_a_time_is_under_way_to_a_silent_member() {
    var world = new World("A", "B", "C");
    world.down.add("C");
    for (int height = 1; height <= 200; height++) {
      world.reach(height, "A", "B");
      world.pass(50);
    }
    long asked =
        world.done("A", Effect.Send.class).stream().filter(s -> s.to().equals("C")).count();
    assertTrue(asked <= 11, "asked " + asked);
    assertTrue(world.newest("A").orElseThrow().size() > 195);
  }

  @Test
  void no_cosignature_is_given_below_what_was_signed_before() {
    var world = new World("A", "B", "C");
    world.reach(9, "B", "C");
    world.pass(300);
    world.now += 100;
    world.hear("B", world.ask("A", 5, root(5)));
    var answer = world.done("B", Effect.Send.class).getLast().message();
    assertEquals(new CheckpointMessage.Passed("B", 5, 10), answer);
    // Nor after a restart, when nobody knows any more what was signed.
    world.start("C", 9, height -> Hashes.of("block " + height), Optional.empty());
    world.now += 100;
    world.hear("C", world.ask("A", 5, root(5)));
    assertEquals(
        new CheckpointMessage.Passed("C", 5, 10),
        world.done("C", Effect.Send.class).getLast().message());
  }

  @Test
  void a_forged_question_and_a_forged_answer_are_refused() {
    var world = new World("A", "B", "C");
    world.pass(300);
    world.now += 100;
    var genuine = world.ask("B", 1, root(1));
    world.hear("A", new CheckpointMessage.Ask("C", 1, root(1), genuine.signature()));
    world.now += 100;
    world.hear("A", new CheckpointMessage.Ask("X", 1, root(1), genuine.signature()));
    world.now += 100;
    world.hear("A", new CheckpointMessage.Ask("B", 0, root(1), genuine.signature()));
    assertEquals(
        List.of("C", "X", "B"),
        world.done("A", Effect.Refused.class).stream().map(Effect.Refused::member).toList());

    world.down.addAll(Set.of("B", "C"));
    world.reach(1, "A", "B", "C");
    world.pass(300);
    var text = new Checkpoint(ORIGIN, 2, root(2)).text();
    var byC = Signing.cosign(world.keys.get("C"), "demo/C", text, SECONDS);
    world.hear("A", new CheckpointMessage.Cosigned("B", 2, byC.signature()));
    assertEquals(1, world.newest("A").orElseThrow().size());
    assertEquals("B", world.done("A", Effect.Refused.class).getLast().member());
    // The signature under another size is none under this one.
    var old = Signing.cosign(world.keys.get("B"), "demo/B", world.note("B", 1, root(1)).text(), 1);
    world.hear("A", new CheckpointMessage.Cosigned("B", 2, old.signature()));
    assertEquals(1, world.newest("A").orElseThrow().size());
  }

  @Test
  void a_size_below_one_is_refused_in_every_message_although_its_signature_holds() {
    var world = new World("A", "B");
    var note = world.note("B", -5, root(1)).signatures().getFirst().signature();
    var none = new Checkpoint("", 0, Hash.ZERO).text();
    var cosigned = Signing.cosign(world.keys.get("B"), "demo/B", none, SECONDS).signature();
    for (var message :
        List.of(
            new CheckpointMessage.Differs("B", -5, root(1), note),
            new CheckpointMessage.Cosigned("B", 0, cosigned),
            new CheckpointMessage.Passed("B", 0, 1))) {
      var effects = world.members.get("A").hear(message, 0, SECONDS);
      assertEquals(
          List.of(new Effect.Refused("B", "a checkpoint of size " + message.size())), effects);
    }
  }

  @Test
  void two_roots_of_one_size_are_a_fork_that_both_report_with_both_signatures() {
    var world = new World("A", "B", "C");
    world.start("C", 3, height -> Hashes.of("other block " + height), Optional.empty());
    world.reach(3, "A", "B");
    world.pass(5_000);
    assertEquals(List.of("demo/A", "demo/B"), world.signatories("A"));
    assertTrue(world.newest("C").isEmpty());
    for (var name : List.of("A", "B", "C")) {
      var forks = world.done(name, Effect.Fork.class);
      var expected = name.equals("C") ? List.of("A", "B") : List.of("C");
      assertEquals(expected, forks.stream().map(Effect.Fork::member).sorted().toList(), name);
      for (var fork : forks) {
        var mine = Checkpoint.parse(fork.mine().text());
        var theirs = Checkpoint.parse(fork.theirs().text());
        assertEquals(mine.size(), theirs.size());
        assertFalse(mine.root().equals(theirs.root()));
        assertEquals(List.of("demo/" + name), signers(world, fork.mine()));
        assertEquals(List.of("demo/" + fork.member()), signers(world, fork.theirs()));
      }
    }
  }

  @Test
  void whoever_has_another_chain_is_not_accused_of_it() {
    var world = new World("A", "B", "C");
    world.start("C", 3, height -> Hashes.of("other block " + height), Optional.empty());
    world.reach(3, "A", "B");
    world.pass(5_000);
    for (var name : world.names) {
      assertFalse(world.done(name, Effect.Fork.class).isEmpty(), name);
      assertEquals(List.of(), world.done(name, Effect.Contradiction.class), name);
    }
  }

  @Test
  void whoever_signs_two_chains_is_named_once_with_both_signatures() {
    var world = new World("A", "B", "C");
    world.reach(5, "A", "B", "C");
    world.pass(600);
    var lie = Hashes.of("another root");
    // At the size that it has signed, and below it.
    var differs =
        new CheckpointMessage.Differs(
            "C", 6, lie, world.note("C", 6, lie).signatures().getFirst().signature());
    world.hear("A", differs);
    world.hear("B", world.ask("C", 4, lie));
    world.now += 100;
    world.hear("B", world.ask("C", 4, lie));
    for (var name : List.of("A", "B")) {
      var found = world.done(name, Effect.Contradiction.class);
      assertEquals(List.of("C"), found.stream().map(Effect.Contradiction::member).toList(), name);
      var before = Checkpoint.parse(found.getFirst().before().text());
      var after = Checkpoint.parse(found.getFirst().after().text());
      assertEquals(new Checkpoint(ORIGIN, 6, root(6)), before);
      assertEquals(new Checkpoint(ORIGIN, name.equals("A") ? 6 : 4, lie), after);
      assertEquals(List.of("demo/C"), signers(world, found.getFirst().before()));
      assertEquals(List.of("demo/C"), signers(world, found.getFirst().after()));
    }
  }

  @Test
  void another_chain_beyond_what_a_member_has_signed_is_no_contradiction() {
    var world = new World("A", "B", "C");
    world.reach(5, "A", "B", "C");
    world.pass(600);
    world.down.add("C");
    world.reach(9, "A", "B");
    world.pass(600);
    world.hear("A", world.ask("C", 8, Hashes.of("another root")));
    assertEquals(1, world.done("A", Effect.Fork.class).size());
    assertEquals(List.of(), world.done("A", Effect.Contradiction.class));
  }

  /** It had signed a block that only its own disk had, and could not know that. */
  @Test
  void a_member_that_has_lost_its_disk_is_not_accused_of_what_it_signed_before() {
    var world = new World("A", "B", "C");
    world.reach(4, "A", "B", "C");
    world.pass(600);
    world.hear("A", world.ask("C", 6, Hashes.of("another root")));
    world.now += 100;
    world.reach(7, "A", "B", "C");
    world.pass(2_000);
    assertEquals(List.of("demo/A", "demo/B", "demo/C"), world.signatories("A"));
    assertEquals(1, world.done("A", Effect.Fork.class).size());
    assertEquals(List.of(), world.done("A", Effect.Contradiction.class));
  }

  private static List<String> signers(World world, SignedNote note) {
    var alone = new Trust(ORIGIN, world.trust().keys(), 1);
    return assertInstanceOf(Trust.Finding.Signed.class, alone.check(note)).signatories();
  }

  @Test
  void a_member_whose_key_is_not_known_yet_is_heard_when_it_is() {
    var world = new World("A", "B", "C");
    world.unknown.addAll(Set.of("B", "C"));
    world.reach(1, "A", "B", "C");
    world.pass(2_000);
    assertTrue(world.newest("A").isEmpty());
    world.unknown.clear();
    world.pass(2_100);
    assertEquals(2, world.newest("A").orElseThrow().size());
  }

  @Test
  void a_kept_checkpoint_is_there_at_the_next_start_and_is_no_reason_to_ask() {
    var world = new World("A", "B", "C");
    world.reach(4, "A", "B", "C");
    world.pass(600);
    var kept = world.members.get("A").newest();
    world.start("A", 4, height -> Hashes.of("block " + height), kept);
    int before = world.sent;
    world.pass(50);
    assertEquals(kept, world.members.get("A").newest());
    world.pass(5_000);
    assertEquals(before, world.sent);
  }

  @Test
  void a_kept_checkpoint_of_another_chain_is_a_fork() {
    var world = new World("A", "B", "C");
    world.reach(4, "A", "B", "C");
    world.pass(600);
    var kept = world.members.get("A").newest();
    world.start("A", 2, height -> Hashes.of("other block " + height), kept);
    world.down.addAll(Set.of("B", "C"));
    world.pass(500);
    // The chain does not reach it yet, so nothing can be said of it.
    assertEquals(List.of(), world.done("A", Effect.Fork.class));
    assertTrue(world.newest("A").isEmpty());
    world.reach(4, "A");
    world.pass(50);
    assertEquals(
        List.of("A"),
        world.done("A", Effect.Fork.class).stream().map(Effect.Fork::member).toList());
  }

  private static Optional<SignedNote> keptByA(World world) {
    world.reach(4, "A", "B", "C");
    world.pass(600);
    return world.members.get("A").newest();
  }

  @Test
  void a_kept_checkpoint_under_keys_that_were_replaced_is_signed_anew() {
    var world = new World("A", "B", "C");
    var kept = keptByA(world);
    for (var name : List.of("B", "C")) {
      world.keys.put(name, Keys.of("another " + name));
      world.start(name, 4, height -> Hashes.of("block " + height), Optional.empty());
    }
    world.start("A", 4, height -> Hashes.of("block " + height), kept);
    world.pass(600);
    assertEquals(List.of("demo/A", "demo/B", "demo/C"), world.signatories("A"));

    world.keys.put("A", Keys.of("another A"));
    world.start("A", 4, height -> Hashes.of("block " + height), kept);
    world.pass(600);
    assertEquals(List.of("demo/A", "demo/B", "demo/C"), world.signatories("A"));
  }

  @Test
  void a_member_with_a_copy_of_this_members_key_does_not_count_for_a_kept_checkpoint() {
    var world = new World("A", "B", "C");
    var kept = keptByA(world).orElseThrow();
    world.keys.put("B", Keys.of("A"));
    world.down.addAll(Set.of("B", "C"));
    world.start("A", 4, height -> Hashes.of("block " + height), Optional.of(kept));
    world.pass(50);
    // C has signed it too.
    assertEquals(Optional.of(kept), world.members.get("A").newest());
    var withoutC = new SignedNote(kept.text(), kept.signatures().subList(0, 2));
    world.start("A", 4, height -> Hashes.of("block " + height), Optional.of(withoutC));
    world.pass(50);
    assertEquals(Optional.empty(), world.members.get("A").newest());
  }

  @Test
  void a_damaged_kept_checkpoint_is_no_fork() {
    var world = new World("A", "B", "C");
    var kept = keptByA(world).orElseThrow();
    var damaged = new Checkpoint(ORIGIN, 5, root(4)).text();
    world.start(
        "A",
        4,
        height -> Hashes.of("block " + height),
        Optional.of(new SignedNote(damaged, kept.signatures())));
    world.pass(600);
    assertEquals(List.of(), world.done("A", Effect.Fork.class));
    assertEquals(5, world.newest("A").orElseThrow().size());
  }

  @Test
  void nothing_below_a_kept_checkpoint_is_cosigned_or_kept() {
    var world = new World("A", "B", "C");
    var kept = keptByA(world);
    world.start("A", 2, height -> Hashes.of("block " + height), kept);
    world.down.addAll(Set.of("B", "C"));
    world.pass(50);
    world.hear("A", world.ask("B", 3, root(3)));
    assertTrue(
        world.done("A", Effect.Send.class).stream()
            .map(Effect.Send::message)
            .anyMatch(new CheckpointMessage.Passed("A", 3, 5)::equals));

    world.reach(4, "A");
    world.pass(50);
    assertEquals(kept, world.members.get("A").newest());
    // The answer to the question of the round that began at size 3.
    var text = new Checkpoint(ORIGIN, 3, root(3)).text();
    var late = Signing.cosign(world.keys.get("B"), "demo/B", text, SECONDS);
    world.hear("A", new CheckpointMessage.Cosigned("B", 3, late.signature()));
    assertEquals(kept, world.members.get("A").newest());
  }

  @Test
  void a_member_that_asks_without_end_is_not_answered_without_end() {
    var world = new World("A", "B", "C");
    world.reach(1, "A", "B", "C");
    world.pass(600);
    var ask = world.ask("B", 2, root(2));
    int before = world.done("A", Effect.Send.class).size();
    for (int i = 0; i < 1_000; i++) {
      world.hear("A", ask);
    }
    assertTrue(world.done("A", Effect.Send.class).size() - before <= 1);
  }
}
