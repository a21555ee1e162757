package dev.lockstep.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static com.microsoft.playwright.assertions.PlaywrightAssertions.setDefaultAssertionTimeout;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import dev.lockstep.cli.Stdio;
import dev.lockstep.cli.lab.LabServer;
import dev.lockstep.cli.lab.ScenarioFile;
import dev.lockstep.cli.lab.Session;
import dev.lockstep.integration.RealCluster;
import io.vertx.core.Vertx;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Makes the pictures of README.md from a real run and from a lesson, for docs/pictures.sh. */
@EnabledIfSystemProperty(named = "lockstep.pictures", matches = ".+")
class PicturesIT {
  private static final int FRAMES = 24;
  private static final int FRAME_MILLIS = 200;

  /** So that a transfer takes as long as the frames, also where a picture takes a second. */
  private static final String DELAY = "1500ms";

  @TempDir static Path directory;

  @Test
  void pictures() throws Exception {
    var folder = Path.of(System.getProperty("lockstep.pictures"));
    setDefaultAssertionTimeout(30_000);
    try (var cluster =
            new RealCluster(directory, "message_delay: " + DELAY, "A", "B", "C").startAll();
        var chromium = new Chromium()) {
      cluster.names.forEach(cluster::awaitReady);
      var context =
          chromium.browser.newContext(
              new Browser.NewContextOptions()
                  .setViewportSize(1200, 675)
                  .setColorScheme(ColorScheme.LIGHT));
      var page = context.newPage();
      page.navigate(cluster.link("A"));
      assertThat(page.getByTestId("moment")).hasAttribute("data-state", "live");
      transfer(page, "B", "4.00", "lunch");
      assertThat(page.getByTestId("transfer-outcome")).hasAttribute("data-outcome", "committed");
      var other = context.newPage();
      other.navigate(cluster.link("B"));
      assertThat(other.getByTestId("moment")).hasAttribute("data-state", "live");
      page.bringToFront();
      transfer(other, "C", "2.00", "tea");
      animate(page, folder.resolve("protocol.gif"));
      assertThat(other.getByTestId("transfer-outcome")).hasAttribute("data-outcome", "committed");
      page.getByTestId("card-of-B").click();
      save(page, folder.resolve("protocol.png"));
      page.getByTestId("tab-accounts").click();
      assertThat(page.getByTestId("view-accounts")).isVisible();
      transfer(page, "C", "1.50", "coffee");
      assertThat(page.getByTestId("transfer-outcome")).hasAttribute("data-outcome", "committed");
      page.getByTestId("tab-chain").click();
      cluster.names.forEach(cluster::awaitCheckpoint);
      assertThat(page.getByTestId("replicas").first()).hasAttribute("data-answer", "yes");
      page.getByTestId("audit").click();
      assertThat(page.getByTestId("audit-result")).hasAttribute("data-ok", "true");
      save(page, folder.resolve("console.png"));
      lab(context.newPage(), folder.resolve("lab.png"));
    }
  }

  /** Lesson 8 at its end: the chains have parted. */
  private static void lab(Page page, Path file) throws IOException {
    var nowhere = new PrintWriter(Writer.nullWriter());
    var stdio = new Stdio(InputStream.nullInputStream(), nowhere, nowhere, "");
    var lesson = new ScenarioFile(Path.of("lessons/8-commit-without-a-vote.lab"));
    var session = new Session(lesson.open(stdio), (ask, answer, isRight) -> {});
    var vertx = Vertx.vertx();
    page.navigate(new LabServer(session, stdio).serve(vertx));
    page.getByTestId("lab-line").fill("end");
    page.getByTestId("lab-line").press("Enter");
    assertThat(page.getByTestId("broken")).isVisible();
    assertThat(page.getByTestId("place")).containsText("step 20 of 20");
    save(page, file);
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  private static void transfer(Page page, String to, String amount, String memo) {
    var fold = page.getByTestId("transfer-fold").locator("summary");
    if (fold.isVisible()) {
      fold.click();
    }
    page.getByTestId("transfer-to").selectOption(to);
    page.getByTestId("transfer-amount").fill(amount);
    page.getByTestId("transfer-memo").fill(memo);
    page.getByTestId("transfer-submit").click();
    if (fold.isVisible()) {
      fold.click();
    }
  }

  private static void save(Page page, Path file) throws IOException {
    Files.write(file, page.screenshot());
  }

  /** A picture now and then, and all of them in one file that repeats. */
  private static void animate(Page page, Path file) throws IOException {
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < FRAMES; i++) {
      frames.add(page.screenshot());
      page.waitForTimeout(FRAME_MILLIS);
    }
    Files.deleteIfExists(file);
    var writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (var out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.prepareWriteSequence(null);
      for (int i = 0; i < frames.size(); i++) {
        var image = ImageIO.read(new ByteArrayInputStream(frames.get(i)));
        var metadata =
            writer.getDefaultImageMetadata(
                ImageTypeSpecifier.createFromRenderedImage(image), writer.getDefaultWriteParam());
        describe(metadata, i == 0, i == frames.size() - 1);
        writer.writeToSequence(new IIOImage(image, null, metadata), writer.getDefaultWriteParam());
      }
      writer.endWriteSequence();
    } finally {
      writer.dispose();
    }
  }

  /** GIF89a, sections 23 and 26: hundredths of a second, and for ever. */
  private static void describe(IIOMetadata metadata, boolean isFirst, boolean isLast)
      throws IIOInvalidTreeException {
    var format = metadata.getNativeMetadataFormatName();
    var root = (IIOMetadataNode) metadata.getAsTree(format);
    var control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    control.setAttribute("delayTime", String.valueOf(isLast ? 300 : 2 * FRAME_MILLIS / 10));
    if (isFirst) {
      var repeat = new IIOMetadataNode("ApplicationExtension");
      repeat.setAttribute("applicationID", "NETSCAPE");
      repeat.setAttribute("authenticationCode", "2.0");
      repeat.setUserObject(new byte[] {1, 0, 0});
      child(root, "ApplicationExtensions").appendChild(repeat);
    }
    metadata.setFromTree(format, root);
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    var found = root.getElementsByTagName(name);
    if (found.getLength() > 0) {
      return (IIOMetadataNode) found.item(0);
    }
    var made = new IIOMetadataNode(name);
    root.appendChild(made);
    return made;
  }
}
