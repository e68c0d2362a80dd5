package dev.tidewatch.samples.messages.boundary;

import jakarta.faces.FacesException;
import jakarta.faces.application.ViewExpiredException;
import jakarta.faces.component.UIViewRoot;
import jakarta.faces.context.ExceptionHandler;
import jakarta.faces.context.ExceptionHandlerFactory;
import jakarta.faces.context.ExceptionHandlerWrapper;
import jakarta.faces.context.FacesContext;
import jakarta.faces.event.ExceptionQueuedEvent;
import java.util.Iterator;

/**
 * Shows the form again, with its input, to a client that sends an unknown view state. The form is
 * stateless, so such a state is from an older version. Nothing is stored.
 */
public class ExpiredForms extends ExceptionHandlerFactory {

  private static final String EXPIRED = ExpiredForms.class.getName();

  /** For Faces. */
  public ExpiredForms(ExceptionHandlerFactory wrapped) {
    super(wrapped);
  }

  @Override
  public ExceptionHandler getExceptionHandler() {
    return new Handler(getWrapped().getExceptionHandler());
  }

  /** Whether the request's form has expired. */
  static boolean isExpired(FacesContext faces) {
    return faces.getAttributes().containsKey(EXPIRED);
  }

  private static final class Handler extends ExceptionHandlerWrapper {

    Handler(ExceptionHandler wrapped) {
      super(wrapped);
    }

    @Override
    public void handle() throws FacesException {
      Iterator<ExceptionQueuedEvent> failures = getUnhandledExceptionQueuedEvents().iterator();
      while (failures.hasNext()) {
        ExceptionQueuedEvent failure = failures.next();
        if (failure.getContext().getException() instanceof ViewExpiredException expired) {
          failures.remove();
          renew(FacesContext.getCurrentInstance(), expired.getViewId());
        }
      }
      getWrapped().handle();
    }

    private static void renew(FacesContext faces, String viewId) {
      UIViewRoot view = faces.getApplication().getViewHandler().createView(faces, viewId);
      faces.setViewRoot(view);
      faces.getAttributes().put(EXPIRED, true);
      faces.renderResponse();
    }
  }
}
