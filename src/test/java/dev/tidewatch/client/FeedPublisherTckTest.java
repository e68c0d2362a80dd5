package dev.tidewatch.client;

import java.util.concurrent.Flow;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;

/** The Technology Compatibility Kit of Reactive Streams; runs on TestNG. */
public class FeedPublisherTckTest extends FlowPublisherVerification<FeedEvent> {

  // how long a signal may take on a busy machine, how long none may come, and how often to look
  private static final TestEnvironment ENVIRONMENT = new TestEnvironment(20_000, 50, 20);

  public FeedPublisherTckTest() {
    super(ENVIRONMENT);
  }

  @Override
  public Flow.Publisher<FeedEvent> createFlowPublisher(long elements) {
    return new FeedPublisher(() -> new Counted(elements));
  }

  /** None: a feed is opened, and can fail, at the first demand, which these tests lack. */
  @Override
  public Flow.Publisher<FeedEvent> createFailedFlowPublisher() {
    return null;
  }

  /** So many changes, then the end, as after a close. */
  private static final class Counted implements EventSource {

    private final long elements;
    private long taken;
    private volatile boolean closed;

    Counted(long elements) {
      this.elements = elements;
    }

    @Override
    public boolean hasNext() {
      return !closed && taken < elements;
    }

    @Override
    public FeedEvent next() {
      taken++;
      return new FeedEvent.Change("" + taken, new BsonDocument("n", new BsonInt64(taken)));
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
