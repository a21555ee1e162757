package dev.lockstep.store;

import dev.lockstep.chain.Location;
import dev.lockstep.chain.Transfer;

/** A transfer and its location. */
public record StoredTransfer(Location location, Transfer transfer) {}
