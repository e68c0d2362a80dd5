package dev.tidewatch.servers;

/** Who comes in, on the uber-jar of Payara Micro. */
class PayaraMicroAccessIT extends AccessContract<PayaraMicroServer> {

  @Override
  PayaraMicroServer start(String mongo, String ns) {
    return PayaraMicroServer.start(mongo, ns, settings());
  }
}
