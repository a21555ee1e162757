/**
 * A node inside a Vert.x program. It is a whole member with its ports, its page and its files; the
 * program asks it on the path that the node's own console takes, without HTTP.
 */
package dev.lockstep.embedded;
