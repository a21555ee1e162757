package dev.lockstep.mutex;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Every schedule of small worlds. A world is what all members know, what is on the links between
 * them, and what may still happen; two worlds that are equal have the same future, so each is
 * looked at once.
 *
 * <p>In every world at most one member is inside, and from every world all claims are served when
 * the links deliver what is said from then on.
 */
class ExplorationTest {
  /** How links treat messages. */
  private enum Links {
    /** As the paper asks for: nothing is lost and nothing overtakes. */
    RELIABLE,
    /** Any message may be lost, but none overtakes. */
    LOSSY,
    /** Any message may be lost, overtake others, and arrive as often as it likes. */
    WILD
  }

  /**
   * What may happen, all in all.
   *
   * @param requests by each member
   * @param resends by each member
   * @param restarts by all members together
   * @param keeps how often members keep the section, all together
   * @param beats heartbeats of all members together
   */
  private record Bounds(
      Links links, int[] requests, int resends, int restarts, int keeps, int beats) {
    Bounds(Links links, int[] requests, int resends, int restarts) {
      this(links, requests, resends, restarts, 0, 0);
    }
  }

  /** Members and messages by their numbers, so that two worlds are compared quickly. */
  private record World(
      List<Integer> members,
      List<List<Integer>> links,
      List<Integer> requests,
      List<Integer> spent) {}

  /** Values, each with its number. */
  private static final class Numbered<T> {
    final Map<T, Integer> numbers = new HashMap<>();
    final List<T> values = new ArrayList<>();

    int of(T value) {
      return numbers.computeIfAbsent(
          value,
          v -> {
            values.add(v);
            return values.size() - 1;
          });
    }
  }

  private record Sent(int to, int message) {}

  private record Stepped(int next, List<Sent> sent) {}

  private record Question(int member, Object input) {}

  private final Numbered<LamportMutex> mutexes = new Numbered<>();
  private final Numbered<MutexMessage> messages = new Numbered<>();
  private final Map<Question, Stepped> steps = new HashMap<>();
  private final Set<String> served = new HashSet<>();
  private List<String> names;
  private Bounds bounds;
  private boolean atOnce;
  private MutexInput.Acknowledgment acknowledged = MutexInput.Acknowledgment.AT_ONCE;

  @Test
  void two_members_on_reliable_links() {
    explore(new Bounds(Links.RELIABLE, new int[] {3, 3}, 0, 0), 14_315);
  }

  @Test
  void three_members_on_reliable_links() {
    explore(new Bounds(Links.RELIABLE, new int[] {2, 1, 0}, 0, 0), 40_541);
  }

  @Test
  void three_members_that_all_claim_before_they_hear_of_each_other() {
    atOnce = true;
    explore(new Bounds(Links.RELIABLE, new int[] {1, 1, 1}, 0, 0), 47_212);
  }

  @Test
  void two_members_on_links_that_lose() {
    explore(new Bounds(Links.LOSSY, new int[] {2, 1}, 1, 0), 90_127);
  }

  @Test
  void two_members_on_links_that_lose_duplicate_and_reorder() {
    explore(new Bounds(Links.WILD, new int[] {2, 2}, 0, 0), 5_274);
  }

  @Test
  void three_members_on_links_that_lose_duplicate_and_reorder() {
    explore(new Bounds(Links.WILD, new int[] {1, 1, 0}, 0, 0), 2_933);
  }

  @Test
  @Tag("long")
  void three_members_that_all_claim_at_once_on_such_links() {
    atOnce = true;
    explore(new Bounds(Links.WILD, new int[] {1, 1, 1}, 0, 0), 203_334);
  }

  @Test
  void two_members_that_restart_on_links_that_lose_duplicate_and_reorder() {
    explore(new Bounds(Links.WILD, new int[] {1, 1}, 0, 2), 38_196);
  }

  @Test
  @Tag("long")
  void three_members_one_of_which_restarts_on_such_links() {
    explore(new Bounds(Links.WILD, new int[] {1, 1, 0}, 0, 1), 1_090_752);
  }

  @Test
  void two_members_that_keep_the_section_on_reliable_links() {
    explore(new Bounds(Links.RELIABLE, new int[] {2, 2}, 0, 0, 2, 0), 28_471);
  }

  @Test
  void two_members_that_keep_the_section_on_links_that_lose_duplicate_and_reorder() {
    explore(new Bounds(Links.WILD, new int[] {2, 1}, 0, 0, 2, 0), 10_554);
  }

  @Test
  void three_members_that_keep_the_section_on_such_links() {
    explore(new Bounds(Links.WILD, new int[] {1, 1, 0}, 0, 0, 1, 0), 18_071);
  }

  @Test
  void two_members_that_keep_the_section_and_restart_on_such_links() {
    explore(new Bounds(Links.WILD, new int[] {1, 1}, 0, 1, 1, 0), 8_285);
  }

  @Test
  void two_members_whose_releases_acknowledge_on_reliable_links() {
    acknowledged = MutexInput.Acknowledgment.BY_RELEASE;
    explore(new Bounds(Links.RELIABLE, new int[] {2, 2}, 0, 0, 2, 0), 28_038);
  }

  @Test
  void three_members_whose_releases_acknowledge_on_reliable_links() {
    acknowledged = MutexInput.Acknowledgment.BY_RELEASE;
    atOnce = true;
    explore(new Bounds(Links.RELIABLE, new int[] {1, 1, 1}, 0, 0), 9_139);
  }

  @Test
  void three_members_whose_releases_acknowledge_on_such_links() {
    acknowledged = MutexInput.Acknowledgment.BY_RELEASE;
    explore(new Bounds(Links.WILD, new int[] {1, 1, 0}, 0, 0, 1, 0), 12_559);
  }

  @Test
  void two_members_whose_releases_acknowledge_and_that_restart_on_such_links() {
    acknowledged = MutexInput.Acknowledgment.BY_RELEASE;
    explore(new Bounds(Links.WILD, new int[] {1, 1}, 0, 1, 1, 0), 7_122);
  }

  @Test
  void two_members_with_heartbeats_on_such_links() {
    explore(new Bounds(Links.WILD, new int[] {1, 1}, 0, 0, 0, 2), 9_114);
  }

  @Test
  @Tag("long")
  void three_members_with_a_heartbeat_on_such_links() {
    explore(new Bounds(Links.WILD, new int[] {1, 1, 0}, 0, 0, 0, 1), 113_320);
  }

  @Test
  @Tag("long")
  void two_members_with_heartbeats_that_keep_the_section_and_restart_on_such_links() {
    explore(new Bounds(Links.WILD, new int[] {1, 1}, 0, 1, 1, 1), 151_349);
  }

  // --- the search --------------------------------------------------------------------------------

  /**
   * @param worlds how many there are: fewer would mean that something can no longer happen
   */
  private void explore(Bounds given, int worlds) {
    bounds = given;
    names = IntStream.range(0, given.requests.length).mapToObj(i -> "" + (char) ('A' + i)).toList();
    var begin = begin();
    Set<String> seen = new HashSet<>(Set.of(key(begin)));
    Deque<World> open = new ArrayDeque<>(List.of(begin));
    int contended = 0;
    while (!open.isEmpty()) {
      var world = open.pop();
      assertTrue(inside(world) <= 1, () -> "two inside: " + show(world));
      contended += claims(world) > 1 ? 1 : 0;
      var next = next(world);
      // On reliable links every schedule comes to an end, so that its end tells whether it was
      // good.
      if (bounds.links != Links.RELIABLE || next.isEmpty()) {
        assertAllServed(world);
      }
      for (var each : next) {
        if (seen.add(key(each))) {
          open.push(each);
        }
      }
    }
    assertTrue(contended > 0, "nobody ever waited for another");
    assertEquals(worlds, seen.size());
  }

  /** A world in few bytes. */
  private static String key(World world) {
    var key = new StringBuilder();
    world.members.forEach(m -> number(m, key));
    world.requests.forEach(r -> key.append((char) r.intValue()));
    world.spent.forEach(s -> key.append((char) s.intValue()));
    for (var inFlight : world.links) {
      key.append((char) inFlight.size());
      inFlight.forEach(message -> number(message, key));
    }
    return key.toString();
  }

  private static void number(int number, StringBuilder key) {
    key.append((char) number).append((char) (number >> 16));
  }

  private World begin() {
    var joined = MutexWorld.of(names.toArray(String[]::new));
    var begin =
        new World(
            names.stream().map(n -> mutexes.of(joined.mutex(n))).toList(),
            names.stream().flatMap(a -> names.stream().map(b -> List.<Integer>of())).toList(),
            Arrays.stream(bounds.requests).boxed().toList(),
            new ArrayList<>(Collections.nCopies(names.size() + 3, 0)));
    for (int member = 0; atOnce && member < names.size(); member++) {
      begin = claim(begin, member);
    }
    return begin;
  }

  private World claim(World world, int member) {
    var less = new ArrayList<>(world.requests);
    less.set(member, less.get(member) - 1);
    return step(
        new World(world.members, world.links, less, world.spent), member, new MutexInput.Acquire());
  }

  private List<World> next(World world) {
    List<World> next = new ArrayList<>();
    for (int member = 0; member < names.size(); member++) {
      var mutex = mutex(world, member);
      if (mutex.inside()) {
        next.add(step(world, member, new MutexInput.Leave(false)));
      }
      if (mutex.kept()) {
        next.add(step(world, member, new MutexInput.Resume()));
      } else if (mutex.inside() && world.spent.get(keeps()) < bounds.keeps) {
        next.add(step(spend(world, keeps()), member, new MutexInput.Keep()));
      }
      if (world.spent.get(beats()) < bounds.beats) {
        next.add(step(spend(world, beats()), member, new MutexInput.Beat()));
      }
      if (mutex.participating() && mutex.claim().isEmpty() && world.requests.get(member) > 0) {
        next.add(claim(world, member));
      }
      boolean waits = !mutex.participating() || mutex.claim().isPresent() && !mutex.inside();
      if (waits && world.spent.get(member) < bounds.resends) {
        next.add(step(spend(world, member), member, new MutexInput.Resend()));
      }
      if (world.spent.get(restarts()) < bounds.restarts) {
        next.add(restart(spend(world, restarts()), member));
      }
    }
    for (int link = 0; link < world.links.size(); link++) {
      var inFlight = world.links.get(link);
      int choices = bounds.links == Links.RELIABLE ? Math.min(1, inFlight.size()) : inFlight.size();
      for (int i = 0; i < choices; i++) {
        var without = without(world, link, i);
        switch (bounds.links) {
          case RELIABLE -> next.add(deliver(without, link, inFlight.get(i)));
          case LOSSY -> {
            next.add(without);
            if (i == 0) {
              next.add(deliver(without, link, inFlight.get(i)));
            }
          }
          // What stays on the link may come again at any time, or never.
          case WILD ->
              next.add(
                  deliver(comesAgain(inFlight.get(i)) ? world : without, link, inFlight.get(i)));
        }
      }
    }
    return next;
  }

  /**
   * What is on the way is lost, and what is said from now on arrives. Then every claim is served.
   */
  private void assertAllServed(World world) {
    List<String> way = new ArrayList<>();
    var now = bounds.links == Links.RELIABLE ? world : withoutMessages(world);
    for (int round = 0; !served.contains(key(now)); round++) {
      assertTrue(round < 1_000, () -> "a claim is never served: " + show(world));
      way.add(key(now));
      now = heal(now);
      if (waiting(now) == 0 && now.requests.stream().allMatch(r -> r == 0)) {
        break;
      }
    }
    served.addAll(way);
  }

  private World heal(World world) {
    for (int link = 0; link < world.links.size(); link++) {
      if (!world.links.get(link).isEmpty()) {
        return deliver(without(world, link, 0), link, world.links.get(link).getFirst());
      }
    }
    for (int member = 0; member < names.size(); member++) {
      // Who keeps the section leaves it by itself, unless it claims anew itself.
      if (mutex(world, member).inside()
          && (!mutex(world, member).kept() || world.requests.get(member) > 0)) {
        return step(world, member, new MutexInput.Leave(false));
      }
    }
    var later = world;
    for (int member = 0; member < names.size(); member++) {
      var mutex = mutex(later, member);
      boolean may =
          mutex.participating() && mutex.claim().isEmpty() && world.requests.get(member) > 0;
      later = may ? claim(later, member) : step(later, member, new MutexInput.Resend());
    }
    assertTrue(
        bounds.links != Links.RELIABLE || waiting(world) == 0, "nothing needs to be said again");
    return later;
  }

  // --- worlds ------------------------------------------------------------------------------------

  private World deliver(World world, int link, int message) {
    return step(world, link % names.size(), message);
  }

  /**
   * @param input an input, or the number of a message that is received
   */
  private World step(World world, int member, Object input) {
    var stepped =
        steps.computeIfAbsent(
            new Question(world.members.get(member), input), question -> step(question));
    var members = new ArrayList<>(world.members);
    members.set(member, stepped.next);
    var links = new ArrayList<>(world.links);
    for (var sent : stepped.sent) {
      int link = member * names.size() + sent.to;
      var inFlight = new ArrayList<>(links.get(link));
      inFlight.add(sent.message);
      if (bounds.links == Links.WILD) {
        inFlight.sort(null);
      }
      links.set(link, inFlight);
    }
    return new World(members, links, world.requests, world.spent);
  }

  private Stepped step(Question question) {
    var input =
        question.input instanceof Integer message
            ? new MutexInput.Received(messages.values.get(message), acknowledged)
            : (MutexInput) question.input;
    List<Sent> sent = new ArrayList<>();
    var next = step(mutexes.values.get(question.member), input, sent);
    return new Stepped(mutexes.of(next), sent);
  }

  private LamportMutex step(LamportMutex mutex, MutexInput input, List<Sent> sent) {
    var step = mutex.step(input);
    boolean joins = false;
    for (var effect : step.effects()) {
      switch (effect) {
        case MutexEffect.Send(var to, var message) ->
            sent.add(new Sent(names.indexOf(to), messages.of(message)));
        case MutexEffect.Join() -> joins = true;
        case MutexEffect.Enter _,
            MutexEffect.Yielded _,
            MutexEffect.Dropped _,
            MutexEffect.Met _ -> {}
        case MutexEffect.Lost _, MutexEffect.Renew _ ->
            throw new AssertionError("nobody lost a disk: " + effect);
      }
    }
    return joins ? step(step.next(), new MutexInput.Joined(), sent) : step.next();
  }

  /** What its disk says of the others: here the disk keeps up with what the member has heard. */
  private static Map<String, Long> met(LamportMutex mutex) {
    Map<String, Long> met = new TreeMap<>();
    mutex.peers().forEach((name, peer) -> met.put(name, peer.met()));
    return met;
  }

  private World restart(World world, int member) {
    var old = mutex(world, member);
    var fresh =
        LamportMutex.start(
            old.self(),
            names,
            old.incarnation() + 1,
            Disk.KEPT,
            met(old),
            0,
            old.head(),
            old.durable());
    var members = new ArrayList<>(world.members);
    members.set(member, mutexes.of(fresh));
    return step(
        new World(members, world.links, world.requests, world.spent),
        member,
        new MutexInput.Greet());
  }

  /** Each copy of a hello is answered at a new time, so their number must be bounded. */
  private boolean comesAgain(int message) {
    return switch (messages.values.get(message)) {
      case MutexMessage.Hello _, MutexMessage.Welcome _ -> false;
      case MutexMessage.Request _,
          MutexMessage.Ack _,
          MutexMessage.Release _,
          MutexMessage.Append _,
          MutexMessage.Durable _,
          MutexMessage.Heartbeat _ ->
          true;
    };
  }

  private static World without(World world, int link, int index) {
    var links = new ArrayList<>(world.links);
    var inFlight = new ArrayList<>(links.get(link));
    inFlight.remove(index);
    links.set(link, inFlight);
    return new World(world.members, links, world.requests, world.spent);
  }

  private static World withoutMessages(World world) {
    var links = Collections.nCopies(world.links.size(), List.<Integer>of());
    return new World(world.members, links, world.requests, world.spent);
  }

  /** Where a world says how many restarts it has seen; before it, the resends of each member. */
  private int restarts() {
    return names.size();
  }

  private int keeps() {
    return names.size() + 1;
  }

  private int beats() {
    return names.size() + 2;
  }

  private static World spend(World world, int what) {
    var spent = new ArrayList<>(world.spent);
    spent.set(what, spent.get(what) + 1);
    return new World(world.members, world.links, world.requests, spent);
  }

  private LamportMutex mutex(World world, int member) {
    return mutexes.values.get(world.members.get(member));
  }

  private long inside(World world) {
    return world.members.stream().filter(m -> mutexes.values.get(m).inside()).count();
  }

  private long claims(World world) {
    return world.members.stream().filter(m -> mutexes.values.get(m).claim().isPresent()).count();
  }

  /** Claims of members that are not inside. */
  private long waiting(World world) {
    return world.members.stream()
        .map(mutexes.values::get)
        .filter(mutex -> mutex.claim().isPresent() && !mutex.inside())
        .count();
  }

  private String show(World world) {
    return world.members.stream().map(mutexes.values::get).toList()
        + "\non the links: "
        + world.links.stream().map(l -> l.stream().map(messages.values::get).toList()).toList();
  }
}
