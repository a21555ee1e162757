package dev.lockstep.console.prompt;

import dev.lockstep.chain.Amount;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.Header;
import dev.lockstep.chain.Transfer;
import dev.lockstep.command.Manual;
import dev.lockstep.command.Page;
import dev.lockstep.console.api.AccountBalance;
import dev.lockstep.console.api.BalanceView;
import dev.lockstep.console.api.NodeStatus;
import dev.lockstep.console.api.Statement;
import dev.lockstep.console.result.ApiException;
import dev.lockstep.console.result.Problem;
import dev.lockstep.console.result.Problem.About;
import dev.lockstep.console.result.Receipt;
import dev.lockstep.mutex.Timestamp;
import dev.lockstep.order.Status;
import dev.lockstep.paxos.Ballot;
import dev.lockstep.store.BlockSummary;
import dev.lockstep.store.StoredBlock;
import dev.lockstep.store.Verdict;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The result of a command as text for a person. Long tables are made line by line. */
final class CommandText {
  private static final int HASH_DIGITS = 12;

  /** How many transfers of each block the table of a chain shows. */
  static final int GLANCE = 3;

  private CommandText() {}

  /**
   * @param member whose node has answered
   */
  static String receipt(Receipt receipt, String member) {
    return switch (receipt) {
      case Receipt.Committed(var id, var location, var _, var _) ->
          "committed at height "
              + location.height()
              + ", position "
              + location.position()
              + ", id "
              + id;
      case Receipt.Executed(var id, var _) ->
          "executed by " + member + "; on no block yet, id " + id;
    };
  }

  static String failure(Throwable failure) {
    return failure instanceof ApiException e ? problem(e.problem()) : Problem.of(failure).detail();
  }

  static String problem(Problem problem) {
    var sentence = problem.code().text() + ": " + problem.detail();
    return switch (problem.about()) {
      case About.Doubt(var _, var _, var reason) -> sentence + " " + reason;
      case About.Nothing _, About.Column _, About.OfTransfer _, About.Waiting _ -> sentence;
    };
  }

  /** What has failed first, and then what was paid. */
  static String paidLine(PaidLine line, String member) {
    var paid = line.paid();
    var receipts =
        IntStream.range(0, paid.size())
            .mapToObj(i -> "transfer " + (i + 1) + ": " + receipt(paid.get(i), member));
    return Stream.concat(line.failure().map(reason -> unpaid(line, reason)).stream(), receipts)
        .collect(Collectors.joining("\n"));
  }

  private static String unpaid(PaidLine line, Throwable reason) {
    int paid = line.paid().size();
    return "transfer "
        + (paid + 1)
        + ": "
        + failure(reason)
        + " Of "
        + line.transfers()
        + " transfers on the line "
        + paid
        + (paid == 1 ? " was paid and " : " were paid and ")
        + line.notAttempted()
        + (line.notAttempted() == 1 ? " was" : " were")
        + " not attempted.";
  }

  static String account(AccountBalance account) {
    boolean isSpent = account.balance() != account.onChain();
    return account.account().name()
        + " "
        + Amount.format(account.balance())
        + (isSpent ? ", of " + Amount.format(account.onChain()) + " on the chain" : "")
        + " at height "
        + account.height();
  }

  static Stream<String> accounts(BalanceView.Snapshot balances, Page page) {
    // The local log takes something off what is on the chain; never in Lamport mode.
    boolean isSpent = balances.isAnySpent();
    var table =
        TextTable.of(
            page.of(numbers(balances.size())),
            number -> {
              var account = balances.get(number);
              return new Object[] {
                account.account().name(),
                account.account().owner(),
                Amount.format(account.balance()),
                isSpent ? Amount.format(account.onChain()) : ""
              };
            },
            "account",
            "owner",
            ">balance",
            isSpent ? ">on chain" : "");
    return Stream.of(
            table.lines(), page.rest(balances.size()), Stream.of("at height " + balances.height()))
        .flatMap(lines -> lines);
  }

  /** All numbers below another. */
  private static List<Integer> numbers(int end) {
    return new AbstractList<>() {
      @Override
      public Integer get(int index) {
        return index;
      }

      @Override
      public int size() {
        return end;
      }
    };
  }

  /**
   * @param blocks ascending
   */
  static Stream<String> chain(List<BlockSummary> blocks) {
    return TextTable.of(
            blocks.reversed(),
            block ->
                new Object[] {
                  block.height(),
                  hash(block.hash()),
                  hash(block.header().previous()),
                  block.header().time(),
                  proposer(block.header()),
                  block.header().transferCount(),
                  content(block)
                },
            ">height",
            "hash",
            "previous",
            ">time",
            "proposer",
            ">transfers",
            "content")
        .lines();
  }

  private static String proposer(Header header) {
    return header.height() == 0 ? "genesis" : header.proposer();
  }

  private static String content(BlockSummary block) {
    var shown =
        block.first().stream()
            .map(t -> "(" + t.from() + ", " + t.to() + ", " + Amount.format(t.amount()) + ")")
            .collect(Collectors.joining(" "));
    return block.header().transferCount() > block.first().size() ? shown + " …" : shown;
  }

  static Stream<String> block(StoredBlock block, Page page) {
    var facts = new TextTable("", "");
    facts.row("height", block.height());
    facts.row("hash", block.hash());
    facts.row("previous", block.header().previous());
    facts.row("root", block.header().root());
    facts.row("time", block.header().time());
    facts.row("proposer", proposer(block.header()));
    facts.row("transfers", block.transfers().size());
    return block.transfers().isEmpty()
        ? facts.lines()
        : Stream.of(facts.lines(), Stream.of(""), transfers(block, page)).flatMap(lines -> lines);
  }

  private static Stream<String> transfers(StoredBlock block, Page page) {
    var transfers = block.transfers();
    var table =
        TextTable.of(
            page.of(numbers(transfers.size())),
            position -> {
              var t = transfers.get(position);
              return new Object[] {
                position, t.from(), t.to(), Amount.format(t.amount()), t.memo(), t.id()
              };
            },
            ">position",
            "from",
            "to",
            ">amount",
            "memo",
            "id");
    return Stream.concat(table.lines(), page.rest(transfers.size()));
  }

  static Stream<String> log(List<Transfer> transfers, Page page) {
    if (transfers.isEmpty()) {
      return Stream.of("the local log is empty");
    }
    var table =
        TextTable.of(
            page.of(transfers),
            t -> new Object[] {t.from(), t.to(), Amount.format(t.amount()), t.memo(), t.id()},
            "from",
            "to",
            ">amount",
            "memo",
            "id");
    return Stream.concat(table.lines(), page.rest(transfers.size()));
  }

  /** What the account got and paid, newest first. */
  static Stream<String> statement(String account, Statement statement) {
    if (statement.transfers().isEmpty()) {
      return Stream.of("no transfer of " + account + " is on a block");
    }
    var table =
        TextTable.of(
            statement.transfers(),
            stored -> {
              var t = stored.transfer();
              boolean isPaid = t.from().equals(account);
              return new Object[] {
                stored.location().height(),
                stored.location().position(),
                (isPaid ? "-" : "+") + Amount.format(t.amount()),
                isPaid ? "to " + t.to() : "from " + t.from(),
                t.memo(),
                t.id()
              };
            },
            ">height",
            ">position",
            ">amount",
            "",
            "memo",
            "id");
    return Stream.concat(
        table.lines(),
        statement.transfers().size() == statement.limit()
            ? Stream.of("… there may be older ones; write a number behind the account for more")
            : Stream.empty());
  }

  static String status(NodeStatus node) {
    var status = node.status();
    var facts = new TextTable("", "");
    facts.row(
        "node",
        node.member()
            + " of "
            + node.genesis().ledger()
            + " ("
            + node.genesis().protocol().text()
            + "), incarnation "
            + status.incarnation());
    facts.row("state", node.state() + (node.reason().isEmpty() ? "" : ": " + node.reason()));
    facts.row("clock", status.time());
    facts.row("head", status.height() + " " + hash(status.hash()));
    facts.row("durable", status.durable());
    facts.row("committed", status.committed());
    status
        .consensus()
        .ifPresentOrElse(
            consensus -> ballots(facts, consensus, status.height()), () -> turn(facts, status));
    facts.row("pending", status.pending() + " transfers");
    facts.row(
        "waiting for",
        status.waitingFor().isEmpty() ? "nobody" : String.join(", ", status.waitingFor()));
    status.accused().forEach(each -> facts.row("accused", each.member() + ": " + each.reason()));
    return facts.toString().stripTrailing();
  }

  private static void turn(TextTable facts, Status status) {
    facts.row(
        "claim",
        timestamp(status.claim()) + (status.inside() ? ", inside the critical section" : ""));
    facts.row(
        "queue",
        status.queue().isEmpty()
            ? "empty"
            : status.queue().stream().map(CommandText::timestamp).collect(Collectors.joining(" ")));
  }

  private static void ballots(TextTable facts, Status.Consensus consensus, long height) {
    var leader = consensus.promised().member();
    facts.row("leader", leader.isEmpty() ? "nobody" : leader);
    facts.row("promised", ballot(Optional.of(consensus.promised())));
    facts.row("accepted", ballot(consensus.accepted()));
    facts.row("leading", ballot(consensus.leading()));
    facts.row("log", consensus.logged() + " transfers on no block");
    if (consensus.recoveryHeight() > height) {
      facts.row("fence", "executes nothing below block " + consensus.recoveryHeight());
    }
  }

  static String peers(NodeStatus node) {
    var status = node.status();
    if (status.peers().isEmpty()) {
      return "this node has no peers";
    }
    boolean hasClaims = status.consensus().isEmpty();
    var table =
        hasClaims
            ? new TextTable(
                "member", "state", ">heard", ">height", ">durable", "claim", ">incarnation")
            : new TextTable("member", "state", ">heard", ">height", ">durable", ">incarnation");
    for (var peer : status.peers()) {
      List<Object> cells =
          new ArrayList<>(
              List.of(
                  peer.member(),
                  peer.presence().text(),
                  heard(peer),
                  peer.height(),
                  peer.durable()));
      if (hasClaims) {
        cells.add(timestamp(peer.claim()));
      }
      cells.add(peer.incarnation());
      table.row(cells.toArray());
    }
    return table.toString().stripTrailing();
  }

  private static String heard(Status.PeerStatus peer) {
    long heard = peer.lastHeardMillis();
    return heard < 0 ? "never" : heard / 100 / 10.0 + " s";
  }

  static String verdict(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Sound sound ->
          "verified "
              + sound.height()
              + " blocks with "
              + sound.transfers()
              + " transfers: every hash, link and balance fits";
      case Verdict.Broken(var _, var sentence) -> sentence;
    };
  }

  static String help(Help help) {
    var table = new TextTable("", "");
    help.entries().forEach(entry -> table.row(entry.usage(), entry.summary()));
    return table + "\nAdd -o json to any of them for JSON. help transfer says more about transfer.";
  }

  static String help(Manual.Entry entry) {
    var text = new StringBuilder(entry.usage()).append('\n');
    text.append("  ").append(entry.summary()).append(".\n");
    if (!entry.details().isEmpty()) {
      text.append("  ").append(entry.details()).append('\n');
    }
    text.append("Examples:");
    entry.examples().forEach(example -> text.append("\n  ").append(example));
    return text.toString();
  }

  private static String timestamp(Optional<Timestamp> timestamp) {
    return timestamp.map(CommandText::timestamp).orElse("none");
  }

  private static String timestamp(Timestamp timestamp) {
    return "(" + timestamp.time() + "," + timestamp.member() + ")";
  }

  private static String ballot(Optional<Ballot> ballot) {
    return ballot
        .filter(b -> b.round() > 0)
        .map(b -> "(" + b.round() + "," + b.member() + ")")
        .orElse("none");
  }

  private static String hash(Hash hash) {
    return hash.toString().substring(0, HASH_DIGITS) + "…";
  }
}
