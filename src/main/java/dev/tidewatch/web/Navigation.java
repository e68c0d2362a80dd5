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

  /** Whether there are other pages than that of the changes. */
  public boolean isAll() {
    return samples.enabled();
  }

  /**
   * What {@code aria-current} is of the link to a view: null, so no attribute, if it is another.
   */
  public String at(String view) {
    return FacesContext.getCurrentInstance().getViewRoot().getViewId().equals(view) ? "page" : null;
  }
}
