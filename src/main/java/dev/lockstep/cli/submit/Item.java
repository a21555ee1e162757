package dev.lockstep.cli.submit;

import java.util.UUID;

/**
 * A transfer on its way, with the line it stands on.
 *
 * @param id chosen here, so that asking again can never move the money twice
 */
record Item(long line, UUID id, ParsedLine.Triplet triplet) {}
