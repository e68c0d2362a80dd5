/** Students over HTTP: the routes of the seed, and what each answers. */
package dev.tidewatch.students.boundary;
