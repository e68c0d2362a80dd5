package dev.tidewatch.servers;

import com.microsoft.playwright.Dialog;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.LoadState;
import com.microsoft.playwright.options.WaitForSelectorState;
import dev.tidewatch.testing.clients.Browser;
import java.net.URI;

/** Payara's admin console in a browser, as an administrator uses it. */
final class PayaraConsole implements AutoCloseable {

  /** Its first page takes long: the console itself is deployed when it is first asked for. */
  private static final double LOADS_WITHIN_MILLIS = 120_000;

  private final Browser browser = Browser.start();
  private final Page page = browser.page(1400, 900);
  private final URI base;

  PayaraConsole(URI base) {
    this.base = base;
    page.setDefaultTimeout(LOADS_WITHIN_MILLIS);
    page.onDialog(Dialog::accept);
  }

  /** Whether Tidewatch is among the applications. */
  boolean listsTidewatch() {
    applications();
    return row("1:link").innerText().equals("tidewatch");
  }

  void disable() {
    press("button3");
  }

  void enable() {
    press("button2");
  }

  /** Stops the application and starts it again. */
  void reload() {
    applications();
    row("4:reloadLink").click();
    settled();
  }

  /** Changes a setting that is there; it counts when the application starts again. */
  void set(String name, String value) {
    open("configurations:server-config:sysProps:sysProps_link");
    byId("propertyForm:propertyContentPage:topButtons:saveButton").waitFor();
    Locator row = page.locator("tr:has(input[value='" + name + "'])").last();
    row.locator("input[type=text]").last().fill(value);
    byId("propertyForm:propertyContentPage:topButtons:saveButton").click();
    page.getByText("New values successfully saved").waitFor();
  }

  private void press(String button) {
    applications();
    row("0:select").check();
    byId("propertyForm:deployTable:topActionsGroup1:" + button).click();
    settled();
  }

  private void applications() {
    open("applications:applications_link");
    row("1:link").waitFor();
  }

  /** The only application's. */
  private Locator row(String column) {
    return byId("propertyForm:deployTable:rowGroup1:0:col" + column);
  }

  /** From the start, so that nothing of the page before is taken for it. */
  private void open(String leaf) {
    page.navigate(base + "common/index.jsf");
    Locator link = byId("treeForm:tree:" + leaf);
    link.waitFor(
        new Locator.WaitForOptions()
            .setState(WaitForSelectorState.ATTACHED)
            .setTimeout(LOADS_WITHIN_MILLIS));
    // it may be in a branch that is closed
    link.evaluate("link => link.click()");
  }

  private void settled() {
    page.waitForLoadState(LoadState.NETWORKIDLE);
  }

  private Locator byId(String id) {
    return page.locator("[id='" + id + "']");
  }

  @Override
  public void close() {
    browser.close();
  }
}
