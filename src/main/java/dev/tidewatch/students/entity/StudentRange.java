package dev.tidewatch.students.entity;

/**
 * Which students a page is to hold.
 *
 * @param limit the most of them, at least 1
 * @param skip how many to leave out first; MongoDB counts through them, so {@code after} is better
 * @param after only those with a greater {@code _id}; null for all
 */
public record StudentRange(int limit, int skip, StudentId after) {}
