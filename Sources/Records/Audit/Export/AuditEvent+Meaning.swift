extension AuditEvent.Action {
    /// What the action is to other houses' collectors.
    ///
    /// There is no `default`: a new action says here what it is, or does not compile.
    // swift-format-ignore
    public var meaning: ActionMeaning {
        switch self {
        //                                      OCSF class, activity               ECS category, types
        case .signedIn:               .init(.authentication, 1,                "authentication", "start")
        case .signInRefused:          .init(.authentication, 1,                "authentication", "start")
        case .signInBlocked:          .init(.authentication, 1,                "authentication", "start", severity: .warning)
        case .signedOut:              .init(.authentication, 2,                "session", "end")
        case .sessionExpired:         .init(.authentication, 2,                "session", "end")
        case .requestRefused:         .init(.webResources, other,              "web", "access", severity: .warning)
        case .tokenIssued:            .init(.userAccess, 1,                    "iam", "change")
        case .accountCreated:         .init(.accountChange, 1,                 "iam", "user", "creation")
        case .accountChanged:         .init(.accountChange, other,             "iam", "user", "change")
        case .rolesChanged:           .init(.userAccess, 3,                    "iam", "change")
        case .passwordChanged:        .init(.accountChange, 3,                 "iam", "user", "change")
        case .agencyFounded:          .init(.applicationLifecycle, 8,          "configuration", "change")
        case .intakeReceived:         .init(.fileHosting, 1,                   "file", "creation")
        case .intakeFaulty:           .init(.fileHosting, 1,                   "file", "creation", severity: .warning)
        case .intakeViewed:           .init(.webResources, 2,                  "web", "access")
        case .intakeDiscarded:        .init(.api, 3,                           "web", "change")
        case .intakeListed:           .init(.webResources, 2,                  "web", "access")
        case .incomingRegistered:     .init(.api, 1,                           "web", "change")
        case .incomingViewed:         .init(.webResources, 2,                  "web", "access")
        case .readersViewed:          .init(.webResources, 2,                  "web", "access")
        case .incomingListed:         .init(.webResources, 2,                  "web", "access")
        case .incomingSearched:       .init(.webResources, 5,                  "web", "access")
        case .incomingAssigned:       .init(.api, 3,                           "web", "change")
        case .progressReported:       .init(.api, 3,                           "web", "change")
        case .assignmentCompleted:    .init(.api, 3,                           "web", "change")
        case .assignmentAcknowledged: .init(.api, 3,                           "web", "change")
        case .incomingReopened:       .init(.api, 3,                           "web", "change")
        case .incomingFiled:          .init(.api, 3,                           "web", "change")
        case .fileOpened:             .init(.fileHosting, 14,                  "file", "access")
        case .dossierOpened:          .init(.api, 1,                           "web", "change")
        case .dossierViewed:          .init(.webResources, 2,                  "web", "access")
        case .dossierListed:          .init(.webResources, 2,                  "web", "access")
        case .trailRead:              .init(.eventLog, other,                  "configuration", "access")
        case .trailExported:          .init(.eventLog, 3,                      "configuration", "access")
        case .trailVerified:          .init(.eventLog, other,                  "configuration", "access")
        case .trailProven:            .init(.eventLog, 3,                      "configuration", "access")
        case .trailArchived:          .init(.eventLog, 4,                      "configuration", "access")
        case .trailLeftOut:           .init(.eventLog, 4,                      "configuration", "access", severity: .warning)
        case .particularsErased:      .init(.eventLog, other,                  "configuration", "access", severity: .warning)
        case .logOpened:              .init(.eventLog, other,                  "configuration", "access", severity: .critical)
        case .trailForked:            .init(.eventLog, other,                  "configuration", "access", severity: .critical)
        case .trailGap:               .init(.eventLog, other,                  "configuration", "access", severity: .warning)
        case .trailShipped:           .init(.eventLog, 3,                      "configuration", "access")
        case .questionSaved:          .init(.api, 1,                           "web", "change")
        case .questionRemoved:        .init(.api, 3,                           "web", "change")
        case .questionMailed:         .init(.eventLog, 3,                      "configuration", "access")
        case .calendarChanged:        .init(.applicationLifecycle, 8,          "configuration", "change")
        case .settingsChanged:        .init(.applicationLifecycle, 8,          "configuration", "change")
        case .accountsListed:         .init(.webResources, 2,                  "web", "access")
        case .houseKept:              .init(.applicationLifecycle, other,      "process", "info")
        case .filesSwept:             .init(.applicationLifecycle, other,      "process", "info")
        case .clockStepped:           .init(.applicationLifecycle, other,      "process", "info", severity: .warning)
        case .alarmRaised:            .init(.applicationLifecycle, other,      "process", "info", severity: .warning)
        case .alarmCleared:           .init(.applicationLifecycle, other,      "process", "info")
        case .serviceStarted:         .init(.applicationLifecycle, 3,          "process", "start")
        case .serviceStopped:         .init(.applicationLifecycle, 4,          "process", "end")
        }
    }

    private var other: Int { ActionMeaning.Activity.other }
}
