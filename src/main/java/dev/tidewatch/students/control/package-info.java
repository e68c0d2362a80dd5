/** Students in their collection: made, found, changed, removed and listed. */
package dev.tidewatch.students.control;
