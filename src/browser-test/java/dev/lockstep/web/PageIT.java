package dev.lockstep.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.RequestOptions;
import dev.lockstep.integration.RealCluster;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The page in a browser, each node of the cluster being a process of its own. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
class PageIT {
  private static final Pattern HEIGHT = Pattern.compile("on block (\\d+) at position 0\\.");

  /** The other rules find the same in the dark as in the light. */
  private static final List<String> RULES_OF_COLOURS =
      List.of("color-contrast", "link-in-text-block");

  @TempDir static Path directory;
  private static RealCluster cluster;
  private static Chromium chromium;

  /** One for all pages of a test, as of somebody who has several nodes open. */
  private BrowserContext context;

  /**
   * What the pages of a test had to complain about: mistakes, what their policy forbids, lost
   * files.
   */
  private final List<String> complaints = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    cluster = new RealCluster(directory, "mutex: { keep: false }\n", "A", "B", "C");
    for (var name : cluster.names) {
      // As the supervisor of a whole cluster starts them.
      cluster.start(name, "--siblings");
    }
    cluster.names.forEach(cluster::awaitReady);
    chromium = new Chromium();
    // Not how fast the page is, but how slow the machine may be.
    setDefaultAssertionTimeout(30_000);
  }

  @AfterAll
  static void stop() {
    if (chromium != null) {
      chromium.close();
    }
    if (cluster != null) {
      cluster.close();
    }
  }

  @BeforeEach
  void openContext() {
    cluster.names.forEach(cluster::awaitReady);
    // Pages ask for it when they connect, and a browser complains of every answer that is none.
    cluster.names.forEach(cluster::awaitCheckpoint);
    context = chromium.browser.newContext();
    context.onConsoleMessage(
        message -> {
          if (List.of("error", "warning").contains(message.type())) {
            complaints.add(message.text() + " " + message.location());
          }
        });
    context.onWebError(error -> complaints.add(error.error()));
  }

  @AfterEach
  void closeContext() {
    context.close();
  }

  /** Opens the link of a node and waits until all that it shows is there. */
  private Page open(String node) {
    var page = context.newPage();
    page.navigate(cluster.link(node));
    awaitLive(page);
    return page;
  }

  private static void awaitLive(Page page) {
    assertThat(page.getByTestId("connection")).hasAttribute("data-state", "open");
    // The name of the ledger moves the tabs aside when it comes, also between aim and click.
    assertThat(page.getByTestId("whoami")).containsText("mode");
    // A view is loaded when it is first looked at, and goes on when it is left.
    List.of("cluster", "chain", "accounts").forEach(view -> show(page, view));
    assertThat(page.getByTestId("status-state")).hasText("Ready");
    assertThat(page.getByTestId("chain")).not().isEmpty();
    assertThat(page.getByTestId("account-C")).isVisible();
    assertThat(page.getByTestId("connection")).hasText("LIVE");
  }

  private static void show(Page page, String view) {
    page.getByTestId("tab-" + view).click();
    assertThat(page.getByTestId("view-" + view)).isVisible();
  }

  /** The address of the node. */
  private static String base(Page page) {
    return page.url().replaceAll("#.*", "");
  }

  private static void transfer(Page page, String to, String amount, String memo) {
    page.getByTestId("transfer-to").selectOption(to);
    page.getByTestId("transfer-amount").fill(amount);
    page.getByTestId("transfer-memo").fill(memo);
    page.getByTestId("transfer-submit").click();
  }

  /** Sends a transfer that is to succeed, and returns its block's height. */
  private static int commit(Page page, String to, String amount, String memo) {
    transfer(page, to, amount, memo);
    assertOutcome(page, "committed");
    var text = page.getByTestId("transfer-outcome").textContent();
    var found = HEIGHT.matcher(text);
    assertTrue(found.find(), text);
    return Integer.parseInt(found.group(1));
  }

  private static void assertOutcome(Page page, String outcome) {
    assertThat(page.getByTestId("transfer-outcome"))
        .hasAttribute("data-outcome", Pattern.compile("^(?!on_its_way).*"));
    assertEquals(
        outcome,
        page.getByTestId("transfer-outcome").getAttribute("data-outcome"),
        () -> page.getByTestId("transfer-outcome").textContent());
  }

  /**
   * Waits for what a member does behind its answers: a receipt that is asked for too early is
   * refused, and the browser writes that into its console.
   */
  private static void awaitCheckpoint(Page page, int height) {
    await()
        .until(
            () -> {
              var answer = page.request().get(base(page) + "api/checkpoint");
              return answer.status() == 200
                  && Integer.parseInt(answer.text().lines().toList().get(1)) > height;
            });
  }

  private static void assertSteps(Locator receipt, boolean shown, boolean block, boolean ledger) {
    var steps = Map.of("shown", shown, "block", block, "ledger", ledger, "signed", true);
    steps.forEach(
        (step, ok) ->
            assertThat(receipt.getByTestId("receipt-" + step))
                .hasAttribute("data-ok", String.valueOf(ok)));
  }

  private static Path save(Page page, String button, String name) {
    var download = page.waitForDownload(() -> page.getByTestId(button).click());
    var file = directory.resolve(name);
    download.saveAs(file);
    return file;
  }

  /** What the browser has seen of this ledger, with a change. */
  private static void remember(Page page, String change) {
    page.evaluate(
        """
        () => {
          const ledgers = JSON.parse(localStorage.getItem('lockstep.seen'));
          const [seen] = ledgers;
          %s
          localStorage.setItem('lockstep.seen', JSON.stringify(ledgers));
        }
        """
            .formatted(change));
    page.reload();
    awaitLive(page);
  }

  private static Locator block(Page page, int height) {
    return page.getByTestId("block-" + height);
  }

  private static int newest(Page page) {
    return Integer.parseInt(
        page.getByTestId("chain").locator("> li").first().getAttribute("data-height"));
  }

  private static BigDecimal balance(Page page, String account) {
    return new BigDecimal(page.getByTestId("balance-" + account).getAttribute("data-balance"));
  }

  private static void assertBalance(Page page, String account, BigDecimal expected) {
    var cell = page.getByTestId("balance-" + account);
    assertThat(cell).hasAttribute("data-balance", expected.toPlainString());
    assertThat(cell.locator(".number")).hasText(expected.toPlainString());
  }

  private static Locator run(Page page, String line) {
    page.getByTestId("command-input").fill(line);
    page.getByTestId("command-input").press("Enter");
    var answer = page.getByTestId("command-answer").last();
    assertThat(answer).containsText(line);
    return answer;
  }

  private static Object colour(Page page, String part, String within) {
    return page.getByTestId(part)
        .locator(within)
        .evaluate("element => getComputedStyle(element).color");
  }

  private void assertNoComplaints() {
    assertEquals(List.of(), complaints);
  }

  /** What is in order is not listed. */
  private static AxeRunOptions violationsAlone() {
    var options = new AxeRunOptions();
    options.setResultTypes(List.of("violations"));
    return options;
  }

  private static void assertAccessible(Page page) {
    assertAccessible(page, AxeBuilder::new);
  }

  /** Of a part alone, which takes less time. */
  private static void assertAccessible(Page page, String part) {
    assertAccessible(page, whole -> new AxeBuilder(whole).include(part));
  }

  private static void assertAccessible(Page page, Function<Page, AxeBuilder> builder) {
    // What fades in has the contrast of neither its beginning nor its end.
    page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
    for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
      var axe = builder.apply(page).setLegacyMode(true).options(violationsAlone());
      if (scheme == ColorScheme.DARK) {
        axe.withRules(RULES_OF_COLOURS);
      }
      var violations = axe.analyze().getViolations();
      assertEquals(
          List.of(),
          violations.stream()
              .map(rule -> scheme + " " + rule.getId() + ": " + rule.getNodes())
              .toList());
    }
  }

  @Test
  void the_link_signs_in_and_a_stranger_is_told_where_it_is() {
    var stranger = context.newPage();
    stranger.navigate(cluster.link("A").replaceAll("\\?.*", ""));
    assertThat(stranger.getByTestId("sign-in")).isVisible();
    assertThat(stranger.getByTestId("connection")).hasAttribute("data-state", "unauthorized");
    assertAccessible(stranger);

    var page = open("A");
    assertThat(page).hasURL(Pattern.compile("^[^?]*/#accounts$"));
    assertThat(page.getByTestId("whoami")).containsText("A");

    stranger.getByTestId("sign-in-retry").click();
    awaitLive(stranger);
    assertThat(stranger.getByTestId("sign-in")).isHidden();
  }

  @Test
  void a_transfer_is_seen_here_and_by_who_looks_at_another_node() {
    var a = open("A");
    var b = open("B");
    var before = List.of(balance(a, "A"), balance(a, "B"), balance(a, "C"));
    var amount = new BigDecimal("4.00");

    int height = commit(a, "B", "4", "lunch");
    for (var page : List.of(a, b)) {
      assertBalance(page, "A", before.get(0).subtract(amount));
      assertBalance(page, "B", before.get(1).add(amount));
      assertBalance(page, "C", before.get(2));
      assertThat(block(page, height)).containsText("4.00");
      assertThat(block(page, height)).containsText("lunch");
      assertEquals(height, newest(page));
    }
    assertEquals(
        block(a, height).getAttribute("data-hash"), block(b, height).getAttribute("data-hash"));
    assertThat(b.getByTestId("transfer-outcome")).isEmpty();
    assertThat(b.getByTestId("events-list")).containsText("block #" + height + " by A");
    assertNoComplaints();
  }

  @Test
  void a_refusal_is_shown_and_changes_nothing() {
    var page = open("A");
    int height = newest(page);
    var before = balance(page, "A");

    transfer(page, "B", "99999", "too much");
    assertOutcome(page, "refused");
    assertThat(page.getByTestId("transfer-outcome")).containsText("insufficient_funds");
    assertThat(page.getByTestId("transfer-amount")).hasValue("99999");

    // The next one finds everything as it was.
    assertEquals(height + 1, commit(page, "C", "1", ""));
    assertBalance(page, "A", before.subtract(BigDecimal.ONE));
    assertNoComplaints();
  }

  @Test
  void an_amount_that_is_none_is_not_sent() {
    var page = open("A");
    transfer(page, "B", "1e3", "");
    assertThat(page.getByTestId("transfer-amount-problem")).isVisible();
    assertThat(page.getByTestId("transfer-amount")).isFocused();
    assertThat(page.getByTestId("transfer-outcome")).isEmpty();
    assertNoComplaints();
  }

  @Test
  void an_old_refusal_is_gone_when_the_next_amount_is_none() {
    var page = open("A");
    transfer(page, "B", "99999", "");
    assertOutcome(page, "refused");
    transfer(page, "B", "x", "");
    assertThat(page.getByTestId("transfer-amount-problem")).isVisible();
    assertThat(page.getByTestId("transfer-outcome")).isEmpty();
    assertThat(page.getByTestId("transfer-outcome")).not().isVisible();
    assertNoComplaints();
  }

  @Test
  void suggestions_go_away_with_what_they_were_about() {
    var page = open("A");
    var input = page.getByTestId("command-input");
    var suggestions = page.getByTestId("command-suggestions");
    List<Runnable> endings =
        List.of(
            () -> input.pressSequentially("s"),
            () -> input.press("Escape"),
            () -> input.press("Enter"),
            () -> page.getByTestId("transfer-memo").focus());
    for (var ending : endings) {
      input.fill("bal");
      input.press("Tab");
      assertThat(suggestions).containsText("balances");
      ending.run();
      assertThat(suggestions).isEmpty();
    }
    assertNoComplaints();
  }

  @Test
  void the_command_line_is_a_combobox_that_covers_nothing() {
    var page = open("A");
    var input = page.getByTestId("command-input");
    var list = page.getByTestId("command-suggestions");
    input.fill("bal");
    assertThat(input).hasAttribute("aria-expanded", "false");
    input.press("Alt+ArrowDown");
    assertThat(input).hasAttribute("aria-expanded", "true");
    assertAccessible(page, "[data-testid=console]");
    assertTrue(
        page.locator("main").boundingBox().y + page.locator("main").boundingBox().height
            <= list.boundingBox().y + 1);
    input.press("ArrowUp");
    var last = list.getByRole(AriaRole.OPTION).last();
    assertThat(last).hasAttribute("aria-selected", "true");
    assertThat(input).hasAttribute("aria-activedescendant", last.getAttribute("id"));
    var chosen = last.textContent();
    input.press("Enter");
    assertThat(input).hasValue(chosen + " ");
    assertThat(list).isHidden();
    input.fill("balance ");
    input.press("Alt+ArrowDown");
    list.getByText("B", new Locator.GetByTextOptions().setExact(true)).click();
    assertThat(input).hasValue("balance B ");
    assertThat(input).isFocused();
    // The list is closed: the arrows go through the lines of the past.
    input.press("Escape");
    run(page, "status");
    input.press("ArrowUp");
    assertThat(input).hasValue("status");
    assertNoComplaints();
  }

  @Test
  void answers_can_be_folded_away_and_come_back_with_the_next() {
    var page = open("A");
    var fold = page.getByTestId("command-fold");
    assertThat(fold).isHidden();
    run(page, "help");
    assertThat(page.getByTestId("command-output")).isVisible();
    assertThat(fold).hasAttribute("aria-expanded", "true");
    fold.click();
    assertThat(page.getByTestId("command-output")).isHidden();
    assertThat(fold).hasAttribute("aria-expanded", "false");
    fold.click();
    assertThat(page.getByTestId("command-answer")).isVisible();
    fold.click();
    run(page, "status");
    assertThat(page.getByTestId("command-answer")).hasCount(2);
    assertThat(page.getByTestId("command-answer").last()).isVisible();
    // However much was answered, most of the page is still seen.
    var height = page.getByTestId("command-output").boundingBox().height;
    assertTrue(height <= 0.31 * page.viewportSize().height, () -> height + " pixels");
    assertNoComplaints();
  }

  @Test
  void the_transfers_of_a_full_block_are_fetched_when_it_is_opened() {
    var page = open("A");
    List<Integer> sizes = new CopyOnWriteArrayList<>();
    page.onWebSocket(socket -> socket.onFrameReceived(f -> sizes.add(f.text().length())));
    page.reload();
    awaitLive(page);
    int height = newest(page) + 1;
    var one = "{\"to\": \"B\", \"amount\": \"0.01\", \"memo\": \"one of many\"}";
    var all = "{\"transfers\": [" + String.join(",", Collections.nCopies(2_000, one)) + "]}";
    var answer =
        page.request()
            .post(
                base(page) + "api/transfers",
                RequestOptions.create()
                    .setHeader("Origin", base(page).replaceAll("/$", ""))
                    .setHeader("Content-Type", "application/json")
                    .setData(all));
    assertEquals(200, answer.status());

    var block = block(page, height);
    assertThat(block).containsText("2000 transfers");
    assertThat(block).containsText("and 1998 more");
    page.reload();
    awaitLive(page);
    assertThat(block).containsText("2000 transfers");
    int largest = Collections.max(sizes);
    assertTrue(largest < 100_000, () -> "a message of " + largest);

    show(page, "chain");
    block.getByTestId("block-toggle").click();
    assertThat(block.getByTestId("block-recomputed")).containsText("the same");
    assertThat(block.locator(".memo-cell")).hasCount(100);
    assertThat(block.getByTestId("block-problem")).isHidden();
    assertNoComplaints();
  }

  @Test
  void the_command_line_answers_and_says_what_it_does_not_understand() {
    var page = open("A");
    var balances = run(page, "balances");
    assertThat(balances).hasAttribute("data-exit", "0");
    assertThat(balances).containsText(balance(page, "A").toPlainString());
    assertThat(balances).containsText("at height " + newest(page));

    var nonsense = run(page, "frobnicate");
    assertThat(nonsense).hasAttribute("data-exit", "2");
    assertThat(nonsense).containsText("exit 2, not understood");

    var before = balance(page, "C");
    var comma = run(page, "(A, C, 1,000.00)");
    assertThat(comma).hasAttribute("data-exit", "2");
    assertThat(comma).containsText("\n  (A, C, 1,000.00)\n          ^");
    var several = run(page, "(A, C, 0.25); (A, C, 0.25)");
    assertThat(several).hasAttribute("data-exit", "0");
    assertThat(several).containsText("transfer 2: ");
    before = before.add(new BigDecimal("0.50"));
    assertThat(run(page, "transfer C 0.50 for typed")).hasAttribute("data-exit", "0");
    assertBalance(page, "C", before.add(new BigDecimal("0.50")));
    assertNoComplaints();
  }

  @Test
  void a_memo_is_text_and_the_browser_comes_to_the_hashes_of_the_node() {
    var page = open("A");
    var memo = "<b>x</b>";
    var block = block(page, commit(page, "B", "0.01", memo));
    assertThat(block.locator(".memo")).hasText(memo);

    show(page, "chain");
    block.getByTestId("block-toggle").click();
    assertThat(block.getByTestId("block-recomputed")).containsText("the same");
    assertThat(block.getByTestId("block-link")).hasAttribute("data-state", "fits");
    assertThat(block.getByTestId("block-problem")).isHidden();
    assertThat(block.locator(".memo-cell")).hasText(memo);

    var answer = run(page, "transfer B 0.01 for <i>y</i>");
    assertThat(answer).hasAttribute("data-exit", "0");
    assertThat(page.getByTestId("chain")).containsText("<i>y</i>");
    assertEquals(0, page.locator("main b, main i").count());
    assertNoComplaints();
  }

  @Test
  void who_is_dead_is_waited_for_and_welcomed_back() throws Exception {
    var a = open("A");
    var b = open("B");
    assertNoComplaints();
    try {
      commit(b, "A", "1", "its last");
      cluster.kill("B");
      assertLastMomentsOfB();
      assertThat(a.getByTestId("status-state")).hasText("Waiting");
      assertThat(a.getByTestId("waiting-for")).containsText("Waiting for B (");
      assertThat(a.getByTestId("peer-B-state")).hasText("silent");
      assertThat(a.getByTestId("peer-C-state")).hasText("up");
      assertThat(b.getByTestId("connection"))
          .hasAttribute("data-state", Pattern.compile("waiting|connecting"));
      assertThat(b.getByTestId("outage")).isVisible();
      assertThat(b.getByTestId("connection")).containsText("STALE since ");
      assertThat(b.getByTestId("peer-C-heard")).containsText("at ");
      // Grey: what was green says nothing now.
      assertEquals(colour(b, "whoami", ".muted"), colour(b, "status-state", ".badge"));
      assertAccessible(a);
      assertAccessible(b);

      int height = newest(a);
      transfer(a, "C", "1", "");
      assertOutcome(a, "unavailable");
      assertThat(a.getByTestId("transfer-outcome")).containsText("The node waits for B.");
      assertEquals(height, newest(a));
    } finally {
      cluster.start("B", "--siblings");
    }
    assertThat(a.getByTestId("status-state")).hasText("Ready");
    assertThat(a.getByTestId("waiting-for")).isHidden();
    assertThat(a.getByTestId("peer-B-state")).hasText("up");
    awaitLive(b);
    assertThat(b.getByTestId("outage")).isHidden();

    int height = commit(b, "A", "1", "back");
    assertThat(block(a, height)).containsText("back");
  }

  /** Nobody has them but the disk of B, which was killed: neither A nor a page that opens now. */
  private void assertLastMomentsOfB() {
    var page = context.newPage();
    page.navigate(base(context.pages().getFirst()) + "#protocol?card=B&member=B");
    for (int look = 0; look < 2; look++) {
      assertThat(page.getByTestId("card")).containsText("read from its disk, up to ");
      assertThat(page.getByTestId("feed")).containsText(Pattern.compile("B answers .*committed"));
      assertThat(page.getByTestId("feed"))
          .containsText("B sends no more events: it has stopped, or cannot be reached");
      page.reload();
    }
    page.close();
  }

  @Test
  void a_receipt_is_checked_in_the_browser_and_its_file_needs_neither_page_nor_node()
      throws Exception {
    var page = open("A");
    int height = commit(page, "B", "0.02", "with a receipt");
    awaitCheckpoint(page, height);
    page.getByTestId("transfer-outcome").getByTestId("receipt-check").click();
    var receipt = page.getByTestId("receipt");
    assertThat(receipt).hasAttribute("data-holds", "true");
    assertSteps(receipt, true, true, true);
    assertThat(receipt).containsText("of 3 members, and 2 are needed");
    assertAccessible(page, "[data-testid=receipt]");
    var checked = cluster.run("", "check", save(page, "receipt-save", "receipt.json").toString());
    assertEquals(0, checked.code(), checked::err);
    assertTrue(checked.out().contains("with a receipt"), checked::out);

    page.reload();
    awaitLive(page);
    // A node that says something else about the transfer than what is on the chain.
    page.route(
        "**/receipt",
        route -> {
          var answer = route.fetch();
          var forged = answer.text().replace("\"0.02\"", "\"0.20\"");
          route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(forged));
        });
    show(page, "chain");
    block(page, height).getByTestId("block-toggle").click();
    block(page, height).getByTestId("receipt-check").click();
    assertThat(receipt).hasAttribute("data-holds", "false");
    assertSteps(receipt, false, false, true);
    assertAccessible(page, "[data-testid=receipt]");
    page.unroute("**/receipt");
    block(page, height).getByTestId("receipt-check").click();
    assertThat(receipt).hasAttribute("data-holds", "true");
    assertNoComplaints();
  }

  @Test
  void a_browser_that_cannot_check_something_says_so() {
    var page = open("A");
    int height = commit(page, "B", "0.01", "");
    awaitCheckpoint(page, height);
    var receipt = page.getByTestId("receipt");

    page.addInitScript("crypto.subtle.importKey = () => Promise.reject(new Error());");
    page.reload();
    awaitLive(page);
    show(page, "chain");
    block(page, height).getByTestId("block-toggle").click();
    block(page, height).getByTestId("receipt-check").click();
    assertThat(receipt).hasAttribute("data-holds", "null");
    assertThat(receipt).containsText("This browser has no Ed25519");
    assertThat(receipt.getByTestId("receipt-ledger")).hasAttribute("data-ok", "true");
    assertAccessible(page, "[data-testid=receipt]");

    // As on a page over plain HTTP from another machine.
    page.addInitScript("Object.defineProperty(crypto, 'subtle', { value: undefined });");
    page.reload();
    awaitLive(page);
    show(page, "chain");
    block(page, height).getByTestId("block-toggle").click();
    block(page, height).getByTestId("receipt-check").click();
    assertThat(receipt).containsText("check it with ./run.sh check");
    assertThat(receipt.getByTestId("receipt-save")).isVisible();
    assertNoComplaints();
  }

  @Test
  void a_ledger_that_does_not_continue_what_was_seen_is_said_in_red_until_somebody_knows_why()
      throws Exception {
    var page = open("A");
    awaitCheckpoint(page, newest(page));
    page.waitForFunction("localStorage.getItem('lockstep.seen')?.includes('lockstep/it/')");
    var alarm = page.getByTestId("alarm");
    assertThat(alarm).isHidden();
    // A checkpoint of the same size with another root.
    remember(
        page,
        "seen.note = seen.note.replace(/\\n(\\d+)\\n.*/, `\\n$1\\n${btoa('x'.repeat(32))}`);");
    assertThat(alarm).containsText("does not continue the one");
    assertAccessible(page, "[data-testid=alarm]");
    page.reload();
    awaitLive(page);
    assertThat(alarm).containsText("does not continue the one");
    var now = Files.readString(save(page, "alarm-checkpoint-now.txt", "now.txt"));
    var seen = Files.readString(save(page, "alarm-checkpoint-seen.txt", "seen.txt"));
    assertTrue(seen.contains("eHh4"), seen);
    assertEquals(now.lines().findFirst(), seen.lines().findFirst());

    page.getByTestId("alarm-forget").click();
    page.getByTestId("alarm-forget-sure").click();
    assertThat(alarm).isHidden();

    remember(page, "seen.members[1].key = seen.members[0].key;");
    assertThat(alarm).containsText("other keys than before for B.");
    page.getByTestId("alarm-forget").click();
    page.getByTestId("alarm-forget-sure").click();
    assertThat(alarm).isHidden();

    remember(page, "seen.origin = seen.origin.replace(/.{8}$/, '00000000');");
    assertThat(alarm).containsText("Another ledger than before.");
    assertAccessible(page, "[data-testid=alarm]");
    page.getByTestId("alarm-acknowledge").click();
    assertThat(alarm).isHidden();
    assertNoComplaints();
  }

  @Test
  void the_protocol_is_watched_on_all_lanes_and_a_moment_is_found_again() throws IOException {
    var a = open("A");
    var page = context.newPage();
    page.navigate(base(a) + "#protocol");
    var view = page.getByTestId("view-protocol");
    assertThat(page.getByTestId("moment")).hasAttribute("data-state", "live");
    int height = commit(a, "B", "0.01", "watched");

    var feed = page.getByTestId("feed");
    for (var sentence :
        List.of(
            "B receives request (for .*)?from A",
            "C sends ack (for .*)?to A",
            "A enters the critical section with \\(",
            "C receives release (for .*)?from A",
            "B appends block #" + height + " by A, 1 transfer")) {
      assertThat(feed).containsText(Pattern.compile(sentence));
    }
    for (var type : List.of("request", "ack", "release")) {
      assertThat(view.locator(".arrow.t-" + type)).not().hasCount(0);
    }
    assertAccessible(page);

    page.keyboard().press("Space");
    assertThat(page.getByTestId("moment-word")).hasText("REPLAY");
    page.getByTestId("stride").selectOption("section");
    page.getByTestId("back").click();
    page.getByTestId("back").click();
    assertThat(page.getByTestId("card-claim")).containsText("A is in the critical section with (");
    assertThat(page.getByTestId("card").locator(".step.good")).hasCount(4);
    var request = feed.getByText("A requests the critical section with (").first();
    var event = request.getAttribute("href").replaceAll(".*(at=A:\\d+).*", "$1");
    var time = request.locator("xpath=..").locator(".event-time").textContent();
    request.click();
    assertThat(page.getByTestId("card-claim")).containsText("A waits to enter with (");
    assertThat(page.getByTestId("card-queue")).containsText(", A) waits");
    // The address and the note follow a little later than the card.
    assertThat(page).hasURL(Pattern.compile("#protocol\\?" + event + "(&|$)"));
    assertThat(page.getByTestId("moment-note")).containsText("A at " + time + ",");
    var moment = page.getByTestId("moment-note").textContent();
    assertAccessible(page);

    page.reload();
    assertThat(page.getByTestId("moment-note")).hasText(moment);
    assertThat(page.getByTestId("moment-word")).hasText("REPLAY");
    assertThat(page.getByTestId("card-claim")).containsText("A waits to enter with (");
    page.getByTestId("table-switch").click();
    assertThat(page.getByTestId("trace-table").locator("tr[aria-current]")).hasCount(1);
    assertAccessible(page);
    page.getByTestId("table-switch").click();
    page.keyboard().press("End");
    assertThat(page.getByTestId("moment-word")).hasText("LIVE");
    assertNoComplaints();

    // What is in view as one file, which needs neither node nor network.
    page.getByTestId("exports").locator("summary").click();
    var file = save(page, "export-html", "recorded.html");
    var recorded = context.newPage();
    recorded.route("http://**", Route::abort);
    recorded.navigate(file.toUri().toString());
    assertThat(recorded.locator(".arrow.t-release.block")).not().hasCount(0);
    var begin = recorded.getByTestId("moment-note").textContent();
    recorded.getByTestId("play").click();
    assertThat(recorded.getByTestId("moment-note")).not().hasText(begin);
    assertThat(recorded.getByTestId("feed").locator("li")).not().hasCount(1);
    assertNoComplaints();
    scrub(recorded, file);
  }

  private static final int FRAMES = 240;

  /**
   * A recording of 50,000 messages: only what is in view is drawn. What a frame takes is the
   * processor time of the page's thread; what passes meanwhile is printed too.
   */
  private static void scrub(Page page, Path recording) throws IOException {
    var lanes = List.of(new StringBuilder(), new StringBuilder(), new StringBuilder());
    var event =
        """
        {"seq":%d,"time":%d,"at":"2026-01-01T12:00:00Z","kind":"%s","%s":"%s","type":"%s","message":"m%d","message_time":%d},\
        """;
    for (int i = 0; i < 50_000; i++) {
      int from = i % 3;
      int to = (i + 1 + i % 2) % 3;
      var type = List.of("request", "ack", "release").get(i % 3);
      lanes
          .get(from)
          .append(event.formatted(2 * i, 2 * i, "sent", "to", "ABC".charAt(to), type, i, 2 * i));
      lanes
          .get(to)
          .append(
              event.formatted(
                  2 * i + 1, 2 * i + 1, "received", "from", "ABC".charAt(from), type, i, 2 * i));
    }
    var data =
        new StringBuilder(
            "{\"ledger\":\"many\",\"protocol\":\"lamport\",\"members\":[\"A\",\"B\",\"C\"],\"member\":\"A\",\"chatter\":false,\"lanes\":{");
    for (int lane = 0; lane < 3; lane++) {
      data.append(lane == 0 ? "" : ",").append('"').append("ABC".charAt(lane)).append("\":[");
      data.append(lanes.get(lane), 0, lanes.get(lane).length() - 1).append(']');
    }
    var many = directory.resolve("many.html");
    Files.writeString(
        many,
        Files.readString(recording)
            .replaceAll(
                "(?s)(id=\"recording\">).*?(</script>)",
                "$1" + Matcher.quoteReplacement(data.append("}}").toString()) + "$2"));
    page.navigate(many.toUri().toString());
    assertThat(page.getByTestId("minimap")).hasAttribute("aria-valuemax", "99999");
    var thread = PageThread.record(page);
    var frames =
        page.evaluate(
            """
            async (frames) => {
              const map = document.querySelector('[data-testid=minimap]');
              const picture = document.querySelector('[data-testid=diagram-picture]');
              const { top, height } = map.getBoundingClientRect();
              map.setPointerCapture = () => {};
              map.hasPointerCapture = () => true;
              const move = (name, share) => map.dispatchEvent(new PointerEvent(name, { clientY: top + height * share, pointerId: 1 }));
              const frame = () => new Promise(requestAnimationFrame);
              const channel = new MessageChannel();
              const painted = () => new Promise((done) => {
                channel.port1.onmessage = done;
                channel.port2.postMessage('');
              });
              let drawings = 0;
              new MutationObserver(() => { drawings += 1; }).observe(picture, { attributes: true, childList: true, subtree: true });
              move('pointerdown', 0.1);
              await frame();
              await painted();
              performance.mark('frame');
              const millis = [];
              const nodes = [];
              for (let i = 0; i < frames; i++) {
                let begun = 0;
                requestAnimationFrame(() => { begun = performance.now(); });
                const moved = performance.now();
                // Two moves for each frame, as a mouse makes them.
                move('pointermove', 0.5 + 0.45 * Math.sin(i / 20 + 0.01));
                move('pointermove', 0.5 + 0.45 * Math.sin(i / 20));
                const handled = performance.now() - moved;
                await frame();
                await painted();
                millis.push(handled + performance.now() - begun);
                nodes.push(picture.querySelectorAll('*').length);
                performance.mark('frame');
              }
              return { millis, nodes: nodes.sort((one, other) => one - other)[frames / 2], drawings };
            }
            """,
            FRAMES);
    var passed = (List<?>) ((Map<?, ?>) frames).get("millis");
    print(
        "by the clock",
        passed.stream().mapToDouble(each -> ((Number) each).doubleValue()).toArray());
    // Printed and not asserted: where the test shares its processors, the same work takes longer.
    // What
    // may not grow is the work itself.
    print("of the page's thread", thread.between("frame"));
    int nodes = number(frames, "nodes");
    assertTrue(nodes < 60, nodes + " elements in flight");
    int drawings = number(frames, "drawings");
    assertTrue(drawings <= FRAMES + 5, drawings + " drawings in " + FRAMES + " frames");
    assertThat(page.locator(".arrow .label")).not().hasCount(0);
  }

  private static void print(String what, double[] millis) {
    Arrays.sort(millis);
    System.out.printf(
        "Scrubbing through 50,000 messages, a frame %s: p50 %.1f ms, p99 %.1f ms, most %.1f ms%n",
        what,
        millis[millis.length / 2],
        millis[millis.length * 99 / 100 - 1],
        millis[millis.length - 1]);
  }

  private static int number(Object evaluated, String name) {
    return ((Number) ((Map<?, ?>) evaluated).get(name)).intValue();
  }

  @Test
  void a_trace_in_a_file_is_shown_like_the_cluster_and_gives_way_to_it() throws Exception {
    var file = directory.resolve("seven.jsonl");
    var simulated =
        cluster.run(
            "",
            "simulate",
            "--seed",
            "7",
            "--trace",
            file.toString(),
            "--open",
            "--out",
            directory.toString());
    assertEquals(0, simulated.code(), simulated::err);
    var page = context.newPage();
    page.navigate(cluster.link("A"));
    page.navigate(base(page) + "#protocol");
    page.getByTestId("open-file").setInputFiles(file);
    var player = page.getByTestId("player");
    assertThat(page.getByTestId("opened")).containsText("seven.jsonl is shown");
    assertThat(player.getByTestId("feed").locator("li")).not().hasCount(0);
    player.getByTestId("stride").selectOption("section");
    player.getByTestId("forward").click();
    assertThat(player.getByTestId("card")).containsText(Pattern.compile("On its disk\\s*#\\d"));
    assertAccessible(page);
    page.getByTestId("close-file").click();
    assertThat(player).hasCount(0);
    assertThat(page.getByTestId("protocol-live")).isVisible();

    var broken = directory.resolve("broken.jsonl");
    Files.writeString(broken, "{\"seq\": 1}\n");
    page.getByTestId("open-file").setInputFiles(broken);
    assertThat(page.getByTestId("open-problem")).containsText("line 1 is no event");

    page.navigate(directory.resolve("simulate-lamport-3-seed-7.html").toUri().toString());
    assertThat(player.locator(".arrow")).not().hasCount(0);
    page.getByTestId("wall").check();
    assertThat(player.locator(".arrow")).not().hasCount(0);
    assertNoComplaints();
  }

  @Test
  void the_status_comes_by_itself_and_nothing_is_asked_for_again() {
    var page = open("A");
    List<String> sent = new CopyOnWriteArrayList<>();
    List<String> told = new CopyOnWriteArrayList<>();
    page.onWebSocket(
        socket -> {
          socket.onFrameSent(frame -> sent.add(frame.text()));
          socket.onFrameReceived(frame -> told.add(frame.text()));
        });
    page.reload();
    awaitLive(page);
    page.waitForCondition(
        () -> told.stream().filter(text -> text.contains("\"method\":\"status\"")).count() >= 4);
    long asked = sent.stream().filter(text -> text.contains("\"method\":\"status\"")).count();
    assertEquals(1, asked, sent::toString);
    assertNoComplaints();
  }

  @Test
  void what_is_on_the_chain_is_found_read_verified_and_saved() throws Exception {
    var page = open("A");
    int height = commit(page, "B", "0.07", "to be found");
    assertThat(page.getByTestId("stages").locator("li[data-state=done]")).hasCount(7);
    assertThat(page.getByTestId("stage-disks")).containsText("of 3 disks");
    awaitCheckpoint(page, height);

    page.getByTestId("transfer-show-block").click();
    assertThat(page).hasURL(Pattern.compile("#chain/block/" + height + "$"));
    var verdict = page.getByTestId("page-verdict");
    assertThat(verdict).hasAttribute("data-ok", "true");
    assertThat(page.locator("[data-field='header height'] code"))
        .hasText("00000000 %08x".formatted(height));
    assertThat(page.locator("[data-field='transfer 0 memo'] code"))
        .hasText("000b746f 20626520 666f756e 64");
    assertAccessible(page);
    page.getByTestId("block-page").locator("tr:has-text('to be found') a[title]").click();
    assertThat(page.getByTestId("transfer-page")).containsText("to be found");
    assertThat(page.getByTestId("transfer-page").getByTestId("stage-committed"))
        .hasAttribute("data-state", "done");
    var id = page.url().replaceAll(".*/", "");
    assertAccessible(page);

    var found =
        new TreeMap<>(
            Map.of("" + height, "block/" + height, "B", "account/B", id, "transfer/" + id));
    for (var search : found.entrySet()) {
      page.getByTestId("search").fill(search.getKey());
      page.getByTestId("search").press("Enter");
      assertThat(page).hasURL(Pattern.compile("#chain/" + search.getValue() + "$"));
    }
    // Whoever writes the next search while the page before is still on its way goes on writing.
    // All of it happens in one task of the page, so no answer of the node can come between.
    page.getByTestId("search")
        .evaluate(
            """
            (search, next) => {
              search.focus();
              search.value = next[0];
              search.form.requestSubmit();
              search.value = next[1];
              search.dispatchEvent(new Event('input', { bubbles: true }));
            }
            """,
            List.of("" + height, "B"));
    assertThat(page.getByTestId("page-verdict")).hasAttribute("data-ok", "true");
    assertThat(page.getByTestId("search")).isFocused();
    assertThat(page.getByTestId("search")).hasValue("B");
    page.getByTestId("search-submit").click();
    assertThat(page.getByTestId("entry-" + id)).containsText("+0.07");
    assertThat(page.getByTestId("statement").locator("tr").first().locator("td").nth(3))
        .hasText(balance(page, "B").toPlainString());
    assertAccessible(page);

    show(page, "chain");
    assertThat(page.getByTestId("replicas").first()).hasAttribute("data-answer", "yes");
    page.getByTestId("audit").click();
    assertThat(page.getByTestId("audit-result")).hasAttribute("data-ok", "true");
    assertThat(page.getByTestId("audit-result")).containsText("have signed exactly this chain");
    var table = Files.readString(save(page, "chain-csv", "transfers.csv"));
    assertTrue(table.contains(height + ",0," + id + ",A,B,0.07,to be found\r\n"), table);
    assertNoComplaints();

    // A node, or who stands before it, that shows another amount than the one that was hashed.
    var deceived = context.newPage();
    deceived.routeWebSocket(
        Pattern.compile(".*/console$"),
        socket -> {
          var node = socket.connectToServer();
          node.onMessage(frame -> socket.send(frame.text().replace("\"0.07\"", "\"0.70\"")));
        });
    deceived.navigate(base(page) + "#chain/block/" + height);
    assertThat(deceived.getByTestId("page-verdict")).hasAttribute("data-ok", "false");
    assertThat(deceived.getByTestId("page-verdict")).containsText("The transfers hash to");
    assertThat(deceived.getByTestId("block-page")).hasClass(Pattern.compile("\\bbroken\\b"));
    deceived.getByTestId("audit").click();
    assertThat(deceived.getByTestId("audit-result")).hasAttribute("data-ok", "false");
    assertThat(deceived.getByTestId("audit-result")).containsText("Block " + height);
    assertNoComplaints();
  }

  @Test
  void every_view_is_a_key_away_and_an_idle_page_asks_nothing() {
    var page = open("A");
    page.keyboard().press("?");
    assertThat(page.getByTestId("key-sheet")).isVisible();
    assertAccessible(page);
    page.keyboard().press("Escape");
    for (var view :
        Map.of("p", "protocol", "c", "chain", "a", "accounts", "m", "cluster").entrySet()) {
      page.keyboard().press("g");
      page.keyboard().press(view.getKey());
      assertThat(page.getByTestId("view-" + view.getValue())).isVisible();
    }
    page.keyboard().press("/");
    assertThat(page.getByTestId("search")).isFocused();

    List<String> asked = new CopyOnWriteArrayList<>();
    page.onWebSocket(socket -> socket.onFrameSent(frame -> asked.add(frame.text())));
    page.reload();
    awaitLive(page);
    // The answers to what was asked when the page was opened.
    page.waitForTimeout(2_000);
    asked.clear();
    page.waitForTimeout(5_000);
    // Nothing happens, so the node says nothing, and is asked whether it is there; and for nothing
    // else.
    assertTrue(asked.stream().allMatch(call -> call.contains("\"status\"")), asked::toString);
    assertThat(page.getByTestId("connection")).hasText("LIVE");
    assertNoComplaints();
  }

  @Test
  void everybody_can_use_it_in_light_and_dark() {
    var page = open("A");
    var block = block(page, commit(page, "B", "1", "a memo"));
    show(page, "chain");
    block.getByTestId("block-toggle").click();
    assertThat(block.getByTestId("block-recomputed")).containsText("the same");
    assertThat(run(page, "help")).hasAttribute("data-exit", "0");
    assertThat(run(page, "frobnicate")).hasAttribute("data-exit", "2");
    page.getByTestId("verify").click();
    assertThat(page.getByTestId("verify-result")).containsText("Verified");
    assertAccessible(page);
    show(page, "cluster");
    assertAccessible(page);
    show(page, "accounts");
    transfer(page, "B", "99999", "");
    assertOutcome(page, "refused");
    assertAccessible(page);
    transfer(page, "B", "x", "");
    assertThat(page.getByTestId("transfer-amount-problem")).isVisible();
    assertAccessible(page, "[data-testid=transfer]");
    assertNoComplaints();
  }
}
