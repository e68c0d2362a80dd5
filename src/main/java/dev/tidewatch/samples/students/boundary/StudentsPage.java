package dev.tidewatch.samples.students.boundary;

import dev.tidewatch.web.PageView;
import jakarta.enterprise.context.RequestScoped;
import jakarta.inject.Named;
import java.util.List;

/** The model of {@code students.xhtml}. */
@Named
@RequestScoped
public class StudentsPage extends PageView {

  /** How many students a page shows; the script asks for as many. */
  static final int SHOWN = 50;

  public int getShown() {
    return SHOWN;
  }

  public List<StudentCard> getStudents() {
    return documents().stream().map(StudentCard::new).toList();
  }
}
