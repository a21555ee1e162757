package dev.lockstep.proof;

import dev.lockstep.chain.Hash;
import dev.lockstep.chain.HashTree;
import dev.lockstep.keys.VerifierKey;
import dev.lockstep.proof.Cosigning.Effect;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gathers cosignatures for the checkpoints of this member's chain, and has the newest one that a
 * majority has signed. This is the part of a log in C2SP tlog-checkpoint.
 *
 * <p>Not safe for use by two threads at once.
 */
final class Gathering {
  /** Checkpoints begin at least this far apart, in milliseconds: a few a second. */
  static final long PACE = 250;

  /** A question that was not answered is asked again after this time, in milliseconds. */
  static final long ASK_AGAIN = 1_000;

  private final String self;
  private final List<String> others;
  private final HashTree tree;
  private final Signer signer;
  private final Agreements agreements;
  private Optional<SignedNote> newest = Optional.empty();

  /** The size of {@link #newest}; 0 without one. */
  private long covered;

  /** A checkpoint from before the start that was not looked at yet. */
  private Optional<SignedNote> kept;

  private Round round = Round.NONE;
  private final Map<String, Question> questions = new HashMap<>();

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

  /**
   * @param kept a checkpoint of this member from before its start
   */
  Gathering(
      String self,
      List<String> others,
      HashTree tree,
      Signer signer,
      Agreements agreements,
      Optional<SignedNote> kept) {
    this.self = self;
    this.others = others;
    this.tree = tree;
    this.signer = signer;
    this.agreements = agreements;
    // Without a signature of this member's present key the note may be damaged, and proves no fork.
    // It is dropped, and the checkpoint is signed again.
    this.kept = kept.filter(signer::hasSigned);
    this.kept.ifPresent(signer::continueFrom);
  }

  Optional<SignedNote> newest() {
    return newest;
  }

  long covered() {
    return covered;
  }

  boolean isBehind() {
    return covered < tree.size();
  }

  /** The tree may have grown, or time has passed. */
  void reached(long now, List<Effect> effects) {
    begin(now, effects);
    ask(now, effects);
  }

  /**
   * Takes over the kept checkpoint as soon as the chain has reached its size. After a lost disk the
   * chain is fetched again from the other members, and may differ from what was signed before.
   */
  void useKept(List<Effect> effects) {
    if (kept.isEmpty() || sizeOf(kept) > tree.size()) {
      return;
    }
    var note = kept.get();
    kept = Optional.empty();
    var checkpoint = Checkpoint.parse(note.text());
    if (!tree.root(checkpoint.size()).equals(checkpoint.root())) {
      effects.add(new Effect.Fork(self, signer.evidence(checkpoint.size()), note));
    } else if (checkpoint.size() > covered && isOfMajority(note)) {
      newest = Optional.of(note);
      covered = checkpoint.size();
    }
  }

  /** Under the members' present keys: a key may have been replaced since the note was kept. */
  private boolean isOfMajority(SignedNote note) {
    var trust = new Trust(signer.origin(), signer.keysOf(others), others.size() + 1);
    return trust.check(note) instanceof Trust.Finding.Signed;
  }

  private static long sizeOf(Optional<SignedNote> note) {
    return note.map(n -> Checkpoint.parse(n.text()).size()).orElse(0L);
  }

  private void begin(long now, List<Effect> effects) {
    boolean isRunning = round.checkpoint().size() > covered;
    if (!isBehind() || now - round.begun() < (isRunning ? ASK_AGAIN : PACE)) {
      return;
    }
    var checkpoint = signer.checkpoint(tree.size());
    round = new Round(checkpoint, signer.sign(checkpoint), new TreeMap<>(), now);
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
   * One question at a time is under way to a member, until it is answered or counts as lost. A
   * member that answers at once is still not asked more often than each {@link #PACE}.
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
    // A kept checkpoint may be larger than the round that was running when the chain reached it.
    if (round.lines().size() + 1 >= majority() && round.checkpoint().size() >= covered) {
      newest = Optional.of(round.note());
      covered = round.checkpoint().size();
      effects.add(new Effect.Keep(round.note()));
    }
  }

  private int majority() {
    return (others.size() + 1) / 2 + 1;
  }

  /** A member has answered a question: it is asked about a later checkpoint, if there is one. */
  void answered(CheckpointMessage answer, long now, List<Effect> effects) {
    var question = questions.get(answer.from());
    if (question != null && question.size() == answer.size()) {
      questions.put(answer.from(), new Question(question.size(), question.askedAt(), true));
      ask(now, effects);
    }
  }

  void cosigned(CheckpointMessage.Cosigned message, List<Effect> effects) {
    var known = signer.keyOf(message.from());
    if (known.isEmpty()
        || message.size() != round.checkpoint().size()
        || round.lines().containsKey(message.from())) {
      // The round is over, or the question was asked twice and this is the second answer.
      return;
    }
    var line = cosignature(known.get(), message);
    if (Signing.isValid(known.get(), line, round.checkpoint().text())) {
      round.lines().put(message.from(), line);
      agreements.add(
          message.from(), message.size(), new SignedNote(round.checkpoint().text(), List.of(line)));
      keepIfSigned(effects);
    } else {
      effects.add(new Effect.Refused(message.from(), "its signature does not hold"));
    }
  }

  private static SignedNote.Line cosignature(VerifierKey key, CheckpointMessage.Cosigned message) {
    return new SignedNote.Line(key.name(), key.cosignerId(), message.signature());
  }
}
