/**
 * What resources of JSON documents share: ids in addresses, pages along the index of {@code _id},
 * and request bodies.
 */
package dev.tidewatch.documents;
