package dev.tidewatch.testing.faults;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIf;

/** A test that makes a real MongoDB fail; where that is not allowed it is reported as skipped. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIf(
    value = "dev.tidewatch.testing.faults.FailPoint#isAvailable",
    disabledReason =
        "needs a real MongoDB that was started with --setParameter enableTestCommands=1")
public @interface NeedsFailPoints {}
