package dev.lockstep.console;

import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Reads requests as Vert.x does, and refuses one whose length is given in two ways. Which of the
 * two holds is a matter of taste: a proxy of another taste would see other requests in the same
 * bytes.
 */
final class StrictDecoder extends VertxHttpRequestDecoder {
  StrictDecoder(HttpServerOptions options) {
    super(options);
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException(
        "It has both a Content-Length and a Transfer-Encoding; send one of them");
  }
}
