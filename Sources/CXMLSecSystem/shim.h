// Empty on purpose: xmlsec's headers bring libxml2's, which must not reach Swift, where they clash with Foundation's ICU.
// This target only finds the library, so that CXMLSec compiles and links.
