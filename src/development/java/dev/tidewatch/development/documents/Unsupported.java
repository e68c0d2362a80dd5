package dev.tidewatch.development.documents;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.exception.MongoServerNotYetImplementedException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells what MongoDB 7.0 has and this database lacks from what no MongoDB has: the former is
 * refused with what to do about it, the latter with a real server's own error.
 */
public final class Unsupported {

  /** How mongo-java-server says that it does not know a name. */
  private static final Pattern UNKNOWN =
      Pattern.compile(
          "(?:no such command: '|Unrecognized pipeline stage name: '|Unrecognized expression '"
              + "|unknown operator: |unknown top level operator: |unknown group operator '"
              + "|Unknown modifier: )(\\$?\\w+)");

  private static final Pattern MISSING = Pattern.compile("(\\$?\\w+) is not yet implemented");

  /** Whatever a client may ask a MongoDB 7.0 for that mongo-java-server may not know. */
  private static final Set<String> COMMANDS =
      words(
          """
          abortMoveCollection abortReshardCollection abortTransaction addShard addShardToZone analyze
          analyzeShardKey appendOplogNote applyOps authenticate autoCompact balancerCollectionStatus
          balancerStart balancerStatus balancerStop bulkWrite captrunc cleanupOrphaned
          cleanupReshardCollection clearJumboFlag clearLog cloneCollectionAsCapped collMod
          commitReshardCollection compact compactStructuredEncryptionData configureFailPoint
          configureQueryAnalyzer connPoolStats convertToCapped createRole createSearchIndexes createUser
          currentOp dataSize dbHash dropAllRolesFromDatabase dropAllUsersFromDatabase dropConnections
          dropRole dropSearchIndex dropUser enableSharding explain features filemd5 flushRouterConfig fsync
          fsyncUnlock getAuditConfig getClusterParameter getDefaultRWConcern getDiagnosticData getnonce
          getQueryableEncryptionCountInfo getShardMap getShardVersion grantPrivilegesToRole
          grantRolesToRole grantRolesToUser invalidateUserCache isdbgrid killAllSessions
          killAllSessionsByPattern killOp listCommands listShards lockInfo logApplicationMessage logRotate logout
          mapReduce mergeChunks moveChunk movePrimary netstat planCacheClear planCacheClearFilters
          planCacheListFilters planCacheSetFilter prepareTransaction profile reIndex
          refineCollectionShardKey removeShard removeShardFromZone replSetAbortPrimaryCatchUp
          replSetFreeze replSetGetConfig replSetInitiate replSetMaintenance replSetReconfig
          replSetResizeOplog replSetStepDown replSetStepUp replSetSyncFrom reshardCollection
          revokePrivilegesFromRole revokeRolesFromRole revokeRolesFromUser rotateCertificates
          saslContinue saslStart setAuditConfig setClusterParameter setDefaultRWConcern
          setFeatureCompatibilityVersion setIndexCommitQuorum setParameter setUserWriteBlockMode
          shardCollection shardingState shutdown split splitChunk splitVector top unsetSharding
          untrackUnshardedCollection updateRole updateSearchIndex updateUser updateZoneKeyRange
          validateDBMetadata waitForFailPoint
          """);

  private static final Set<String> STAGES =
      words(
          """
          $bucketAuto $changeStreamSplitLargeEvent $currentOp $densify $documents $fill $geoNear
          $listCatalog $listLocalSessions $listSampledQueries $listSearchIndexes
          $listSessions $planCacheStats $queryStats $search $searchMeta
          $setWindowFields $shardedDataDistribution $unionWith $vectorSearch
          """);

  private static final Set<String> EXPRESSIONS =
      words(
          """
          $accumulator $acos $acosh $addToSet $asin $asinh $atan $atan2 $atanh $binarySize $bitAnd
          $bitNot $bitOr $bitXor $bottom $bottomN $bsonSize $cos $cosh $count $covariancePop
          $covarianceSamp $dateAdd $dateDiff $dateFromParts $dateFromString $dateSubtract $dateToParts
          $dateTrunc $degreesToRadians $denseRank $derivative $documentNumber $expMovingAvg $first
          $firstN $function $getField $integral $isNumber $isoDayOfWeek $isoWeek $isoWeekYear $last
          $lastN $let $linearFill $locf $ltrim $maxN $median $mergeObjects $meta $millisecond $minN
          $percentile $push $radiansToDegrees $rand $rank $regexFind $regexFindAll $regexMatch
          $replaceAll $replaceOne $round $rtrim $sampleRate $setField $shift $sin $sinh $sortArray
          $stdDevPop $stdDevSamp $strcasecmp $switch $tan $tanh $toDecimal $toHashedIndexKey $top $topN
          $trim $tsIncrement $tsSecond $type $unsetField $week $zip
          """);

  private static final Set<String> REWRITTEN = Set.of("$set", "$replaceWith");

  /** What it knows, but not in the databases admin and local. */
  private static final Set<String> ELSEWHERE =
      words(
          """
          aggregate count create createIndexes dbStats delete distinct drop dropDatabase dropIndexes
          find findAndModify insert listCollections listIndexes update validate
          """);

  /** Also refused where there is no document that they could be tried on. */
  private static final Set<String> QUERY_OPERATORS =
      words(
          """
          $alwaysFalse $alwaysTrue $bitsAllClear $bitsAllSet $bitsAnyClear $bitsAnySet $geoIntersects
          $geoWithin $jsonSchema $near $nearSphere $sampleRate $text $where $within
          """);

  private Unsupported() {}

  private static Set<String> words(String text) {
    return Set.of(text.strip().split("\\s+"));
  }

  /** Refuses a query, at any depth, that asks for what only another server could find. */
  public static void checkQuery(Object query) {
    if (query instanceof Document document) {
      for (Map.Entry<String, Object> field : document.entrySet()) {
        if (QUERY_OPERATORS.contains(field.getKey())) {
          throw CommandError.refused(field.getKey());
        }
        checkQuery(field.getValue());
      }
    } else if (query instanceof List<?> list) {
      list.forEach(Unsupported::checkQuery);
    }
  }

  /**
   * Stages of an aggregate in the words that mongo-java-server understands; refuses those that it
   * lacks, also where there is no document that they could be tried on.
   */
  public static List<Document> stages(List<Document> pipeline) {
    return pipeline.stream().map(Unsupported::stage).toList();
  }

  private static Document stage(Document stage) {
    String name = stage.size() == 1 ? stage.keySet().iterator().next() : "";
    if (STAGES.contains(name)) {
      throw CommandError.refused(name);
    }
    return REWRITTEN.contains(name) ? PipelineStages.understood(name, stage.get(name)) : stage;
  }

  /** The error to answer with, for one that the storage threw. */
  static RuntimeException translate(RuntimeException thrown) {
    if (thrown instanceof CommandError) {
      return thrown;
    }
    if (!(thrown instanceof MongoServerException error)) {
      return CommandError.refused("answer to this command");
    }
    String message = error.getMessageWithoutErrorCode();
    if (thrown instanceof MongoServerNotYetImplementedException) {
      Matcher missing = MISSING.matcher(message);
      return CommandError.refused(missing.find() ? missing.group(1) : "answer to this command");
    }
    CommandError refused = refused(message);
    return refused == null ? thrown : refused;
  }

  /** The refusal for a message of the storage; null if the message is right as it is. */
  public static CommandError refused(String message) {
    Matcher unknown = UNKNOWN.matcher(message);
    if (!unknown.find()) {
      return null;
    }
    String name = unknown.group(1);
    if (ELSEWHERE.contains(name)) {
      return CommandError.refused(name + " in this database");
    }
    return isMongoDb(name) ? CommandError.refused(name) : null;
  }

  private static boolean isMongoDb(String name) {
    return COMMANDS.contains(name)
        || STAGES.contains(name)
        || REWRITTEN.contains(name)
        || EXPRESSIONS.contains(name)
        || QUERY_OPERATORS.contains(name);
  }
}
