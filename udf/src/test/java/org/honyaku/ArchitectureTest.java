package org.honyaku;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Collectors;

/** The arrows between the rooms, {@code spark -> { engine, text, model }} and {@code model -> engine}, and who may import what. */
@AnalyzeClasses(packages = "org.honyaku", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String ENGINE = "org.honyaku.engine..";
    private static final String TEXT = "org.honyaku.text..";
    private static final String MODEL = "org.honyaku.model..";
    private static final String SPARK = "org.honyaku.spark..";

    @ArchTest
    static final ArchRule theEngineIsPureJava = classes()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(ENGINE, "java..", "org.jspecify.."));

    @ArchTest
    static final ArchRule textKnowsNoOtherRoom = noClasses()
            .that()
            .resideInAPackage(TEXT)
            .should()
            .dependOnClassesThat(resideInAnyPackage(ENGINE, MODEL, SPARK));

    @ArchTest
    static final ArchRule theModelKnowsTheEngineOnly =
            noClasses().that().resideInAPackage(MODEL).should().dependOnClassesThat(resideInAnyPackage(TEXT, SPARK));

    @ArchTest
    static final ArchRule onlyTheSparkRoomImportsSpark = noClasses()
            .that(not(resideInAnyPackage(SPARK)))
            .should()
            .dependOnClassesThat(resideInAnyPackage("org.apache.spark..", "scala.."));

    @ArchTest
    static final ArchRule onlyTheModelRoomImportsTensors = noClasses()
            .that(not(resideInAnyPackage(MODEL)))
            .should()
            .dependOnClassesThat(resideInAnyPackage("ai.djl..").and(not(resideInAnyPackage("ai.djl.huggingface.."))));

    /** An empty room would keep every rule. */
    @ArchTest
    static void theRoomsAreNotEmpty(JavaClasses classes) {
        assertThat(classes.stream()
                        .filter(javaClass -> !javaClass.getSimpleName().equals("package-info"))
                        .map(JavaClass::getPackageName))
                .contains("org.honyaku.engine", "org.honyaku.text");
    }

    @ArchTest
    static void oneClassImportsTheTokenizersLibrary(JavaClasses classes) {
        Set<String> importing = classes.stream()
                .filter(ArchitectureTest::importsTokenizers)
                .map(JavaClass::getName)
                .collect(Collectors.toSet());
        assertThat(importing).containsExactly("org.honyaku.text.RustTokenizer");
    }

    private static boolean importsTokenizers(JavaClass javaClass) {
        return javaClass.getDirectDependenciesFromSelf().stream()
                .anyMatch(arrow -> arrow.getTargetClass().getPackageName().startsWith("ai.djl.huggingface"));
    }
}
