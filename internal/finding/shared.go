package finding

// Shared is set on a finding about what a whole module is built with: each of
// its packages has the same. Under go vet and golangci-lint it is reported in
// each package; the command makes one of those with the same rule and key, and
// shows it where the module says it.
type Shared struct {
	Key    string
	Place  *Place // nil when there is no such place: then it stays where it is in the package
	Detail any    // what the analyzer needs to join findings
}

// Place is a line in a file that is not Go.
type Place struct {
	File              string // absolute
	Line              int
	Column, EndColumn int
	Fix               *Edit
	Sums              []string // lines that go.sum needs after the fix of a go.mod
}

// Edit is a change in the line of a Place.
type Edit struct {
	Column, EndColumn int
	NewText           string
}
