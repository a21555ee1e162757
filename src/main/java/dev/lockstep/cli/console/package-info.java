/**
 * A prompt, or a pipe, on a running node: lines go to the node over its WebSocket, and what comes
 * back is shown. The grammar of the commands is known to the node alone.
 *
 * <pre>
 *   Prompt (JLine) ──┐
 *                    ├─► CommandChannel ── RpcConnection ──► ws://node/console
 *   Script (a pipe) ─┘
 * </pre>
 */
package dev.lockstep.cli.console;
