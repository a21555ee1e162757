package dev.lockstep.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import org.jooq.Converter;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Query;
import org.jooq.Table;
import org.jooq.impl.DSL;

/**
 * A statement that changes rows. jOOQ renders it once, from the generated tables, so that the
 * compiler checks the columns and their types; JDBC runs it for many rows at a time. jOOQ's own
 * batches bind each value through several objects, which makes the write of a full block slower.
 *
 * <p>Safe for use by any thread; a run belongs to the thread of its connection.
 *
 * @param <T> what each run of the statement is given
 */
final class Batch<T> {
  /** More rows to an INSERT make no measurable difference. */
  private static final int ROWS = 32;

  /**
   * A parameter of the statement.
   *
   * @param field whose type and converter the value has
   * @param value takes the value out of what the run is given
   */
  record Parameter<T, V>(Field<V> field, Function<T, V> value) {
    private Field<V> placeholder() {
      return DSL.val(null, field.getDataType());
    }

    /** The value as JDBC takes it. */
    private Object of(T row) {
      return bound(field.getConverter(), row);
    }

    private <D> D bound(Converter<D, V> converter, T row) {
      return converter.to(value.apply(row));
    }
  }

  /** A statement that is being written: it takes the parameters in the order of its text. */
  static final class Parameters<T> {
    private final List<Parameter<T, ?>> taken = new ArrayList<>();

    /** The place of the next parameter. */
    <V> Field<V> next(Field<V> field, Function<T, V> value) {
      var parameter = new Parameter<T, V>(field, value);
      taken.add(parameter);
      return parameter.placeholder();
    }
  }

  private final String sql;
  private final List<Parameter<T, ?>> parameters;

  /** How many values of {@code T} one execution takes. */
  private final int rows;

  private Batch(Query statement, List<Parameter<T, ?>> parameters, int rows) {
    this.sql = Sql.text(statement);
    this.parameters = parameters;
    this.rows = rows;
  }

  /** An UPDATE or a DELETE, which is executed once for each row that it is given. */
  static <T> Batch<T> of(Function<Parameters<T>, Query> statement) {
    var parameters = new Parameters<T>();
    return new Batch<>(statement.apply(parameters), parameters.taken, 1);
  }

  static <T, V> Parameter<T, V> column(Field<V> field, Function<T, V> value) {
    return new Parameter<>(field, value);
  }

  /** An INSERT of many rows; H2 takes several to a statement faster than one. */
  static final class Insert<T> {
    private final Batch<T> many;
    private final Batch<T> one;

    @SafeVarargs
    Insert(Table<?> table, Parameter<T, ?>... columns) {
      // One by one: what holds the array itself could put a parameter of another type into it.
      List<Parameter<T, ?>> parameters = new ArrayList<>();
      for (var column : columns) {
        parameters.add(column);
      }
      this.many = new Batch<>(statement(table, parameters, ROWS), parameters, ROWS);
      this.one = new Batch<>(statement(table, parameters, 1), parameters, 1);
    }

    private static <T> Query statement(Table<?> table, List<Parameter<T, ?>> columns, int rows) {
      var fields = columns.stream().map(Parameter::field).toList();
      var placeholders = DSL.row(columns.stream().map(Parameter::placeholder).toList());
      return DSL.insertInto(table, fields).valuesOfRows(Collections.nCopies(rows, placeholders));
    }

    /**
     * @throws org.jooq.exception.DataAccessException when H2 refuses it
     */
    void run(DSLContext connection, List<T> rows) {
      int whole = rows.size() / ROWS * ROWS;
      many.run(connection, rows.subList(0, whole));
      one.run(connection, rows.subList(whole, rows.size()));
    }
  }

  /**
   * @param given a multiple of {@link #rows}
   * @throws org.jooq.exception.DataAccessException when H2 refuses it
   */
  void run(DSLContext connection, List<T> given) {
    if (given.isEmpty()) {
      return;
    }
    connection.connection(
        jdbc -> {
          try (var statement = jdbc.prepareStatement(sql)) {
            for (int i = 0; i < given.size(); i++) {
              set(statement, i % rows * parameters.size(), given.get(i));
              if (i % rows == rows - 1) {
                statement.addBatch();
              }
            }
            statement.executeBatch();
          }
        });
  }

  private void set(PreparedStatement statement, int before, T row) throws SQLException {
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(before + i + 1, parameters.get(i).of(row));
    }
  }
}
