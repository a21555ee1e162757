package dev.lockstep.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * What bounds every ledger on this machine: medians, in milliseconds.
 *
 * @param sync of appending 512 bytes to a file and forcing them to the disk
 * @param roundTrip of one byte over a connection on loopback
 */
public record Machine(double sync, double roundTrip) {
  private static final int SYNCS = 200;
  private static final int ROUND_TRIPS = 2_000;
  private static final int BYTES = 512;

  /**
   * @param directory where the nodes have their files
   * @throws BenchException when the disk or the network fails
   */
  public static Machine measure(Path directory) {
    try {
      return new Machine(medianSync(directory), medianRoundTrip());
    } catch (IOException e) {
      throw new BenchException("The machine cannot be measured: " + e.getMessage(), e);
    }
  }

  private static double medianSync(Path directory) throws IOException {
    var file = Files.createTempFile(directory, "sync", ".bin");
    try (var channel = FileChannel.open(file, StandardOpenOption.APPEND)) {
      var bytes = ByteBuffer.allocate(BYTES);
      return medianMillis(
          SYNCS,
          () -> {
            bytes.clear();
            channel.write(bytes);
            channel.force(false);
          });
    } finally {
      Files.delete(file);
    }
  }

  private static double medianRoundTrip() throws IOException {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var near = new Socket(server.getInetAddress(), server.getLocalPort());
        var far = server.accept()) {
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      var echo = Thread.ofPlatform().daemon().name("echo").start(() -> echo(far));
      try {
        return medianMillis(
            ROUND_TRIPS,
            () -> {
              near.getOutputStream().write(1);
              near.getInputStream().read();
            });
      } finally {
        near.shutdownOutput();
        echo.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("The bench was interrupted.", e);
    }
  }

  /** Until the other end says no more. */
  private static void echo(Socket far) {
    try {
      for (int heard = far.getInputStream().read();
          heard >= 0;
          heard = far.getInputStream().read()) {
        far.getOutputStream().write(heard);
      }
    } catch (IOException e) {
      throw new BenchException("The connection on loopback broke.", e);
    }
  }

  private interface Step {
    void run() throws IOException;
  }

  private static double medianMillis(int times, Step step) throws IOException {
    var nanos = new long[times];
    for (int i = 0; i < times; i++) {
      long begun = System.nanoTime();
      step.run();
      nanos[i] = System.nanoTime() - begun;
    }
    Arrays.sort(nanos);
    return nanos[times / 2] / 1e6;
  }
}
