package dev.lockstep.config;

import static dev.lockstep.config.YamlMap.listed;
import static dev.lockstep.config.YamlMap.quoted;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Genesis;
import dev.lockstep.chain.Protocol;
import dev.lockstep.keys.PublicKey;
import dev.lockstep.keys.VerifierKey;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Reads a cluster's configuration. Every mistake that can be found from the file alone is reported
 * here, with its line.
 */
public final class ClusterConfigReader {
  private static final List<String> TOP =
      List.of(
          "ledger",
          "protocol",
          "members",
          "accounts",
          "block",
          "paxos",
          "timeouts",
          "mutex",
          "message_delay",
          "proxies",
          "trace",
          "lab",
          "record");
  private static final List<String> MEMBER =
      List.of("name", "host", "bind", "url", "http", "bus", "hazelcast", "key");
  private static final List<String> ACCOUNT = List.of("name", "owner", "balance");
  private static final List<String> YES_OR_NO = List.of("true", "false");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final YamlSource source;

  private ClusterConfigReader(YamlSource source) {
    this.source = source;
  }

  /**
   * @throws ConfigException on any mistake
   */
  public static ClusterConfig read(Path file) throws ConfigException {
    return new ClusterConfigReader(YamlSource.of(file)).read();
  }

  /**
   * The same for a text that is in no file, such as JSON that a program has written.
   *
   * @param name of the text in the sentences of mistakes
   */
  public static ClusterConfig read(String name, String text) throws ConfigException {
    return new ClusterConfigReader(new YamlSource(name, () -> text)).read();
  }

  private Protocol protocol(YamlMap top) throws ConfigException {
    var name = top.text("protocol");
    var protocol = Protocol.named(name);
    if (protocol.isEmpty()) {
      throw source.mistake(
          top.required("protocol"),
          "the protocol " + quoted(name) + " is unknown; write " + Protocol.names() + ".");
    }
    return protocol.get();
  }

  private ClusterConfig read() throws ConfigException {
    var top = new YamlMap(source, source.root(), "the configuration", TOP);
    var ledger = name(top, "ledger");
    var protocol = protocol(top);
    var members = members(top, ledger);
    var accounts = accounts(top, members.stream().map(Member::name).toList());
    return new ClusterConfig(
        ledger,
        protocol,
        members,
        accounts,
        blockMaxTransfers(top),
        within(top, "paxos", "propose_after", ClusterConfig.DEFAULT_PROPOSE_AFTER),
        transferTimeout(top),
        mutexKeep(top),
        top.optional("message_delay").isPresent()
            ? duration(top, "message_delay")
            : ClusterConfig.DEFAULT_MESSAGE_DELAY,
        proxies(top),
        flag(top, "trace", List.of("on", "off"), true),
        isLab(top, members),
        flag(top, "lab", YES_OR_NO, false) || flag(top, "record", YES_OR_NO, false));
  }

  /**
   * @param words for true and for false
   */
  private boolean flag(YamlMap top, String key, List<String> words, boolean otherwise)
      throws ConfigException {
    if (top.optional(key).isEmpty()) {
      return otherwise;
    }
    int found = words.indexOf(top.text(key));
    if (found < 0) {
      throw source.mistake(
          top.required(key),
          key + " is " + quoted(top.text(key)) + "; write " + String.join(" or ", words) + ".");
    }
    return found == 0;
  }

  /** Whoever can reach the processes of a lab can stop them: they are all on one machine. */
  private boolean isLab(YamlMap top, List<Member> members) throws ConfigException {
    boolean isLab = flag(top, "lab", YES_OR_NO, false);
    for (var member : members) {
      if (isLab && !Hosts.isLoopback(member.host())) {
        throw source.mistake(
            top.required("lab"),
            "lab is true, and member "
                + member.name()
                + " is at "
                + quoted(member.host())
                + "; a lab is for members at 127.0.0.1 alone.");
      }
    }
    return isLab;
  }

  private List<Member> members(YamlMap top, String ledger) throws ConfigException {
    List<Member> members = new ArrayList<>();
    Set<String> names = new HashSet<>();
    Set<PublicKey> keys = new HashSet<>();
    var endpoints = new Endpoints(source);
    for (var node : top.list("members")) {
      var entry = new YamlMap(source, node, "a member", MEMBER);
      var host = host(entry);
      var member =
          new Member(
              name(entry, "name"),
              host,
              bind(entry, host),
              url(entry),
              port(entry, "http"),
              port(entry, "bus"),
              port(entry, "hazelcast"),
              key(entry, ledger));
      requireNew(names, entry, "member");
      if (member.key().isPresent() && !keys.add(member.key().get())) {
        throw source.mistake(
            entry.required("key"),
            "the key of %s is that of another member too, and each could speak as the other; give it one of its own."
                .formatted(member.name()));
      }
      endpoints.take(node, member);
      members.add(member);
    }
    return members;
  }

  private List<Genesis.Account> accounts(YamlMap top, List<String> members) throws ConfigException {
    List<Genesis.Account> accounts = new ArrayList<>();
    Set<String> names = new HashSet<>();
    long supply = 0;
    for (var node : top.list("accounts")) {
      var entry = new YamlMap(source, node, "an account", ACCOUNT);
      var name = name(entry, "name");
      requireNew(names, entry, "account");
      var owner = entry.text("owner");
      if (!members.contains(owner)) {
        throw source.mistake(
            entry.required("owner"),
            "the owner %s of account %s is no member; the members are %s."
                .formatted(quoted(owner), name, listed(members)));
      }
      long balance = balance(entry, name);
      if (supply > Long.MAX_VALUE - balance) {
        throw source.mistake(
            entry.required("balance"),
            "with the balance %s of account %s all balances add up to more than %s; lower them."
                .formatted(Amount.format(balance), name, Amount.format(Long.MAX_VALUE)));
      }
      supply += balance;
      accounts.add(new Genesis.Account(name, owner, balance));
    }
    return accounts;
  }

  private int blockMaxTransfers(YamlMap top) throws ConfigException {
    var section = section(top, "block", "max_transfers");
    if (section.isEmpty()) {
      return ClusterConfig.DEFAULT_BLOCK_MAX_TRANSFERS;
    }
    return number(
        section.get(),
        "max_transfers",
        Block.TRANSFERS_MAX,
        "the most transfers on a block is a number from 1 to " + Block.TRANSFERS_MAX);
  }

  private Duration transferTimeout(YamlMap top) throws ConfigException {
    var timeout = within(top, "timeouts", "transfer", ClusterConfig.DEFAULT_TRANSFER_TIMEOUT);
    if (timeout.isZero()) {
      throw source.mistake(
          section(top, "timeouts", "transfer").orElseThrow().required("transfer"),
          "the timeout \"0s\" gives no transfer any time; write a duration like 10s.");
    }
    return timeout;
  }

  private boolean mutexKeep(YamlMap top) throws ConfigException {
    var section = section(top, "mutex", "keep");
    if (section.isEmpty()) {
      return ClusterConfig.DEFAULT_MUTEX_KEEP;
    }
    var text = section.get().text("keep");
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default ->
          throw source.mistake(
              section.get().required("keep"), "keep is " + quoted(text) + "; write true or false.");
    };
  }

  private Duration within(YamlMap top, String name, String key, Duration otherwise)
      throws ConfigException {
    var section = section(top, name, key);
    return section.isPresent() ? duration(section.get(), key) : otherwise;
  }

  /** An optional mapping with one optional key; empty unless the key is there. */
  private Optional<YamlMap> section(YamlMap top, String name, String key) throws ConfigException {
    var node = top.optional(name);
    if (node.isEmpty()) {
      return Optional.empty();
    }
    var section = new YamlMap(source, node.get(), "\"" + name + "\"", List.of(key));
    return section.optional(key).isPresent() ? Optional.of(section) : Optional.empty();
  }

  private String name(YamlMap map, String key) throws ConfigException {
    var name = map.text(key);
    if (!Genesis.isName(name)) {
      throw source.mistake(
          map.required(key),
          "the %s %s is not 1 to 32 characters of A-Z a-z 0-9 _ -; choose another one."
              .formatted(key, quoted(name)));
    }
    return name;
  }

  private void requireNew(Set<String> names, YamlMap entry, String what) throws ConfigException {
    var name = entry.text("name");
    if (!names.add(name)) {
      throw source.mistake(
          entry.required("name"),
          "the %s %s is there twice; rename or remove one of them.".formatted(what, quoted(name)));
    }
  }

  private String host(YamlMap member) throws ConfigException {
    var host = address(member, "host", "write one like 127.0.0.1, ::1 or db1.example");
    if (Hosts.isAny(host)) {
      throw source.mistake(
          member.required("host"),
          "the host %s is no address that the others can connect to; write it as bind, and as host the one that they use."
              .formatted(quoted(host)));
    }
    return host;
  }

  private String bind(YamlMap member, String host) throws ConfigException {
    return member.optional("bind").isPresent()
        ? address(member, "bind", "write one like 0.0.0.0, :: or 10.0.0.5")
        : host;
  }

  private String address(YamlMap member, String key, String remedy) throws ConfigException {
    var text = member.text(key);
    Node at = member.required(key);
    return Hosts.parse(text)
        .orElseThrow(
            () ->
                source.mistake(
                    at,
                    "the %s %s is no address; %s, without a port or a zone."
                        .formatted(key, quoted(text), remedy)));
  }

  private Optional<URI> url(YamlMap member) throws ConfigException {
    if (member.optional("url").isEmpty()) {
      return Optional.empty();
    }
    var text = member.text("url");
    Node at = member.required("url");
    return Optional.of(
        PublicUrl.parse(text)
            .orElseThrow(
                () ->
                    source.mistake(
                        at,
                        "the url %s is not a scheme and a host; write one like https://ledger.example, without a path, because the page is at the root of its host."
                            .formatted(quoted(text)))));
  }

  private Optional<PublicKey> key(YamlMap member, String ledger) throws ConfigException {
    if (member.optional("key").isEmpty()) {
      return Optional.empty();
    }
    var text = member.text("key");
    var name = member.text("name");
    var remedy = "; write the line that ./run.sh key " + name + " prints.";
    try {
      var key = VerifierKey.parse(text);
      if (!key.name().equals(VerifierKey.nameOf(ledger, name))) {
        throw source.mistake(
            member.required("key"),
            "the key %s is not the one of %s in the ledger %s%s"
                .formatted(quoted(text), name, ledger, remedy));
      }
      return Optional.of(key.key());
    } catch (IllegalArgumentException e) {
      throw source.mistake(
          member.required("key"), "the key " + quoted(text) + " " + e.getMessage() + remedy);
    }
  }

  private List<String> proxies(YamlMap top) throws ConfigException {
    List<String> proxies = new ArrayList<>();
    if (top.optional("proxies").isEmpty()) {
      return proxies;
    }
    for (var node : top.list("proxies")) {
      // With a name, whoever controls the name server could become a proxy.
      var proxy =
          node instanceof ScalarNode scalar
              ? Hosts.parse(scalar.getValue()).filter(Hosts::isLiteral)
              : Optional.<String>empty();
      proxies.add(
          proxy.orElseThrow(
              () ->
                  source.mistake(
                      node,
                      "a proxy is given by its address in figures; write one like 127.0.0.1 or"
                          + " ::1.")));
    }
    return proxies;
  }

  private int port(YamlMap member, String key) throws ConfigException {
    return number(member, key, 65_535, "a port is a number from 1 to 65535");
  }

  private int number(YamlMap map, String key, int max, String rule) throws ConfigException {
    var text = map.text(key);
    int value = NUMBER.matcher(text).matches() ? Integer.parseInt(text) : 0;
    if (value < 1 || value > max) {
      throw source.mistake(map.required(key), key + " is " + quoted(text) + ", but " + rule + ".");
    }
    return value;
  }

  private long balance(YamlMap account, String name) throws ConfigException {
    var text = account.text("balance");
    var units = Amount.parse(text);
    if (units.isEmpty()) {
      throw source.mistake(
          account.required("balance"),
          "the balance %s of account %s is not an amount from 0.00 to %s; write one like \"10.00\"."
              .formatted(quoted(text), name, Amount.format(Amount.MAX)));
    }
    return units.getAsLong();
  }

  private Duration duration(YamlMap map, String key) throws ConfigException {
    var text = map.text(key);
    Node at = map.required(key);
    return DurationText.parse(text)
        .orElseThrow(
            () ->
                source.mistake(
                    at,
                    "the %s %s is not a duration; write one like 250ms, 10s or 1m."
                        .formatted(key, quoted(text))));
  }
}
