package dev.tidewatch.servers;

import java.util.Map;

/** WildFly, with users of {@code add-user.sh}. */
class WildFlyLoginIT extends LoginContract<WildFlyServer> {

  @Override
  WildFlyServer start(String mongo, String ns, Map<String, String> settings) {
    WildFlyServer server = WildFlyServer.start(mongo, ns, settings);
    server.addUser("anna", PASSWORD, "customer");
    server.addUser("otto", PASSWORD, "operator,customer");
    return server;
  }
}
