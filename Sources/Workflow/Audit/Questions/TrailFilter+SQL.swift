import Postgres
import Records

/// How many events a statement gives.
///
/// The number stands in the statement's text: a plan that is made once cannot see a bound one and would take it for a
/// tenth of the trail.
enum TrailPortion {
    case page, batch, chart

    /// What ``chart`` counts one by one, at most.
    static let mostInAChart = 10_000

    var limit: SQL {
        switch self {
        case .page: "51"
        case .batch: "2000"
        case .chart: "10000"
        }
    }
}

extension TrailFilter {
    /// A page of the trail with its names, newest first.
    func page(of agency: Agency.ID, after: TrailCursor?, most: TrailPortion) -> SQL {
        """
        SELECT \(TrailRow.columns) FROM (\(events(of: agency, after: after, most: most))) e \(TrailRow.names)
        ORDER BY e.at DESC, e.id DESC
        """
    }

    /// The newest events that the filter leaves.
    ///
    /// What belongs to no agency (the service, unknown names at the sign-in) is shown too. Where nothing else leads to
    /// the events, an index does that begins with the agency: each of the two halves is in its order, so that no more is
    /// read than is shown. What leads by itself must not be halved: the half without an agency would read it all.
    func events(of agency: Agency.ID, after: TrailCursor?, most: TrailPortion) -> SQL {
        let older: SQL = after.map { "AND (e.at, e.id) < (\($0.at), \($0.id)) AND e.at <= \($0.at)" } ?? ""
        let rest: SQL = "\(conditions(of: agency)) \(older) ORDER BY e.at DESC, e.id DESC LIMIT \(most.limit)"
        if isLed {
            return "SELECT e.* FROM audit.event e WHERE (e.agency_id = \(agency) OR e.agency_id IS NULL) \(rest)"
        }
        if !sought.isEmpty {
            // Words of which few searched are found by their own index, others by the order of time: only a statement
            // that is planned with the words knows. Where more is asked, all that searched for them are gone through.
            let most: SQL = isSoughtAlone ? most.limit : "NULL"
            return """
                SELECT e.* FROM audit.seekers(\(sought)::text[], \(from)::timestamptz, \(to)::timestamptz,
                    \(after?.at)::timestamptz, \(after?.id)::bigint, \(most)) s
                JOIN audit.event e ON e.at = s.at AND e.id = s.id
                WHERE (e.agency_id = \(agency) OR e.agency_id IS NULL) \(rest)
                """
        }
        return """
            SELECT * FROM ((SELECT e.* FROM audit.event e WHERE e.agency_id = \(agency) \(rest))
                UNION ALL (SELECT e.* FROM audit.event e WHERE e.agency_id IS NULL \(rest))) e
            ORDER BY e.at DESC, e.id DESC LIMIT \(most.limit)
            """
    }

    /// What the filter asks, each with `AND` before it.
    func conditions(of agency: Agency.ID) -> SQL {
        var conditions: SQL = ""
        if let officer { conditions = "\(conditions) AND e.actor_id = \(officer)" }
        if let document { conditions = "\(conditions) AND e.document_id = \(document)" }
        if let documents {
            conditions =
                documents.count == 1
                ? "\(conditions) AND e.document_id = \(documents[0])"
                : "\(conditions) AND e.document_id = ANY (\(documents)::bigint[])"
        }
        if let action { conditions = "\(conditions) AND e.action = \(action)" }
        if let outcome {
            conditions = "\(conditions) AND e.outcome = \(outcome)"
            // The index of what did not end well is known by this.
            if outcome != .allowed { conditions = "\(conditions) AND e.outcome <> 'allowed'" }
        }
        if let from { conditions = "\(conditions) AND e.at >= \(from)" }
        if let to { conditions = "\(conditions) AND e.at < \(to)" }
        if let session { conditions = "\(conditions) AND e.session = \(session) AND e.session <> ''" }
        if let network { conditions = "\(conditions) AND e.network = \(network.description)::cidr" }
        if !sought.isEmpty { conditions = "\(conditions) AND e.sought @> \(sought)::text[]" }
        for kind in Kind.allCases where kinds.contains(kind) { conditions = "\(conditions) AND \(kind.condition)" }
        return conditions
    }
}

extension TrailFilter.Kind {
    /// As the index's own condition has it, letter by letter: with a bound value PostgreSQL could not know that it fits.
    var condition: SQL {
        switch self {
        case .refused: "e.outcome <> 'allowed'"
        case .offHours: "e.off_hours"
        case .keepers: "e.actor_roles IN ('auditor', 'administrator')"
        case .rights:
            """
            e.action IN ('account.created', 'account.changed', 'account.roles-changed', 'account.password-changed',
                         'token.issued', 'agency.founded', 'calendar.changed', 'settings.changed')
            """
        case .signIns: "e.action IN ('session.refused', 'session.blocked')"
        case .withoutReason: Self.notTheirWork
        }
    }

    /// What was read by a person whom the document did not concern at that time.
    ///
    /// They were neither the registrar nor the leader, who see everything by rule, nor did they register the document,
    /// nor was it given to them or to their unit. What was withdrawn held until then; where that was not kept yet, until
    /// the next order at that place or at the top. Units are those of today: the office keeps no history of who was in which.
    private static let notTheirWork: SQL =
        """
        e.action IN ('incoming.viewed', 'file.opened') AND e.document_id IS NOT NULL AND e.actor_id IS NOT NULL
            AND NOT string_to_array(e.actor_roles, ',') && ARRAY['registrar', 'leader']
            AND NOT EXISTS (SELECT FROM incoming_document r
                            WHERE r.id = e.document_id AND r.registered_by = e.actor_id OFFSET 0)
            AND NOT EXISTS (
                SELECT FROM assignment a
                JOIN officer r ON r.id = e.actor_id LEFT JOIN officer p ON p.id = a.officer_id
                WHERE a.document_id = e.document_id AND a.assigned_at <= e.at
                  AND (a.officer_id = e.actor_id OR a.finished_by = e.actor_id OR a.unit_id = r.unit_id
                       OR p.unit_id = r.unit_id)
                  AND (a.state <> 'withdrawn' OR e.at < coalesce(
                        a.withdrawn_at,
                        (SELECT min(b.assigned_at) FROM assignment b
                         WHERE b.document_id = a.document_id AND b.assigned_at > a.assigned_at
                           AND (b.parent_id IS NULL OR b.parent_id = a.parent_id)), 'infinity'))
                OFFSET 0)
        """
}
