import Exchange
public import Postgres

/// A small axis of a province's own (trục liên thông văn bản): takes envelopes from agencies and keeps each for its recipients.
///
/// It reads of an envelope what it needs to carry it, and changes nothing: files stay byte for byte as they came. The
/// interface is that of the national axis, so that what speaks to one speaks to the other.
public struct Hub: Sendable {
    public struct Configuration: Sendable {
        public var database: Database.Configuration
        /// Holds the key that secrets are sealed with, and the envelopes.
        public var folder: String
        /// Bytes of the largest envelope.
        public var largest = Int(TransportLimits.standard.envelopeBytes)
        /// How many entries a list has at most.
        public var longestList = 500
        /// How far the clocks of callers may be apart from ours, in seconds.
        public var clockSeconds = 300.0

        public init(conninfo: String, connections: Int = 8, folder: String) {
            database = .init(conninfo: conninfo, connections: connections, applicationName: "congvan hub")
            self.folder = folder
        }
    }

    public let configuration: Configuration
    let database: Database
    let store: FileStore
    let key: HubKey

    /// Opens a hub; nothing is connected yet.
    ///
    /// - Throws: what the disk says of its folder.
    public init(_ configuration: Configuration) throws {
        self.configuration = configuration
        let folder = try DurableFolder(configuration.folder)
        key = try HubKey(in: folder)
        store = try FileStore(root: configuration.folder + "/files")
        database = Database(configuration.database)
    }

    /// Refuses to run on another schema than its own.
    ///
    /// - Throws: ``WorkflowError``, or ``PostgresError`` where the database cannot be reached.
    public func checkBeforeServing() async throws {
        let migrator = Migrator(migrations: try HubSchema.migrations(), conninfo: configuration.database.conninfo)
        guard try await migrator.status().isCurrent else { throw HubRefusal.otherSchema }
    }

    /// Runs what waits for disk and database on threads that may wait.
    public func onPool<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await database.onPool(body)
    }

    public func shutdown() async { await database.shutdown() }
}
