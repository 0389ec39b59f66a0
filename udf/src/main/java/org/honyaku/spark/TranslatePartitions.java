package org.honyaku.spark;

import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.util.TaskCompletionListener;

/**
 * Input rows to output rows: {@code corpus.mapPartitions(translate, Encoders.row(schema.output()))}.
 *
 * <ul>
 *   <li>Every input row gives one output row, in input order, with all its columns as they were; except that a task which is told to
 *       stop ({@link StopSignal}) leaves out the rows that are not done by then, and that rows with which a process died are left
 *       for a time when nothing else runs ({@link Precautions}).
 *   <li>Rows stream: the function is lazy, and holds no more than a bounded window of rows (see {@link RowWindow}).
 *   <li>A row without anything to translate is {@code empty_source} and costs nothing. A partition of such rows does not even load
 *       the model.
 *   <li>What is wrong with a row is that row's status. What is wrong with the engine fails the task, with the reason.
 * </ul>
 */
public final class TranslatePartitions implements MapPartitionsFunction<Row, Row> {

    private final TranslateSettings settings;
    private final RowSchema schema;
    private final int textIndex;
    private final EngineFactory engines;
    private final RunCounters counters;
    private final StopSignal stop;
    private final Precautions precautions;

    /**
     * @param schema of input and output
     * @param textColumn the input column to translate, of type string
     * @param engines how an executor without an engine loads one
     */
    public TranslatePartitions(
            TranslateSettings settings,
            RowSchema schema,
            String textColumn,
            EngineFactory engines,
            RunCounters counters,
            StopSignal stop,
            Precautions precautions) {
        this.settings = settings;
        this.schema = schema;
        this.textIndex = schema.input().fieldIndex(textColumn);
        this.engines = engines;
        this.counters = counters;
        this.stop = stop;
        this.precautions = precautions;
    }

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        TaskContext task = TaskContext.get();
        var translator = new RowTranslator(
                settings,
                engines,
                TaskDevice.of(task, settings.model().device()),
                counters,
                stop,
                precautions.forTask(task));
        var window = new RowWindow(rows, textIndex, schema, translator, stop);
        if (task != null) {
            task.addTaskCompletionListener((TaskCompletionListener) ended -> window.close());
        }
        return window;
    }
}
