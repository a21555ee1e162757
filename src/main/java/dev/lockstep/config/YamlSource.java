package dev.lockstep.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A YAML text: its nodes with their lines, and sentences that name both.
 *
 * @param file the name of the text in sentences
 */
record YamlSource(String file, Text text) {
  private static final int SIZE_MAX = 256 << 20;

  /** Where the text comes from. */
  interface Text {
    String read() throws ConfigException;
  }

  static YamlSource of(Path file) {
    return new YamlSource(file.toString(), () -> text(file));
  }

  /**
   * The root of the file's one document. No objects are constructed: nodes are text with a line
   * number.
   */
  Node root() throws ConfigException {
    var read = text.read();
    if (read.startsWith("{")) {
      // JSON may be indented with tabs, which YAML forbids; within its strings they are escaped.
      read = read.replace('\t', ' ');
    }
    Node root;
    try {
      var options = new LoaderOptions();
      options.setCodePointLimit(SIZE_MAX);
      root = new Yaml(options).compose(new StringReader(read));
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      var line = mark == null ? "" : ", line " + (mark.getLine() + 1);
      throw new ConfigException(
          file + line + ": this is not YAML (" + oneLine(e.getProblem()) + "); mend it there.");
    } catch (YAMLException e) {
      throw new ConfigException(
          file + ": this is not YAML (" + oneLine(e.getMessage()) + "); mend the file.");
    }
    if (root == null) {
      throw new ConfigException(
          file + ": the file is empty; write at least ledger, protocol, members and accounts.");
    }
    return root;
  }

  ConfigException mistake(Node at, String sentence) {
    return new ConfigException(
        file + ", line " + (at.getStartMark().getLine() + 1) + ": " + sentence);
  }

  private static String text(Path file) throws ConfigException {
    if (Files.isDirectory(file)) {
      throw new ConfigException(
          file + " is a directory; name a configuration file with --cluster FILE.");
    }
    try {
      var text = Files.readString(file, StandardCharsets.UTF_8);
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (NoSuchFileException e) {
      throw new ConfigException(
          "There is no configuration file " + file + "; name one with --cluster FILE.");
    } catch (CharacterCodingException e) {
      throw new ConfigException(file + " is not UTF-8 text; save it as UTF-8.");
    } catch (IOException e) {
      throw new ConfigException(
          file + " cannot be read (" + oneLine(e.toString()) + "); check its permissions.");
    }
  }

  private static String oneLine(String text) {
    return text == null ? "no reason given" : text.lines().findFirst().orElse("").strip();
  }
}
