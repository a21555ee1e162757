package dev.lockstep.lab;

import dev.lockstep.simulator.world.Action;

/** Actions of the simulator in words. */
final class SeedWords {
  private SeedWords() {}

  /**
   * @param message its name, if the action is about one
   */
  static String of(Action action, String message) {
    return switch (action) {
      case Action.Deliver _ -> message + " arrives";
      case Action.DeliverForged(var _, var how) ->
          message + " arrives with a block that breaks a rule: " + word(how);
      case Action.DeliverLie(var _, var lie, var _) ->
          "in place of " + message + " a lie arrives: " + word(lie);
      case Action.DeliverHiding _ ->
          message + " arrives as if its sender had no block that its receiver lacks";
      case Action.Tick(var name) -> "the timer of " + name + " fires";
      case Action.Sync(var name, var _) -> "the disk of " + name + " syncs";
      case Action.ReadDone(var name, var _) -> name + " has read blocks for another member";
      case Action.Submit(var name, var transfers) ->
          name
              + " is asked for "
              + transfers.size()
              + (transfers.size() == 1 ? " transfer" : " transfers");
      case Action.Find(var name, var _) -> name + " is asked where a transfer is";
      case Action.Start(var name, var rejoin, var _) ->
          name + (rejoin ? " is started with --rejoin" : " is started");
      case Action.Crash(var name, var kept) ->
          name + " is killed; " + kept + " records that were not synced survive at most";
      case Action.Cut(var name, var effects, var _) ->
          name + " will be killed in its next step, after " + effects + " effects of any kind";
      case Action.CutOutside(var name, var effects, var _) ->
          name + " will be killed after " + effects + " effects";
      case Action.Fail(var name, var effects, var _) ->
          "a step of " + name + " will fail after " + effects + " effects";
      case Action.LoseDisk(var name) -> "the disk of " + name + " is replaced by an empty one";
      case Action.OldDisk(var name, var _) -> "the disk of " + name + " is replaced by an old copy";
    };
  }

  private static String word(Enum<?> name) {
    return name.name().toLowerCase().replace('_', ' ');
  }
}
