import Foundation

/// How many files the service may have open: each connection is one, and so is each upload.
enum OpenFiles {
    /// Takes as many as the system lets us have; shells and init systems begin with 1024 of them for old programs.
    static func allowMost() {
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 else { return }
        limit.rlim_cur = min(limit.rlim_max, 65_536)
        // Where that is refused, the service works with what it has.
        _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    }
}
