package dev.tidewatch.feed.control;

import java.util.Set;

/**
 * Error codes that pass by themselves though the reply may lack the label that says so, as the
 * reply to an aggregate does: the cross-driver specification's list of resumable errors.
 */
final class TransientCodes {

  static final Set<Integer> CODES =
      Set.of(
          6, // HostUnreachable
          7, // HostNotFound
          43, // CursorNotFound
          63, // StaleShardVersion
          89, // NetworkTimeout
          91, // ShutdownInProgress
          133, // FailedToSatisfyReadPreference
          150, // StaleEpoch
          189, // PrimarySteppedDown
          234, // RetryChangeStream
          262, // ExceededTimeLimit
          9001, // SocketException
          10107, // NotWritablePrimary
          11600, // InterruptedAtShutdown
          11602, // InterruptedDueToReplStateChange
          13388, // StaleConfig
          13435, // NotPrimaryNoSecondaryOk
          13436); // NotPrimaryOrSecondary

  private TransientCodes() {}
}
