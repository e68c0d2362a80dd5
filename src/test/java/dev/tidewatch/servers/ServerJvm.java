package dev.tidewatch.servers;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import com.sun.tools.attach.VirtualMachineDescriptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.JMX;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/** A server's JVM, as a JMX console on the same machine sees it. */
final class ServerJvm implements AutoCloseable {

  private static final Pattern OURS = Pattern.compile("tidewatch|mongo|cluster-|BufferPool");
  private static final String A_CLASS = "dev.tidewatch.web.RestRoot";

  private final JMXConnector connector;
  private final MBeanServerConnection beans;

  private ServerJvm(JMXConnector connector) throws IOException {
    this.connector = connector;
    beans = connector.getMBeanServerConnection();
  }

  /** Connects to the one JVM with that in its command line. */
  static ServerJvm of(String mark) {
    try {
      VirtualMachine machine = VirtualMachine.attach(find(mark).orElseThrow());
      try {
        JMXServiceURL url = new JMXServiceURL(machine.startLocalManagementAgent());
        return new ServerJvm(JMXConnectorFactory.connect(url));
      } finally {
        machine.detach();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (AttachNotSupportedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where it listens. Linux: as {@code /proc} has it. */
  static List<InetSocketAddress> listeningAddresses(String mark) {
    Path process = Path.of("/proc", find(mark).orElseThrow().id());
    try (Stream<Path> files = Files.list(process.resolve("fd"))) {
      Set<String> sockets =
          files
              .map(ServerJvm::target)
              .filter(target -> target.startsWith("socket:["))
              .map(target -> target.substring("socket:[".length(), target.length() - 1))
              .collect(Collectors.toSet());
      return Stream.of("tcp", "tcp6")
          .flatMap(table -> rows(process.resolve("net").resolve(table)))
          .map(row -> row.strip().split("\\s+"))
          .filter(row -> row[3].equals("0A") && sockets.contains(row[9]))
          .map(row -> address(row[1]))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> rows(Path table) {
    try {
      return Files.readAllLines(table).stream().skip(1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path file) {
    try {
      return Files.readSymbolicLink(file).toString();
    } catch (IOException e) {
      // closed meanwhile
      return "";
    }
  }

  /** Words of 32 bits in this machine's byte order, in hex. */
  private static InetSocketAddress address(String text) {
    String[] parts = text.split(":");
    ByteBuffer bytes = ByteBuffer.allocate(parts[0].length() / 2).order(ByteOrder.nativeOrder());
    for (int i = 0; i < parts[0].length(); i += 8) {
      bytes.putInt(Integer.parseUnsignedInt(parts[0].substring(i, i + 8), 16));
    }
    try {
      return new InetSocketAddress(
          InetAddress.getByAddress(bytes.array()), Integer.parseInt(parts[1], 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Ends it by force; nothing if there is none. */
  static void kill(String mark) {
    find(mark)
        .flatMap(machine -> ProcessHandle.of(Long.parseLong(machine.id())))
        .ifPresent(
            process -> {
              process.destroyForcibly();
              process.onExit().join();
            });
  }

  private static Optional<VirtualMachineDescriptor> find(String mark) {
    return VirtualMachine.list().stream()
        .filter(machine -> (machine.displayName() + " ").contains(mark + " "))
        .findAny();
  }

  /** A feed's own bean. */
  <T> T feed(String name, Class<T> type) {
    return JMX.newMXBeanProxy(beans, feedNames(name).iterator().next(), type);
  }

  /** The names of the feeds' beans. */
  Set<ObjectName> feedNames(String name) {
    try {
      return beans.queryNames(new ObjectName("dev.tidewatch:type=Feed,name=" + name + ",*"), null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JMException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** The names of the threads that are the application's or its driver's, in order. */
  List<String> ownThreads() {
    try {
      ThreadMXBean threads =
          ManagementFactory.newPlatformMXBeanProxy(
              beans, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
      return Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
          .filter(Objects::nonNull)
          .map(thread -> thread.getThreadName())
          .filter(name -> OURS.matcher(name).find() && !name.startsWith("fileinstall"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of classes, once what may go is gone. */
  long metaspace() {
    collect();
    try {
      return ManagementFactory.getPlatformMXBeans(beans, MemoryPoolMXBean.class).stream()
          .filter(pool -> pool.getName().equals("Metaspace"))
          .findAny()
          .orElseThrow()
          .getUsage()
          .getUsed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The bytes of live objects, once what may go is gone. */
  long heap() {
    collect();
    try {
      return ManagementFactory.newPlatformMXBeanProxy(
              beans, ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class)
          .getHeapMemoryUsage()
          .getUsed();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void collect() {
    // a class loader is finalized first
    for (int i = 0; i < 2; i++) {
      diagnose("gcRun");
      diagnose("gcRunFinalization");
    }
    diagnose("gcRun");
  }

  /** How many class loaders hold the application's classes, once what may go is gone. */
  long loaders() {
    collect();
    return diagnose("vmClassloaders", "show-classes")
        .lines()
        .filter(line -> line.endsWith(A_CLASS))
        .count();
  }

  /** How many live objects there are of that class, of whichever deployment. */
  long instances(String type) {
    return diagnose("gcClassHistogram", new String[0])
        .lines()
        .map(line -> line.strip().split("\\s+"))
        .filter(columns -> columns.length > 3 && columns[3].equals(type))
        .mapToLong(columns -> Long.parseLong(columns[1]))
        .sum();
  }

  private void diagnose(String command) {
    invoke(command, new Object[0], new String[0]);
  }

  private String diagnose(String command, String... arguments) {
    return (String)
        invoke(command, new Object[] {arguments}, new String[] {String[].class.getName()});
  }

  private Object invoke(String command, Object[] arguments, String[] signature) {
    try {
      ObjectName name = new ObjectName("com.sun.management:type=DiagnosticCommand");
      return beans.invoke(name, command, arguments, signature);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (JMException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    try {
      connector.close();
    } catch (IOException e) {
      // the server has gone first
    }
  }
}
