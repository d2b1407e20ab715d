package rule

import "fmt"

// Severity says how bad a finding is. Severities are ordered: a command that
// fails on warnings fails on errors too.
type Severity uint8

const (
	Note    Severity = iota // worth a look; no attack or failure follows by itself
	Warning                 // a protection is missing or does nothing
	Error                   // traffic can be read, forged or refused, or the call cannot work
)

var severityNames = [...]string{Note: "note", Warning: "warning", Error: "error"}

// String returns "note", "warning" or "error".
func (s Severity) String() string {
	if int(s) < len(severityNames) {
		return severityNames[s]
	}
	return fmt.Sprintf("severity(%d)", uint8(s))
}

// MarshalText makes reports carry the name.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads a report back.
func (s *Severity) UnmarshalText(text []byte) (err error) {
	*s, err = ParseSeverity(string(text))
	return err
}

// ParseSeverity is the inverse of String.
func ParseSeverity(name string) (Severity, error) {
	for s, n := range severityNames {
		if n == name {
			return Severity(s), nil
		}
	}
	return 0, fmt.Errorf("unknown severity %q: want note, warning or error", name)
}
