# shellcheck shell=bash
# How Java runs the job on this machine, said once for the job and its benchmarks: to be sourced with
# $home, below which models/ may lie. Exports the environment and sets java_options; the heap's size is the
# caller's.

# Java opens names beyond ASCII only under a locale that has them. The variables do not tell: a locale
# that they name may not be installed, and then there is ASCII alone.
case $(locale charmap 2>/dev/null || true) in
UTF-8) ;;
*) export LC_ALL=C.UTF-8 ;;
esac
export SPARK_LOCAL_IP=${SPARK_LOCAL_IP:-127.0.0.1}
# Huge pages for TensorFlow's memory: 6 to 9 % more images/s. Unknown before glibc 2.35, and ignored.
export GLIBC_TUNABLES=${GLIBC_TUNABLES:-glibc.malloc.hugetlb=1}
export TF_CPP_MIN_LOG_LEVEL=${TF_CPP_MIN_LOG_LEVEL:-3}

java_options=()
# What Spark needs opened on Java 17; its own list is in org.apache.spark.launcher.JavaModuleOptions.
for package in java.lang java.lang.invoke java.lang.reflect java.io java.net java.nio java.util \
  java.util.concurrent java.util.concurrent.atomic sun.nio.ch sun.nio.cs sun.security.action \
  sun.util.calendar; do
  java_options+=("--add-opens=java.base/$package=ALL-UNNAMED")
done
java_options+=(
  -XX:+IgnoreUnrecognizedVMOptions
  # Java's own warnings go where people read them: standard output holds results.
  -XX:+DisplayVMOutputToStderr
  -Xlog:disable
  -Xlog:all=warning:stderr
  # Java's second compiler at ten times its usual thresholds: most of what it compiles otherwise is
  # Spark's start, which never runs again, and it takes the cores from the network.
  -XX:Tier4InvocationThreshold=50000
  -XX:Tier4MinInvocationThreshold=6000
  -XX:Tier4CompileThreshold=150000
  -XX:Tier4BackEdgeThreshold=400000
  # And with less inlining than is usual (15, 2500, 325): a third less of its time, for code as fast.
  -XX:MaxInlineLevel=9
  -XX:InlineSmallCode=1000
  -XX:FreqInlineSize=200
  -XX:+UseParallelGC
  -Djava.awt.headless=true
  -Dfile.encoding=UTF-8
  -Djdk.reflect.useDirectMethodHandle=false
  -Dlog4j2.configurationFile="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/log4j2.properties"
  -Dimagefeatures.home="${home:?}"
)
# Huge pages for Java's heap: 1 s less for a run's start. Where the kernel has none, Java would say so among
# the output.
case $(cat /sys/kernel/mm/transparent_hugepage/enabled 2>/dev/null || true) in
*"[madvise]"* | *"[always]"*) java_options+=(-XX:+UseTransparentHugePages) ;;
esac
