package dev.tidewatch.testing.mongo;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A test that starts and breaks servers of its own; where there is no {@code mongod} it is reported
 * as skipped.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "dev.tidewatch.testing.mongo.MongodExecutable#isAvailable",
    disabledReason =
        "needs a mongod to break: set TIDEWATCH_TEST_MONGOD to its path, or put one on the PATH")
public @interface NeedsMongod {}
