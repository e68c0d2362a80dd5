package dev.tidewatch.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** Messages of {@code tidewatch.v1}. */
final class FeedMessages {

  private FeedMessages() {}

  /** The n-th position of a feed. */
  static String id(int n) {
    String data = "82%08X0000012B02".formatted(n);
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(data.getBytes(StandardCharsets.US_ASCII));
  }

  static String hello(int n) {
    return "{'type':'hello','feed':'orders','position':'" + id(n) + "'}";
  }

  static String heartbeat(int n) {
    return "{'type':'heartbeat','position':'" + id(n) + "'}";
  }

  /** Inserts of these numbers, each at its position, in one message. */
  static String inserts(int... numbers) {
    return changes(
        numbers[0],
        Arrays.stream(numbers)
            .mapToObj(
                n ->
                    "{'operationType':'insert','documentKey':{'_id':N},'fullDocument':{'_id':N}}"
                        .replace("N", "" + n))
            .toArray(String[]::new));
  }

  /** Changes at these positions on, in one message. */
  static String changes(int first, String... changes) {
    int[] n = {first};
    return Arrays.stream(changes)
        .map(change -> "{'id':'" + id(n[0]++) + "','change':" + change + "}")
        .collect(Collectors.joining(",", "{'type':'changes','changes':[", "]}"));
  }

  static String gap(int after, int n) {
    return "{'type':'gap','reason':'oversized','after':'%s','position':'%s'}"
        .formatted(id(after), id(n));
  }
}
