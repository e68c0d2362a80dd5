package dev.tidewatch.stream;

import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import org.bson.BsonDocument;
import org.bson.BsonInt64;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;
import org.reactivestreams.tck.TestEnvironment;
import org.reactivestreams.tck.flow.FlowPublisherVerification;
import org.testng.annotations.AfterClass;
import org.testng.annotations.BeforeClass;

/** The Technology Compatibility Kit of Reactive Streams; runs on TestNG. */
public class ChangePublisherTckTest extends FlowPublisherVerification<RawBsonDocument> {

  // how long a signal may take on a busy machine, how long none may come, and how often to look
  private static final TestEnvironment ENVIRONMENT = new TestEnvironment(20_000, 50, 20);

  private ExecutorService executor;

  public ChangePublisherTckTest() {
    super(ENVIRONMENT);
  }

  @BeforeClass
  public void start() {
    executor = Executors.newFixedThreadPool(4);
  }

  @AfterClass
  public void stop() {
    executor.shutdown();
  }

  @Override
  public Flow.Publisher<RawBsonDocument> createFlowPublisher(long elements) {
    return new ChangePublisher(() -> new Counted(elements), executor);
  }

  /** None: a change stream is opened, and can fail, at the first demand, which these tests lack. */
  @Override
  public Flow.Publisher<RawBsonDocument> createFailedFlowPublisher() {
    return null;
  }

  /** So many changes, then the end, as after an invalidate. */
  private static final class Counted implements ChangeSource {

    private final long elements;
    private long taken;
    private volatile boolean alive = true;

    Counted(long elements) {
      this.elements = elements;
    }

    @Override
    public void open() {}

    @Override
    public Optional<RawBsonDocument> tryNext() {
      if (!alive || taken == elements) {
        alive = false;
        return Optional.empty();
      }
      taken++;
      if (taken == elements) {
        alive = false;
      }
      BsonDocument change = new BsonDocument("n", new BsonInt64(taken));
      return Optional.of(new RawBsonDocument(change, new BsonDocumentCodec()));
    }

    @Override
    public boolean isAlive() {
      return alive;
    }

    @Override
    public BsonDocument resumeToken() {
      return null;
    }

    @Override
    public void close() {
      alive = false;
    }
  }
}
