import Foundation
import TestOffice

/// The wall clock of a program under test, to set as an administrator might.
///
/// Debian's libfaketime also stands between a program and its waiting threads, and leaves those of a pool asleep; this
/// changes what the wall clock says, and nothing else.
struct SetClock: Sendable {
    private static let source = """
        #define _GNU_SOURCE
        #include <fcntl.h>
        #include <stdint.h>
        #include <stdlib.h>
        #include <sys/mman.h>
        #include <sys/syscall.h>
        #include <sys/time.h>
        #include <time.h>
        #include <unistd.h>
        static volatile int64_t *seconds;
        __attribute__((constructor)) static void begin(void) {
            int file = open(getenv("CLOCK_OFFSET_FILE"), O_RDONLY | O_CLOEXEC);
            void *page = file < 0 ? MAP_FAILED : mmap(0, 8, PROT_READ, MAP_SHARED, file, 0);
            if (page != MAP_FAILED) seconds = page;
        }
        int clock_gettime(clockid_t clock, struct timespec *time) {
            int result = syscall(SYS_clock_gettime, clock, time);
            if (seconds && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE)) time->tv_sec += *seconds;
            return result;
        }
        int gettimeofday(struct timeval *restrict time, void *restrict zone) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            time->tv_sec = now.tv_sec;
            time->tv_usec = now.tv_nsec / 1000;
            return 0;
        }
        time_t time(time_t *out) {
            struct timespec now;
            clock_gettime(CLOCK_REALTIME, &now);
            if (out) *out = now.tv_sec;
            return now.tv_sec;
        }

        """

    private let folder: String

    /// - Returns: `nil` where there is no C compiler, such as the one of the Swift toolchain.
    static func make() throws -> SetClock? {
        let path = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
        let compiler = ["clang", "gcc", "cc"].flatMap { name in path.map { "\($0)/\(name)" } }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let compiler else {
            print("skipped: there is no C compiler to make a clock with")
            return nil
        }
        let clock = SetClock(folder: NSTemporaryDirectory() + "clock-\(UUID().uuidString)")
        try FileManager.default.createDirectory(atPath: clock.folder, withIntermediateDirectories: true)
        try Data(source.utf8).write(to: URL(filePath: clock.folder + "/clock.c"))
        try clock.set(0)
        let run = try ChildProcess.run([
            compiler, "-shared", "-fPIC", "-O1", "-o", clock.library, clock.folder + "/clock.c",
        ])
        guard run.ending == .exited(0) else { throw Failed("the clock cannot be made: \(run.output)") }
        return clock
    }

    /// What a program must be started with.
    var environment: [String: String] { ["LD_PRELOAD": library, "CLOCK_OFFSET_FILE": folder + "/offset"] }

    /// Sets the clock so many seconds ahead of the real one.
    func set(_ seconds: Int64) throws {
        // In place: the program has the file mapped.
        let file = open(folder + "/offset", O_WRONLY | O_CREAT, 0o600)
        defer { close(file) }
        guard withUnsafeBytes(of: seconds, { pwrite(file, $0.baseAddress, $0.count, 0) }) == 8 else {
            throw Failed("the clock cannot be set")
        }
    }

    func remove() { try? FileManager.default.removeItem(atPath: folder) }

    private var library: String { folder + "/clock.so" }
}
