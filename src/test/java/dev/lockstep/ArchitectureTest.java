package dev.lockstep;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Map;
import java.util.stream.Stream;

/** Which package may know which. */
@AnalyzeClasses(packages = "dev.lockstep", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String CHAIN = "dev.lockstep.chain..";
  private static final String MUTEX = "dev.lockstep.mutex..";
  private static final String PAXOS = "dev.lockstep.paxos..";
  private static final String ORDER = "dev.lockstep.order..";
  private static final String SEAM = "dev.lockstep.order";
  private static final String MEMBER = "dev.lockstep.order.member..";
  private static final String LAMPORT_ORDER = "dev.lockstep.order.lamport..";
  private static final String PAXOS_ORDER = "dev.lockstep.order.paxos..";
  private static final String COMMAND = "dev.lockstep.command..";
  private static final String CONSOLE = "dev.lockstep.console..";
  private static final String SIMULATOR = "dev.lockstep.simulator..";
  private static final String LAB = "dev.lockstep.lab..";
  private static final String TEXTBOOK = "dev.lockstep.lab.textbook..";
  private static final String GENERATED = "dev.lockstep.store.generated..";
  private static final String[] PURE = {CHAIN, MUTEX, PAXOS, ORDER};

  private static final DescribedPredicate<JavaClass> SHOWN =
      describe(
          "a timestamp or a ballot",
          type ->
              type.getName().equals("dev.lockstep.mutex.Timestamp")
                  || type.getName().equals("dev.lockstep.paxos.Ballot"));

  /** Mutex and Paxos name versions of what they protect by their hashes, and compare these. */
  private static final DescribedPredicate<JavaClass> NAMED_BY =
      name("dev.lockstep.chain.Hash").forSubtype();

  /** What members say to each other: the simulator reads their messages. */
  private static final DescribedPredicate<JavaClass> SAID =
      nameMatching(
              "dev\\.lockstep\\.paxos\\.(PaxosMessage(\\$.*)?|PaxosState|Vote)"
                  + "|dev\\.lockstep\\.mutex\\.(MutexMessage(\\$.*)?|State|Head)")
          .forSubtype();

  /** Whatever makes two runs of the same inputs differ, or waits. */
  private static final DescribedPredicate<JavaClass> IMPURE =
      resideInAnyPackage(
              "java.time..",
              "java.io..",
              "java.net..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.util.concurrent..",
              "java.util.random..",
              "java.lang.reflect..")
          .or(name("java.util.Random"))
          .or(name("java.util.SplittableRandom"))
          .or(name("java.security.SecureRandom"))
          .or(name("java.util.Timer"))
          .or(name("java.util.Date"))
          .or(name("java.lang.Thread"))
          .or(name("java.lang.ThreadLocal"))
          .or(name("java.lang.ProcessHandle"))
          .as("clocks, threads, files, sockets or chance");

  /** System.arraycopy is harmless; the clocks, the properties and the exit are not. */
  private static final DescribedPredicate<JavaAccess<?>> IMPURE_CALL =
      describe(
          "System (but arraycopy), Math.random or UUID.randomUUID",
          access -> {
            var owner = access.getTargetOwner().getName();
            var member = access.getName();
            return owner.equals("java.lang.System") && !member.equals("arraycopy")
                || owner.endsWith("Math") && member.equals("random")
                || owner.equals("java.util.UUID") && member.equals("randomUUID");
          });

  @ArchTest
  static final ArchRule pure_packages_use_java_base_only =
      classes()
          .that()
          .resideInAnyPackage(PURE)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(PURE)
                  .or(
                      resideInAnyPackage(
                          "java.lang..", "java.util", "java.util.function", "java.util.stream"))
                  .or(resideInAnyPackage("java.util.regex", "java.nio", "java.nio.charset"))
                  .or(resideInAPackage("java.security"))
                  .or(
                      describe(
                          "primitives and arrays of these",
                          type -> type.isPrimitive() || type.isArray())));

  @ArchTest
  static final ArchRule pure_packages_know_no_clock_thread_or_chance =
      noClasses().that().resideInAnyPackage(PURE).should().dependOnClassesThat(IMPURE);

  @ArchTest
  static final ArchRule pure_packages_ask_the_system_nothing =
      noClasses().that().resideInAnyPackage(PURE).should().accessTargetWhere(IMPURE_CALL);

  /** What a stranger uses to check a receipt is small enough to be read whole. */
  @ArchTest
  static final ArchRule proofs_know_the_chain_and_keys_only =
      classes()
          .that()
          .resideInAPackage("dev.lockstep.proof..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      "dev.lockstep.proof..",
                      CHAIN,
                      "dev.lockstep.keys..",
                      "java.lang..",
                      "java.util",
                      "java.util.function",
                      "java.util.stream")
                  .or(resideInAnyPackage("java.util.regex", "java.nio", "java.nio.charset"))
                  .or(
                      describe(
                          "primitives and arrays of these",
                          type -> type.isPrimitive() || type.isArray())));

  @ArchTest
  static final ArchRule proofs_ask_the_system_nothing =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.proof..")
          .should()
          .accessTargetWhere(IMPURE_CALL);

  @ArchTest
  static final ArchRule the_chain_knows_no_protocol =
      noClasses()
          .that()
          .resideInAPackage(CHAIN)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MUTEX, PAXOS, ORDER);

  @ArchTest
  static final ArchRule the_mutex_knows_hashes_but_neither_the_chain_nor_the_other_protocol =
      noClasses()
          .that()
          .resideInAPackage(MUTEX)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(CHAIN, PAXOS, ORDER).and(DescribedPredicate.not(NAMED_BY)));

  @ArchTest
  static final ArchRule paxos_knows_hashes_but_neither_the_chain_nor_the_mutex =
      noClasses()
          .that()
          .resideInAPackage(PAXOS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(CHAIN, MUTEX, ORDER).and(DescribedPredicate.not(NAMED_BY)));

  /** The bus encodes what the protocols say; everybody else sees them through the order. */
  @ArchTest
  static final ArchRule protocol_and_ledger_meet_in_the_order =
      noClasses()
          .that()
          .resideOutsideOfPackages(MUTEX, PAXOS, ORDER, SIMULATOR, TEXTBOOK, "dev.lockstep.bus..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(MUTEX, PAXOS)
                  // What a person is shown of the protocols is a place in the queue, and a ballot.
                  .and(DescribedPredicate.not(SHOWN))
                  .as("reside in the packages of the protocols"));

  @ArchTest
  static final ArchRule in_the_seam_only_orders_knows_the_protocols =
      noClasses()
          .that()
          .resideInAPackage(SEAM)
          .and()
          .doNotHaveFullyQualifiedName("dev.lockstep.order.Orders")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MEMBER, LAMPORT_ORDER, PAXOS_ORDER);

  @ArchTest
  static final ArchRule what_the_protocols_share_knows_no_protocol =
      noClasses()
          .that()
          .resideInAPackage(MEMBER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LAMPORT_ORDER, PAXOS_ORDER, MUTEX, PAXOS);

  @ArchTest
  static final ArchRule lamport_mode_does_not_know_paxos =
      noClasses()
          .that()
          .resideInAPackage(LAMPORT_ORDER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(PAXOS_ORDER, PAXOS);

  @ArchTest
  static final ArchRule paxos_mode_does_not_know_the_mutex =
      noClasses()
          .that()
          .resideInAPackage(PAXOS_ORDER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LAMPORT_ORDER, MUTEX);

  @ArchTest
  static final ArchRule who_drives_the_order_knows_the_seam_alone =
      noClasses()
          .that()
          .resideOutsideOfPackage(ORDER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(MEMBER, LAMPORT_ORDER, PAXOS_ORDER);

  @ArchTest
  static final ArchRule the_order_knows_nobody_who_drives_it =
      noClasses()
          .that()
          .resideInAPackage(ORDER)
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.lockstep..")
                  .and(DescribedPredicate.not(resideInAnyPackage(PURE)))
                  .as("reside outside of the pure packages"));

  /** One grammar for the node and for what is typed far from it. */
  @ArchTest
  static final ArchRule the_grammar_knows_the_chain_and_two_pure_functions_of_jline =
      classes()
          .that()
          .resideInAPackage(COMMAND)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(
                      COMMAND,
                      CHAIN,
                      "java.lang..",
                      "java.util",
                      "java.util.function",
                      "java.util.stream")
                  // Pure functions: the width of a character, and the distance of two words.
                  .or(name("org.jline.utils.WCWidth"))
                  .or(name("org.jline.utils.Levenshtein"))
                  .or(
                      describe(
                          "primitives and arrays of these",
                          type -> type.isPrimitive() || type.isArray())));

  @ArchTest
  static final ArchRule the_grammar_asks_the_system_nothing =
      noClasses().that().resideInAPackage(COMMAND).should().accessTargetWhere(IMPURE_CALL);

  /** What the simulator finds is true of the node only as long as both drive the same seam. */
  @ArchTest
  static final ArchRule the_simulator_drives_the_order_and_knows_nobody_else =
      noClasses()
          .that()
          .resideInAPackage(SIMULATOR)
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.lockstep..")
                  .and(
                      DescribedPredicate.not(
                          resideInAnyPackage(SIMULATOR, ORDER, CHAIN).or(SHOWN).or(SAID)))
                  .as("are neither the order's nor the chain's"));

  @ArchTest
  static final ArchRule simulated_members_know_no_other_part_of_the_simulator =
      partOf(SIMULATOR, "member").knowsOnly();

  @ArchTest
  static final ArchRule invariants_know_members_alone =
      partOf(SIMULATOR, "invariant").knowsOnly("member");

  @ArchTest
  static final ArchRule reports_know_members_alone =
      partOf(SIMULATOR, "report").knowsOnly("member");

  @ArchTest
  static final ArchRule the_world_does_not_know_who_chooses_its_actions =
      partOf(SIMULATOR, "world").knowsOnly("member", "invariant", "report");

  @ArchTest
  static final ArchRule phases_know_the_world_and_what_it_shows =
      partOf(SIMULATOR, "phase").knowsOnly("member", "invariant", "world");

  /**
   * Its fields are read by all: a change elsewhere would be no action, and could not be replayed.
   */
  @ArchTest
  static final ArchRule only_the_world_changes_a_simulated_member =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.lockstep.simulator.world", "dev.lockstep.simulator.member")
          .should()
          .accessTargetWhere(
              describe(
                  "writes to a field of Member",
                  access ->
                      access instanceof JavaFieldAccess field
                          && field.getAccessType() == JavaFieldAccess.AccessType.SET
                          && field
                              .getTargetOwner()
                              .getName()
                              .equals("dev.lockstep.simulator.member.Member")));

  @ArchTest
  static final ArchRule only_the_command_line_knows_the_simulator =
      noClasses()
          .that()
          .resideOutsideOfPackages(SIMULATOR, LAB, "dev.lockstep.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SIMULATOR);

  /** A textbook protocol of the lab may be wrong: no node may find it. */
  @ArchTest
  static final ArchRule only_the_command_line_knows_the_lab =
      noClasses()
          .that()
          .resideOutsideOfPackages(LAB, "dev.lockstep.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(LAB);

  @ArchTest
  static final ArchRule the_lab_knows_the_simulator_what_it_knows_and_the_nearest_word =
      noClasses()
          .that()
          .resideInAPackage(LAB)
          .and()
          .resideOutsideOfPackage(TEXTBOOK)
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.lockstep..")
                  .and(
                      DescribedPredicate.not(
                          resideInAnyPackage(LAB, SIMULATOR, ORDER, CHAIN)
                              .or(name("dev.lockstep.recording.RunEntry"))
                              .or(name("dev.lockstep.recording.RunEntry$Begun"))
                              .or(name("dev.lockstep.recording.RunEntry$Taken"))
                              .or(name("dev.lockstep.recording.RecordedOrder"))
                              .or(SHOWN)
                              .or(SAID)
                              .or(name("dev.lockstep.command.Nearest"))))
                  .as("are neither the simulator's nor the order's nor the chain's"));

  @ArchTest
  static final ArchRule the_lab_asks_the_system_nothing =
      noClasses().that().resideInAPackage(LAB).should().accessTargetWhere(IMPURE_CALL);

  @ArchTest
  static final ArchRule the_lab_has_no_threads_clocks_or_files =
      noClasses()
          .that()
          .resideInAPackage(LAB)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.time..",
              "java.io..",
              "java.net..",
              "java.nio.file..",
              "java.nio.channels..",
              "java.util.concurrent..");

  @ArchTest
  static final ArchRule the_console_does_not_know_the_node =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.console..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.lockstep.node..");

  /** The node starts and stops the console, with its token, and they talk over the bus. */
  @ArchTest
  static final ArchRule the_node_only_assembles_the_console =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.node..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.lockstep.console..")
                  .and(
                      DescribedPredicate.not(
                          nameMatching("dev\\.lockstep\\.console\\.ConsoleVerticle(\\$.*)?")))
                  .and(
                      DescribedPredicate.not(
                          nameMatching("dev\\.lockstep\\.console\\.access\\.(Tokens|SessionFile)")))
                  .as("are the console's, but for ConsoleVerticle, Tokens and SessionFile"));

  @ArchTest
  static final ArchRule results_are_values_that_know_no_other_part_of_the_console =
      partOf(CONSOLE, "result").knowsOnly();

  @ArchTest
  static final ArchRule metrics_know_no_other_part_of_the_console =
      partOf(CONSOLE, "metrics").knowsOnly();

  @ArchTest
  static final ArchRule a_request_is_admitted_before_anybody_knows_what_it_asks =
      partOf(CONSOLE, "access").knowsOnly("result");

  @ArchTest
  static final ArchRule an_answer_is_delivered_without_knowing_what_it_says =
      partOf(CONSOLE, "delivery").knowsOnly("result");

  @ArchTest
  static final ArchRule events_are_sent_without_knowing_what_else_is_asked =
      partOf(CONSOLE, "events").knowsOnly("delivery");

  @ArchTest
  static final ArchRule the_api_does_not_know_how_it_is_asked =
      partOf(CONSOLE, "api").knowsOnly("result", "delivery", "metrics");

  @ArchTest
  static final ArchRule the_prompt_does_not_know_who_sends_its_lines =
      partOf(CONSOLE, "prompt").knowsOnly("result", "delivery", "api");

  @ArchTest
  static final ArchRule rest_does_not_know_json_rpc =
      partOf(CONSOLE, "rest").knowsOnly("result", "delivery", "api", "access");

  @ArchTest
  static final ArchRule json_rpc_does_not_know_rest =
      partOf(CONSOLE, "rpc").knowsOnly("result", "delivery", "api", "access", "events", "prompt");

  @ArchTest
  static final ArchRule generated_tables_stay_inside_the_store =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.lockstep.store..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(GENERATED);

  /** A part of a package: a subpackage, which may know some other parts only. */
  private record Part(String whole, String name) {
    ArchRule knowsOnly(String... others) {
      var allowed =
          Stream.concat(Stream.of(name), Stream.of(others)).map(this::subpackage).toList();
      return noClasses()
          .that()
          .resideInAPackage(subpackage(name))
          .should()
          .dependOnClassesThat(
              resideInAPackage(whole)
                  .and(DescribedPredicate.not(resideInAnyPackage(allowed.toArray(String[]::new))))
                  .as("reside elsewhere in " + whole));
    }

    private String subpackage(String part) {
      return whole.replace("..", "." + part);
    }
  }

  private static Part partOf(String whole, String name) {
    return new Part(whole, name);
  }

  /** And the mathematics of a signature, which Java does slowly. */
  @ArchTest
  static final ArchRule keys_know_java_and_curves_alone =
      classes()
          .that()
          .resideInAPackage("dev.lockstep.keys..")
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage("dev.lockstep.keys..", "java..", "javax.crypto..")
                  .or(
                      resideInAnyPackage(
                          "org.bouncycastle.crypto.params", "org.bouncycastle.math.ec.rfc8032"))
                  .or(
                      describe(
                          "primitives and arrays of these",
                          type -> type.isPrimitive() || type.isArray())));

  /** Who connects is decided before anybody knows what is said. */
  @ArchTest
  static final ArchRule the_door_knows_keys_and_addresses_alone =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.door..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.lockstep..")
                  .and(
                      DescribedPredicate.not(
                          resideInAnyPackage(
                              "dev.lockstep.door..",
                              "dev.lockstep.keys..",
                              "dev.lockstep.config..")))
                  .as("are neither of the door nor of the keys nor of the configuration"));

  private static final String[] FOR_PROGRAMS = {"dev.lockstep.client..", "dev.lockstep.embedded.."};

  /** What a program sees is what it may keep using, whatever is behind it. */
  @ArchTest
  static final ArchRule what_programs_use_shows_java_and_vertx_alone =
      classes()
          .that()
          .resideInAnyPackage(FOR_PROGRAMS)
          .and()
          .arePublic()
          .should(
              new ArchCondition<>("show types of Java, of Vert.x and of their own alone") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                  shown(type)
                      .filter(shown -> !isForPrograms(shown))
                      .forEach(
                          shown ->
                              events.add(
                                  SimpleConditionEvent.violated(
                                      type, type.getName() + " shows " + shown.getName())));
                }
              });

  private static boolean isForPrograms(JavaClass type) {
    return resideInAnyPackage("java..", "io.vertx.core..")
            .or(resideInAnyPackage(FOR_PROGRAMS))
            .test(type.getBaseComponentType())
        || type.getBaseComponentType().isPrimitive();
  }

  /** Its supertypes, and the types in its public members. */
  private static Stream<JavaClass> shown(JavaClass type) {
    var members =
        Stream.concat(
                type.getFields().stream().map(f -> Map.entry(f, Stream.of(f.getType()))),
                type.getCodeUnits().stream().map(ArchitectureTest::signature))
            .filter(member -> member.getKey().getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(Map.Entry::getValue);
    var supertypes =
        Stream.concat(
            type.getSuperclass().stream(), type.getInterfaces().stream().map(JavaType.class::cast));
    return Stream.concat(supertypes, members).flatMap(t -> t.getAllInvolvedRawTypes().stream());
  }

  private static Map.Entry<JavaMember, Stream<JavaType>> signature(JavaCodeUnit unit) {
    var types =
        Stream.of(
                Stream.of(unit.getReturnType()),
                unit.getParameterTypes().stream(),
                unit.getExceptionTypes().stream().map(JavaType.class::cast))
            .flatMap(all -> all);
    return Map.entry(unit, types);
  }

  /** A client needs no node, and none of what a node has on its disk. */
  @ArchTest
  static final ArchRule the_client_knows_what_a_stranger_knows =
      noClasses()
          .that()
          .resideInAPackage("dev.lockstep.client..")
          .should()
          .dependOnClassesThat(
              resideInAPackage("dev.lockstep..")
                  .and(
                      DescribedPredicate.not(
                          resideInAnyPackage(
                                  "dev.lockstep.client..",
                                  "dev.lockstep.reader..",
                                  "dev.lockstep.ids..")
                              // The codes by which the rules of money refuse, and what is no text.
                              .or(
                                  nameMatching(
                                      "dev\\.lockstep\\.chain\\.(Refusal(\\$Code)?|Surrogates)"))))
                  .as("are neither the client's nor a stranger's"));

  @ArchTest
  static final ArchRule there_are_no_cycles =
      slices().matching("dev.lockstep.(*)..").should().beFreeOfCycles();
}
