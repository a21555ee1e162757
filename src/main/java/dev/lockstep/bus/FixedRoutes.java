package dev.lockstep.bus;

import com.hazelcast.core.HazelcastInstance;
import io.vertx.core.Completable;
import io.vertx.core.Vertx;
import io.vertx.core.spi.cluster.NodeInfo;
import io.vertx.core.spi.cluster.RegistrationInfo;
import io.vertx.core.spi.cluster.RegistrationListener;
import io.vertx.core.spi.cluster.RegistrationUpdateEvent;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hazelcast as the cluster manager of the event bus, except that the address of a member's inbox is
 * known beforehand: the configuration names every member and its port.
 *
 * <p>Hazelcast would look the address up in its distributed maps. While it loses a member, splits
 * or merges, these have no entry or give no answer, and messages to a member that can be reached
 * are lost. So it is not asked, and its failures delay no message.
 */
public final class FixedRoutes extends HazelcastClusterManager {
  private static final Logger LOG = LoggerFactory.getLogger(FixedRoutes.class);

  private final HazelcastInstance hazelcast;
  private final Map<String, NodeInfo> members;
  private Vertx vertx;

  /**
   * @param hazelcast is ended when the cluster is left
   * @param members where the event bus of each member listens
   */
  public FixedRoutes(HazelcastInstance hazelcast, Map<String, NodeInfo> members) {
    super(hazelcast);
    this.hazelcast = hazelcast;
    this.members = Map.copyOf(members);
  }

  @Override
  public void init(Vertx vertx) {
    super.init(vertx);
    this.vertx = vertx;
  }

  @Override
  public void leave(Completable<Void> answer) {
    super.leave(
        (_, failure) ->
            vertx
                .<Void>executeBlocking(
                    () -> {
                      hazelcast.shutdown();
                      return null;
                    })
                .onComplete(
                    ended -> answer.complete(null, failure == null ? ended.cause() : failure)));
  }

  /**
   * Nothing waits for it: the others know the address already. Hazelcast would let it wait for
   * seconds while it hands its partitions out to a member that has come back.
   */
  @Override
  public void setNodeInfo(NodeInfo info, Completable<Void> answer) {
    super.setNodeInfo(
        info,
        (_, failure) -> {
          if (failure != null) {
            LOG.debug("Hazelcast does not know the address of this node", failure);
          }
        });
    answer.succeed();
  }

  /** An inbox is where the configuration says, so there is nothing to write down. */
  @Override
  public void addRegistration(
      String address, RegistrationInfo registration, Completable<Void> answer) {
    if (Addresses.memberOf(address).isPresent()) {
      answer.succeed();
    } else {
      super.addRegistration(address, registration, answer);
    }
  }

  /** See {@link #addRegistration}. */
  @Override
  public void removeRegistration(
      String address, RegistrationInfo registration, Completable<Void> answer) {
    if (Addresses.memberOf(address).isPresent()) {
      answer.succeed();
    } else {
      super.removeRegistration(address, registration, answer);
    }
  }

  /** An inbox is registered at the node whose id is the member's name. */
  @Override
  public void getRegistrations(String address, Completable<List<RegistrationInfo>> answer) {
    var member = Addresses.memberOf(address);
    if (member.isPresent()) {
      answer.succeed(List.of(new RegistrationInfo(member.get(), 0, false)));
    } else {
      super.getRegistrations(address, answer);
    }
  }

  @Override
  public void getNodeInfo(String node, Completable<NodeInfo> answer) {
    if (members.containsKey(node)) {
      answer.succeed(members.get(node));
    } else {
      super.getNodeInfo(node, answer);
    }
  }

  /** The event bus does not hear what Hazelcast reports about inboxes. */
  @Override
  public void registrationListener(RegistrationListener bus) {
    super.registrationListener(
        new RegistrationListener() {
          @Override
          public boolean wantsUpdatesFor(String address) {
            return Addresses.memberOf(address).isEmpty() && bus.wantsUpdatesFor(address);
          }

          @Override
          public void registrationsUpdated(RegistrationUpdateEvent update) {
            bus.registrationsUpdated(update);
          }

          @Override
          public void registrationsLost() {
            bus.registrationsLost();
          }
        });
  }
}
