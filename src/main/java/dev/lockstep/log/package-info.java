/**
 * A node's log, {@code DIR/NAME/node.log}, as {@code lockstep-logback.xml} puts it together: each
 * line is bounded and holds no control character, and the files are bounded in size and number,
 * whatever others make the node say.
 *
 * <pre>
 *   event of slf4j ──► {@link dev.lockstep.log.Message}, {@link dev.lockstep.log.Stack}
 *                          └──► line ──► {@link dev.lockstep.log.LogFile} ──► node.log, node.log.1 …
 * </pre>
 */
package dev.lockstep.log;
