extension Database {
    /// Where the database is and how long to wait for it.
    public struct Configuration: Sendable {
        /// Keywords and values (`host=… dbname=…`) or a `postgresql://` URI, as every PostgreSQL program takes it.
        ///
        /// Several hosts with `target_session_attrs=read-write` follow the primary of a cluster. What it sets itself
        /// wins over the limits below.
        public var conninfo: String
        /// How many connections are opened at most, and how many threads use them.
        public var connections: Int
        /// How long a caller waits for a thread before it is told that the database is busy.
        public var connectionWait: Duration
        /// How long a statement may run.
        public var statementTimeout: Duration
        /// How long a statement may wait for a lock.
        public var lockTimeout: Duration
        /// How long a transaction may be open without a statement.
        public var idleInTransactionTimeout: Duration
        /// How long to try to connect to each host; whole seconds, at least two.
        public var connectTimeout: Duration
        /// Whether a statement is planned once, and not for the values of each call.
        ///
        /// Planning costs more than running what reads a few rows by an index. It is for statements that are written so
        /// that their best plan does not depend on their values.
        public var plansOnce: Bool
        /// The name under which the connections appear in `pg_stat_activity`.
        public var applicationName: String

        public init(
            conninfo: String,
            connections: Int = 8,
            connectionWait: Duration = .seconds(2),
            statementTimeout: Duration = .seconds(10),
            lockTimeout: Duration = .seconds(3),
            idleInTransactionTimeout: Duration = .seconds(15),
            connectTimeout: Duration = .seconds(3),
            plansOnce: Bool = false,
            applicationName: String = "swift-postgres"
        ) {
            self.conninfo = conninfo
            self.connections = connections
            self.connectionWait = connectionWait
            self.statementTimeout = statementTimeout
            self.lockTimeout = lockTimeout
            self.idleInTransactionTimeout = idleInTransactionTimeout
            self.connectTimeout = connectTimeout
            self.plansOnce = plansOnce
            self.applicationName = applicationName
        }
    }
}
