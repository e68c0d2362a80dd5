package dev.tidewatch.samples.students.boundary;

import dev.tidewatch.documents.DocumentId;
import dev.tidewatch.documents.Page;
import dev.tidewatch.documents.PageRange;
import dev.tidewatch.mongo.Deadline;
import dev.tidewatch.samples.students.control.Students;
import dev.tidewatch.web.PrefetchFilter;
import jakarta.inject.Inject;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;

/** Reads the students that {@code students.xhtml} shows. */
public class StudentsReader extends PrefetchFilter {

  @Inject private Students students;

  @Override
  protected Function<Deadline, Page> reader(HttpServletRequest request) {
    String after = request.getParameter("after");
    return deadline ->
        students.page(
            deadline,
            new PageRange(
                StudentsPage.SHOWN,
                0,
                after == null ? null : DocumentId.parameter("after", after)));
  }
}
