package dev.tidewatch.mongo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.mongodb.client.MongoClient;
import dev.tidewatch.config.InvalidSettingException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientFactoryTest {

  private static final String SERVER = "mongodb://user:s3cret@127.0.0.1:1/?";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "compressors=zstd                            | com.github.luben:zstd-jni",
        "compressors=snappy                          | org.xerial.snappy:snappy-java",
        "compressors=zlib,zstd                       | com.github.luben:zstd-jni",
        "compressors=lz4                             | option compressors",
        "compressors=zlib&zlibCompressionLevel=99    | option zlibCompressionLevel",
        "maxPoolSize=-1                              | option maxPoolSize",
        "minPoolSize=200&maxPoolSize=5               | option minPoolSize",
        "maxConnecting=0                             | option maxConnecting",
        "maxIdleTimeMS=-1                            | option maxIdleTimeMS",
        "localThresholdMS=-1                         | option localThresholdMS",
        "timeoutMS=-1                                | option timeoutMS",
        "socketTimeoutMS=-5                          | option socketTimeoutMS",
        "connectTimeoutMS=-1                         | option connectTimeoutMS",
        "tls=true&ssl=false                          | option tls",
        "proxyPort=1080                              | option proxyPort",
        "proxyHost=a&proxyPort=99999                 | option proxyPort",
        "directConnection=true&loadBalanced=true     | option directConnection",
        "replicaSet=rs0&loadBalanced=true            | option replicaSet",
        "readPreference=bogus                        | option readPreference",
        "readConcernLevel=bogus                      | option readConcernLevel",
        "authMechanism=NONSENSE                      | option authMechanism",
        "serverMonitoringMode=bogus                  | option serverMonitoringMode",
        "srvServiceName=x                            | option srvServiceName",
        "maxPoolSize=-1&maxConnecting=0              | option maxPoolSize",
        "loadBalanced=true&directConnection=true&replicaSet=a | option loadBalanced"
      })
  void anOptionThatTheDriverCannotDoIsNamed(String options, String named) {
    assertRefused(SERVER + "retryWrites=true&" + options, named);
    assertRefused(SERVER + options, named);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "mongodb://127.0.0.1:1/?authMechanism=MONGODB-OIDC | authMechanismProperties=ENVIRONMENT",
        "mongodb://%2Ftmp%2Fmongodb-27017.sock/             | com.github.jnr:jnr-unixsocket",
        "mongodb://user:s3c/ret@127.0.0.1:1/                | such as mongodb://",
        "mongodb://user:s3c?a=ret@127.0.0.1:1/              | such as mongodb://",
        "mongodb://127.0.0.1:99999/                         | such as mongodb://",
        "mongodb+srv://a.b.c:27017/                         | such as mongodb://",
        "http://127.0.0.1/                                  | such as mongodb://"
      })
  void whateverElseItCannotDoIsSaid(String mongo, String named) {
    assertRefused(mongo, named);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "replicaSet=rs0",
        "compressors=zlib",
        "compressors=zlib&zlibCompressionLevel=9",
        "tls=true&tlsInsecure=true",
        "proxyHost=127.0.0.1&proxyPort=1",
        "readPreference=secondary&maxStalenessSeconds=100",
        "authMechanism=MONGODB-AWS",
        "socketTimeoutMS=0&connectTimeoutMS=100"
      })
  void whatTheDriverCanDoIsLeftToIt(String options) {
    try (MongoClient client = create(SERVER + options)) {
      assertThat(client.getClusterDescription()).isNotNull();
    }
  }

  private static MongoClient create(String mongo) {
    return ClientFactory.create(mongo, ClientFactory.parse(mongo), new ServerMonitor());
  }

  private static void assertRefused(String mongo, String named) {
    assertThatThrownBy(() -> create(mongo))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageStartingWith("Invalid tidewatch.mongo, ")
        .hasMessageContaining(named)
        .message()
        .doesNotContain("s3c", "ret@", "127.0.0.1");
  }
}
