import Exchange
import Foundation
public import Postgres
import Records

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
        /// How many deliveries of one sender may wait for their recipients, and how many bytes: who sends more comes again later.
        public var mostWaiting = 20_000
        public var mostWaitingBytes = 50 << 30
        /// After so many days the file of an envelope is removed that every recipient has; 0 keeps it for ever.
        public var keepDays = 90
        /// How far the clocks of callers may be apart from ours, in seconds.
        public var clockSeconds = 300.0
        /// After so long it is read anew who may call: an old secret ends then.
        public var systemsLifetime = Duration.seconds(1)

        public init(conninfo: String, connections: Int = 8, folder: String) {
            database = .init(conninfo: conninfo, connections: connections, applicationName: "congvan hub")
            self.folder = folder
        }
    }

    public let configuration: Configuration
    let database: Database
    let store: FileStore
    let key: HubKey
    let systems: HubSystems

    /// Opens a hub; nothing is connected yet.
    ///
    /// - Throws: what the disk says of its folder.
    public init(_ configuration: Configuration) throws {
        self.configuration = configuration
        let folder = try DurableFolder(configuration.folder)
        key = try HubKey(in: folder)
        store = try FileStore(root: configuration.folder + "/files")
        database = Database(configuration.database)
        systems = HubSystems(database, lifetime: configuration.systemsLifetime)
    }

    /// Refuses to serve on a database that could lose what was acknowledged, or that is not the hub's.
    ///
    /// - Throws: ``StartupRefusal``, or ``PostgresError`` where the database cannot be reached.
    public func checkBeforeServing() async throws {
        let asked = try await database.faults(holding: "public.hub_envelope", as: "congvan_hub", now: Date())
        guard var reasons = asked else { throw HubRefusal.otherSchema }
        do { try await checkSchema() } catch let refusal as HubRefusal { reasons.append(refusal.sentence.english) }
        if !store.isWritable { reasons.append("The file store \(store.root) cannot be written.") }
        guard reasons.isEmpty else { throw StartupRefusal(reasons: reasons) }
    }

    /// Refuses to work on another schema than its own.
    ///
    /// - Throws: ``HubRefusal/otherSchema``, or ``PostgresError`` where the database cannot be reached.
    public func checkSchema() async throws {
        let migrator = Migrator(migrations: try HubSchema.migrations(), conninfo: configuration.database.conninfo)
        guard try await migrator.status().isCurrent else { throw HubRefusal.otherSchema }
    }

    /// Runs what waits for disk and database on threads that may wait.
    public func onPool<Value: Sendable>(_ body: () async throws -> Value) async throws -> Value {
        try await database.onPool(body)
    }

    public func shutdown() async { await database.shutdown() }
}
