package dev.lockstep.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.lockstep.chain.Hash;
import dev.lockstep.order.Event;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

@DisplayName("News of blocks in the log")
class BlockNewsTest {
  private final Logger log = (Logger) LoggerFactory.getLogger("test.blocks");
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private final BlockNews news = new BlockNews(log);

  BlockNewsTest() {
    log.setLevel(Level.INFO);
    log.setAdditive(false);
    log.addAppender(written);
    written.start();
  }

  @AfterEach
  void detach() {
    log.detachAppender(written);
  }

  @Test
  void one_block_is_shown_whole() {
    news.add(appended(9, 5, "A", 2)).add(new Event.Committed(10, 5)).write();
    assertLines("[9] block 5 00000000 by A with 2 transfers", "[10] committed up to 5");
  }

  @Test
  void many_blocks_share_a_line() {
    for (int height = 5; height < 8; height++) {
      news.add(appended(2 * height, height, height == 6 ? "B" : "A", 2));
      news.add(new Event.Committed(2 * height + 1, height));
    }
    news.write();
    assertLines("[14] blocks 5 to 7 00000000 with 6 transfers", "[15] committed up to 7");
  }

  @Test
  void nothing_is_written_twice() {
    news.add(new Event.Committed(3, 1)).write();
    news.write();
    news.add(appended(4, 2, "B", 1)).write();
    assertLines("[3] committed up to 1", "[4] block 2 00000000 by B with 1 transfers");
  }

  private static Event.Appended appended(long time, long height, String proposer, int transfers) {
    return new Event.Appended(time, height, Hash.ZERO, proposer, transfers);
  }

  private void assertLines(String... lines) {
    assertEquals(
        List.of(lines), written.list.stream().map(ILoggingEvent::getFormattedMessage).toList());
  }
}
