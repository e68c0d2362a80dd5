package dev.tidewatch.testing.clients;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.zip.GZIPInputStream;

/** A client of the REST API that sends whatever it is told to. */
public final class Api {

  private static final HttpClient CLIENT = Http.client();

  private final URI base;

  /** Of the application at this address. */
  public Api(URI base) {
    this.base = base;
  }

  /** Without a body; headers are names and values in turn. */
  public HttpResponse<String> send(String method, String path, String... headers) {
    return send(method, path, BodyPublishers.noBody(), headers);
  }

  /** Gets a path; headers are names and values in turn. */
  public HttpResponse<String> get(String path, String... headers) {
    return send("GET", path, headers);
  }

  /** Gets a path in gzip, whose checksum has to be right. */
  public String gzip(String path) {
    try {
      HttpResponse<byte[]> answer =
          CLIENT.send(
              request("GET", path, BodyPublishers.noBody(), "Accept-Encoding", "gzip"),
              BodyHandlers.ofByteArray());
      if (!answer.headers().allValues("Content-Encoding").equals(List.of("gzip"))) {
        throw new AssertionError("not in gzip: " + answer.headers().map());
      }
      try (var decoder = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
        return new String(decoder.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With a JSON body. */
  public HttpResponse<String> json(String method, String path, String body) {
    return json(method, path, BodyPublishers.ofString(body));
  }

  /** With a body that is said to be JSON. */
  public HttpResponse<String> json(String method, String path, BodyPublisher body) {
    return send(method, path, body, "Content-Type", "application/json");
  }

  /** With any body. */
  public HttpResponse<String> send(
      String method, String path, BodyPublisher body, String... headers) {
    try {
      return CLIENT.send(request(method, path, body, headers), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Without waiting for the answer. */
  public CompletableFuture<HttpResponse<String>> begin(String method, String path) {
    return CLIENT.sendAsync(
        request(method, path, BodyPublishers.noBody()), BodyHandlers.ofString());
  }

  private HttpRequest request(String method, String path, BodyPublisher body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path)).method(method, body);
    return (headers.length == 0 ? request : request.headers(headers)).build();
  }
}
