package dev.tidewatch.access.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CallerTest {

  private final Caller ada = new Caller("ada", Set.of("staff"), Map.of(), Instant.MAX);

  @Test
  void aCallerHasTheRightOfOneOfItsRoles() {
    assertThat(ada.hasAnyOf(List.of("head", "staff"))).isTrue();
    assertThat(ada.hasAnyOf(List.of("head"))).isFalse();
    assertThat(ada.hasAnyOf(List.of())).isFalse();
  }

  @Test
  void theStarIsAnybodyWhoIsKnown() {
    assertThat(ada.hasAnyOf(List.of("*"))).isTrue();
    assertThat(Caller.UNKNOWN.hasAnyOf(List.of("*"))).isFalse();
  }

  @Test
  void whoIsNotKnownHasNeitherRolesNorClaims() {
    assertThatThrownBy(() -> new Caller(null, Set.of("staff"), Map.of(), Instant.MAX))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Caller(null, Set.of(), Map.of("a", 1), Instant.MAX))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void claimsAreACopyWithoutNulls() {
    List<Object> groups = new ArrayList<>(List.of("a"));
    groups.add(null);
    Map<String, Object> claims = new HashMap<>(Map.of("groups", groups));
    claims.put("tenant", null);
    Caller caller = new Caller("ada", Set.of(), claims, Instant.MAX);
    groups.add("b");
    claims.put("more", 1);

    assertThat(caller.claims()).isEqualTo(Map.of("groups", List.of("a")));
    assertThatThrownBy(() -> ((List<?>) caller.claims().get("groups")).clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aCallerPrintsNoClaim() {
    Caller caller = new Caller("ada", Set.of("staff"), Map.of("mail", "a@b"), Instant.MAX);

    assertThat(caller.toString()).isEqualTo("Caller[ada]");
  }
}
