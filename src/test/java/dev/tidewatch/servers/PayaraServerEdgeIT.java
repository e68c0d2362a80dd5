package dev.tidewatch.servers;

/** The edge of Payara Server. */
class PayaraServerEdgeIT extends EdgeContract<PayaraServer> {

  @Override
  PayaraServer start(String mongo, String ns) {
    return PayaraServer.start(mongo, ns);
  }
}
