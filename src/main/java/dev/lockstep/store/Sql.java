package dev.lockstep.store;

import java.sql.Connection;
import org.jooq.DSLContext;
import org.jooq.Query;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultConfiguration;

/** The store's one configuration of jOOQ. */
final class Sql {
  static {
    System.setProperty("org.jooq.no-logo", "true");
    System.setProperty("org.jooq.no-tips", "true");
  }

  private Sql() {}

  /** Statements on a connection, which stays the caller's to close. */
  static DSLContext on(Connection connection) {
    var configuration = h2();
    configuration.setConnection(connection);
    return DSL.using(configuration);
  }

  /** The text of a statement, with a question mark for each parameter. */
  static String text(Query statement) {
    return DSL.using(h2()).render(statement);
  }

  /**
   * By its setters: for an overloaded method the compiler would look for JAXB, which is not here.
   */
  private static DefaultConfiguration h2() {
    var configuration = new DefaultConfiguration();
    configuration.setSQLDialect(SQLDialect.H2);
    return configuration;
  }
}
