package dev.lockstep.reader;

import dev.lockstep.chain.Excerpt;
import dev.lockstep.config.ClusterConfig;
import dev.lockstep.config.Member;
import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.VerifierKey;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.SignedNote;
import dev.lockstep.proof.Trust;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The members' public keys, from the command line or from the cluster file.
 *
 * @param ledger the name of the ledger whose members they are
 * @param genesis the origin of its checkpoints; empty when only keys are given
 * @param members how many there are
 */
public record Believed(
    String ledger, Optional<String> genesis, List<VerifierKey> keys, int members) {

  /**
   * Keys that a person has received from the members.
   *
   * @param lines as {@code ./run.sh key} prints them; all members' keys
   * @throws ReaderException when one is no such line, or they are of different ledgers
   */
  public static Believed given(List<String> lines) {
    List<VerifierKey> keys = new ArrayList<>();
    for (var line : lines) {
      try {
        keys.add(VerifierKey.parse(line.strip()));
      } catch (IllegalArgumentException e) {
        throw usage("The key \"" + Excerpt.of(line) + "\" " + e.getMessage() + ".");
      }
    }
    var ledgers = keys.stream().map(key -> ledgerOf(key.name())).distinct().sorted().toList();
    if (ledgers.size() > 1) {
      throw usage(
          "The keys are of the ledgers "
              + String.join(" and ", ledgers)
              + "; give those of one ledger.");
    }
    long members = keys.stream().map(VerifierKey::name).distinct().count();
    return new Believed(ledgers.getFirst(), Optional.empty(), keys, (int) members);
  }

  private static String ledgerOf(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  /**
   * The keys of the cluster file, and of members on this machine.
   *
   * @param notice is given a sentence for each key that is there and cannot be read
   * @throws ReaderException when no key is known
   */
  public static Believed of(ClusterConfig config, Path data, Consumer<String> notice) {
    var keyring =
        Keyring.of(
            config.ledger(),
            config.members().stream().collect(Collectors.toMap(Member::name, Member::key)),
            data,
            notice);
    var keys =
        config.memberNames().stream()
            .flatMap(
                member ->
                    keyring
                        .of(member)
                        .map(key -> new VerifierKey(keyring.nameOf(member), key))
                        .stream())
            .toList();
    if (keys.isEmpty()) {
      throw usage(
          "No member's public key is known: neither the cluster file nor "
              + data
              + " has one; give the keys with --key, as ./run.sh key NAME prints them.");
    }
    return new Believed(
        config.ledger(),
        Optional.of(Checkpoint.originOf(config.genesis())),
        keys,
        config.members().size());
  }

  private static ReaderException usage(String sentence) {
    return ReaderException.mistake(sentence);
  }

  /**
   * The trust with which a note is checked. Without a cluster file the genesis is not known, and
   * that of the note is taken: the note still has to be signed by these members, for a ledger of
   * this name.
   */
  public Trust trust(SignedNote note) {
    return new Trust(genesis.orElseGet(() -> named(note)), keys, members);
  }

  /** The origin of the note, if it is of this ledger; otherwise what no origin is. */
  private String named(SignedNote note) {
    var origin = Checkpoint.parse(note.text()).origin();
    var pattern = Pattern.compile("lockstep/" + Pattern.quote(ledger) + "/[0-9a-f]{64}");
    return pattern.matcher(origin).matches() ? origin : "a ledger " + ledger;
  }
}
