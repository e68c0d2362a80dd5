/** The application's MongoClient, and the bulkhead for calls to the database. */
package dev.tidewatch.mongo;
