package dev.lockstep.cli.trace;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lockstep.page.PlayerFile;
import java.util.List;

/** A trace as one HTML file that plays without a server, as the page exports it. */
public final class HtmlFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private HtmlFile() {}

  /**
   * @param name of what was recorded
   * @param protocol {@code lamport} or {@code paxos}
   * @param steps those of each member in their order
   */
  public static String of(String name, String protocol, List<String> members, List<Step> steps) {
    var recording =
        JSON.createObjectNode()
            .put("ledger", name)
            .put("protocol", protocol)
            .put("member", members.getFirst())
            .put("chatter", false);
    recording.set("members", JSON.valueToTree(members));
    var lanes = recording.putObject("lanes");
    members.forEach(lanes::putArray);
    steps.forEach(step -> lanes.withArrayProperty(step.member()).add(step.json()));
    return PlayerFile.of(name, recording);
  }
}
