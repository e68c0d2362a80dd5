package dev.tidewatch.stream;

import static dev.tidewatch.stream.Stages.assertFails;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.bson.RawBsonDocument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the TCK does not ask, over a source without a database. */
class ChangePublisherTest {

  private final ThreadPoolExecutor executor = (ThreadPoolExecutor) Executors.newFixedThreadPool(2);
  private final ScriptedSource source = new ScriptedSource(Duration.ofMinutes(1));
  private final ChangePublisher publisher = new ChangePublisher(() -> source, executor);

  @AfterEach
  void stop() {
    source.close();
    executor.shutdownNow();
  }

  @Test
  void nothingIsOpenedBeforeTheFirstDemand() {
    CollectingSubscriber subscriber = CollectingSubscriber.of(publisher);

    assertThat(executor.getTaskCount()).isZero();
    subscriber.request(1);
    await().until(() -> source.opened);
  }

  @Test
  void nothingIsStartedBeforeOnSubscribeHasReturned() {
    AtomicLong started = new AtomicLong(-1);
    CollectingSubscriber subscriber =
        new CollectingSubscriber() {
          @Override
          public void onSubscribe(Flow.Subscription given) {
            super.onSubscribe(given);
            request(1);
            started.set(executor.getTaskCount());
          }
        };
    source.changes(1);

    publisher.subscribe(subscriber);

    await().until(() -> subscriber.changes.size() == 1);
    assertThat(started).hasValue(0);
  }

  @Test
  void noThreadIsHeldAndNothingIsFetchedWhileThereIsNoDemand() {
    source.changes(1, 2, 3);
    CollectingSubscriber subscriber = CollectingSubscriber.of(publisher).request(2);

    await().until(() -> subscriber.changes.size() == 2);
    await().until(() -> executor.getActiveCount() == 0 && executor.getQueue().isEmpty());
    assertThat(source.asked).hasValue(2);
  }

  @Test
  void cancelClosesTheStreamWhileItWaits() {
    CollectingSubscriber subscriber = CollectingSubscriber.of(publisher).request(1);
    await().until(() -> source.asked.get() == 1);

    subscriber.subscription.cancel();

    await().until(() -> source.closed.get() > 0);
    await().until(() -> executor.getActiveCount() == 0);
    assertThat(subscriber.changes).isEmpty();
    assertThat(subscriber.end).isNotDone();
  }

  @Test
  void aRequestThatIsNotPositiveFailsEvenWhileTheStreamWaits() {
    CollectingSubscriber subscriber = CollectingSubscriber.of(publisher).request(1);
    await().until(() -> source.asked.get() == 1);

    subscriber.request(0);

    assertFails(subscriber.end, IllegalArgumentException.class);
    assertThat(source.isAlive()).isFalse();
  }

  @Test
  void anErrorEndsItAndClosesTheStream() {
    source.changes(1).failure(new IllegalStateException("fatal"));

    CollectingSubscriber subscriber = CollectingSubscriber.of(publisher).request(9);

    assertFails(subscriber.end, IllegalStateException.class);
    assertThat(subscriber.changes).hasSize(1);
    assertThat(source.closed).hasPositiveValue();
  }

  @Test
  void theEndFollowsAnInvalidateWithoutDemand() {
    source.invalidate(1);

    CollectingSubscriber subscriber = CollectingSubscriber.of(publisher).request(1);

    assertThat(subscriber.end).succeedsWithin(30, TimeUnit.SECONDS);
    assertThat(subscriber.changes).hasSize(1);
  }

  @Test
  void aSubscriberThatThrowsIsCancelledAndTheHandlerIsTold() {
    AtomicReference<Throwable> heard = new AtomicReference<>();
    executor.setThreadFactory(
        task -> {
          Thread thread = new Thread(task);
          thread.setUncaughtExceptionHandler((where, error) -> heard.set(error));
          return thread;
        });
    IllegalStateException trouble = new IllegalStateException("a subscriber's own trouble");
    CollectingSubscriber subscriber =
        new CollectingSubscriber() {
          @Override
          public void onNext(RawBsonDocument change) {
            super.onNext(change);
            throw trouble;
          }
        };
    publisher.subscribe(subscriber);
    source.changes(1, 2);

    subscriber.request(2);

    await().until(() -> heard.get() == trouble);
    await().until(() -> source.closed.get() > 0);
    assertThat(subscriber.changes).hasSize(1);
  }
}
