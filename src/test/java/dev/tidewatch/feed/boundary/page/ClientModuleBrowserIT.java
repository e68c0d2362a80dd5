package dev.tidewatch.feed.boundary.page;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import dev.tidewatch.testing.clients.Browser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * The client and the pages' modules in a browser, with a fake server and a fake clock. {@code
 * src/test/resources/client} has the tests, a file for each subject.
 */
class ClientModuleBrowserIT {

  private static final String SITE = "http://tidewatch.test/";
  private static final List<Path> ROOTS =
      List.of(Path.of("src/main/webapp"), Path.of("src/test/resources/client"));

  private static Browser browser;
  private static Page page;

  @BeforeAll
  static void start() {
    browser = Browser.start();
    page = browser.page(400, 300);
    page.route(SITE + "**", ClientModuleBrowserIT::serve);
  }

  @AfterAll
  static void stop() {
    browser.close();
  }

  @TestFactory
  @SuppressWarnings("unchecked") // a list of strings is what the script gives
  Stream<DynamicTest> theModule() {
    page.navigate(SITE);
    var names =
        (List<String>) page.evaluate("import('/tests.js').then(({ tests }) => Object.keys(tests))");
    return names.stream().map(name -> DynamicTest.dynamicTest(name, () -> run(name)));
  }

  private static void run(String name) {
    // anew, for a test leaves its clock and its sockets behind
    page.navigate(SITE);
    page.evaluate("name => import('/tests.js').then(({ run }) => run(name))", name);
  }

  private static void serve(Route route) {
    String path = route.request().url().substring(SITE.length());
    Route.FulfillOptions answer = new Route.FulfillOptions();
    ROOTS.stream()
        .map(root -> root.resolve(path))
        .filter(Files::isRegularFile)
        .findFirst()
        .ifPresentOrElse(
            file -> answer.setPath(file).setContentType("text/javascript"),
            () -> answer.setBody("<title>test</title>").setContentType("text/html"));
    route.fulfill(answer);
  }
}
