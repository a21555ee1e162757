package dev.lockstep.reader;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The receipt and the keys that {@code docs/format.md} shows. */
public final class Samples {
  public static final List<String> KEYS =
      List.of(
          "demo/A+cccde326+ATn0YwX9kiX1ZGlEaRV+iJbX9yqM4dqnC+t+nhdlaEOe",
          "demo/B+26cdb088+Acy8PaLEJnzIVTvgx7V5DMdaEhKXUoRiw9LMZ50W64aE");

  private Samples() {}

  /** The only JSON on the page. */
  public static String receipt() throws IOException {
    var page = page();
    int start = page.indexOf("```json\n") + "```json\n".length();
    return page.substring(start, page.indexOf("```", start));
  }

  /** The checkpoint, as the page shows it between fences. */
  public static String note() throws IOException {
    var page = page();
    int start = page.indexOf("```\nlockstep/demo/") + "```\n".length();
    return page.substring(start, page.indexOf("```", start));
  }

  static String page() throws IOException {
    return Files.readString(Path.of("docs", "format.md"));
  }
}
