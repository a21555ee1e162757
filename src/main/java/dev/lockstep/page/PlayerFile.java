package dev.lockstep.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The page's player as one HTML file that needs no server: {@code player.html} with the style
 * sheets, and with the modules as data addresses behind an import map. The page fetches it
 * {@linkplain #empty without a recording} and puts its own in ({@code pure/html-file.js}).
 */
public final class PlayerFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String ENTRY = "player.js";
  private static final List<String> STYLES =
      List.of("tokens", "base", "shell", "panels", "protocol");

  /** What a module imports by relative address. */
  private static final Pattern IMPORT =
      Pattern.compile("^((?:import|export)\\b[^;']*?)'(\\.[^']+)'", Pattern.MULTILINE);

  private PlayerFile() {}

  /** Made once, when somebody asks; the files of the page do not change while it runs. */
  private static final class Made {
    static final String EMPTY = make();
  }

  /** Has {@code {{ledger}}} and {@code {{recording}}} where those belong. May be slow, once. */
  public static String empty() {
    return Made.EMPTY;
  }

  /**
   * @param ledger the name of what was recorded
   * @param recording what the player plays
   */
  public static String of(String ledger, JsonNode recording) {
    // The ledger comes last: its place is the first of that name, whatever the recording holds.
    return empty()
        .replace("{{recording}}", json(recording))
        .replaceFirst(
            Pattern.quote("{{ledger}}"),
            Matcher.quoteReplacement(ledger.replace("&", "&amp;").replace("<", "&lt;")));
  }

  private static String make() {
    var imports = JSON.createObjectNode();
    modules().forEach((path, source) -> imports.put("lockstep/" + path, address(path, source)));
    var styles =
        STYLES.stream()
            .map(style -> resource("/webroot/css/" + style + ".css"))
            .collect(Collectors.joining("\n"));
    return resource("/player.html")
        .replace("{{styles}}", styles.replace("</", "<\\/"))
        .replace("{{imports}}", json(JSON.createObjectNode().set("imports", imports)));
  }

  /** The sources of the player and of all that it imports, by path. */
  private static Map<String, String> modules() {
    Map<String, String> modules = new TreeMap<>();
    Deque<String> wanted = new ArrayDeque<>(List.of(ENTRY));
    while (!wanted.isEmpty()) {
      var path = wanted.remove();
      if (!modules.containsKey(path)) {
        var source = resource("/webroot/js/" + path);
        modules.put(path, source);
        IMPORT.matcher(source).results().forEach(each -> wanted.add(resolved(path, each.group(2))));
      }
    }
    return modules;
  }

  /** Nothing that a memo or a reason holds ends the script. */
  private static String json(JsonNode value) {
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
    try (var in = PlayerFile.class.getResourceAsStream(path)) {
      if (in == null) {
        throw new IllegalStateException("the page has no file " + path);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
