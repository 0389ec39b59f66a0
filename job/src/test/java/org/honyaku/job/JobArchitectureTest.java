package org.honyaku.job;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/**
 * The arrows of the driver's side: {@code cli -> { config, local, job }}, {@code job -> udf.spark}. The pipeline reaches the
 * executors' other rooms through {@code udf.spark} alone; the commands without Spark ({@code local}) use those rooms directly.
 */
@AnalyzeClasses(packages = "org.honyaku.job", importOptions = ImportOption.DoNotIncludeTests.class)
class JobArchitectureTest {

    private static final String PIPELINE = "org.honyaku.job";
    private static final String CLI = "org.honyaku.job.cli..";
    private static final String CONFIG = "org.honyaku.job.config..";
    private static final String INPUT = "org.honyaku.job.input..";
    private static final String LOCAL = "org.honyaku.job.local..";
    private static final String STORAGE = "org.honyaku.job.storage..";
    private static final String MEMORY = "org.honyaku.job.memory..";
    private static final String ENGINE = "org.honyaku.engine..";
    private static final String TEXT = "org.honyaku.text..";
    private static final String MODEL = "org.honyaku.model..";
    private static final String EXECUTORS = "org.honyaku.spark..";
    private static final String[] APACHE_SPARK = {"org.apache.spark..", "scala.."};

    @ArchTest
    static final ArchRule thePipelineReachesTheExecutorsThroughOneRoom = noClasses()
            .that()
            .resideInAPackage(PIPELINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE, TEXT, MODEL, CLI, CONFIG, LOCAL);

    @ArchTest
    static final ArchRule nobodyKnowsTheCommandLine =
            classes().that().resideInAPackage(CLI).should().onlyBeAccessed().byAnyPackage(CLI);

    /** The table of settings knows names to choose from (directions, precisions, devices), and nothing that runs. */
    @ArchTest
    static final ArchRule settingsRunNothing = noClasses()
            .that()
            .resideInAPackage(CONFIG)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE, EXECUTORS, CLI, LOCAL);

    /** Records are read on executors and in local commands alike. */
    @ArchTest
    static final ArchRule readingRecordsNeedsNothingElse = noClasses()
            .that()
            .resideInAPackage(INPUT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    PIPELINE,
                    CLI,
                    CONFIG,
                    LOCAL,
                    ENGINE,
                    TEXT,
                    MODEL,
                    EXECUTORS,
                    "org.apache.spark..",
                    "org.apache.hadoop..");

    /** Whoever writes to a folder can use it: the job and its memory. */
    @ArchTest
    static final ArchRule storageKnowsFoldersOnly = noClasses()
            .that()
            .resideInAPackage(STORAGE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    PIPELINE,
                    CLI,
                    CONFIG,
                    INPUT,
                    LOCAL,
                    ENGINE,
                    TEXT,
                    MODEL,
                    EXECUTORS,
                    "org.apache.spark..",
                    "scala..");

    @ArchTest
    static final ArchRule localCommandsDoWithoutSpark = noClasses()
            .that()
            .resideInAnyPackage(LOCAL, CONFIG)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(APACHE_SPARK);

    @ArchTest
    static final ArchRule localCommandsDoWithoutTheExecutorsRoom = noClasses()
            .that()
            .resideInAPackage(LOCAL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(EXECUTORS, CLI);

    @ArchTest
    static final ArchRule noTensorsOnTheDriver =
            noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl..");

    /** What is stored under a key says nothing of runs, corpora and outputs. */
    @ArchTest
    static final ArchRule theMemoryKnowsNothingOfTheRun = noClasses()
            .that()
            .resideInAPackage(MEMORY)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(PIPELINE, CLI, CONFIG, LOCAL, INPUT, ENGINE, TEXT, MODEL);

    /** An empty room would keep every rule. */
    @ArchTest
    static void theRoomsAreNotEmpty(JavaClasses classes) {
        assertThat(classes.stream()
                        .filter(javaClass -> !javaClass.getSimpleName().equals("package-info"))
                        .map(JavaClass::getPackageName))
                .contains(
                        PIPELINE,
                        "org.honyaku.job.cli",
                        "org.honyaku.job.config",
                        "org.honyaku.job.input",
                        "org.honyaku.job.storage",
                        "org.honyaku.job.local",
                        "org.honyaku.job.memory");
    }
}
