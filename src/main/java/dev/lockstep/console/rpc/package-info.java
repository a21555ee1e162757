/** JSON-RPC 2.0 over WebSocket. */
package dev.lockstep.console.rpc;
