package dev.lockstep.cli.trace;

import dev.lockstep.cli.CliException;
import dev.lockstep.cli.RemoteNode;
import dev.lockstep.cli.Stdio;
import dev.lockstep.command.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.AttributedString;

/**
 * Shows the events of all members: from a node that answers, and those of members that do not from
 * their disks. For one thread.
 */
public final class TraceView {
  /** How long the past of all members may take to come. */
  private static final long GATHER_NANOS = TimeUnit.SECONDS.toNanos(60);

  /** A message may come later than what it caused, as members are asked one by one. */
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final int COLUMN = 36;
  private static final int MARGIN = 23;

  private final List<RemoteNode> nodes;
  private final Path dataDir;
  private final Stdio stdio;
  private final TraceRequest request;
  private final List<String> members;
  private final String protocol;
  private final CausalOrder order;
  private final Lanes lanes;

  /**
   * @param members of the cluster, in the order of their columns
   * @param protocol as genesis has it
   * @param nodes where to watch: the first of them that answers
   * @param dataDir where the directories of members may be
   */
  public TraceView(
      List<String> members,
      String protocol,
      List<RemoteNode> nodes,
      Path dataDir,
      Stdio stdio,
      TraceRequest request) {
    this.members = members;
    this.protocol = protocol;
    this.nodes = nodes;
    this.dataDir = dataDir;
    this.stdio = stdio;
    this.request = request;
    this.order = new CausalOrder(members);
    this.lanes = new Lanes(members, request.from(), order);
  }

  /**
   * Returns the exit code; with {@code isFollowing} not before no node answers any more.
   *
   * @throws CliException when nothing can be shown
   */
  public int run() {
    var node = connect();
    try {
      node.ifPresent(this::gather);
      readDisks(node.isPresent());
      if (request.isFollowing()) {
        // A member that comes back goes on where its disk has ended.
        node.ifPresent(each -> each.ask(lanes.next(), request.last()));
      }
      var past = order.rest();
      if (past.isEmpty()) {
        throw nothing();
      }
      requireTransfer(past);
      return request.isFollowing() && node.isPresent() ? follow(node.get(), past) : show(past);
    } finally {
      node.ifPresent(WatchedNode::close);
    }
  }

  // --- where the events come from ---------------------------------------------------------------

  private Optional<WatchedNode> connect() {
    CliException last = null;
    for (var node : nodes) {
      try {
        return Optional.of(WatchedNode.open(node, lanes.next(), request.last()));
      } catch (CliException e) {
        if (e.exitCode() != ExitCode.UNAVAILABLE) {
          throw e;
        }
        last = e;
      }
    }
    if (request.isFollowing()) {
      throw nodes.size() == 1 && last != null
          ? last
          : new CliException(
              ExitCode.UNAVAILABLE,
              noneAnswers() + "; start one, or leave --follow out to see what is on the disks.");
    }
    return Optional.empty();
  }

  private String noneAnswers() {
    return "None of the nodes "
        + String.join(", ", nodes.stream().map(RemoteNode::name).toList())
        + " answers";
  }

  private CliException nothing() {
    return new CliException(
        ExitCode.UNAVAILABLE,
        "%s, and %s holds no trace of a member; start a node with %s, or name another place with --data DIR."
            .formatted(noneAnswers(), dataDir, nodes.getFirst().startCommand()));
  }

  /** Waits until what has happened so far is here. */
  private void gather(WatchedNode node) {
    long begun = System.nanoTime();
    while (!lanes.isComplete()) {
      node.poll(LOOK).ifPresent(news -> lanes.take(news, System.nanoTime()));
      if (node.isLost() || System.nanoTime() - begun > GATHER_NANOS) {
        warn("Node " + node.name() + " has not sent everything; the end of the trace is missing.");
        return;
      }
    }
  }

  private void readDisks(boolean isWatched) {
    for (var member : lanes.unreachable()) {
      long from = request.from().getOrDefault(member, 0L);
      var found = StoppedMember.read(member, dataDir.resolve(member), from, request.last());
      warn(found.sentence());
      found.events().forEach(event -> lanes.add(member, event, System.nanoTime()));
      if (isWatched) {
        var last = found.events().isEmpty() ? "" : found.events().getLast().path("at").asText();
        order.add(Step.reached(member, false, last), System.nanoTime());
      }
    }
  }

  /** For a person, beside what is shown. */
  private void warn(String sentence) {
    stdio.out().flush();
    stdio.err().println(sentence);
    stdio.err().flush();
  }

  private void requireTransfer(List<Point> past) {
    request
        .choice()
        .transfer()
        .filter(_ -> !request.isFollowing())
        .ifPresent(
            id -> {
              var history = new History(id);
              history.learn(past);
              if (!history.isKnown()) {
                throw new CliException(
                    ExitCode.FAILURE,
                    "No event names transfer %s; look further back with --last, or for the transfer with find ID at a prompt."
                        .formatted(id));
              }
            });
  }

  // --- how they are shown -----------------------------------------------------------------------

  private int show(List<Point> past) {
    var chosen = request.choice().of(past);
    if (chosen.isEmpty()) {
      warn(
          "None of the newest %d events is one to show; --last N looks further back, and --all shows heartbeats too."
              .formatted(past.size()));
    }
    switch (request.form()) {
      case text -> {
        var columns = columns();
        chosen.forEach(point -> show(columns, point.step));
        columns.flush();
      }
      case json -> chosen.forEach(this::line);
      case shiviz -> stdio.out().print(ShiViz.text(chosen));
      case mermaid -> stdio.out().print(Mermaid.text(members, chosen));
      case html -> stdio.out().print(html(chosen));
    }
    stdio.out().flush();
    return ExitCode.OK;
  }

  private String html(List<Point> chosen) {
    var steps = chosen.stream().map(point -> point.step).toList();
    return HtmlFile.of("trace", protocol, members, steps);
  }

  private void line(Point point) {
    stdio.out().println(JsonLines.line(point.step));
  }

  private Columns columns() {
    return new Columns(
        members,
        stdio.isInteractive() ? terminalWidth() : MARGIN + members.size() * COLUMN,
        request.isFollowing() && stdio.isInteractive(),
        ZoneId.systemDefault(),
        (text, style) -> stdio.isColoured() ? new AttributedString(text, style).toAnsi() : text,
        stdio.out()::println);
  }

  private static int terminalWidth() {
    try (var terminal = TerminalBuilder.builder().system(true).dumb(true).build()) {
      return terminal.getWidth();
    } catch (IOException _) {
      return 0;
    }
  }

  /** What has happened, and then what happens, until nobody answers or reads any more. */
  private int follow(WatchedNode first, List<Point> past) {
    var columns = columns();
    request.choice().of(past).forEach(point -> next(columns, point));
    var isShown = request.choice().ofTheNext();
    past.forEach(isShown::test);
    var node = first;
    try {
      while (true) {
        node.poll(LOOK).ifPresent(news -> lanes.take(news, System.nanoTime()));
        showSettled(columns, isShown);
        stdio.out().flush();
        stdio.requireWritten();
        if (node.isLost()) {
          node.close();
          node = another(node.name());
        }
      }
    } finally {
      node.close();
    }
  }

  private void showSettled(Columns columns, Predicate<Point> isShown) {
    long settled = System.nanoTime() - SETTLE_NANOS;
    List<Point> ready = new ArrayList<>();
    for (var point = order.next(settled); point.isPresent(); point = order.next(settled)) {
      ready.add(point.get());
    }
    ready.stream().filter(isShown).forEach(point -> next(columns, point));
    columns.flush();
  }

  private void next(Columns columns, Point point) {
    if (request.form() == TraceForm.json) {
      line(point);
    } else {
      show(columns, point.step);
    }
  }

  private void show(Columns columns, Step step) {
    columns.show(step);
    if (request.withState()) {
      columns.showState(step);
    }
  }

  private WatchedNode another(String lost) {
    var node = connect().orElseThrow(this::nothing);
    warn(
        "%s The connection to %s has ended; going on at %s."
            .formatted(Instant.now(), lost, node.name()));
    return node;
  }
}
