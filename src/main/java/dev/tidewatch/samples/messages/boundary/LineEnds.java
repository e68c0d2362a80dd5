package dev.tidewatch.samples.messages.boundary;

import dev.tidewatch.samples.messages.entity.Message;
import jakarta.faces.component.UIComponent;
import jakarta.faces.context.FacesContext;
import jakarta.faces.convert.Converter;
import jakarta.faces.convert.FacesConverter;

/**
 * Converts the line ends of a form's text before validation, so that each counts as one character.
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
