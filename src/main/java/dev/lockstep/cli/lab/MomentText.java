package dev.lockstep.cli.lab;

import dev.lockstep.chain.Amount;
import dev.lockstep.lab.Balances;
import dev.lockstep.lab.Flying;
import dev.lockstep.lab.Happened;
import dev.lockstep.lab.Law;
import dev.lockstep.lab.MemberView;
import dev.lockstep.lab.Moment;
import dev.lockstep.lab.Why;
import dev.lockstep.order.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A moment in words, for a terminal. */
final class MomentText {
  private static final String INDENTATION = "   ";

  private final Moment moment;

  MomentText(Moment moment) {
    this.moment = moment;
  }

  /** What must hold at every moment. */
  static List<String> laws() {
    return Law.all().stream()
        .map(law -> law.invariant() + ": " + law.sentence() + " (" + law.source() + ")")
        .toList();
  }

  /** What happened in the step that led here, and what is so now. */
  List<String> step() {
    List<String> lines = new ArrayList<>();
    List<Happened> sending = new ArrayList<>();
    for (var one : moment.happened()) {
      if (!sending.isEmpty() && !continues(sending.getLast(), one)) {
        lines.add(sent(sending));
        sending.clear();
      }
      if (one.sent().isPresent()) {
        sending.add(one);
      } else if (!one.text().isEmpty()) {
        lines.add(
            INDENTATION
                + (one.member() + " " + one.text()).strip()
                + effect(one.effect(), one.effect()));
      }
    }
    if (!sending.isEmpty()) {
      lines.add(sent(sending));
    }
    lines.addAll(broken());
    lines.add(INDENTATION + summary());
    return lines;
  }

  /** Between two messages of one kind that a member sends, only unspoken events may stand. */
  private static boolean continues(Happened last, Happened next) {
    return next.text().isEmpty()
        || next.sent().isPresent()
            && next.member().equals(last.member())
            && next.sent().get().type().equals(last.sent().orElseThrow().type());
  }

  private static String sent(List<Happened> sending) {
    var first = sending.getFirst();
    var message = first.sent().orElseThrow();
    return INDENTATION
        + first.member()
        + " sends "
        + message.type()
        + " to "
        + sending.stream()
            .map(one -> one.sent().orElseThrow().link().to())
            .collect(Collectors.joining(", "))
        + effect(first.effect(), sending.getLast().effect());
  }

  private static String effect(int first, int last) {
    if (first == 0) {
      return "";
    }
    return first == last ? "  [effect " + first + "]" : "  [effects " + first + "-" + last + "]";
  }

  private List<String> broken() {
    List<String> lines = new ArrayList<>();
    moment
        .broken()
        .ifPresent(
            it -> {
              lines.add("BROKEN: the invariant \"" + it.invariant() + "\": " + it.detail() + ".");
              Law.of(it.invariant())
                  .ifPresent(law -> lines.add("   " + law.sentence() + " (" + law.source() + ")"));
            });
    return lines;
  }

  private String summary() {
    return moment.members().stream()
            .map(m -> m.name() + " " + m.state() + waits(m) + disk(m))
            .collect(Collectors.joining(" · "))
        + " · "
        + (moment.flight().isEmpty() ? "nothing" : moment.flight().size())
        + " in flight";
  }

  private static String disk(MemberView member) {
    return member.unsynced() > 0 ? ", disk to sync" : "";
  }

  private static String waits(MemberView member) {
    var whom = Why.of(member).waitingFor();
    return whom.isEmpty() ? "" : ", waits for " + String.join(" and ", whom);
  }

  /** One line for each message in flight, with the number by which the prompt takes it. */
  List<String> flight() {
    List<String> lines = new ArrayList<>();
    if (moment.flight().isEmpty()) {
      lines.add("Nothing is in flight.");
    }
    for (int i = 0; i < moment.flight().size(); i++) {
      var message = moment.flight().get(i);
      lines.add("%4d  %s%s".formatted(i + 1, message.text(), obstacle(message)));
    }
    for (var member : moment.members()) {
      if (member.unsynced() > 0) {
        lines.add(
            "      disk of "
                + member.name()
                + ": "
                + records(member)
                + " (sync disk "
                + member.name()
                + ")");
      }
    }
    return lines;
  }

  private String obstacle(Flying message) {
    return moment.obstacle(message).map(reason -> "   (" + reason + ")").orElse("");
  }

  List<String> state() {
    List<String> lines = new ArrayList<>();
    lines.add("time " + moment.now() + " ms");
    for (var member : moment.members()) {
      lines.add(member.name() + "  " + state(member) + extras(member));
    }
    if (!moment.cuts().isEmpty()) {
      lines.add(
          "cut: " + moment.cuts().stream().map(Object::toString).collect(Collectors.joining(", ")));
    }
    lines.addAll(broken());
    return lines;
  }

  private static String state(MemberView member) {
    return member
        .status()
        .map(
            status ->
                member.state()
                    + "  clock "
                    + status.time()
                    + "  height "
                    + member.chain().size()
                    + ofProtocol(status))
        .orElse(member.state() + "  height " + member.chain().size());
  }

  private static String ofProtocol(Status status) {
    return status
        .consensus()
        .map(
            it ->
                "  promised "
                    + it.promised()
                    + it.leading().map(b -> "  leads " + b).orElse("")
                    + "  log "
                    + it.logged())
        .orElseGet(() -> status.claim().map(claim -> "  request " + claim).orElse(""));
  }

  private static String records(MemberView member) {
    return member.unsynced() + (member.unsynced() == 1 ? " record to sync" : " records to sync");
  }

  private static String extras(MemberView member) {
    return (member.unsynced() > 0 ? "  " + records(member) : "")
        + (member.isDiskHeld() ? "  disk held" : "")
        + (member.crashAfter() > 0
            ? "  crashes after " + member.crashAfter() + " more effects"
            : "");
  }

  List<String> queue(String name) {
    var queue = moment.member(name).status().map(Status::queue).orElse(List.of());
    return queue.isEmpty()
        ? List.of(name + " knows of no request.")
        : queue.stream().map(Object::toString).toList();
  }

  List<String> balances() {
    List<String> lines = new ArrayList<>();
    for (var member : moment.members()) {
      lines.add(
          member.name()
              + "  height "
              + member.chain().size()
              + "  "
              + Balances.of(moment.genesis(), member.chain()).entrySet().stream()
                  .filter(e -> e.getValue() != 0 || e.getKey().length() == 1)
                  .map(e -> e.getKey() + " " + Amount.format(e.getValue()))
                  .collect(Collectors.joining("  ")));
    }
    return lines;
  }

  List<String> transfers() {
    return moment.asked().isEmpty()
        ? List.of("Nobody has asked for a transfer.")
        : moment.asked().stream()
            .map(
                one ->
                    "%4d  %s: %s%s"
                        .formatted(
                            one.number(),
                            one.text(),
                            one.word(),
                            one.detail().isEmpty() ? "" : ", " + one.detail()))
            .toList();
  }

  List<String> why(List<String> names) {
    return names.stream()
        .flatMap(name -> Why.of(moment.member(name)).sentences().stream())
        .toList();
  }
}
