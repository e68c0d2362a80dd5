package dev.tidewatch.feed.boundary.http;

import dev.tidewatch.config.WebSettings;
import dev.tidewatch.feed.control.encoding.GzipPart;
import dev.tidewatch.feed.control.encoding.GzipStream;
import dev.tidewatch.feed.control.format.OutboundMessage;
import dev.tidewatch.web.AcceptEncoding;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.Resource;
import jakarta.enterprise.concurrent.ManagedScheduledExecutorService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/**
 * Responses in gzip for the clients that ask for it. What is compressed is compressed once for all
 * of them; large messages one at a time and away from the dispatcher's thread, because every reader
 * would wait for them there.
 *
 * <p>Thread-safe.
 */
@ApplicationScoped
public class Compression {

  /** The header that says how a response is compressed. */
  static final String ENCODING = "Content-Encoding";

  /** Its value. */
  static final String GZIP = "gzip";

  /** The header that says what a response depends on. */
  static final String VARY = "Vary";

  /** What a compressible response depends on. */
  static final String ACCEPTED = "Accept-Encoding";

  @Inject private WebSettings settings;
  @Resource private ManagedScheduledExecutorService executor;

  private Executor large;

  @PostConstruct
  void open() {
    large = new SerialExecutor(executor);
  }

  /** Whether responses may be compressed at all, and so depend on what the client accepts. */
  boolean isOn() {
    return settings.gzip();
  }

  /** Whether the response to a request is to be compressed. */
  boolean isFor(HttpServletRequest request) {
    return isOn() && AcceptEncoding.asksForGzip(request);
  }

  /** The part of a message in a gzip stream. */
  CompletionStage<byte[]> part(OutboundMessage message) {
    return message.gzipPart(large);
  }

  /**
   * The answer that consists of a message.
   *
   * @param gzip whether the client asks for it
   */
  CompletionStage<Response> answer(OutboundMessage message, boolean gzip) {
    byte[] bytes = message.bytes();
    return gzip && isWorthIt(bytes)
        ? part(message).thenApply(part -> compressed(GzipStream.whole(bytes, part)))
        : CompletableFuture.completedFuture(plain(bytes));
  }

  /** The answer that consists of these bytes, compressed here and now if the client asks for it. */
  Response answer(byte[] bytes, boolean gzip) {
    return gzip && isWorthIt(bytes)
        ? compressed(GzipStream.whole(bytes, GzipPart.of(bytes)))
        : plain(bytes);
  }

  private static boolean isWorthIt(byte[] bytes) {
    return bytes.length >= GzipPart.LEAST_BYTES;
  }

  private static Response compressed(byte[] bytes) {
    return Response.ok(bytes).header(ENCODING, GZIP).header(VARY, ACCEPTED).build();
  }

  private Response plain(byte[] bytes) {
    Response.ResponseBuilder response = Response.ok(bytes);
    return (isOn() ? response.header(VARY, ACCEPTED) : response).build();
  }
}
