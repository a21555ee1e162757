package dev.lockstep.cli.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A trace as one HTML file that plays without a server, as the page exports it ({@code
 * pure/html-file.js}): the modules of the page as data addresses behind an import map, and the
 * events.
 */
public final class HtmlFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENTRY = "player.js";
  private static final List<String> STYLES =
      List.of("tokens", "base", "shell", "panels", "protocol");

  /** What a module imports by relative address. */
  private static final Pattern IMPORT =
      Pattern.compile("^((?:import|export)\\b[^;']*?)'(\\.[^']+)'", Pattern.MULTILINE);

  private final Map<String, String> modules = new TreeMap<>();

  private HtmlFile() {
    Deque<String> wanted = new ArrayDeque<>(List.of(ENTRY));
    while (!wanted.isEmpty()) {
      var path = wanted.remove();
      if (!modules.containsKey(path)) {
        var source = resource("js/" + path);
        modules.put(path, source);
        IMPORT.matcher(source).results().forEach(each -> wanted.add(resolved(path, each.group(2))));
      }
    }
  }

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
    return new HtmlFile().text(name, recording);
  }

  private String text(String name, ObjectNode recording) {
    var imports = JSON.createObjectNode();
    modules.forEach((path, source) -> imports.put("lockstep/" + path, address(path, source)));
    var map = JSON.createObjectNode();
    map.set("imports", imports);
    List<String> styles = new ArrayList<>();
    STYLES.forEach(style -> styles.add(resource("css/" + style + ".css")));
    return """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'">
        <title>Lockstep: %s, recorded</title>
        <style>
        %s
        </style>
        <script type="importmap">%s</script>
        </head>
        <body>
        <main id="main"></main>
        <p class="visually-hidden" id="announcer" aria-live="polite"></p>
        <script type="application/json" id="recording">%s</script>
        <script type="module">import 'lockstep/%s';</script>
        </body>
        </html>
        """
        .formatted(
            name.replace("&", "&amp;").replace("<", "&lt;"),
            String.join("\n", styles).replace("</", "<\\/"),
            json(map),
            json(recording),
            ENTRY);
  }

  /** Nothing that a memo or a reason holds ends the script. */
  private static String json(ObjectNode value) {
    try {
      return JSON.writeValueAsString(value).replace("<", "\\u003c");
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that is no JSON", e);
    }
  }

  /** A relative address means nothing within a data address, so modules import others by name. */
  private static String address(String path, String source) {
    var named =
        IMPORT
            .matcher(source)
            .replaceAll(
                found ->
                    Matcher.quoteReplacement(
                        found.group(1) + "'lockstep/" + resolved(path, found.group(2)) + "'"));
    return "data:text/javascript;base64,"
        + Base64.getEncoder().encodeToString(named.getBytes(StandardCharsets.UTF_8));
  }

  /** {@code protocol/card.js} and {@code ../dom.js} give {@code dom.js}. */
  private static String resolved(String from, String address) {
    return Path.of(from).resolveSibling(address).normalize().toString().replace('\\', '/');
  }

  private static String resource(String path) {
    try (var in = HtmlFile.class.getResourceAsStream("/webroot/" + path)) {
      if (in == null) {
        throw new IllegalStateException("the page has no file " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
