package dev.lockstep.console.access;

import io.netty.handler.codec.http.HttpMessage;
import io.vertx.core.http.HttpServerConfig;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.http1.VertxHttpRequestDecoder;

/**
 * Reads requests as Vert.x does, and refuses one whose length is given in two ways. Servers differ
 * in which of the two holds: a proxy could see other requests in the same bytes (request
 * smuggling).
 */
final class StrictDecoder extends VertxHttpRequestDecoder {
  StrictDecoder(HttpServerOptions options) {
    super(new HttpServerConfig(options).getHttp1Config());
  }

  @Override
  protected void handleTransferEncodingChunkedWithContentLength(HttpMessage message) {
    throw new IllegalArgumentException(
        "It has both a Content-Length and a Transfer-Encoding; send one of them");
  }
}
