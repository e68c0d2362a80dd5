package dev.tidewatch.servers;

/** Who comes in, on Payara Server. */
class PayaraServerAccessIT extends AccessContract<PayaraServer> {

  @Override
  PayaraServer start(String mongo, String ns) {
    return PayaraServer.start(mongo, ns, settings());
  }
}
