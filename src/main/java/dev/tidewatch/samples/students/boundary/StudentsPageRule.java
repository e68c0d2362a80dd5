package dev.tidewatch.samples.students.boundary;

import dev.tidewatch.access.control.PageRule;
import dev.tidewatch.access.control.Rights;
import dev.tidewatch.access.entity.Caller;
import dev.tidewatch.access.entity.Right;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;

/** Who may see the pages of students. */
@ApplicationScoped
public class StudentsPageRule implements PageRule {

  private static final Map<String, Right> PAGES =
      Map.of(
          "/students", Right.READ_STUDENTS,
          "/students.xhtml", Right.READ_STUDENTS);

  @Inject private Rights rights;

  @Override
  public Optional<Boolean> allows(String path, Caller caller) {
    return Optional.ofNullable(PAGES.get(path)).map(right -> rights.has(caller, right));
  }
}
