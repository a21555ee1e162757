/** A member as it is seen from outside: its disk, its process, and messages between members. */
package dev.lockstep.simulator.member;
