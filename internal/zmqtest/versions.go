package zmqtest

import (
	"encoding/json"
	"fmt"
	"os/exec"
)

// Versions are the releases of zmq4.
var Versions = []string{
	"v1.0.0", "v1.1.0", "v1.1.1", "v1.2.0", "v1.2.1", "v1.2.2", "v1.2.3", "v1.2.4", "v1.2.5", "v1.2.6", "v1.2.7",
	"v1.2.8", "v1.2.9", "v1.2.10", "v1.2.11", "v1.3.0", "v1.3.1", "v1.4.0",
}

// Download returns the directory of a release of zmq4, from the module cache
// or the module proxy. The error says why a release cannot be had.
func Download(version string) (string, error) {
	// The exit code is 1 and the reason in the output when a release is missing.
	out, runErr := exec.Command("go", "mod", "download", "-json", zmq4Path+"@"+version).Output()
	var m struct{ Dir, Error string }
	if err := json.Unmarshal(out, &m); err != nil {
		return "", fmt.Errorf("go mod download: %v (%v)", runErr, err)
	}
	if m.Error != "" {
		return "", fmt.Errorf("go mod download: %s", m.Error)
	}
	return m.Dir, nil
}
