package dev.lockstep.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockstep.integration.RealCluster;
import dev.lockstep.integration.RecordOfRun;
import dev.lockstep.integration.SupervisedLab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The switches of a lab at the page of a node: real processes are held, cut and killed by clicks.
 * Their run is recorded, computed again, and left for another run.
 */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
@Tag("long")
@DisplayName("The page of a real cluster in the lab")
class RealLabPageIT {
  private static final String PAY =
      """
      (to) => { window.answers = window.answers ?? []; fetch('/api/transfers', { method: 'POST', headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ to, amount: '0.10' }) }).then(({ status }) => window.answers.push(status)); }
      """;

  @TempDir Path directory;
  private final List<String> complaints = new ArrayList<>();
  private Page page;
  private int paid;

  @Test
  void holds_cuts_heals_kills_and_starts_and_the_run_is_computed_again() throws Exception {
    setDefaultAssertionTimeout(60_000);
    try (var cluster =
            new RealCluster(directory, "lab: true\nmutex: { keep: false }\n", "A", "B", "C");
        var supervisor = new SupervisedLab(cluster);
        var chromium = new Chromium()) {
      supervisor.await("help lists");
      cluster.names.forEach(cluster::awaitReady);
      open(chromium, cluster.link("A"));
      pay(201);
      theNextAckIsDeliveredByHand();
      aLinkThatIsCutIsHealed(cluster);
      aMemberIsKilledAndStarted(cluster);
      lookAtIt();
      pay(201);
      cluster.awaitEqualHeads();
      var record = RecordOfRun.of(cluster);
      record.requireEvents(
          "C holds messages to A back",
          "C has sent the ack to A that was held",
          "C sends nothing to A any more",
          "B was killed (kill -9)");
      record.computeAgainAndFork(1);
    }
    assertEquals(List.of(), complaints);
  }

  private void open(Chromium chromium, String link) {
    var context =
        chromium.browser.newContext(new Browser.NewContextOptions().setViewportSize(1280, 720));
    context.onWebError(error -> complaints.add(error.error()));
    page = context.newPage();
    page.navigate(link);
    assertThat(page.getByTestId("in-lab")).isVisible();
    assertThat(page.getByTestId("process-C")).containsText("up");
  }

  /** A pays B, and has this answer when everything is as it shall be. */
  private void pay(int status) {
    begin();
    end(status);
  }

  private void begin() {
    page.evaluate(PAY, "B");
    paid++;
  }

  private void end(int status) {
    await("answer " + paid)
        .atMost(Duration.ofSeconds(60))
        .until(() -> (boolean) page.evaluate("(n) => window.answers.length === n", paid));
    assertEquals(status, page.evaluate("window.answers.at(-1)"));
  }

  private void choose(String from, String to, String type) {
    page.getByTestId("lab-from").selectOption(from);
    page.getByTestId("lab-to").selectOption(to);
    page.getByTestId("lab-type").selectOption(type);
  }

  private Locator button(String name) {
    return page.getByTestId("lab-switches")
        .getByText(name, new Locator.GetByTextOptions().setExact(true));
  }

  /** A waits for C, of which nothing arrives; the ack alone lets it enter. */
  private void theNextAckIsDeliveredByHand() {
    choose("C", "A", "");
    button("Hold").click();
    // What is done is done by the node that sends: only then does it count.
    assertThat(row("C→A holds all messages")).isVisible();
    var ack = row("ack C→A");
    begin();
    assertThat(page.getByTestId("card")).containsText("waits to enter");
    assertThat(page.getByTestId("card")).containsText("C");
    ack.getByText("Deliver").click();
    assertThat(page.getByTestId("lab-said")).containsText("deliver ack C→A");
    button("Heal all").click();
    end(201);
    assertThat(page.getByTestId("lab-wires").locator("li")).hasCount(0);
  }

  private Locator row(String text) {
    return page.getByTestId("lab-wires")
        .locator("li")
        .filter(new Locator.FilterOptions().setHasText(text));
  }

  private void aLinkThatIsCutIsHealed(RealCluster cluster) {
    choose("C", "A", "");
    button("Cut").click();
    var cut = row("C→A is cut");
    assertThat(cut).isVisible();
    begin();
    cluster.awaitWaiting("A", "C");
    cut.getByText("Heal").click();
    end(201);
  }

  private void aMemberIsKilledAndStarted(RealCluster cluster) {
    var process = page.getByTestId("process-B");
    process.getByText("Kill -9").click();
    assertThat(process).containsText("down");
    assertThat(page.getByTestId("diagram-picture")).containsText("B was killed");
    process.getByText("Restart").click();
    assertThat(process).containsText("up");
    cluster.awaitReady("B");
  }

  /** On every view, in the light and in the dark, and on a small screen. */
  private void lookAtIt() {
    for (var view : List.of("chain", "accounts", "cluster", "protocol")) {
      page.getByTestId("tab-" + view).click();
      assertThat(page.getByTestId("view-" + view)).isVisible();
      assertThat(page.getByTestId("in-lab")).isVisible();
    }
    page.setViewportSize(360, 740);
    assertEquals(360, page.evaluate("document.documentElement.scrollWidth"));
    assertThat(page.getByTestId("in-lab")).isVisible();
    page.setViewportSize(1280, 720);
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      var found = new AxeBuilder(page).include("[data-testid=lab-switches]").setLegacyMode(true);
      assertEquals(
          List.of(),
          found.analyze().getViolations().stream()
              .map(rule -> scheme + " " + rule.getId() + ": " + rule.getNodes())
              .toList());
    }
  }
}
