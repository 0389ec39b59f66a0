package org.honyaku.job;

/** What a published output is. */
public enum OutputFormat {
    /** A folder of Parquet files; a new one takes its place by a rename. */
    PARQUET("parquet"),
    /** A Delta Lake table; a new version takes the place of the old one by one commit. */
    DELTA("delta");

    private final String code;

    OutputFormat(String code) {
        this.code = code;
    }

    /** Its name in settings. */
    public String code() {
        return code;
    }
}
