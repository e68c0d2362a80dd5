package dev.tidewatch.mongo;

import com.mongodb.AuthenticationMechanism;
import com.mongodb.ConnectionString;
import com.mongodb.MongoCompressor;
import com.mongodb.MongoCredential;
import com.mongodb.client.MongoClients;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Checks what the driver would notice only when it connects, as an Error or an
 * IllegalArgumentException at every attempt: missing libraries, and values that it does not
 * validate.
 */
final class DriverLimits {

  private static final String OTHER = "set compressors=zlib or leave it out";
  private static final String ZSTD = "com.github.luben.zstd.Zstd";
  private static final String SNAPPY = "org.xerial.snappy.Snappy";
  private static final String UNIX_SOCKET = "jnr.unixsocket.UnixSocket";

  private DriverLimits() {}

  /** The problem and the remedy, without the value; empty if there is none. */
  static Optional<String> problem(ConnectionString connection) {
    return Stream.concat(
            connection.getCompressorList().stream().map(DriverLimits::compressor),
            Stream.of(sockets(connection), login(connection), timeouts(connection)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<String> compressor(MongoCompressor compressor) {
    return switch (compressor.getName()) {
      case "zstd" -> library("compressors=zstd", "com.github.luben:zstd-jni", ZSTD, OTHER);
      case "snappy" ->
          library("compressors=snappy", "org.xerial.snappy:snappy-java", SNAPPY, OTHER);
      case "zlib" -> {
        int level = compressor.getProperty(MongoCompressor.LEVEL, -1);
        yield when(level < -1 || level > 9, "its option zlibCompressionLevel must be from -1 to 9");
      }
      default -> Optional.empty();
    };
  }

  private static Optional<String> sockets(ConnectionString connection) {
    return connection.getHosts().stream().anyMatch(host -> host.endsWith(".sock"))
        ? library(
            "a Unix domain socket",
            "com.github.jnr:jnr-unixsocket",
            UNIX_SOCKET,
            "set a host and a port")
        : Optional.empty();
  }

  /**
   * Checks the credentials; only a program, not a connection string, can give the driver a callback
   * instead.
   */
  private static Optional<String> login(ConnectionString connection) {
    MongoCredential credential = connection.getCredential();
    return when(
        credential != null
            && credential.getAuthenticationMechanism() == AuthenticationMechanism.MONGODB_OIDC
            && credential.getMechanismProperty(MongoCredential.ENVIRONMENT_KEY, null) == null,
        "authMechanism=MONGODB-OIDC needs authMechanismProperties=ENVIRONMENT:…");
  }

  private static Optional<String> timeouts(ConnectionString connection) {
    return isNegative(connection.getSocketTimeout())
        ? Optional.of("its option socketTimeoutMS must be 0 or more")
        : when(
            isNegative(connection.getConnectTimeout()),
            "its option connectTimeoutMS must be 0 or more");
  }

  private static boolean isNegative(Integer number) {
    return number != null && number < 0;
  }

  private static Optional<String> when(boolean wrong, String remedy) {
    return wrong ? Optional.of(remedy) : Optional.empty();
  }

  /** Checks that a class loads and initializes; the initializer loads a native library. */
  private static Optional<String> library(String what, String name, String type, String instead) {
    try {
      Class.forName(type, true, MongoClients.class.getClassLoader());
      return Optional.empty();
    } catch (ClassNotFoundException | LinkageError e) {
      return Optional.of(what + " needs the library " + name + ", which is missing: " + instead);
    }
  }
}
