extension FieldWriter {
    /// Writes the header of a document, in the order of the standard's own software and within the smaller of the widths
    /// that receivers are known to have.
    mutating func document(_ envelope: Envelope) throws(ExchangeError) {
        try organization("From", envelope.from)
        for recipient in envelope.to { try organization("To", recipient) }
        try field("DocumentId", envelope.documentID, most: 200, isRequired: true)
        try group("Code") { (writer) throws(ExchangeError) in
            try writer.field("CodeNumber", envelope.codeNumber, most: 11, isRequired: true)
            try writer.field("CodeNotation", envelope.codeNotation, most: 30, isRequired: true)
        }
        try group("PromulgationInfo") { (writer) throws(ExchangeError) in
            try writer.field("Place", envelope.promulgationPlace, most: 50)
            try writer.field(
                "PromulgationDate", envelope.promulgatedOn.map(WrittenTime.text), isRequired: true)
        }
        try group("DocumentType") { (writer) throws(ExchangeError) in
            try writer.field("Type", envelope.documentType.type, isRequired: true)
            try writer.field("TypeDetail", envelope.documentType.detail)
            try writer.field("TypeName", envelope.documentType.name, most: 100, isRequired: true)
        }
        try field("Subject", envelope.subject, most: 500, isRequired: true)
        try field("Content", envelope.content, most: 500)
        try group("SignerInfo") { (writer) throws(ExchangeError) in
            try writer.field("Competence", envelope.signer?.competence, most: 100)
            try writer.field("Position", envelope.signer?.position, most: 100)
            try writer.field("FullName", envelope.signer?.fullName, most: 50, isRequired: true)
        }
        try field("DueDate", envelope.dueOn.map(WrittenTime.text))
        try otherInfo(envelope)
        for document in envelope.responseFor { try response(document) }
        try field("SteeringType", envelope.steeringType, most: 1)
        try group("ResponseForTask") { (writer) throws(ExchangeError) in
            for code in envelope.taskCodes { try writer.field("TaskCode", code) }
        }
        try field("ApplicationType", envelope.applicationType)
        try group("ToPlaces") { (writer) throws(ExchangeError) in
            for place in envelope.toPlaces { try writer.field("Place", place, most: 150) }
        }
    }

    mutating func organization(
        _ name: String, _ organization: Envelope.Organization
    ) throws(ExchangeError) {
        try group(name) { (writer) throws(ExchangeError) in
            try writer.field("OrganId", organization.organID, most: 35, isRequired: true)
            try writer.field("OrganizationInCharge", organization.inCharge, most: 200)
            try writer.field("OrganName", organization.name, most: 200, isRequired: true)
            try writer.field("OrganAdd", organization.address, most: 250)
            try writer.field("Email", organization.email, most: 100)
            try writer.field("Telephone", organization.telephone, most: 20)
            try writer.field("Fax", organization.fax, most: 20)
            try writer.field("Website", organization.website, most: 20)
        }
    }

    mutating func response(_ document: Envelope.RelatedDocument) throws(ExchangeError) {
        try group("ResponseFor") { (writer) throws(ExchangeError) in
            try writer.field("OrganId", document.organID, most: 35)
            try writer.field("Code", document.code, most: 42)
            try writer.field("DocumentId", document.documentID, most: 200)
            try writer.field("PromulgationDate", document.promulgatedOn.map(WrittenTime.text))
        }
    }

    private mutating func otherInfo(_ envelope: Envelope) throws(ExchangeError) {
        try group("OtherInfo") { (writer) throws(ExchangeError) in
            try writer.field("Priority", envelope.priority, most: 1)
            try writer.field("SphereOfPromulgation", envelope.sphere, most: 100)
            try writer.field("TyperNotation", envelope.typistNotation, most: 10)
            try writer.field("PromulgationAmount", envelope.promulgationAmount, most: 3)
            try writer.field("PageAmount", envelope.pageAmount, most: 3)
            try writer.field("ReplyFors", envelope.replyFors)
            // The one flag that is a word.
            try writer.field("Direction", envelope.isDirective.map { $0 ? "true" : "false" })
            try writer.field("ReferenceCodes", envelope.referenceCodes)
            try writer.group("Appendixes") { (writer) throws(ExchangeError) in
                for appendix in envelope.appendixes { try writer.field("Appendix", appendix, most: 250) }
            }
        }
    }
}
