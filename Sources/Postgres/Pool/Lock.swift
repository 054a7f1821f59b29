internal import Glibc

/// A mutex of the C library.
///
/// Not `Synchronization.Mutex`: one cannot wait for a condition with it, and the thread sanitizer does not know it and
/// reports races where there are none.
///
/// `@unchecked` because of the pointer, which never changes and which only the C library's functions look behind.
final class Lock: @unchecked Sendable {
    fileprivate let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    init() {
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    func lock() {
        pthread_mutex_lock(mutex)
    }

    func unlock() {
        pthread_mutex_unlock(mutex)
    }

    func withLock<Value>(_ body: () throws -> Value) rethrows -> Value {
        lock()
        defer { unlock() }
        return try body()
    }
}

/// A condition variable: what a thread sleeps on.
///
/// `@unchecked` for the reason ``Lock`` has.
final class Signal: @unchecked Sendable {
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    init() {
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Otherwise a wait with a time limit would follow the wall clock when it is set.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        condition.deallocate()
    }

    /// Sleeps with the lock released, and holds it again afterwards.
    ///
    /// It may wake for no reason.
    func wait(_ lock: Lock) {
        pthread_cond_wait(condition, lock.mutex)
    }

    /// Sleeps until a moment of ``monotonicNanoseconds()`` at most.
    func wait(_ lock: Lock, until deadline: Int64) {
        var time = timespec(tv_sec: Int(deadline / 1_000_000_000), tv_nsec: Int(deadline % 1_000_000_000))
        pthread_cond_timedwait(condition, lock.mutex, &time)
    }

    func raise() {
        pthread_cond_signal(condition)
    }
}

/// A value behind a lock.
///
/// `@unchecked` because the value is only touched with the lock held.
final class Locked<Value>: @unchecked Sendable {
    private let lock = Lock()
    private var value: Value

    init(_ value: sending Value) {
        self.value = value
    }

    func withLock<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        lock.lock()
        defer { lock.unlock() }
        return try body(&value)
    }
}

/// A clock that nobody sets.
func monotonicNanoseconds() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
}

extension Duration {
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }

    var milliseconds: Int64 {
        nanoseconds / 1_000_000
    }
}
