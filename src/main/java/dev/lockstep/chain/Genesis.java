package dev.lockstep.chain;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What every member has to agree on before the first block: names, owners, opening balances.
 *
 * @param members sorted by name
 * @param accounts sorted by name
 */
public record Genesis(
    String ledger, Protocol protocol, List<String> members, List<Account> accounts) {
  private static final String MAGIC = "lockstep-genesis-v1";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,32}");

  /**
   * An account and its balance at the beginning.
   *
   * @param balance minor units
   */
  public record Account(String name, String owner, long balance) {}

  /**
   * @throws IllegalArgumentException when a name is malformed or occurs twice, an owner is no
   *     member, or the balances add up to more than a {@code long} holds
   */
  public Genesis {
    members = members.stream().sorted().toList();
    accounts = accounts.stream().sorted(Comparator.comparing(Account::name)).toList();
    requireName("ledger", ledger);
    requireDistinct("member", members);
    requireDistinct("account", accounts.stream().map(Account::name).toList());
    long supply = 0;
    for (var account : accounts) {
      if (!members.contains(account.owner)) {
        throw new IllegalArgumentException(
            "account " + account.name + " is owned by " + account.owner + ", who is no member");
      }
      if (account.balance < 0 || account.balance > Amount.MAX) {
        throw new IllegalArgumentException(
            "account "
                + account.name
                + " begins with "
                + Amount.format(account.balance)
                + ", which is not between 0.00 and "
                + Amount.format(Amount.MAX));
      }
      // The sum never changes, so a sum that fits a long here can never overflow one later.
      if (account.balance > Long.MAX_VALUE - supply) {
        throw new IllegalArgumentException(
            "the balances add up to more than " + Amount.format(Long.MAX_VALUE));
      }
      supply += account.balance;
    }
  }

  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** The sum of all balances, in minor units: at every height the same. */
  public long supply() {
    return accounts.stream().mapToLong(Account::balance).sum();
  }

  public boolean hasAccount(String name) {
    return indexOf(name) >= 0;
  }

  /** The owner of an account that exists. */
  public String ownerOf(String account) {
    return accounts.get(indexOf(account)).owner;
  }

  /** Whether there is such an account and the member owns it. */
  public boolean isOwner(String member, String account) {
    int index = indexOf(account);
    return index >= 0 && accounts.get(index).owner.equals(member);
  }

  /** The index of an account in the sorted list, below zero when there is no such account. */
  public int indexOf(String account) {
    int low = 0;
    int high = accounts.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = accounts.get(middle).name.compareTo(account);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /**
   * The account from which a member pays when none is named: the one with its name, or its first.
   */
  public Optional<String> defaultAccountOf(String member) {
    var owned = accounts.stream().filter(a -> a.owner.equals(member)).map(Account::name).toList();
    return owned.contains(member) ? Optional.of(member) : owned.stream().findFirst();
  }

  String someAccountNames() {
    var names = accounts.stream().map(Account::name).limit(10).collect(Collectors.joining(", "));
    return accounts.size() <= 10 ? names : names + " and " + (accounts.size() - 10) + " more";
  }

  public byte[] encode() {
    var out =
        new ByteWriter(256).ascii(MAGIC).str(ledger).str(protocol.text()).int32(members.size());
    members.forEach(out::str);
    out.int32(accounts.size());
    accounts.forEach(a -> out.str(a.name).str(a.owner).int64(a.balance));
    return out.toByteArray();
  }

  /**
   * @throws MalformedException when the bytes are no genesis
   */
  public static Genesis decode(byte[] bytes) {
    var in = new ByteReader(bytes);
    in.expectAscii(MAGIC);
    var ledger = in.str();
    var name = in.str();
    var protocol =
        Protocol.named(name)
            .orElseThrow(
                () ->
                    new MalformedException(
                        "its protocol \"" + name + "\" is not " + Protocol.names()));
    List<String> members = new ArrayList<>();
    for (int left = in.count(2); left > 0; left--) {
      members.add(in.str());
    }
    List<Account> accounts = new ArrayList<>();
    for (int left = in.count(12); left > 0; left--) {
      accounts.add(new Account(in.str(), in.str(), in.int64()));
    }
    in.expectEnd();
    try {
      var genesis = new Genesis(ledger, protocol, members, accounts);
      if (!genesis.members.equals(members) || !genesis.accounts.equals(accounts)) {
        throw new MalformedException("its members or accounts are not sorted by name");
      }
      return genesis;
    } catch (IllegalArgumentException e) {
      throw new MalformedException(e.getMessage(), e);
    }
  }

  /** The hash of block 0. */
  public Hash hash() {
    return new Sha256().hash(encode());
  }

  /** The differences, one line each, for the person who has to correct one of the two. */
  public List<String> difference(String mine, Genesis other, String theirs) {
    List<String> lines = new ArrayList<>();
    var here = described();
    var there = other.described();
    var keys = new TreeSet<>(here.keySet());
    keys.addAll(there.keySet());
    for (var key : keys) {
      var left = here.getOrDefault(key, "missing");
      var right = there.getOrDefault(key, "missing");
      if (!left.equals(right)) {
        lines.add(key + ": " + left + " in " + mine + ", " + right + " in " + theirs);
      }
    }
    return lines;
  }

  private Map<String, String> described() {
    Map<String, String> lines = new TreeMap<>();
    lines.put("ledger", ledger);
    lines.put("protocol", protocol.text());
    members.forEach(m -> lines.put("member " + m, "present"));
    accounts.forEach(
        a ->
            lines.put(
                "account " + a.name, "owner " + a.owner + " with " + Amount.format(a.balance)));
    return lines;
  }

  private static void requireName(String what, String name) {
    if (!isName(name)) {
      throw new IllegalArgumentException(
          what + " \"" + name + "\" is not 1 to 32 characters of A-Z a-z 0-9 _ -");
    }
  }

  /** Expects sorted names, in which equal ones are neighbours. */
  private static void requireDistinct(String what, List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      requireName(what, names.get(i));
      if (i > 0 && names.get(i - 1).equals(names.get(i))) {
        throw new IllegalArgumentException(what + " " + names.get(i) + " is there twice");
      }
    }
  }
}
