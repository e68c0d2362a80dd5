package dev.tidewatch.servers;

/** The uber-jar of Payara Micro. */
class PayaraMicroContractIT extends ServerContract<PayaraMicroServer> {

  @Override
  PayaraMicroServer start(String mongo, String ns) {
    return PayaraMicroServer.start(mongo, ns);
  }

  @Override
  int codeAtStop() {
    return 1001;
  }
}
