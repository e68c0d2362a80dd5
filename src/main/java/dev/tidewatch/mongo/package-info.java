/** The settings and the one MongoClient of the application. */
package dev.tidewatch.mongo;
