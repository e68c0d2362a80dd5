package dev.tidewatch.stream;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import org.bson.RawBsonDocument;

/** Keeps what it is sent, and asks for nothing by itself. */
class CollectingSubscriber implements Flow.Subscriber<RawBsonDocument> {

  final List<RawBsonDocument> changes = new CopyOnWriteArrayList<>();

  /** Complete when the publisher is, failed with its error. */
  final CompletableFuture<Void> end = new CompletableFuture<>();

  volatile Flow.Subscription subscription;

  static CollectingSubscriber of(Flow.Publisher<RawBsonDocument> publisher) {
    CollectingSubscriber subscriber = new CollectingSubscriber();
    publisher.subscribe(subscriber);
    return subscriber;
  }

  CollectingSubscriber request(long n) {
    subscription.request(n);
    return this;
  }

  @Override
  public void onSubscribe(Flow.Subscription given) {
    subscription = given;
  }

  @Override
  public void onNext(RawBsonDocument change) {
    changes.add(change);
  }

  @Override
  public void onError(Throwable error) {
    end.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    end.complete(null);
  }
}
