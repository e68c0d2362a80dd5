package dev.tidewatch.testing.faults;

import jakarta.servlet.ServletException;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A servlet in the same application that fails unexpectedly. */
@WebServlet("/failing/*")
public class FailingServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (request.getPathInfo().equals("/thrown")) {
      throw new ServletException(new IllegalStateException(FailingResource.SECRET));
    }
    response.sendError(
        Integer.parseInt(request.getPathInfo().substring(1)), FailingResource.SECRET);
  }
}
