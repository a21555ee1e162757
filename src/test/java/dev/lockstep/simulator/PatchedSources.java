package dev.lockstep.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** Production sources with edits, compiled in memory. */
final class PatchedSources {
  private static final Path SOURCES = Path.of("src/main/java/dev/lockstep");

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** Never closed: what it knows of the class path is what makes the next compilation fast. */
  private static final JavaFileManager FILES = COMPILER.getStandardFileManager(null, null, null);

  private PatchedSources() {}

  /** The class files of the edited sources, by the names of the classes. */
  static synchronized Map<String, byte[]> compile(List<PlantedBug.Edit> edits) {
    if (edits.isEmpty()) {
      return Map.of();
    }
    Map<String, String> texts = new HashMap<>();
    for (var edit : edits) {
      texts.compute(edit.file(), (file, text) -> edited(text == null ? read(file) : text, edit));
    }
    var units = texts.entrySet().stream().map(e -> new Source(e.getKey(), e.getValue())).toList();
    var messages = new StringWriter();
    var output = new Output(FILES);
    var options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
    boolean compiled = COMPILER.getTask(messages, output, null, options, null, units).call();
    assertTrue(compiled, messages::toString);
    var classes = new HashMap<String, byte[]>();
    output.classes.forEach((name, bytes) -> classes.put(name, bytes.toByteArray()));
    return classes;
  }

  /** White space does not count, so that an edit survives another formatting of the line. */
  private static String edited(String text, PlantedBug.Edit edit) {
    var code = edit.before().replaceAll("\\s", "").chars();
    var pattern =
        code.mapToObj(character -> Pattern.quote(Character.toString(character)))
            .collect(Collectors.joining("\\s*"));
    var found = Pattern.compile(pattern).matcher(text).results().toList();
    assertEquals(
        1, found.size(), () -> edit.file() + " does not hold exactly once: " + edit.before());
    var only = found.getFirst();
    return text.substring(0, only.start()) + edit.after() + text.substring(only.end());
  }

  private static String read(String file) {
    try {
      return Files.readString(SOURCES.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String file, String text) {
      super(URI.create("string:///dev/lockstep/" + file), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private static final class Output extends ForwardingJavaFileManager<JavaFileManager> {
    final Map<String, ByteArrayOutputStream> classes = new HashMap<>();

    Output(JavaFileManager manager) {
      super(manager);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String name, JavaFileObject.Kind kind, FileObject sibling) {
      return new SimpleJavaFileObject(URI.create("memory:///" + name), kind) {
        @Override
        public OutputStream openOutputStream() {
          return classes.computeIfAbsent(name, n -> new ByteArrayOutputStream());
        }
      };
    }
  }
}
