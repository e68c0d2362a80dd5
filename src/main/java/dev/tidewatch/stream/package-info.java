/**
 * MongoDB's change stream as Motor and PyMongo define it, on MongoDB's synchronous Java driver and
 * nothing else: usable without Tidewatch and without Jakarta EE.
 *
 * <p>It sends {@code aggregate}, {@code getMore} and {@code killCursors} itself instead of calling
 * the driver's {@code watch()}. The driver's cursor either decodes a change into a class, and loses
 * field order and fields that the class does not know, or yields whole documents, and loses the
 * batch's resume token. A command's reply holds both.
 *
 * <p>{@link dev.tidewatch.stream.ChangeStream} blocks; {@link
 * dev.tidewatch.stream.AsyncChangeStream} and {@link dev.tidewatch.stream.ChangePublisher} run it
 * on an executor, as Motor runs PyMongo's. The package is also built as a jar of its own.
 */
package dev.tidewatch.stream;
