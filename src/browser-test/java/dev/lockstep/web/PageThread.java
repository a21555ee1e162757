package dev.lockstep.web;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import java.util.ArrayList;
import java.util.List;

/**
 * The processor time that a page's own thread takes between two marks: script, layout and painting.
 * What other processes take meanwhile is in no figure.
 */
final class PageThread {
  private static final String TASK = "ThreadControllerImpl::RunTask";

  private final Page page;
  private final CDPSession chrome;
  private final List<JsonObject> events = new ArrayList<>();
  private boolean isOver;

  private PageThread(Page page) {
    this.page = page;
    this.chrome = page.context().newCDPSession(page);
  }

  /** Begins to record what the page's thread does. */
  static PageThread record(Page page) {
    var thread = new PageThread(page);
    thread.chrome.on(
        "Tracing.dataCollected",
        data ->
            data.getAsJsonArray("value")
                .forEach(event -> thread.events.add(event.getAsJsonObject())));
    thread.chrome.on("Tracing.tracingComplete", _ -> thread.isOver = true);
    var wanted = new JsonObject();
    wanted.addProperty("transferMode", "ReportEvents");
    wanted.addProperty("categories", "toplevel,blink.user_timing");
    thread.chrome.send("Tracing.start", wanted);
    return thread;
  }

  /**
   * Ends the record.
   *
   * @param mark of {@code performance.mark}, at the end of each piece of work
   * @return milliseconds between each mark and the next one
   */
  double[] between(String mark) {
    chrome.send("Tracing.end");
    page.waitForCondition(() -> isOver);
    var marks = events.stream().filter(event -> is(event, mark)).toList();
    var of = marks.getFirst().get("tid");
    var tasks = events.stream().filter(event -> is(event, TASK) && event.get("tid").equals(of));
    var times =
        marks.stream().mapToDouble(event -> event.get("ts").getAsDouble()).sorted().toArray();
    var millis = new double[times.length - 1];
    tasks
        .filter(task -> task.has("tdur"))
        .forEach(
            task -> {
              // By its beginning: the task that sets a mark counts for the piece that it ends.
              double begun = task.get("ts").getAsDouble();
              for (int i = 0; i < millis.length; i++) {
                if (begun > times[i] && begun <= times[i + 1]) {
                  millis[i] += task.get("tdur").getAsDouble() / 1_000;
                }
              }
            });
    return millis;
  }

  private static boolean is(JsonObject event, String name) {
    return event.has("name") && event.get("name").getAsString().equals(name);
  }
}
