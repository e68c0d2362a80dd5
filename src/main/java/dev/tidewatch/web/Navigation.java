package dev.tidewatch.web;

import dev.tidewatch.config.SampleSettings;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;

/** The links from page to page. */
@Named
@RequestScoped
public class Navigation {

  @Inject private SampleSettings samples;

  /** Whether there are pages other than the page of changes. */
  public boolean isAll() {
    return samples.enabled();
  }

  /**
   * The value of {@code aria-current} for the link to a view; null, which omits the attribute, if
   * another view is shown.
   */
  public String at(String view) {
    return FacesContext.getCurrentInstance().getViewRoot().getViewId().equals(view) ? "page" : null;
  }
}
