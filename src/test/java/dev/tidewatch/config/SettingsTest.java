package dev.tidewatch.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidewatch.testing.MapConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

  @Test
  void withoutAnyTheDefaultsOfTheTableHold() {
    Settings settings = of(Map.of());

    assertThat(settings.connection().uri().get()).isEqualTo("mongodb://localhost");
    assertThat(settings.ns()).isEqualTo("test.test");
    assertThat(settings.feeds()).isEmpty();
    assertThat(settings.samples().enabled()).isTrue();
    assertThat(settings.samples().students().get().getFullName()).isEqualTo("college.students");
    assertThat(settings.samples().messages().get().getFullName()).isEqualTo("test.messages");
    assertThat(settings.page()).isEqualTo(new PageSettings(5, null));
    assertThat(settings.log()).isEqualTo(new LogSettings(65536, 64 * 1024 * 1024));
    assertThat(settings.sessions()).isEqualTo(new SessionSettings(20_000, 1000, 1000));
    assertThat(settings.web().hosts()).isEmpty();
    assertThat(settings.web().origins()).isEmpty();
    assertThat(settings.access().required()).isFalse();
    assertThat(settings.access().tokens().usable()).isFalse();
    assertThat(settings.access().studentsRead().get()).isEmpty();
    assertThat(settings.problems()).isEmpty();
  }

  @Test
  void theConnectionStringIsOursElseTheCommonVariableElseLocal() {
    Map<String, String> all =
        Map.of("tidewatch.mongo", "mongodb://a", "MONGODB_URI", "mongodb://b");

    assertThat(uri(all)).isEqualTo("mongodb://a");
    assertThat(uri(Map.of("MONGODB_URI", "mongodb://b", "MONGODB_URL", "mongodb://c")))
        .isEqualTo("mongodb://b");
    assertThat(uri(Map.of("MONGODB_URL", "mongodb://c"))).isEqualTo("mongodb://c");
  }

  @Test
  void originsAreAListWithCommas() {
    Settings settings =
        of(Map.of("tidewatch.origins", " https://a , http://[::1]:80,*,null, moz-extension://x,"));

    assertThat(settings.web().origins())
        .containsExactly("https://a", "http://[::1]:80", "*", "null", "moz-extension://x");
    assertThat(settings.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.example", "https://a.example/", "https://u@a.example", "https://"})
  void anInvalidOriginIsReported(String value) {
    assertThat(of(Map.of("tidewatch.origins", value)).problems())
        .singleElement()
        .asString()
        .startsWith("Invalid tidewatch.origins \"" + value + "\", must be an origin");
  }

  @Test
  void hostsAreAListWithCommas() {
    Settings settings = of(Map.of("tidewatch.hosts", " a.example , b.example:8443,[::2], *"));

    assertThat(settings.web().hosts()).containsExactly("a.example", "b.example:8443", "[::2]", "*");
    assertThat(settings.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a.example", "a.example/", "user@a.example", "a b", "*.a.example"})
  void anInvalidHostIsReportedAndKeepsTheListFromBeingEmpty(String value) {
    Settings settings = of(Map.of("tidewatch.hosts", value));

    assertThat(settings.problems())
        .singleElement()
        .asString()
        .startsWith("Invalid tidewatch.hosts \"" + value + "\", must be a host name");
    assertThat(settings.web().hosts()).containsExactly(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "-1", "501", "5.0", "99999999999999999999"})
  void anInvalidNumberIsReportedWithItsBounds(String value) {
    Settings settings = of(Map.of("tidewatch.page.changes", value));

    assertThat(settings.problems())
        .containsExactly(
            "Invalid tidewatch.page.changes \""
                + value
                + "\", must be a whole number from 0 to 500");
    assertThat(settings.page().changes()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"students", ".students", "college.", "col lege.students"})
  void anInvalidStudentsNamespaceIsReportedNotDefaulted(String value) {
    Settings settings = of(Map.of("tidewatch.students.ns", value));

    String message =
        "Invalid tidewatch.students.ns \""
            + value
            + "\", must be DATABASE.COLLECTION, such as college.students";
    assertThat(settings.problems()).containsExactly(message);
    assertThatThrownBy(settings.samples().students()::get)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(message);
    assertThat(settings.samples().messages().problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tidewatch.students.ns",
        "tidewatch.messages.ns",
        "tidewatch.feeds",
        "tidewatch.origins",
        "tidewatch.hosts",
        "tidewatch.database.note",
        "tidewatch.applications",
        "tidewatch.log.events"
      })
  void whatJavaCouldNotDecodeIsReportedWithLang(String name) {
    assertThat(of(Map.of(name, "lab.donn\uFFFD\uFFFDes")).problems())
        .singleElement()
        .asString()
        .contains("Invalid " + name + " \"lab.donn", "LANG=C.UTF-8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"tidewatch.mongo", "MONGODB_URI", "MONGODB_URL"})
  void aConnectionStringThatJavaCouldNotDecodeIsReportedAndNotShown(String name) {
    Settings settings = of(Map.of(name, "mongodb://u:p\uFFFDword@host/?replicaSet=rs0"));

    assertThat(settings.problems())
        .singleElement()
        .asString()
        .contains("Invalid " + name + ", ", "LANG=C.UTF-8")
        .doesNotContain("word");
    assertThatThrownBy(settings.connection().uri()::get)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageNotContaining("word");
  }

  @Test
  void noGroupPrintsTheConnectionString() {
    Settings settings = of(Map.of("tidewatch.mongo", "mongodb://u:password@host"));

    assertThat(settings.connection().toString()).doesNotContain("password");
  }

  @Test
  void everyProblemIsReportedWhateverElseIsInvalid() {
    Map<String, String> values =
        Map.of(
            "tidewatch.students.ns", "nodot",
            "tidewatch.messages.ns", "nodot2",
            "tidewatch.log.events", "0",
            "tidewatch.sessions.max", "all",
            "tidewatch.applications", "yes",
            "tidewatch.hosts", "http://a, b/",
            "tidewatch.log.byts", "1");
    Settings settings = of(values);

    assertThat(settings.problems())
        .hasSize(8)
        .allMatch(problem -> problem.matches("(Invalid|Unknown) tidewatch\\..*"))
        .anyMatch(problem -> problem.contains("tidewatch.students.ns \"nodot\""))
        .anyMatch(problem -> problem.contains("tidewatch.messages.ns \"nodot2\""))
        .anyMatch(problem -> problem.contains("tidewatch.log.events \"0\", must be a whole number"))
        .anyMatch(problem -> problem.contains("tidewatch.sessions.max \"all\""))
        .anyMatch(problem -> problem.contains("tidewatch.applications \"yes\", must be true or"))
        .anyMatch(problem -> problem.contains("tidewatch.hosts \"http://a\""))
        .anyMatch(problem -> problem.contains("tidewatch.hosts \"b/\""))
        .anyMatch(problem -> problem.contains("tidewatch.log.byts"));
    assertThat(settings.log().events()).isEqualTo(65536);
    assertThat(settings.sessions().max()).isEqualTo(20_000);
    assertThat(settings.samples().enabled()).isTrue();
  }

  private static String uri(Map<String, String> values) {
    return of(values).connection().uri().get();
  }

  private static Settings of(Map<String, String> values) {
    return new Settings(new MapConfig(values));
  }
}
