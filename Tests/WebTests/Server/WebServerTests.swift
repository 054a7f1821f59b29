import Testing

/// Tests that talk to a running server, one after the other.
///
/// Each opens an office of its own and signs people in, which is slow on purpose: all at once they would wait for each
/// other's passwords and not for what they test.
@Suite("The web server", .serialized)
enum WebServerTests {}
