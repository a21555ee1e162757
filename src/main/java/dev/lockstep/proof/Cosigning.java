package dev.lockstep.proof;

import dev.lockstep.chain.Hash;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.keys.VerifierKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A member's part in checkpoints: it asks the others to cosign the root of its chain, and cosigns
 * theirs. Pure: time is an argument, and what has to be done is returned as effects.
 *
 * <p>A member signs only what is on its own disk. So a checkpoint that a majority has signed is
 * committed, and no answer of the protocol is needed to know it. A member cosigns no size below one
 * that it has signed: the cosignature of C2SP says that the signer knows of no larger tree.
 *
 * <p>Not safe for use by two threads at once.
 */
public final class Cosigning {
  /** Checkpoints begin at least this far apart, in milliseconds: a few a second. */
  static final long PACE = 250;

  /** A question that was not answered is asked again after this time, in milliseconds. */
  static final long ASK_AGAIN = 1_000;

  /** Questions of one member that come faster than this, in milliseconds, are not answered. */
  static final long PACE_OF_OTHERS = 20;

  private final String self;
  private final List<String> others;
  private final MemberKey key;
  private final Function<String, Optional<VerifierKey>> keys;
  private final String origin;
  private final String name;
  private final HashTree tree;

  /** The largest size that this member has signed or cosigned. */
  private long signed;

  private Optional<SignedNote> newest = Optional.empty();

  /** The size of {@link #newest}. */
  private long covered;

  /** A checkpoint from before the start; the chain may not have reached it yet. */
  private Optional<SignedNote> kept = Optional.empty();

  private Round round = Round.NONE;
  private final Map<String, Question> questions = new HashMap<>();
  private final Map<String, Long> heardAt = new HashMap<>();

  /** Questions about sizes that the chain has not reached: the newest one of each member. */
  private final Map<String, CheckpointMessage.Ask> early = new TreeMap<>();

  /** Members with whom a fork was found: it is reported once. */
  private final Set<String> forked = new HashSet<>();

  /** What a member was asked last. */
  private record Question(long size, long askedAt, boolean isAnswered) {}

  /** A checkpoint for which signatures are being gathered. */
  private record Round(
      Checkpoint checkpoint, SignedNote.Line own, Map<String, SignedNote.Line> lines, long begun) {
    private static final Round NONE =
        new Round(new Checkpoint("", 0, Hash.ZERO), null, Map.of(), Long.MIN_VALUE / 2);

    private SignedNote note() {
      List<SignedNote.Line> all = new ArrayList<>();
      all.add(own);
      all.addAll(lines.values());
      return new SignedNote(checkpoint.text(), all);
    }
  }

  /** What has to be done. */
  public sealed interface Effect {
    record Send(String to, CheckpointMessage message) implements Effect {}

    /** A checkpoint of a majority, the newest one, is there or has one signature more. */
    record Keep(SignedNote note) implements Effect {}

    /**
     * Two different roots of one size, each signed.
     *
     * @param member who has signed {@code theirs}; this member itself, when an earlier checkpoint
     *     of its own does not fit its chain
     */
    record Fork(String member, SignedNote mine, SignedNote theirs) implements Effect {}

    /** A message that is not what it says; a member of this version does not send it. */
    record Refused(String member, String reason) implements Effect {}
  }

  /**
   * @param others the other members
   * @param key signs for this member, under {@code <ledger>/<member>}
   * @param keys of a member; empty while it is not known
   * @param origin of this ledger's checkpoints
   * @param tree over the blocks that are on this member's disk: only this class makes it grow from
   *     here on
   * @param kept a checkpoint of this member from before its start
   */
  public Cosigning(
      String self,
      List<String> others,
      String name,
      MemberKey key,
      Function<String, Optional<VerifierKey>> keys,
      String origin,
      HashTree tree,
      Optional<SignedNote> kept) {
    this.self = self;
    this.others = List.copyOf(others);
    this.name = name;
    this.key = key;
    this.keys = keys;
    this.origin = origin;
    this.tree = tree;
    this.kept = kept;
    // What was signed before the start is forgotten, but it was not more than is on the disk.
    this.signed = tree.size();
  }

  /** The newest checkpoint that a majority has signed. */
  public Optional<SignedNote> newest() {
    return newest;
  }

  /** The height of the newest block that {@link #newest} covers; below zero without one. */
  public long covers() {
    return covered - 1;
  }

  /** Whether there are blocks that the newest checkpoint does not cover. */
  public boolean isBehind() {
    return covered < tree.size();
  }

  /**
   * Blocks have become durable, or time has passed. To be called every now and then while this
   * member {@link #isBehind}.
   *
   * @param height up to which this member's chain is on its disk
   * @param now milliseconds of a clock that never goes back
   * @param seconds by the wall clock, since 1970
   */
  public List<Effect> reached(long height, long now, long seconds) {
    List<Effect> effects = new ArrayList<>();
    if (height + 1 > tree.size()) {
      tree.growTo(height + 1);
    }
    useKept(effects);
    for (var ask : List.copyOf(early.values())) {
      if (ask.size() <= tree.size()) {
        early.remove(ask.from());
        effects.addAll(answer(ask, seconds));
      }
    }
    begin(now, effects);
    ask(now, effects);
    return effects;
  }

  /** A member that lost its disk, and has fetched its chain, may have signed what it has not. */
  private void useKept(List<Effect> effects) {
    if (kept.isEmpty() || sizeOf(kept) > tree.size()) {
      return;
    }
    var note = kept.get();
    kept = Optional.empty();
    var checkpoint = Checkpoint.parse(note.text());
    if (!tree.root(checkpoint.size()).equals(checkpoint.root())) {
      effects.add(new Effect.Fork(self, signedBySelf(checkpoint.size()), note));
    } else if (checkpoint.size() > covered) {
      signed = Math.max(signed, checkpoint.size());
      newest = Optional.of(note);
      covered = checkpoint.size();
    }
  }

  // --- this member asks -------------------------------------------------------------------------

  private void begin(long now, List<Effect> effects) {
    boolean isRunning = round.checkpoint().size() > covered;
    if (!isBehind() || now - round.begun() < (isRunning ? ASK_AGAIN : PACE)) {
      return;
    }
    var checkpoint = new Checkpoint(origin, tree.size(), tree.root(tree.size()));
    signed = checkpoint.size();
    round = new Round(checkpoint, Signing.sign(key, name, checkpoint.text()), new TreeMap<>(), now);
    keepIfSigned(effects);
  }

  /** Asks for the signatures that are missing. */
  private void ask(long now, List<Effect> effects) {
    var checkpoint = round.checkpoint();
    if (checkpoint.size() <= covered) {
      return;
    }
    for (var other : others) {
      if (!round.lines().containsKey(other) && mayAsk(other, now)) {
        questions.put(other, new Question(checkpoint.size(), now, false));
        effects.add(
            new Effect.Send(
                other,
                new CheckpointMessage.Ask(
                    self, checkpoint.size(), checkpoint.root(), round.own().signature())));
      }
    }
  }

  /**
   * One question is under way to a member at a time, until it has been answered or must be taken
   * for lost; and whatever it answers, it is not asked faster than that.
   */
  private boolean mayAsk(String other, long now) {
    var last = questions.get(other);
    if (last == null) {
      return true;
    }
    boolean isNext = last.isAnswered() && last.size() != round.checkpoint().size();
    return now - last.askedAt() >= (isNext ? PACE : ASK_AGAIN);
  }

  private void keepIfSigned(List<Effect> effects) {
    if (round.lines().size() + 1 >= majority()) {
      newest = Optional.of(round.note());
      covered = round.checkpoint().size();
      effects.add(new Effect.Keep(round.note()));
    }
  }

  private int majority() {
    return (others.size() + 1) / 2 + 1;
  }

  // --- this member hears ------------------------------------------------------------------------

  /**
   * A message of another member.
   *
   * @param now milliseconds of a clock that never goes back
   * @param seconds by the wall clock, since 1970
   */
  public List<Effect> hear(CheckpointMessage message, long now, long seconds) {
    if (!others.contains(message.from())) {
      return List.of(new Effect.Refused(message.from(), "it is no other member"));
    }
    return switch (message) {
      case CheckpointMessage.Ask ask -> asked(ask, now, seconds);
      case CheckpointMessage.Cosigned cosigned -> cosigned(cosigned, now);
      case CheckpointMessage.Passed passed -> answered(passed, now);
      case CheckpointMessage.Differs differs -> differs(differs, now);
    };
  }

  private List<Effect> asked(CheckpointMessage.Ask ask, long now, long seconds) {
    var before = heardAt.put(ask.from(), now);
    if (before != null && now - before < PACE_OF_OTHERS) {
      return List.of(new Effect.Refused(ask.from(), "it asks too often"));
    }
    if (ask.size() < 1) {
      return List.of(new Effect.Refused(ask.from(), "a checkpoint of size " + ask.size()));
    }
    var theirs = noteOf(ask.from(), ask.size(), ask.root(), ask.signature());
    if (theirs.isEmpty()) {
      return List.of(new Effect.Refused(ask.from(), "its signature does not hold"));
    }
    if (ask.size() > tree.size()) {
      // The blocks are on their way.
      early.put(ask.from(), ask);
      return List.of();
    }
    return answer(ask, seconds);
  }

  /** Expects a question whose signature holds, about a size that the chain has reached. */
  private List<Effect> answer(CheckpointMessage.Ask ask, long seconds) {
    var mine = new Checkpoint(origin, ask.size(), tree.root(ask.size()));
    if (!mine.root().equals(ask.root())) {
      var note = signedBySelf(ask.size());
      List<Effect> effects = new ArrayList<>();
      effects.add(
          new Effect.Send(
              ask.from(),
              new CheckpointMessage.Differs(
                  self, ask.size(), mine.root(), note.signatures().getFirst().signature())));
      noteOf(ask.from(), ask.size(), ask.root(), ask.signature())
          .ifPresent(theirs -> fork(ask.from(), note, theirs, effects));
      return effects;
    }
    if (ask.size() < signed) {
      return List.of(
          new Effect.Send(ask.from(), new CheckpointMessage.Passed(self, ask.size(), signed)));
    }
    signed = ask.size();
    var line = Signing.cosign(key, name, mine.text(), seconds);
    return List.of(
        new Effect.Send(
            ask.from(), new CheckpointMessage.Cosigned(self, ask.size(), line.signature())));
  }

  private List<Effect> cosigned(CheckpointMessage.Cosigned message, long now) {
    var effects = answered(message, now);
    var known = keys.apply(message.from());
    if (known.isEmpty()
        || message.size() != round.checkpoint().size()
        || round.lines().containsKey(message.from())) {
      // Too late, or once more: the same question may have been asked twice.
      return effects;
    }
    var line =
        new SignedNote.Line(known.get().name(), known.get().cosignerId(), message.signature());
    if (Signing.isValid(known.get(), line, round.checkpoint().text())) {
      round.lines().put(message.from(), line);
      keepIfSigned(effects);
    } else {
      effects.add(new Effect.Refused(message.from(), "its signature does not hold"));
    }
    return effects;
  }

  private List<Effect> differs(CheckpointMessage.Differs message, long now) {
    var effects = answered(message, now);
    var theirs = noteOf(message.from(), message.size(), message.root(), message.signature());
    if (theirs.isEmpty()) {
      effects.add(new Effect.Refused(message.from(), "its signature does not hold"));
    } else if (message.size() <= tree.size() && !tree.root(message.size()).equals(message.root())) {
      fork(message.from(), signedBySelf(message.size()), theirs.get(), effects);
    }
    return effects;
  }

  /** The member can be asked again, and soon, if the present question has not gone to it. */
  private List<Effect> answered(CheckpointMessage message, long now) {
    List<Effect> effects = new ArrayList<>();
    var question = questions.get(message.from());
    if (question != null && question.size() == message.size()) {
      questions.put(message.from(), new Question(question.size(), question.askedAt(), true));
      ask(now, effects);
    }
    return effects;
  }

  // --- forks ------------------------------------------------------------------------------------

  private void fork(String member, SignedNote mine, SignedNote theirs, List<Effect> effects) {
    if (forked.add(member)) {
      effects.add(new Effect.Fork(member, mine, theirs));
    }
  }

  private SignedNote signedBySelf(long size) {
    var text = new Checkpoint(origin, size, tree.root(size)).text();
    return new SignedNote(text, List.of(Signing.sign(key, name, text)));
  }

  /** The checkpoint that a member has signed; empty when it has not, or its key is not known. */
  private Optional<SignedNote> noteOf(String member, long size, Hash root, byte[] signature) {
    var text = new Checkpoint(origin, size, root).text();
    return keys.apply(member)
        .map(known -> Map.entry(known, new SignedNote.Line(known.name(), known.id(), signature)))
        .filter(signer -> Signing.isValid(signer.getKey(), signer.getValue(), text))
        .map(signer -> new SignedNote(text, List.of(signer.getValue())));
  }

  private static long sizeOf(Optional<SignedNote> note) {
    return note.map(n -> Checkpoint.parse(n.text()).size()).orElse(0L);
  }
}
