package dev.tidewatch.samples.messages.boundary;

import dev.tidewatch.mongo.DatabaseBulkhead;
import dev.tidewatch.problems.Problem;
import dev.tidewatch.problems.Problems;
import dev.tidewatch.samples.messages.control.Messages;
import dev.tidewatch.samples.messages.entity.Message;
import dev.tidewatch.samples.messages.entity.MessageText;
import dev.tidewatch.web.PageView;
import dev.tidewatch.web.PrefetchFilter;
import jakarta.annotation.PostConstruct;
import jakarta.enterprise.context.RequestScoped;
import jakarta.faces.application.FacesMessage;
import jakarta.faces.context.FacesContext;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * The model and the action of {@code compose.xhtml}. The request's thread does not wait for the
 * database: the request becomes asynchronous while the message is stored, and is answered with a
 * redirect. If storing fails, the request is dispatched again, and the page shows the form with the
 * problem.
 */
@Named
@RequestScoped
public class ComposePage {

  private static final String FAILED = ComposePage.class.getName();

  @Inject private Messages messages;
  @Inject private DatabaseBulkhead bulkhead;

  @MessageText private String msg;
  private boolean expired;

  @PostConstruct
  void take() {
    FacesContext faces = FacesContext.getCurrentInstance();
    expired = ExpiredForms.isExpired(faces);
    if (expired) {
      msg = faces.getExternalContext().getRequestParameterMap().get("msg");
    }
  }

  public String getMsg() {
    return msg;
  }

  public void setMsg(String text) {
    msg = text;
  }

  /** Whether the server did not know the form's state. */
  public boolean isExpired() {
    return expired;
  }

  /** Begins to store the valid message. */
  public void send() {
    FacesContext faces = FacesContext.getCurrentInstance();
    HttpServletRequest request = (HttpServletRequest) faces.getExternalContext().getRequest();
    HttpServletResponse response = (HttpServletResponse) faces.getExternalContext().getResponse();
    if (request.getAttribute(FAILED) instanceof Problem problem) {
      PrefetchFilter.answer(response, problem);
      String sentence = "The message has not been sent. " + PageView.sentence(problem);
      faces.addMessage(null, new FacesMessage(FacesMessage.SEVERITY_ERROR, sentence, null));
      return;
    }
    Message message = new Message(msg);
    String list = request.getContextPath() + "/messages";
    AsyncContext waiting = request.startAsync(request, response);
    // no timeout, because the call has a deadline
    waiting.setTimeout(0);
    faces.responseComplete();
    bulkhead
        .begin(deadline -> messages.add(deadline, message))
        .whenComplete(
            (stored, failure) -> {
              if (failure == null) {
                // 303 and not Faces' 302, after which a client might send the message again
                response.setStatus(HttpServletResponse.SC_SEE_OTHER);
                response.setHeader("Location", list);
                waiting.complete();
              } else {
                request.setAttribute(FAILED, Problems.of(failure));
                waiting.dispatch();
              }
            });
  }
}
