package dev.tidewatch.web;

import dev.tidewatch.text.Html;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/**
 * A page with a title and a few sentences, in the frame of all pages. Not a Faces page, because it
 * is shown where Faces may have failed.
 *
 * @param title as text
 * @param content as HTML
 */
public record PlainPage(String title, String content) {

  /** The page; its arguments are the title, the content and the context path. */
  private static final String PAGE =
      """
      <!DOCTYPE html>
      <html lang="en">
      <head>
        <meta charset="UTF-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <title>%1$s · Tidewatch</title>
        <link rel="icon" type="image/svg+xml" href="%3$s/resources/tidewatch/shared/favicon.svg">
        <link rel="stylesheet" href="%3$s/resources/tidewatch/shared/base.css">
        <link rel="stylesheet" href="%3$s/resources/tidewatch/shared/header.css">
        <link rel="stylesheet" href="%3$s/resources/tidewatch/shared/application.css">
      </head>
      <body>
      <header id="header">
        <div class="bar">
          <p class="brand"><img src="%3$s/resources/tidewatch/shared/mark.svg" alt="" width="28" height="28">Tidewatch</p>
          <h1>%1$s</h1>
        </div>
        <div class="scale"></div>
      </header>
      <main id="main">
      %2$s
      </main>
      </body>
      </html>
      """;

  /** Answers a request; the response must not be committed yet. */
  public void send(HttpServletRequest request, HttpServletResponse response, int status)
      throws IOException {
    response.setStatus(status);
    response.setContentType("text/html");
    response.setCharacterEncoding("UTF-8");
    response
        .getWriter()
        .write(PAGE.formatted(Html.escape(title), content, Html.escape(request.getContextPath())));
  }

  /** A paragraph of text. */
  public static String paragraph(String text) {
    return "<p>" + Html.escape(text) + "</p>\n";
  }

  /** A button that leads to an address. */
  public static String link(String address, String text) {
    return "<p><a class=\"act\" href=\""
        + Html.escape(address)
        + "\">"
        + Html.escape(text)
        + "</a></p>\n";
  }

  /** A button that posts an empty form to an address. */
  public static String post(String address, String text) {
    return "<form method=\"post\" action=\""
        + Html.escape(address)
        + "\"><p class=\"acts\"><button type=\"submit\">"
        + Html.escape(text)
        + "</button></p></form>\n";
  }
}
