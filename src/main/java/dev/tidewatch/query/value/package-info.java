/** Values where they lie in BSON, and MongoDB's order of them. */
package dev.tidewatch.query.value;
