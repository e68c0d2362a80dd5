package dev.tidewatch.testing.mongo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** A test that needs a real MongoDB; without one it is reported as skipped. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "dev.tidewatch.testing.mongo.RealMongo#isAvailable",
    disabledReason =
        "needs a real MongoDB: set TIDEWATCH_TEST_MONGO to a replica set's URI, or start Docker")
public @interface NeedsRealMongo {}
