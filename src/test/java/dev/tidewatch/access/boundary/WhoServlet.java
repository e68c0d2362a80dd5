package dev.tidewatch.access.boundary;

import com.nimbusds.jwt.SignedJWT;
import dev.tidewatch.access.control.PageRule;
import dev.tidewatch.access.entity.Caller;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.RequestScoped;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.servlet.annotation.WebServlet;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;

/** Says who asks, as beans of an application know it. */
@WebServlet("/who/*")
public class WhoServlet extends HttpServlet {

  private static final long serialVersionUID = 1L;

  @Inject private Instance<ShortLived> shortLived;
  @Inject private LongLived longLived;
  @Inject private Instance<Mistaken> mistaken;

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String answer;
    try {
      answer =
          switch (request.getPathInfo()) {
            case "/short" -> shortLived.get().name();
            case "/long" -> longLived.name();
            case "/mistaken" -> mistaken.get().name();
            case "/server" -> String.valueOf(request.getUserPrincipal().getName());
            case "/library" -> SignedJWT.class.getPackage().getImplementationVersion();
            default -> "";
          };
    } catch (RuntimeException e) {
      answer = String.valueOf(e.getMessage());
    }
    response.getWriter().write(answer);
  }

  /** As most beans that ask. */
  @RequestScoped
  public static class ShortLived {

    @Inject private Caller caller;

    String name() {
      return caller.name();
    }
  }

  /** As beans that outlive a request ask. */
  @ApplicationScoped
  public static class LongLived {

    @Inject private Instance<Caller> caller;

    String name() {
      return caller.get().name();
    }
  }

  /** One that would keep its first caller. */
  @ApplicationScoped
  public static class Mistaken {

    @Inject private Caller caller;

    String name() {
      return caller.name();
    }
  }

  /** Anybody who is known may see it. */
  @ApplicationScoped
  public static class Rule implements PageRule {

    @Override
    public Optional<Boolean> allows(String path, Caller caller) {
      return path.equals("/who") ? Optional.of(true) : Optional.empty();
    }
  }
}
