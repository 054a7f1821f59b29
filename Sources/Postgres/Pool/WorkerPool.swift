internal import Glibc

/// A few threads with one run queue; each has a blocking connection of its own.
///
/// It is an executor of tasks: a task that runs here has a thread with a connection, so it can run a transaction at
/// once, and waiting for a connection is waiting in this queue. There is no other one.
///
/// `@unchecked` because everything that changes is guarded by `lock`.
final class WorkerPool: TaskExecutor, @unchecked Sendable {
    private struct Waiting {
        let job: UnownedJob
        let deadline: Int64
    }

    private let lock = Lock()
    private let patience: Int64
    private let doorbell = Signal()
    let openConnections = ConnectionCount()

    // Guarded by `lock`.
    private var queue = Ring<Waiting>()
    /// The last to fall asleep is the first to wake: its thread and its connection are the warmest.
    private var idle: [Worker] = []
    /// Threads that were woken and do not run yet. Without it, every new job would wake a thread for the same one.
    private var waking = 0
    private var alive = 0
    private var isStopping = false
    private var stopped: [CheckedContinuation<Void, Never>] = []

    /// - Parameter patience: How long a job waits for a thread; then it runs without a connection, to be told so.
    init(threads: Int, patience: Duration, _ parameters: ConnectionParameters) {
        self.patience = patience.nanoseconds
        alive = threads + 1
        for _ in 0..<threads {
            startThread { [openConnections] in
                self.work(Worker(self, Session(parameters, openConnections)))
            }
        }
        startThread { self.turnAway(Worker(self, nil)) }
    }

    var counts: (busy: Int, waiting: Int) {
        lock.withLock { (max(0, alive - 1 - idle.count), queue.count) }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let waiting = Waiting(job: UnownedJob(job), deadline: monotonicNanoseconds() + patience)
        lock.lock()
        // A task that outlives the pool goes on elsewhere, where it finds no connection.
        if isStopping, alive == 0 {
            lock.unlock()
            return globalConcurrentExecutor.enqueue(waiting.job)
        }
        queue.append(waiting)
        let worker = nextToWake()
        lock.unlock()
        worker?.signal.raise()
    }

    /// Call with the lock held.
    private func nextToWake() -> Worker? {
        guard waking < queue.count, let worker = idle.popLast() else { return nil }
        waking += 1
        worker.isWoken = true
        return worker
    }

    private func work(_ worker: Worker) {
        worker.makeCurrent()
        lock.lock()
        while true {
            if let next = queue.popFirst() {
                lock.unlock()
                next.job.runSynchronously(on: asUnownedTaskExecutor())
                lock.lock()
            } else if isStopping {
                break
            } else {
                idle.append(worker)
                worker.isWoken = false
                while !worker.isWoken { worker.signal.wait(lock) }
                waking -= 1
            }
        }
        lock.unlock()
        worker.session?.close()
        worker.resign()
        leave()
    }

    /// Runs what has waited too long on a thread without a connection, where it learns that the pool is busy.
    ///
    /// A job cannot be taken back from a queue, and its task must not wait for as long as all the others' queries take.
    private func turnAway(_ worker: Worker) {
        worker.makeCurrent()
        lock.lock()
        while !isStopping {
            let now = monotonicNanoseconds()
            if let oldest = queue.first, oldest.deadline <= now, queue.popFirst() != nil {
                lock.unlock()
                oldest.job.runSynchronously(on: asUnownedTaskExecutor())
                lock.lock()
            } else {
                // Nothing that comes meanwhile can be overdue earlier, so nobody needs to ring.
                doorbell.wait(lock, until: queue.first?.deadline ?? now + patience)
            }
        }
        lock.unlock()
        worker.resign()
        leave()
    }

    /// Lets the threads end when the queue is empty.
    func stop() {
        lock.lock()
        isStopping = true
        let sleepers = idle
        idle = []
        waking += sleepers.count
        for worker in sleepers { worker.isWoken = true }
        lock.unlock()
        for worker in sleepers { worker.signal.raise() }
        doorbell.raise()
    }

    /// Returns when every thread has ended and every connection is closed.
    func stopped() async {
        await withCheckedContinuation { continuation in
            lock.lock()
            let isOver = alive == 0
            if !isOver { stopped.append(continuation) }
            lock.unlock()
            if isOver { continuation.resume() }
        }
    }

    private func leave() {
        lock.lock()
        alive -= 1
        let continuations = alive == 0 ? stopped : []
        lock.unlock()
        for continuation in continuations { continuation.resume() }
    }
}
