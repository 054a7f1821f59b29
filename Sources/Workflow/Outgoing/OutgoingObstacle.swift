import Records

/// What stands in the way of an outgoing document's next step, beside its step and who asks.
public enum OutgoingObstacle: String, Sendable, CaseIterable {
    /// There is no version of the text yet.
    case noText = "no-text"
    /// Nobody is named who signs.
    case noSignatory = "no-signatory"
    /// Whoever drafted it does not approve it as well.
    case ownContent = "own-content"
    /// Content and format are two people's to approve.
    case sameApprover = "same-approver"
    /// Somebody else signs first, or the person is not among those who sign.
    case notYourTurn = "not-your-turn"
    /// It is signed by hand, or digitally, and not the other way.
    case otherMedium = "other-medium"
    /// There is no PDF of the last version to sign.
    case noPDF = "no-pdf"
    /// The office has no template for documents of this type.
    case noTemplate = "no-template"
    /// The certificate is in somebody else's name.
    case otherSigner = "other-signer"
    /// The clocks disagree, or went back: a number would have a wrong date.
    case clockInDoubt = "clock-in-doubt"
    /// The register of this year was closed.
    case registerClosed = "register-closed"
    /// A register is closed once its year is over.
    case yearNotOver = "year-not-over"
    /// Reserved numbers are neither used nor returned.
    case numbersOpen = "numbers-open"
    /// Another document of this year has the number and symbol.
    case numberTaken = "number-taken"
    /// An electronic document was signed with its symbol: another one would not be what people signed.
    case symbolSigned = "symbol-signed"
    /// What goes out as a file is the scan of the signed and sealed original, which is missing.
    case noScan = "no-scan"
    /// The scan is no PDF.
    case scanNotPDF = "scan-not-pdf"
    /// The reserved number was used or returned.
    case reservationGone = "reservation-gone"
    /// Somebody was asked already and has not answered.
    case askedAlready = "asked-already"
    /// The office's settings allow no numbers to be set aside.
    case noReservations = "no-reservations"
    /// Nobody is named whom it goes to.
    case noRecipient = "no-recipient"
    /// What it amends, replaces or corrects was recalled, replaced or revoked meanwhile.
    case formerNotInForce = "former-not-in-force"
    /// Paper is given back once the document was recalled.
    case notRecalled = "not-recalled"
    /// Nothing was handed to the post for this recipient.
    case notPosted = "not-posted"
    /// The paper came back before.
    case paperIsBack = "paper-is-back"
    /// An issued document is recalled and replaced from its own page, so that its mark says so.
    case fromItsPage = "from-its-page"
    /// Of a document there is no PDF to put a mark on.
    case nothingToMark = "nothing-to-mark"
    /// The office has no programs that print and mark.
    case noPrograms = "no-programs"
    /// The person's last print is not finished.
    case printWaiting = "print-waiting"
    /// Others made copies at the same time, again and again.
    case copiesCrossed = "copies-crossed"

    var sentence: Phrase {
        switch self {
        case .noText:
            Phrase("Chưa có tệp dự thảo. Hãy tải tệp lên trước.", "There is no text yet. Upload the draft first.")
        case .noSignatory:
            Phrase("Chưa chọn người ký. Hãy sửa dự thảo.", "Nobody is named who signs. Revise the draft.")
        case .ownContent:
            Phrase(
                "Người soạn không tự duyệt nội dung dự thảo của mình. Hãy để lãnh đạo khác duyệt.",
                "Who drafted it does not approve its content. Another head or leader does.")
        case .sameApprover:
            Phrase(
                "Duyệt nội dung và duyệt thể thức phải là hai người (NĐ 30/2020, Điều 12).",
                "Content and format are approved by two people (Decree 30/2020, Article 12).")
        case .notYourTurn:
            Phrase("Chưa đến lượt bạn ký.", "It is not your turn to sign.")
        case .otherMedium:
            Phrase(
                "Văn bản giấy được ký tay, văn bản điện tử được ký số.",
                "A document on paper is signed by hand, an electronic one digitally.")
        case .noPDF:
            Phrase(
                "Chưa có bản PDF để ký. Hãy trả lại để người soạn tải lên DOCX hoặc PDF.",
                "There is no PDF to sign. Return it, so that its drafter uploads a DOCX or PDF.")
        case .noTemplate:
            Phrase(
                "Cơ quan chưa có mẫu cho tên loại này. Hãy soạn tệp riêng rồi tải lên.",
                "The office has no template for this type. Write the text yourself and upload it.")
        case .otherSigner:
            Phrase(
                "Chứng thư số không mang tên bạn. Hãy ký bằng chứng thư của mình.",
                "The certificate is not in your name. Sign with your own.")
        case .clockInDoubt:
            Phrase(
                "Đồng hồ máy chủ đang sai lệch nên chưa cấp số. Quản trị hãy kiểm tra đồng bộ thời gian.",
                "The server's clock is in doubt, so no number is given. An administrator checks its synchronisation.")
        case .registerClosed:
            Phrase("Sổ của năm này đã khóa.", "The register of this year was closed.")
        case .yearNotOver:
            Phrase("Chỉ khóa sổ khi đã hết năm.", "A register is closed when its year is over.")
        case .numbersOpen:
            Phrase(
                "Còn số giữ trước chưa dùng, chưa trả. Hãy trả số rồi khóa sổ.",
                "Reserved numbers are open. Return them, then close the register.")
        case .numberTaken:
            Phrase(
                "Số và ký hiệu này đã có trong năm. Hãy sửa ký hiệu hoặc chọn sổ khác.",
                "This number and symbol is another document's this year. Correct the symbol, or choose another register."
            )
        case .symbolSigned:
            Phrase(
                "Văn bản điện tử đã được ký với ký hiệu in sẵn. Muốn đổi ký hiệu, hãy trả lại dự thảo.",
                "The electronic document was signed with its symbol. To change it, return the draft.")
        case .noScan:
            Phrase(
                "Văn bản giấy gửi cơ quan khác hoặc đơn vị cần bản quét của bản gốc đã ký, đóng dấu. Hãy chọn tệp PDF.",
                "A document on paper that goes to agencies or units needs a scan of the signed and sealed original. "
                    + "Choose the PDF.")
        case .scanNotPDF:
            Phrase("Bản quét phải là tệp PDF.", "The scan must be a PDF.")
        case .reservationGone:
            Phrase("Số giữ trước này đã dùng hoặc đã trả.", "The reserved number was used or returned.")
        case .askedAlready:
            Phrase("Người này đã được hỏi và chưa trả lời.", "This person was asked already and has not answered.")
        case .noReservations:
            Phrase(
                "Cơ quan không cho phép giữ số trước (outgoing.reserve trong cấu hình).",
                "The office allows no reserved numbers (outgoing.reserve in the settings).")
        case .nothingToMark:
            Phrase(
                "Văn bản chưa có tệp PDF để đóng dấu. Hãy bổ sung bản PDF (bản quét).",
                "The document has no PDF to put a mark on. Add one, such as a scan.")
        case .noPrograms:
            Phrase(
                "Máy chủ chưa có chương trình in, đóng dấu. Quản trị khai báo outgoing.programs trong cấu hình.",
                "The server has no programs that print and mark. An administrator sets outgoing.programs.")
        case .printWaiting:
            Phrase(
                "Bản in trước của bạn chưa xong. Hãy chờ bản đó xong rồi in tiếp.",
                "Your last print is not finished. Wait for it, then print the next.")
        case .copiesCrossed:
            Phrase("Nhiều người đang sao cùng lúc. Hãy làm lại.", "Others make copies at the same time. Try again.")
        case .noRecipient:
            Phrase("Chưa chọn nơi nhận.", "Nobody is named whom it goes to.")
        case .formerNotInForce:
            Phrase(
                "Văn bản được sửa đổi, thay thế không còn hiệu lực. Hãy hủy văn bản này, hoặc soạn văn bản khác.",
                "What this one changes is no longer in force. Cancel this one, or draft another.")
        case .notRecalled:
            Phrase("Văn bản chưa bị thu hồi.", "The document was not recalled.")
        case .notPosted:
            Phrase("Nơi nhận này chưa được gửi bản giấy.", "No paper was sent to this recipient.")
        case .paperIsBack:
            Phrase("Bản giấy này đã được ghi nhận trả lại.", "It was recorded before that this paper came back.")
        case .fromItsPage:
            Phrase(
                "Văn bản này được phát hành từ hệ thống. Hãy thu hồi, thay thế từ trang của văn bản đi.",
                "This document was issued here. Recall or replace it from its own page.")
        }
    }
}
