package dev.tidewatch.text;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class Utf8WriterTest {

  @Property
  void aTextHasTheBytesThatJavaGivesIt(@ForAll String text, @ForAll byte before) {
    int free = Math.abs(before);
    Utf8Writer writer = new Utf8Writer(free, 1 << 20);

    writer.write(text);
    writer.write('é');
    writer.write(text.toCharArray(), 0, text.length());

    byte[] bytes = writer.toByteArray();
    assertThat(new String(bytes, free, bytes.length - free, UTF_8))
        .isEqualTo(new String((text + "é" + text).getBytes(UTF_8), UTF_8));
  }

  @Test
  void aTextIsNoLongerThanItsBound() {
    Utf8Writer writer = new Utf8Writer(0, 1000);
    writer.write("x".repeat(1000));
    assertThat(writer.toByteArray()).hasSize(1000);

    assertThatThrownBy(() -> writer.write("x")).isInstanceOf(TextTooLongException.class);
    assertThatThrownBy(() -> new Utf8Writer(0, 1000).write("x".repeat(1001)))
        .isInstanceOf(TextTooLongException.class);
    assertThatThrownBy(() -> new Utf8Writer(0, 1000).write("€".repeat(334)))
        .isInstanceOf(TextTooLongException.class);
  }
}
