internal import CPostgres

/// What libpq is given to connect: the operator's text, and what this module needs beside it.
struct ConnectionParameters: Sendable {
    let conninfo: String
    /// Keyword and value; later ones win.
    let additions: [(keyword: String, value: String)]

    /// Adds to the operator's text what it does not say itself.
    ///
    /// `settings` are PostgreSQL's run-time settings for the session; the operator's own, in `options`, win.
    init(
        _ conninfo: String, applicationName: String, connectTimeout: Duration,
        settings: [(name: String, value: String)]
    ) {
        self.conninfo = conninfo
        let given = Self.given(conninfo)
        let settings = Self.always + settings
        let options = settings.map { "-c \($0.name)=\($0.value)" } + [given["options"]].compactMap(\.self)
        let defaults = [
            ("application_name", applicationName),
            ("connect_timeout", String(max(2, connectTimeout.components.seconds))),
            // A peer that is gone without a word is noticed within ten seconds of sending, and in 45 when idle.
            ("tcp_user_timeout", "10000"),
            ("keepalives", "1"),
            ("keepalives_idle", "30"),
            ("keepalives_interval", "5"),
            ("keepalives_count", "3"),
        ]
        additions =
            defaults.filter { given[$0.0] == nil }.map { (keyword: $0.0, value: $0.1) }
            + [("client_encoding", "UTF8"), ("options", options.joined(separator: " "))]
    }

    /// What the values' text formats rely on.
    private static let always = [
        (name: "TimeZone", value: "UTC"), (name: "DateStyle", value: "ISO"), (name: "bytea_output", value: "hex"),
        (name: "extra_float_digits", value: "1"), (name: "standard_conforming_strings", value: "on"),
    ]

    /// The keywords that the operator's text sets, with their values.
    static func given(_ conninfo: String) -> [String: String] {
        // A text that cannot be read gives nothing here, and is refused with libpq's words when it is used.
        guard let options = PQconninfoParse(conninfo, nil) else { return [:] }
        defer { PQconninfoFree(options) }
        var given: [String: String] = [:]
        var option = options
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val { given[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        return given
    }
}

extension ConnectionParameters {
    init(_ configuration: Database.Configuration) {
        self.init(
            configuration.conninfo, applicationName: configuration.applicationName,
            connectTimeout: configuration.connectTimeout,
            settings: [
                ("statement_timeout", "\(configuration.statementTimeout.milliseconds)"),
                ("lock_timeout", "\(configuration.lockTimeout.milliseconds)"),
                (
                    "idle_in_transaction_session_timeout",
                    "\(configuration.idleInTransactionTimeout.milliseconds)"
                ),
                ("plan_cache_mode", configuration.plansOnce ? "force_generic_plan" : "auto"),
            ])
    }
}
