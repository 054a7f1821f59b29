import NIOPosix

/// Runs what waits for a disk on a thread that may wait.
func onDiskThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await NIOThreadPool.singleton.runIfActive(body)
}
