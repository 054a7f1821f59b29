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
    /// Threads that were woken and do not run yet.
    ///
    /// Without it, every new job would wake a thread for the same one.
    private var waking = 0
    /// Threads that run a job.
    private var running = 0
    /// Threads that take jobs.
    private var serving: Int
    /// Threads that have not ended.
    private var alive: Int
    private var isStopping = false
    private var stopped: [CheckedContinuation<Void, Never>] = []

    /// Starts the threads.
    ///
    /// A job that has waited for a thread until `patience` is over runs without a connection, to be told so.
    init(threads: Int, patience: Duration, _ parameters: ConnectionParameters) {
        // Not less, or the thread at the door would never sleep.
        self.patience = max(patience.nanoseconds, 1_000_000)
        serving = threads
        alive = threads + 1
        for _ in 0..<threads {
            startThread { [openConnections] in
                self.work(Worker(self, Session(parameters, openConnections)))
            }
        }
        startThread { self.turnAway(Worker(self, nil)) }
    }

    var counts: (busy: Int, waiting: Int) {
        lock.withLock { (running, queue.count) }
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let waiting = Waiting(job: UnownedJob(job), deadline: monotonicNanoseconds() + patience)
        lock.lock()
        // A task that outlives the pool goes on elsewhere, where it finds no connection.
        if serving == 0 {
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
                running += 1
                lock.unlock()
                next.job.runSynchronously(on: asUnownedTaskExecutor())
                lock.lock()
                running -= 1
            } else if isStopping {
                serving -= 1
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
