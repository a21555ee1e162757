package dev.lockstep.integration;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lockstep.bus.Envelope;
import dev.lockstep.bus.EnvelopeCodec;
import dev.lockstep.bus.EnvelopeSeal;
import dev.lockstep.bus.Letter;
import dev.lockstep.chain.Block;
import dev.lockstep.chain.Hash;
import dev.lockstep.chain.MemberSignature;
import dev.lockstep.door.MemberSocket;
import dev.lockstep.door.Refusals;
import dev.lockstep.keys.KeyFile;
import dev.lockstep.keys.Keyring;
import dev.lockstep.keys.MemberKey;
import dev.lockstep.order.PeerMessage;
import dev.lockstep.order.Stamp;
import dev.lockstep.proof.Checkpoint;
import dev.lockstep.proof.CheckpointMessage;
import dev.lockstep.proof.Signing;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A program that has the key of a member, and says to others what it likes. */
final class LyingMember {
  private final RealCluster cluster;
  private final String self;

  LyingMember(RealCluster cluster, String self) {
    this.cluster = cluster;
    this.self = self;
  }

  static MemberKey key(RealCluster cluster, String member) {
    return KeyFile.openOrCreate(cluster.data.resolve(member), "it/" + member);
  }

  /** A connection to a member, with TLS that shows the certificate of this context. */
  static Socket connect(RealCluster cluster, String to, SSLContext context) throws IOException {
    var plain = new Socket(InetAddress.getLoopbackAddress(), cluster.busPort(to));
    plain.setSoTimeout(10_000);
    var socket =
        (SSLSocket)
            context.getSocketFactory().createSocket(plain, "localhost", cluster.busPort(to), true);
    socket.startHandshake();
    return socket;
  }

  /** An envelope as a frame of the event bus, as the member that has this key sends it. */
  static byte[] frame(RealCluster cluster, String from, MemberKey key, Letter letter) {
    var to = letter.to();
    var keyring =
        Keyring.of(
            "it",
            Map.of(to, Optional.of(key(cluster, to).publicKey())),
            cluster.data,
            problem -> {});
    var body = Buffer.buffer();
    new EnvelopeCodec(new EnvelopeSeal(from, key, keyring), new Refusals(new SimpleMeterRegistry()))
        .encodeToWire(body, letter);
    return frame(to, body.getBytes());
  }

  /** A frame of the event bus with this body. */
  static byte[] frame(String to, byte[] body) {
    var frame =
        text(
                Buffer.buffer().appendInt(0).appendByte((byte) 2).appendByte((byte) -1),
                EnvelopeCodec.NAME)
            .appendByte((byte) 0);
    text(text(frame, "lockstep.inbox." + to).appendInt(0), UUID.randomUUID().toString())
        .appendInt(4)
        .appendBytes(body);
    return frame.setInt(0, frame.length() - 4).getBytes();
  }

  static Buffer text(Buffer out, String text) {
    return out.appendInt(text.length()).appendString(text);
  }

  /** Says all of this in one packet. */
  void say(String to, PeerMessage... messages) throws IOException {
    var packet = Buffer.buffer();
    for (var message : messages) {
      packet.appendBytes(framed(to, new Envelope.Says(genesis(to), Stamp.NONE, message)));
    }
    send(to, packet);
  }

  /** Says something else to each of these, before one of them can tell the others. */
  void sayAtOnce(Map<String, PeerMessage> messages) throws IOException {
    var context = MemberSocket.context(self, key(cluster, self));
    Map<Socket, byte[]> packets = new HashMap<>();
    try {
      for (var message : messages.entrySet()) {
        var to = message.getKey();
        packets.put(
            connect(cluster, to, context),
            framed(to, new Envelope.Says(genesis(to), Stamp.NONE, message.getValue())));
      }
      for (var packet : packets.entrySet()) {
        packet.getKey().getOutputStream().write(packet.getValue());
      }
      for (var socket : packets.keySet()) {
        awaitTaken(socket);
      }
    } finally {
      for (var socket : packets.keySet()) {
        socket.close();
      }
    }
  }

  /** Asks for a cosignature under this root, which it has signed. */
  void ask(String to, long size, Hash root) throws IOException {
    var name = "it/" + self;
    var text = new Checkpoint(Checkpoint.originOf("it", genesis(to)), size, root).text();
    var signature = Signing.sign(key(cluster, self), name, text).signature();
    var ask = new CheckpointMessage.Ask(self, size, root, signature);
    send(to, Buffer.buffer(framed(to, new Envelope.OfCheckpoint(genesis(to), ask))));
  }

  /** A block with the signature that this member can make. */
  Block signed(Block block) {
    return block.signed(self, MemberSignature.of(key(cluster, self).sign(block.statement())));
  }

  private byte[] framed(String to, Envelope envelope) {
    return frame(cluster, self, key(cluster, self), new Letter(to, envelope));
  }

  private void send(String to, Buffer packet) throws IOException {
    try (var socket = connect(cluster, to, MemberSocket.context(self, key(cluster, self)))) {
      socket.getOutputStream().write(packet.getBytes());
      awaitTaken(socket);
    }
  }

  /** The other end answers a ping when it has taken what came before it. */
  private static void awaitTaken(Socket socket) throws IOException {
    socket.getOutputStream().write(ping());
    if (socket.getInputStream().read() < 0) {
      throw new IOException("the connection was closed");
    }
  }

  static byte[] ping() {
    var frame =
        Buffer.buffer().appendInt(0).appendByte((byte) 2).appendByte((byte) 1).appendByte((byte) 0);
    text(text(frame, "__vertx_ping").appendInt(0), "X").appendInt(4);
    return frame.setInt(0, frame.length() - 4).getBytes();
  }

  private Hash genesis(String of) {
    return Hash.parse(cluster.status(of).get("genesis").textValue());
  }

  /** The incarnation of the lying member, as another one has heard it. */
  long incarnation(String heardBy) {
    return peer(heardBy).get("incarnation").longValue();
  }

  private JsonNode peer(String heardBy) {
    for (var peer : cluster.status(heardBy).get("peers")) {
      if (peer.get("member").textValue().equals(self)) {
        return peer;
      }
    }
    throw new AssertionError(heardBy + " knows no " + self);
  }

  /** What another member accuses this one of; empty when it does not. */
  String accusation(String by) {
    for (var accused : cluster.status(by).get("accused")) {
      if (accused.get("member").textValue().equals(self)) {
        return accused.get("reason").textValue();
      }
    }
    return "";
  }
}
