/// The sign-in page.
struct SignInPage: Page {
    static let template = "accounts/sign-in"

    let login: String
    /// Where to go afterwards: a page of ours.
    let next: String
    let problem: String?
}
