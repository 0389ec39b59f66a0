/*
 * Preloaded into a process, shows it an older CPU than the one it runs on: libtorch, oneDNN, MKL and the JVM ask by CPUID what there is and
 * take the kernels that they would take there. Linux lets CPUID fault where the CPU can (Intel since Ivy Bridge); the fault is answered with
 * the real answer less the features to hide. OLDER_CPU names what is left, OLDER_CPU_INFO a file to be read in place of /proc/cpuinfo.
 */
#define _GNU_SOURCE
#include <asm/prctl.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

struct answer { unsigned a, b, c, d; };

/* Bits of leaf 7, subleaves 0 and 1, by what they stand for. */
struct features { struct answer zero, one; };
static const struct features AMX = {{0, 0, 0, 1u << 22 | 1u << 24 | 1u << 25}, {1u << 21, 0, 0, 1u << 8}};
static const struct features BF16 = {{0, 0, 0, 1u << 23}, {1u << 5, 0, 0, 1u << 5}};
static const struct features VNNI = {{0, 0, 1u << 11, 0}, {1u << 4, 0, 0, 1u << 4 | 1u << 10}};
static const struct features AVX512 = {
    {0, 1u << 16 | 1u << 17 | 1u << 21 | 1u << 28 | 1u << 30 | 1u << 31, 1u << 1 | 1u << 6 | 1u << 12 | 1u << 14, 1u << 2 | 1u << 3 | 1u << 8},
    {1u << 23, 0, 0, 1u << 19}};

static struct features hidden;
static int amd;
static struct sigaction theirs; /* the process' own handler of SIGSEGV */

static void hide(const struct features *more) {
    hidden.zero.b |= more->zero.b, hidden.zero.c |= more->zero.c, hidden.zero.d |= more->zero.d;
    hidden.one.a |= more->one.a, hidden.one.d |= more->one.d;
}

/* By hand, since this runs in a signal handler in whatever state the process is. */
static void let_cpuid_fault(long fault) {
    long result;
    __asm__ volatile("syscall" : "=a"(result) : "a"(SYS_arch_prctl), "D"(ARCH_SET_CPUID), "S"(!fault) : "rcx", "r11", "memory");
}

static struct answer cpuid(unsigned leaf, unsigned subleaf) {
    struct answer real;
    let_cpuid_fault(0);
    __asm__ volatile("cpuid" : "=a"(real.a), "=b"(real.b), "=c"(real.c), "=d"(real.d) : "a"(leaf), "c"(subleaf));
    let_cpuid_fault(1);
    return real;
}

static void say_amd(struct answer *told) {
    memcpy(&told->b, "Auth", 4), memcpy(&told->d, "enti", 4), memcpy(&told->c, "cAMD", 4);
}

static struct answer answer(unsigned leaf, unsigned subleaf) {
    /* AMD describes its caches where Intel has nothing. */
    struct answer told = cpuid(amd && leaf == 0x8000001d ? 4 : leaf, subleaf);
    if (leaf == 7) {
        const struct answer *mask = subleaf == 0 ? &hidden.zero : &hidden.one;
        told.b &= ~mask->b, told.c &= ~mask->c, told.d &= ~mask->d;
        if (subleaf == 1) told.a &= ~mask->a;
    } else if (amd && leaf == 0) {
        say_amd(&told);
    } else if (amd && leaf == 1) {
        told.a = 0x00a00f11; /* family 25, model 1: Zen 3 */
    } else if (amd && leaf == 0x80000000) {
        told.a = 0x80000021, say_amd(&told);
    } else if (amd && leaf == 0x80000001) {
        told.c |= 1u << 22; /* has leaf 0x8000001d */
    }
    return told;
}

static int (*real_sigaction)(int, const struct sigaction *, struct sigaction *);

static void handle(int signal, siginfo_t *info, void *context) {
    greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
    const unsigned char *code = (const unsigned char *)registers[REG_RIP];
    if (info->si_code == SI_KERNEL && code[0] == 0x0f && code[1] == 0xa2) {
        struct answer told = answer(registers[REG_RAX], registers[REG_RCX]);
        registers[REG_RAX] = told.a, registers[REG_RBX] = told.b, registers[REG_RCX] = told.c, registers[REG_RDX] = told.d;
        registers[REG_RIP] += 2;
    } else if (theirs.sa_flags & SA_SIGINFO) {
        theirs.sa_sigaction(signal, info, context);
    } else {
        real_sigaction(SIGSEGV, &theirs, NULL); /* the instruction is run again and faults again */
    }
}

/* The JVM has a handler of its own; it comes second. */
int sigaction(int signal, const struct sigaction *wanted, struct sigaction *before) {
    if (real_sigaction == NULL) *(void **)&real_sigaction = dlsym(RTLD_NEXT, "sigaction");
    if (signal != SIGSEGV) return real_sigaction(signal, wanted, before);
    if (before != NULL) *before = theirs;
    if (wanted != NULL) theirs = *wanted;
    return 0;
}

static const char *shown(const char *path) {
    const char *info = getenv("OLDER_CPU_INFO");
    return info != NULL && strcmp(path, "/proc/cpuinfo") == 0 ? info : path;
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return openat(AT_FDCWD, shown(path), flags, mode);
}

int open64(const char *path, int flags, ...) __attribute__((alias("open")));

FILE *fopen(const char *path, const char *mode) {
    FILE *(*real)(const char *, const char *);
    *(void **)&real = dlsym(RTLD_NEXT, "fopen");
    return real(shown(path), mode);
}

__attribute__((constructor)) static void begin(void) {
    const char *left = getenv("OLDER_CPU");
    if (left == NULL) return;
    amd = strcmp(left, "zen3") == 0;
    int level = strcmp(left, "bf16") == 0 ? 1 : strcmp(left, "vnni") == 0 ? 2 : strcmp(left, "avx512") == 0 ? 3 : 4;
    const struct features *newer[] = {&AMX, &BF16, &VNNI, &AVX512};
    for (int i = 0; i < level; i++) hide(newer[i]);
    sigaction(SIGTERM, NULL, &(struct sigaction){0}); /* finds the real one */
    struct sigaction first = {.sa_sigaction = handle, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER | SA_RESTART};
    real_sigaction(SIGSEGV, &first, NULL);
    let_cpuid_fault(1);
}
