package dev.tidewatch.mongo;

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

    assertThat(settings.mongo()).isEqualTo("mongodb://localhost");
    assertThat(settings.ns()).isEqualTo("test.test");
    assertThat(settings.studentsNs().getFullName()).isEqualTo("college.students");
    assertThat(settings.pageChanges()).isEqualTo(5);
    assertThat(settings.logEvents()).isEqualTo(65536);
    assertThat(settings.logBytes()).isEqualTo(64 * 1024 * 1024);
    assertThat(settings.maxSessions()).isEqualTo(20_000);
    assertThat(settings.maxSessionsPerAddress()).isEqualTo(1000);
    assertThat(settings.hosts()).isEmpty();
    assertThat(settings.origins()).isEmpty();
    assertThat(settings.problem()).isEmpty();
  }

  @Test
  void theConnectionStringIsOursElseTheCommonVariableElseTheSeeds() {
    Map<String, String> all =
        Map.of("tidewatch.mongo", "mongodb://a", "MONGODB_URI", "mongodb://b");

    assertThat(of(all).mongo()).isEqualTo("mongodb://a");
    assertThat(of(Map.of("MONGODB_URI", "mongodb://b", "MONGODB_URL", "mongodb://c")).mongo())
        .isEqualTo("mongodb://b");
    assertThat(of(Map.of("MONGODB_URL", "mongodb://c")).mongo()).isEqualTo("mongodb://c");
  }

  @Test
  void originsAreAListWithCommas() {
    assertThat(of(Map.of("tidewatch.origins", " https://a , https://b,")).origins())
        .containsExactly("https://a", "https://b");
  }

  @Test
  void hostsAreAListWithCommas() {
    Settings settings = of(Map.of("tidewatch.hosts", " a.example , b.example:8443,[::2], *"));

    assertThat(settings.hosts()).containsExactly("a.example", "b.example:8443", "[::2]", "*");
    assertThat(settings.problem()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a.example", "a.example/", "user@a.example", "a b", "*.a.example"})
  void aHostThatIsNoNameIsNamed(String value) {
    assertThat(of(Map.of("tidewatch.hosts", value)).problem())
        .hasValueSatisfying(
            problem -> assertThat(problem).contains("Invalid tidewatch.hosts \"" + value + "\""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"many", "-1", "501", "5.0", "99999999999999999999"})
  void aNumberThatMakesNoSenseIsNamedWithWhatWould(String value) {
    Settings settings = of(Map.of("tidewatch.page.changes", value));

    assertThat(settings.problem())
        .contains(
            "Invalid tidewatch.page.changes \""
                + value
                + "\", must be a whole number from 0 to 500");
    assertThat(settings.pageChanges()).isEqualTo(5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"students", ".students", "college.", "col lege.students"})
  void aPlaceForStudentsThatIsNoneIsNamedAndNeverReplacedByAnother(String value) {
    Settings settings = of(Map.of("tidewatch.students.ns", value));

    String message =
        "Invalid tidewatch.students.ns \""
            + value
            + "\", must be DATABASE.COLLECTION, such as college.students";
    assertThat(settings.problem()).contains(message);
    assertThatThrownBy(settings::studentsNs)
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "tidewatch.students.ns",
        "tidewatch.messages.ns",
        "tidewatch.feeds",
        "tidewatch.origins",
        "tidewatch.database.note",
        "tidewatch.applications",
        "tidewatch.log.events"
      })
  void whatJavaCouldNotDecodeIsNamedWithLang(String name) {
    assertThat(of(Map.of(name, "lab.donn\uFFFD\uFFFDes")).problem())
        .hasValueSatisfying(
            problem -> assertThat(problem).contains("Invalid " + name + " \"lab.donn"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"tidewatch.mongo", "MONGODB_URI", "MONGODB_URL"})
  void aConnectionStringThatJavaCouldNotDecodeIsNamedAndNotShown(String name) {
    Settings settings = of(Map.of(name, "mongodb://u:p\uFFFDword@host/?replicaSet=rs0"));

    assertThat(settings.problem())
        .hasValueSatisfying(
            problem ->
                assertThat(problem)
                    .contains("Invalid " + name + ", ", "LANG=C.UTF-8")
                    .doesNotContain("word"));
    assertThatThrownBy(settings::mongo).isInstanceOf(InvalidSettingException.class);
  }

  @Test
  void everyProblemIsTold() {
    Map<String, String> values =
        Map.of("tidewatch.students.ns", "nodot", "tidewatch.messages.ns", "nodot2");

    assertThat(of(values).problem())
        .hasValueSatisfying(
            problem ->
                assertThat(problem).contains("tidewatch.students.ns", "tidewatch.messages.ns"));
  }

  private static Settings of(Map<String, String> values) {
    return new Settings(new MapConfig(values));
  }
}
