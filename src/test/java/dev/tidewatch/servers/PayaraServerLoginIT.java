package dev.tidewatch.servers;

import java.util.Map;

/** Payara Server, with users of its file realm. */
class PayaraServerLoginIT extends LoginContract<PayaraServer> {

  @Override
  PayaraServer start(String mongo, String ns, Map<String, String> settings) {
    PayaraServer server = PayaraServer.start(mongo, ns, settings);
    server.addUser("anna", PASSWORD, "customer");
    server.addUser("otto", PASSWORD, "operator,customer");
    return server;
  }
}
