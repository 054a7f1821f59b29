internal import Glibc
internal import Synchronization

/// One thread of a pool.
final class Worker {
    let pool: WorkerPool
    /// The thread's connection; the thread that turns callers away has none.
    let session: Session?
    let signal = Signal()
    /// Guarded by the pool's lock.
    var isWoken = false

    init(_ pool: WorkerPool, _ session: Session?) {
        self.pool = pool
        self.session = session
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key, nil)
        return key
    }()

    /// Makes this the worker of the calling thread, which keeps it alive until it resigns.
    func makeCurrent() {
        pthread_setspecific(Self.key, Unmanaged.passRetained(self).toOpaque())
    }

    func resign() {
        pthread_setspecific(Self.key, nil)
        Unmanaged.passUnretained(self).release()
    }

    /// The worker of the calling thread, if that is a thread of a pool.
    static var current: Worker? {
        pthread_getspecific(key).map { Unmanaged<Worker>.fromOpaque($0).takeUnretainedValue() }
    }
}

/// How many connections a pool has open.
final class ConnectionCount: Sendable {
    private let value = Atomic<Int>(0)

    var current: Int { value.load(ordering: .relaxed) }

    func opened() {
        value.add(1, ordering: .relaxed)
    }

    func closed() {
        value.subtract(1, ordering: .relaxed)
    }
}
