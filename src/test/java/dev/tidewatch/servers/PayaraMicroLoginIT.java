package dev.tidewatch.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The uber-jar, with users of its file realm, which commands add at each start. */
class PayaraMicroLoginIT extends LoginContract<PayaraMicroServer> {

  @Override
  PayaraMicroServer start(String mongo, String ns, Map<String, String> settings) {
    try {
      Path password = Files.createTempFile("tidewatch-password", null);
      Files.writeString(password, "AS_ADMIN_USERPASSWORD=" + PASSWORD);
      Path users = Files.createTempFile("tidewatch-users", ".asadmin");
      String create = "create-file-user --passwordfile " + password + " --groups ";
      Files.write(users, List.of(create + "customer anna", create + "operator:customer otto"));
      return PayaraMicroServer.start(
          mongo, ns, settings, "--postbootcommandfile", users.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
