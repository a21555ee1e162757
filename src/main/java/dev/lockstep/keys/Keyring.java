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
   * @param configured all members, each with its key in the cluster file, if there is one
   * @param data the directory with the data directories of the members on this machine
   * @param problem receives a sentence each time when the key of a member cannot be read; that
   *     member counts as one without a key
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

  /**
   * The member's key; empty while it is not known, or when there is no such member. Reads the
   * member's file at each call until a key is known.
   */
  public synchronized Optional<PublicKey> of(String member) {
    if (!known.containsKey(member)) {
      refresh(member);
    }
    return Optional.ofNullable(known.get(member));
  }

  /**
   * The member that has this key. When no member is known to have it, the files of all members are
   * read again. So a new key of a member on this machine is known with the first connection that
   * uses it.
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

  /**
   * Reads a member's key again. A key that another member has already is not taken: if two members
   * had one key, each could act as the other.
   */
  private void refresh(String member) {
    Optional.ofNullable(sources.get(member))
        .flatMap(Supplier::get)
        .filter(key -> ownerAmongKnown(key).isEmpty())
        .ifPresent(key -> known.put(member, key));
  }

  /** The key name under which a member signs, see {@link VerifierKey#nameOf}. */
  public String nameOf(String member) {
    return VerifierKey.nameOf(ledger, member);
  }
}
