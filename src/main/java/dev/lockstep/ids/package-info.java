/** The ids of transfers whose sender has chosen none. */
package dev.lockstep.ids;
