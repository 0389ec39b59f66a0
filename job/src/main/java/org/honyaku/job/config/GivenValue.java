package org.honyaku.job.config;

/**
 * A setting as somebody wrote it.
 *
 * @param subject begins messages about it and says where it stands: {@code conf/honyaku.yaml:12: top_p}, {@code --set top_p} or {@code --top-p}
 */
record GivenValue(String subject, String key, String text) {}
