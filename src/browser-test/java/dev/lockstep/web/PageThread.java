package dev.lockstep.web;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;

/**
 * The processor time of a page's own thread, because other tests and the nodes keep the machine
 * busy: script, layout and painting.
 */
final class PageThread {
  private final CDPSession chrome;

  PageThread(Page page) {
    chrome = page.context().newCDPSession(page);
    var processorTime = new JsonObject();
    processorTime.addProperty("timeDomain", "threadTicks");
    chrome.send("Performance.enable", processorTime);
  }

  /** Of all that it has done so far, in milliseconds. */
  double millis() {
    for (var metric : chrome.send("Performance.getMetrics").getAsJsonArray("metrics")) {
      if (metric.getAsJsonObject().get("name").getAsString().equals("TaskDuration")) {
        return 1_000 * metric.getAsJsonObject().get("value").getAsDouble();
      }
    }
    throw new AssertionError("the browser measures no TaskDuration");
  }
}
