package dev.lockstep.simulator.report;

import dev.lockstep.order.Effect;
import dev.lockstep.order.Event;
import dev.lockstep.order.Input;
import dev.lockstep.order.Snapshot;
import dev.lockstep.simulator.member.InFlight;
import dev.lockstep.simulator.member.Member;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.IntStream;

/**
 * What happened in an execution, one entry a step, with the vector clock of its member: which steps
 * it could know of.
 */
public final class Trace {
  /** Records nothing, for the many executions that are not shown. */
  public static final Trace OFF = new Trace(List.of());

  private final List<String> names;
  private final List<Entry> entries = new ArrayList<>();
  private final int[][] clocks;
  private final int[] lastEntry;
  private InFlight arriving;

  private final List<Told> told = new ArrayList<>();

  /** What a member itself tells of its run, and what happens to it. */
  public sealed interface Told {
    /** Milliseconds since the run began. */
    long at();

    String member();

    /** Its process begins. */
    record Began(long at, String member) implements Told {}

    /** It is killed. */
    record Ended(long at, String member) implements Told {}

    record Noted(long at, String member, Event event, Optional<Snapshot> after) implements Told {}
  }

  private record Entry(long at, int member, int[] clock, String text) {}

  /**
   * @param names of the members; none for a trace that is off
   */
  public Trace(List<String> names) {
    this.names = names;
    this.clocks = new int[names.size()][names.size()];
    this.lastEntry = new int[names.size()];
  }

  private boolean isOff() {
    return names.isEmpty();
  }

  public void began(long at, Member member, long incarnation, boolean rejoin) {
    tell(new Told.Began(at, name(member)));
    add(at, member, "begins incarnation " + incarnation + (rejoin ? ", rejoining" : ""));
  }

  public void ended(long at, Member member, int kept) {
    tell(new Told.Ended(at, name(member)));
    add(at, member, "is killed" + (kept > 0 ? "; " + kept + " records not synced survive" : ""));
  }

  public void diskReplaced(long at, Member member) {
    add(at, member, "has another disk now: " + member.disk.height() + " blocks");
  }

  /** The next step of its receiver takes this message in. */
  public void arrives(InFlight inFlight) {
    arriving = inFlight;
  }

  public void stepped(long at, Member member, Input input, List<Effect> effects) {
    if (isOff()) {
      return;
    }
    if (input instanceof Input.Received && arriving != null) {
      merge(member, entries.get(arriving.step()).clock);
      arriving = null;
    }
    for (var effect : effects) {
      if (effect instanceof Effect.Note(var event, var after)) {
        tell(new Told.Noted(at, name(member), event, after));
      }
    }
    var text = Wording.of(input, effects);
    boolean isIdle = input instanceof Input.Tick && effects.isEmpty();
    if (!isIdle) {
      add(at, member, text);
    }
  }

  private String name(Member member) {
    return isOff() ? "" : names.get(member.number);
  }

  private void tell(Told what) {
    if (!isOff()) {
      told.add(what);
    }
  }

  /** In the order in which it happened. */
  public List<Told> told() {
    return List.copyOf(told);
  }

  /** The entry of a member's latest step. */
  public int stepOf(Member member) {
    return isOff() ? 0 : lastEntry[member.number];
  }

  private void merge(Member member, int[] other) {
    var mine = clocks[member.number];
    Arrays.setAll(mine, i -> Math.max(mine[i], other[i]));
  }

  private void add(long at, Member member, String text) {
    if (!isOff()) {
      clocks[member.number][member.number]++;
      lastEntry[member.number] = entries.size();
      entries.add(new Entry(at, member.number, clocks[member.number].clone(), text));
    }
  }

  /** For a person: one line an entry. */
  public List<String> lines() {
    return entries.stream()
        .map(e -> "%8.3f s  %s  %s".formatted(e.at / 1000.0, names.get(e.member), e.text))
        .toList();
  }

  /** For ShiViz: each entry with its vector clock, to be parsed by {@link #SHIVIZ_PATTERN}. */
  public List<String> shiviz() {
    return entries.stream()
        .map(e -> names.get(e.member) + " " + vector(e.clock) + "\n" + e.text)
        .toList();
  }

  /** ShiViz's own default. */
  public static final String SHIVIZ_PATTERN = "(?<host>\\S*) (?<clock>{.*})\\n(?<event>.*)";

  private String vector(int[] clock) {
    var json = new StringJoiner(", ", "{", "}");
    IntStream.range(0, clock.length)
        .filter(i -> clock[i] > 0)
        .forEach(i -> json.add("\"" + names.get(i) + "\": " + clock[i]));
    return json.toString();
  }
}
