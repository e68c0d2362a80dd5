package dev.tidewatch.servers;

/** The edge of the uber-jar of Payara Micro. */
class PayaraMicroEdgeIT extends EdgeContract<PayaraMicroServer> {

  @Override
  PayaraMicroServer start(String mongo, String ns) {
    return PayaraMicroServer.start(mongo, ns);
  }
}
