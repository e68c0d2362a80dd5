package dev.tidewatch.samples.messages.boundary;

import dev.tidewatch.samples.messages.entity.Message;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.convert.Converter;
import jakarta.faces.convert.FacesConverter;

/**
 * Takes the text of a form as a message has it before it is validated, so that what a person counts
 * is what is counted.
 */
@FacesConverter("tidewatch.lineEnds")
public class LineEnds implements Converter<String> {

  @Override
  public String getAsObject(FacesContext context, UIComponent component, String value) {
    return new Message(value).msg();
  }

  @Override
  public String getAsString(FacesContext context, UIComponent component, String value) {
    return value == null ? "" : value;
  }
}
