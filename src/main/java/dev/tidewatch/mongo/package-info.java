/** The one MongoClient of the application. */
package dev.tidewatch.mongo;
