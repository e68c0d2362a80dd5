package dev.tidewatch.servers;

/** WildFly. */
class WildFlyContractIT extends RedeployContract<WildFlyServer> {

  @Override
  WildFlyServer start(String mongo, String ns) {
    return WildFlyServer.start(mongo, ns);
  }

  @Override
  int codeAtStop() {
    return 1001;
  }

  @Override
  int heldByTheServer() {
    // an idle worker holds its last request
    return 8;
  }

  @Override
  boolean keepsHandshakes() {
    return false;
  }
}
