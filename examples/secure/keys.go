package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// keyDir holds a file for the secret key and one for the public keys of the
// peers, in Z85, one on a line.
const keyDir = "/etc/jobs/keys"

type keys struct {
	secret string
	peers  []string // never empty
}

func readKeys(secret, peers string) (keys, error) {
	s, err := readLines(secret)
	if err != nil {
		return keys{}, err
	}
	p, err := readLines(peers)
	if err != nil {
		return keys{}, err
	}
	return keys{secret: s[0], peers: p}, nil
}

func readLines(name string) ([]string, error) {
	data, err := os.ReadFile(filepath.Join(keyDir, name))
	if err != nil {
		return nil, err
	}
	lines := strings.Fields(string(data))
	if len(lines) == 0 {
		return nil, fmt.Errorf("no key in %s", name)
	}
	return lines, nil
}
