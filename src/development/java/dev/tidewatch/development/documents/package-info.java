/** Documents, paths, and the errors that a server answers with. */
package dev.tidewatch.development.documents;
