package dev.tidewatch.servers;

/** The edge of WildFly. */
class WildFlyEdgeIT extends EdgeContract<WildFlyServer> {

  @Override
  WildFlyServer start(String mongo, String ns) {
    return WildFlyServer.start(mongo, ns);
  }
}
