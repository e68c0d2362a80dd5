package dev.tidewatch.feed.control.faults;

import dev.tidewatch.feed.control.watch.WatchedFeed;
import dev.tidewatch.testing.clients.Deliveries;
import dev.tidewatch.testing.mongo.NumberedWriter;
import java.util.List;
import java.util.SortedSet;
import org.assertj.core.api.SoftAssertions;

/** What a feed promises over every fault: on each node, to each reader and to the server. */
final class FeedCheck {

  private FeedCheck() {}

  /**
   * Tells of everything that is wrong, after the writer has stopped.
   *
   * @param run what the run is called in messages
   */
  static void check(
      SoftAssertions softly,
      String run,
      NumberedWriter writer,
      List<WatchedFeed> nodes,
      List<ResumingReader> readers) {
    SortedSet<Integer> acknowledged = writer.acknowledged();
    int attempts = writer.attempts();
    for (int i = 0; i < nodes.size(); i++) {
      WatchedFeed node = nodes.get(i);
      softly
          .assertThat(Deliveries.problems(acknowledged, attempts, node.numbers()))
          .as("%s, the watch of node %d", run, i)
          .isEmpty();
      softly.assertThat(node.gaps()).as("%s, gaps of the watch of node %d", run, i).isEmpty();
      softly
          .assertThat(node.attempts().tooSoon())
          .as("%s, attempts of node %d to open the stream", run, i)
          .isEmpty();
    }
    for (int i = 0; i < readers.size(); i++) {
      ResumingReader reader = readers.get(i);
      softly
          .assertThat(Deliveries.problems(acknowledged, attempts, reader.numbers()))
          .as("%s, reader %d", run, i)
          .isEmpty();
      softly
          .assertThat(reader.operations())
          .as("%s, gaps of reader %d", run, i)
          .doesNotContain("gap");
    }
  }
}
