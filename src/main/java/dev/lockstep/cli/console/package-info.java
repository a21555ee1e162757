/**
 * A prompt, or a pipe, on a running node: lines go to the node over its WebSocket, and what comes
 * back is shown. The node reads the line; here it is only looked at for {@code exit}, comments and
 * what can be completed, by the same grammar.
 *
 * <pre>
 *   Prompt (JLine) ──┐
 *                    ├─► CommandChannel ── RpcConnection ──► ws://node/console
 *   Script (a pipe) ─┘
 * </pre>
 */
package dev.lockstep.cli.console;
