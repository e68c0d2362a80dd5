/**
 * MongoDB's change stream as Motor and PyMongo define it, on MongoDB's synchronous Java driver and
 * nothing else: usable without Tidewatch and without Jakarta EE.
 *
 * <p>It sends {@code aggregate}, {@code getMore} and {@code killCursors} itself instead of calling
 * the driver's {@code watch()}. The driver's cursor either decodes a change into a class, and loses
 * field order and fields that the class does not know, or yields whole documents, and loses the
 * batch's resume token. A command's reply holds both.
 */
package dev.tidewatch.stream;
