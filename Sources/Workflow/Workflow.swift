public import Exchange
public import Foundation
public import Postgres
import Records

/// The office's verbs: every act and every view, one file each (nghiệp vụ).
///
/// Pages, the API and the command line call the same ones and so cannot differ in their rules.
public struct Workflow: Sendable {
    /// What an office needs to run.
    public struct Configuration: Sendable {
        public var database: Database.Configuration
        /// Reports, exports and the slow arithmetic of passwords have threads of their own, so that they starve nobody.
        public var reports: Database.Configuration
        /// What peers bring is taken in on threads of its own: most of the time they wait for the disk.
        public var deliveries: Database.Configuration
        /// The folder of the file store.
        public var files: String
        public var sessions = SessionLimits()
        /// The largest file that is taken in, in bytes.
        public var largestFile = 300 * 1_048_576
        /// What working out a password costs: two to this power in the terms of scrypt (RFC 7914); 15 takes 32 MB.
        public var passwordCost = 15
        /// The folder of the log that seals the trail; best on another disk than the database.
        public var sealFolder: String
        /// The log's name in checkpoints, for a key that is made here.
        public var sealOrigin = "congvan"
        /// After so long without a seal the office stops.
        public var sealLimit = Duration.seconds(60)
        public var trail: TrailConfiguration
        public var mail = MailConfiguration()
        public var exchange = ExchangeConfiguration()
        public var outgoing = OutgoingConfiguration()
        /// What judges the signatures of envelopes, with the roots that the administrator trusts.
        public var signatures = SignatureChecker()
        /// What signs PDF papers and judges their signatures.
        public var papers = PaperConfiguration()

        public init(conninfo: String, connections: Int = 12, files: String) {
            database = .init(conninfo: conninfo, connections: connections, applicationName: "congvan")
            database.plansOnce = true
            reports = .init(conninfo: conninfo, connections: 2, applicationName: "congvan reports")
            reports.statementTimeout = .seconds(60)
            reports.connectionWait = .seconds(10)
            deliveries = .init(conninfo: conninfo, connections: 8, applicationName: "congvan deliveries")
            deliveries.connectionWait = .seconds(60)
            deliveries.plansOnce = true
            self.files = files
            sealFolder = files + "/trail"
            trail = TrailConfiguration(archiveFolder: files + "/trail-archive")
        }
    }

    /// The program's version.
    public static let version = "1.0.0"

    let database: Database
    let reports: Database
    let deliveries: Database
    let looks: Looks
    /// How the sealing of the trail goes.
    public let seal: SealStatus
    /// How the shipping of the trail to its collector goes.
    public let shipping = ShippingStatus()
    /// How the sending to other agencies goes.
    public let peers = PeerStates()
    let directories = DirectoryStates()
    /// What whoever runs the office must see to.
    public let alarms = Alarms()
    /// What makes PDF of Word files; one for all, for it lets in a few at a time.
    let converter = DocumentConverter()
    private let paperGate = PaperTools.newGate()
    /// Two at a time put marks on PDFs; who comes to a long line is told so.
    let markGate = Turnstile(atOnce: 2, waiting: 40)
    let store: FileStore
    let refusals = RefusalTally()
    let searchKeys: SearchKeys
    let configuration: Configuration
    /// The clock that forms are checked against; times in records come from the database.
    let now: @Sendable () -> Date

    /// - Throws: ``WorkflowError`` where the file store's folder cannot be used.
    public init(_ configuration: Configuration, now: @escaping @Sendable () -> Date = { Date() }) throws {
        self.configuration = configuration
        self.now = now
        store = try FileStore(root: configuration.files)
        searchKeys = SearchKeys(folder: configuration.sealFolder)
        database = Database(configuration.database)
        reports = Database(configuration.reports)
        deliveries = Database(configuration.deliveries)
        looks = Looks(configuration.database)
        seal = SealStatus(limit: configuration.sealLimit)
    }

    /// What signs PDF papers and judges their signatures.
    public var papers: PaperTools { PaperTools(configuration.papers, gate: paperGate) }

    /// Waits for what is under way and closes every connection.
    public func shutdown() async {
        // What was counted and not yet recorded; where the database is away, the log has each request.
        try? await tallyRefusals()
        await looks.shutdown()
        await database.shutdown()
        await reports.shutdown()
        await deliveries.shutdown()
    }

    /// What seals the trail; one for an office, run beside it.
    public func makeSealer() throws -> Sealer {
        // The key is made before the first event is sealed, so that whoever starts the office can write it down.
        _ = try sealFolder().key(named: configuration.sealOrigin)
        return Sealer(
            configuration.reports, folder: configuration.sealFolder, origin: configuration.sealOrigin, status: seal)
    }

    /// Runs a request's handler on the database's threads, so that its acts cost no thread hop.
    public func onPool<Result: Sendable>(_ body: () async throws -> Result) async throws -> Result {
        try await database.onPool(body)
    }

    /// Whether an error says that the database is away or too busy, so that trying again later may help.
    public static func isUnavailable(_ error: any Error) -> Bool {
        if case .diskFull = error as? WorkflowError { return true }
        guard let error = error as? PostgresError else { return false }
        switch error.kind {
        case .connection, .busy, .timeout, .commitUnknown: return true
        case .server(let state): return ["53", "57", "55"].contains(String(state.prefix(2)))
        default: return false
        }
    }

    var today: Day { Day(in: now()) }

    /// What signs the envelopes and statuses that leave, where the office signs.
    var signer: EnvelopeSigner? { configuration.exchange.signer }
}
