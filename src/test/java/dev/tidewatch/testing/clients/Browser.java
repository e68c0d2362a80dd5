package dev.tidewatch.testing.clients;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** A real Chromium without a window, the machine's own: {@code scripts/test} installs it. */
public final class Browser implements AutoCloseable {

  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome", "google-chrome-stable");

  private final Playwright playwright;
  private final com.microsoft.playwright.Browser browser;
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  private Browser(Playwright playwright, Path executable) {
    this.playwright = playwright;
    this.browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable)
                    .setArgs(
                        List.of(
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync")));
  }

  /** Starts one. */
  public static Browser start() {
    Path executable =
        executable()
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "no Chromium on the PATH: scripts/test installs it, or set CHROMIUM"));
    Map<String, String> environment = Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
    return new Browser(
        Playwright.create(new Playwright.CreateOptions().setEnv(environment)), executable);
  }

  private static Optional<Path> executable() {
    String given = System.getenv("CHROMIUM");
    return given != null && !given.isBlank()
        ? Optional.of(Path.of(given))
        : NAMES.stream()
            .flatMap(name -> Stream.of(System.getenv("PATH").split(":")).map(f -> Path.of(f, name)))
            .filter(Files::isExecutable)
            .findFirst();
  }

  /** A window of that size; what its console complains of is kept. */
  public Page page(int width, int height) {
    Page page =
        browser.newPage(
            new com.microsoft.playwright.Browser.NewPageOptions().setViewportSize(width, height));
    page.onConsoleMessage(
        message -> {
          if (message.type().equals("error")) {
            complaints.add(message.text());
          }
        });
    page.onPageError(complaints::add);
    return page;
  }

  /** Errors of the pages' scripts and of the content security policy. */
  public List<String> complaints() {
    return complaints;
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
