package dev.tidewatch.web;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.Set;
import java.util.TreeSet;

/** The REST API as its classes have it: {@code get /api/feeds}, and so on. */
final class RestPaths {

  private RestPaths() {}

  static Set<String> all() {
    String root = RestRoot.class.getAnnotation(ApplicationPath.class).value();
    Set<String> paths = new TreeSet<>();
    for (JavaClass type :
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("dev.tidewatch")) {
      if (type.isAnnotatedWith(Path.class)) {
        String path = "/" + root + "/" + type.getAnnotationOfType(Path.class).value();
        type.getMethods().stream()
            .filter(method -> method.isMetaAnnotatedWith(HttpMethod.class))
            .forEach(
                method ->
                    paths.add(verb(method) + " " + (path + rest(method)).replaceAll("/+", "/")));
      }
    }
    return paths;
  }

  private static String verb(JavaMethod method) {
    return method.getAnnotations().stream()
        .filter(annotation -> annotation.getRawType().isAnnotatedWith(HttpMethod.class))
        .map(annotation -> annotation.getRawType().getSimpleName().toLowerCase())
        .findAny()
        .orElseThrow();
  }

  private static String rest(JavaMethod method) {
    return method.isAnnotatedWith(Path.class)
        ? "/" + method.getAnnotationOfType(Path.class).value()
        : "";
  }
}
