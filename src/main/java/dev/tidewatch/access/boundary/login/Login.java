package dev.tidewatch.access.boundary.login;

import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.config.LoginSettings;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.http.HttpServletRequest;

/** Who has logged in, for the header of a page. */
@Named
@RequestScoped
public class Login {

  @Inject private LoggedIn loggedIn;
  private Caller caller;

  @PostConstruct
  void take() {
    HttpServletRequest request =
        (HttpServletRequest) FacesContext.getCurrentInstance().getExternalContext().getRequest();
    caller = loggedIn.caller(request).orElse(Caller.UNKNOWN);
  }

  /** Whether somebody has. */
  public boolean isKnown() {
    return caller.isKnown();
  }

  /** The name that the person knows; a provider's subject may be a number. */
  public String getName() {
    return caller.claims().get(LoginSettings.NAME_CLAIM) instanceof String name
        ? name
        : caller.name();
  }
}
