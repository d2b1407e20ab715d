package baseline

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
)

// version is that of the file. It changes with the version of fingerprints as
// well, because entries with others would match nothing.
const version = 1

var fingerprint = regexp.MustCompile(`^v1:[0-9a-f]{20}:[1-9][0-9]*$`)

// file is the JSON of a baseline.
type file struct {
	Version int     `json:"version"`
	Tool    string  `json:"tool"`
	Entries []Entry `json:"entries"`
}

// Read reads a file. Errors say nothing of its name.
func Read(name string) (*Baseline, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	return Parse(text)
}

// Parse reads the text of a file.
func Parse(text []byte) (*Baseline, error) {
	var head struct {
		Version *int `json:"version"`
	}
	if err := json.Unmarshal(text, &head); err != nil {
		return nil, located(text, err)
	}
	switch {
	case head.Version == nil:
		return nil, errors.New("no baseline: it has no version")
	case *head.Version != version:
		return nil, fmt.Errorf("version %d of the format, and this zmqlint reads version %d", *head.Version, version)
	}
	var f file
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return nil, located(text, err)
	}
	for i, e := range f.Entries {
		if !fingerprint.MatchString(e.Fingerprint) {
			return nil, fmt.Errorf("entry %d: %q is no fingerprint", i+1, e.Fingerprint)
		}
	}
	return &Baseline{Tool: f.Tool, Entries: f.Entries}, nil
}

// located adds the line to an error about JSON.
func located(text []byte, err error) error {
	offset := int64(-1)
	if e, ok := errors.AsType[*json.SyntaxError](err); ok {
		offset = e.Offset
	} else if e, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		offset = e.Offset
	}
	if offset < 0 || offset > int64(len(text)) {
		return err
	}
	return fmt.Errorf("line %d: %w", 1+bytes.Count(text[:offset], []byte("\n")), err)
}

// Write writes the file.
func (b *Baseline) Write(w io.Writer) error {
	slices.SortFunc(b.Entries, compare)
	b.index = nil
	var out bytes.Buffer
	fmt.Fprintf(&out, "{\n\"version\": %d,\n\"tool\": %s,\n\"entries\": [", version, line(b.Tool))
	for i, e := range b.Entries {
		if i > 0 {
			out.WriteByte(',')
		}
		fmt.Fprintf(&out, "\n%s", line(e))
	}
	out.WriteString("\n]\n}\n")
	_, err := w.Write(out.Bytes())
	return err
}

// line is JSON on one line, in which code can be read as it is.
func line(v any) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // strings alone
	}
	return bytes.TrimSpace(out.Bytes())
}
