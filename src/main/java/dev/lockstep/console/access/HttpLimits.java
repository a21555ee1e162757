package dev.lockstep.console.access;

import dev.lockstep.config.Member;
import io.vertx.core.http.HttpServerOptions;
import java.util.concurrent.TimeUnit;

/** What the HTTP server takes from a client at most. */
public final class HttpLimits {
  /** The largest request body, in bytes: 8,192 transfers with the longest memos fit. */
  public static final int BODY_MAX = 16 << 20;

  /** Of the request line, and of the headers, in bytes. */
  static final int LINE_MAX = 8 << 10;

  static final int HEAD_MAX = 16 << 10;

  private static final int MESSAGE_BYTES_MAX = 256 << 10;
  private static final int IDLE_SECONDS = 60;

  private HttpLimits() {}

  /**
   * @param patienceMillis how long an answer about a transfer may take
   */
  public static HttpServerOptions options(Member member, long patienceMillis) {
    // No compression of messages: a small one could unfold to any size.
    return new HttpServerOptions()
        .setHost(member.bind())
        .setPort(member.http())
        // What is looked at in a request is what HTTP/1.1 has; browsers use HTTP/2 with TLS only.
        .setHttp2ClearTextEnabled(false)
        .setIdleTimeout(idleSeconds(patienceMillis))
        .setIdleTimeoutUnit(TimeUnit.SECONDS)
        .setMaxHeaderSize(HEAD_MAX)
        .setMaxInitialLineLength(LINE_MAX)
        // Browsers send a message in one frame.
        .setMaxWebSocketFrameSize(MESSAGE_BYTES_MAX)
        .setMaxWebSocketMessageSize(MESSAGE_BYTES_MAX)
        .setPerFrameWebSocketCompressionSupported(false)
        .setPerMessageWebSocketCompressionSupported(false);
  }

  /** Longer than any answer about a transfer takes: the connection is silent until it comes. */
  static int idleSeconds(long patienceMillis) {
    return Math.clamp(patienceMillis / 1_000 + 10, IDLE_SECONDS, Integer.MAX_VALUE);
  }
}
