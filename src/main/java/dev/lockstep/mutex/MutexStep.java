package dev.lockstep.mutex;

import dev.lockstep.mutex.Membership.Stage;
import dev.lockstep.mutex.MutexInput.Acknowledgment;
import dev.lockstep.mutex.MutexMessage.Ack;
import dev.lockstep.mutex.MutexMessage.Append;
import dev.lockstep.mutex.MutexMessage.Durable;
import dev.lockstep.mutex.MutexMessage.Heartbeat;
import dev.lockstep.mutex.MutexMessage.Hello;
import dev.lockstep.mutex.MutexMessage.Release;
import dev.lockstep.mutex.MutexMessage.Request;
import dev.lockstep.mutex.MutexMessage.Welcome;

/** One step of a {@link LamportMutex}: which rule each input and each message calls for. */
final class MutexStep {
  private final Draft draft;
  private final Rules rules;
  private final Hearing hearing;
  private final Admission admission;

  MutexStep(LamportMutex before) {
    draft = new Draft(before);
    rules = new Rules(draft);
    hearing = new Hearing(draft, rules);
    admission = new Admission(draft, rules, hearing);
  }

  LamportMutex.Step on(MutexInput input) {
    if (draft.membership.stage() != Stage.LOST) {
      accept(input);
      rules.yieldIfAsked();
      admission.joinIfWelcomed();
      rules.enterIfFirst();
    }
    return draft.finished();
  }

  private void accept(MutexInput input) {
    switch (input) {
      case MutexInput.Begin(var start) -> admission.begin(start);
      case MutexInput.Greet() -> admission.greet();
      case MutexInput.Joined() -> {
        admission.joined();
        beat();
      }
      case MutexInput.Received(var message, var acknowledged) -> receive(message, acknowledged);
      case MutexInput.Acquire() -> rules.request();
      case MutexInput.Withdraw() -> rules.withdraw();
      case MutexInput.Leave(var again) -> rules.release(again);
      case MutexInput.Keep() -> rules.keep();
      case MutexInput.Resume() -> rules.resume();
      case MutexInput.Grown(var head) -> draft.chain = draft.chain.grown(head);
      case MutexInput.Synced(var height) -> draft.chain = draft.chain.synced(height);
      case MutexInput.Report(var to) -> report(to);
      case MutexInput.Renewed(var incarnation) -> admission.renewed(incarnation);
      case MutexInput.Resend() -> {
        admission.greetAgain();
        rules.requestAgain();
      }
      case MutexInput.Beat() -> beat();
    }
  }

  private void receive(MutexMessage message, Acknowledgment acknowledged) {
    var state = message.state();
    if (!hearing.isFromMember(message)) {
      return;
    }
    // A hello may be old and may name no receiver, so it cannot tell what others know.
    if (!(message instanceof Hello) && admission.isSuperseded(state)) {
      admission.supersededBy(state);
      return;
    }
    switch (message) {
      case Hello hello -> admission.onHello(hello);
      case Welcome welcome -> admission.onWelcome(welcome);
      case Request request -> {
        if (hearing.believe(request)) {
          rules.acknowledge(state, acknowledged);
        }
      }
      case Release release -> {
        // A release that claims again is a request too.
        if (hearing.believe(release) && state.claim().isPresent()) {
          rules.acknowledge(state, acknowledged);
        }
      }
      case Append _, Ack _, Durable _, Heartbeat _ -> hearing.believe(message);
    }
  }

  private void beat() {
    if (draft.membership.participating()) {
      draft.sendAll(Heartbeat::new);
    }
  }

  private void report(String to) {
    if (draft.membership.participating()) {
      rules.tick();
      draft.send(to, new Durable(draft.evidenceFor(to)));
    }
  }
}
