package dev.lockstep.keys;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Which member has which public key. A key comes from the cluster file, where it is fixed for as
 * long as the process runs, or from the data directory of a member on this machine, where it may
 * appear later, and change when that member has lost its disk.
 *
 * <p>Safe for use by any thread.
 */
public final class Keyring {
  private final String ledger;
  private final Map<String, Supplier<Optional<PublicKey>>> sources;
  private final Map<String, PublicKey> known = new HashMap<>();

  private Keyring(String ledger, Map<String, Supplier<Optional<PublicKey>>> sources) {
    this.ledger = ledger;
    this.sources = sources;
  }

  /**
   * @param configured of every member the key in the cluster file, if it has one
   * @param data where the directories of all members are
   * @param problem is given a sentence for a key of another member that cannot be read; such a
   *     member is one without a key
   */
  public static Keyring of(
      String ledger,
      Map<String, Optional<PublicKey>> configured,
      Path data,
      Consumer<String> problem) {
    Map<String, Supplier<Optional<PublicKey>>> sources = new LinkedHashMap<>();
    configured.forEach(
        (member, key) ->
            sources.put(
                member,
                key.isPresent() ? () -> key : () -> fromDisk(ledger, member, data, problem)));
    return new Keyring(ledger, sources);
  }

  private static Optional<PublicKey> fromDisk(
      String ledger, String member, Path data, Consumer<String> problem) {
    try {
      return KeyFile.readPublic(data.resolve(member), VerifierKey.nameOf(ledger, member));
    } catch (KeyException e) {
      problem.accept(e.getMessage());
      return Optional.empty();
    }
  }

  /** The member's key; empty while it is not there, or when this is no member. */
  public synchronized Optional<PublicKey> of(String member) {
    if (!known.containsKey(member)) {
      refresh(member);
    }
    return Optional.ofNullable(known.get(member));
  }

  /**
   * The member that has this key. For a key that it does not know, it asks all members' files
   * again, so a new key of a member on this machine is taken with the first connection that uses
   * it.
   */
  public synchronized Optional<String> owner(PublicKey key) {
    var owner = ownerAmongKnown(key);
    if (owner.isEmpty()) {
      sources.keySet().forEach(this::refresh);
      owner = ownerAmongKnown(key);
    }
    return owner;
  }

  private Optional<String> ownerAmongKnown(PublicKey key) {
    return known.entrySet().stream()
        .filter(entry -> entry.getValue().equals(key))
        .map(Map.Entry::getKey)
        .findAny();
  }

  /** A key of two members would let each speak as the other: only the first has it. */
  private void refresh(String member) {
    Optional.ofNullable(sources.get(member))
        .flatMap(Supplier::get)
        .filter(key -> ownerAmongKnown(key).isEmpty())
        .ifPresent(key -> known.put(member, key));
  }

  /** The name under which a member signs. */
  public String nameOf(String member) {
    return VerifierKey.nameOf(ledger, member);
  }
}
