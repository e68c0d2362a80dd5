/** What a student is called, and a page of students. */
package dev.tidewatch.students.entity;
