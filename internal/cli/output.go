package cli

// Where reports go: -format and -o. Files are made before the analysis, under
// a name of their own, so that a directory which is missing or not writable
// is known at once, and they get their name when they are complete: a reader
// sees the old report or the new one, and never half of one.

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/zmqlint/zmqlint/internal/report"
)

// stdout is what -o calls standard output.
const stdout = "-"

// output is one report that was asked for.
type output struct {
	format report.Format
	path   string // or stdout
}

// outputList is the flag -o, which may be repeated.
type outputList []string

func (l *outputList) String() string { return strings.Join(*l, " ") }

func (l *outputList) Set(value string) error {
	*l = append(*l, value)
	return nil
}

// selectOutputs joins -format (empty when it was not given) and the values of
// -o. -format is for the outputs that name no format, by a prefix or by the
// end of the file's name, and for standard output.
func selectOutputs(format string, values []string) ([]output, error) {
	if len(values) == 0 {
		values = []string{stdout}
	}
	if _, ok := report.FormatNamed(format); !ok && format != "" {
		return nil, unknownFormat(format)
	}
	used := format == ""
	var outputs []output
	for _, value := range values {
		name, file, err := splitOutput(value)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(outputs, func(o output) bool { return o.path == file }) {
			return nil, fmt.Errorf("-o %s: given twice", file)
		}
		if name == "" {
			if name, err = guessFormat(format, file); err != nil {
				return nil, err
			}
			used = used || name == format
		}
		f, ok := report.FormatNamed(name)
		if !ok {
			return nil, unknownFormat(name)
		}
		outputs = append(outputs, output{f, file})
	}
	if !used {
		return nil, fmt.Errorf("-format=%s is the format of no output: name it before the file, as in -o %s:%s", format, format, outputs[0].path)
	}
	return outputs, nil
}

// formatPrefix is what stands before a colon in -o and is no drive letter.
var formatPrefix = regexp.MustCompile(`^([a-z][a-z-]+):(.*)$`)

func splitOutput(value string) (format, file string, err error) {
	file = value
	if m := formatPrefix.FindStringSubmatch(value); m != nil {
		format, file = m[1], m[2]
	}
	if file == "" {
		return "", "", fmt.Errorf("-o %q names no file (- is standard output)", value)
	}
	return format, file, nil
}

// guessFormat takes the format from the end of the file's name, and from
// -format when that says nothing or too much.
func guessFormat(format, file string) (string, error) {
	if file == stdout {
		return orText(format), nil
	}
	candidates := report.FormatsOf(file)
	switch {
	case len(candidates) == 1:
		return candidates[0].Name, nil
	case format != "":
		return format, nil
	}
	choices := report.Formats()
	if len(candidates) > 1 {
		choices = nil
		for _, c := range candidates {
			choices = append(choices, c.Name)
		}
	}
	return "", fmt.Errorf("-o %s: the name does not tell the format: write -o %s:%s (%s)",
		file, choices[0], file, strings.Join(choices, ", "))
}

func orText(format string) string {
	if format == "" {
		return "text"
	}
	return format
}

func unknownFormat(name string) error {
	return fmt.Errorf("unknown format %q: want %s", name, listFormats())
}

func listFormats() string {
	names := report.Formats()
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " or " + names[last]
}

// sink is an output that is ready to be written.
type sink struct {
	output
	w     io.Writer
	file  *os.File // w, when it has to be closed
	final string   // the name that the file gets at the end; empty when it has it
}

// openOutputs prepares all outputs, or none.
func (c *command) openOutputs(outputs []output) (sinks []*sink, err error) {
	for _, o := range outputs {
		s, err := c.openOutput(o)
		if err != nil {
			discard(sinks)
			return nil, fmt.Errorf("-o %s: %w", o.path, reason(err))
		}
		sinks = append(sinks, s)
	}
	return sinks, nil
}

func (c *command) openOutput(o output) (*sink, error) {
	if o.path == stdout {
		return &sink{output: o, w: c.stdio.Out}, nil
	}
	path := o.path
	if !filepath.IsAbs(path) {
		path = filepath.Join(c.dir, path)
	}
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := os.Stat(filepath.Dir(path)); err != nil {
			return nil, fmt.Errorf("directory %s: %w", filepath.Dir(o.path), reason(err))
		}
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, errors.New("is a directory")
	case !info.Mode().IsRegular(): // a device or a pipe cannot be replaced
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		return &sink{output: o, w: f, file: f}, err
	default: // a link stays one
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return nil, err
		}
	}
	// Not os.CreateTemp, whose files nobody else can read.
	temp, err := os.OpenFile(fmt.Sprintf("%s.%d.tmp", path, os.Getpid()), os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o666)
	if err != nil {
		return nil, err
	}
	return &sink{output: o, w: temp, file: temp, final: path}, nil
}

// reason is an error about a file without the file's name.
func reason(err error) error {
	if e, ok := errors.AsType[*fs.PathError](err); ok {
		return e.Err
	}
	return err
}

// write writes the report to every output. One that fails does not keep the
// others from being written.
func (c *command) write(sinks []*sink, r *report.Report, opt report.Options) error {
	var errs []error
	for _, s := range sinks {
		opt.Color = s.path == stdout && c.colour(c.stdio.Out)
		if err := s.write(r, opt); err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", s.path, reason(err)))
		}
	}
	return errors.Join(errs...)
}

func (s *sink) write(r *report.Report, opt report.Options) error {
	if err := s.format.Write(s.w, r, opt); err != nil || s.file == nil {
		return err
	}
	if err := s.file.Close(); err != nil || s.final == "" {
		return err
	}
	if err := os.Rename(s.file.Name(), s.final); err != nil {
		return err
	}
	s.file = nil
	return nil
}

// discard closes what was not finished, and removes it.
func discard(sinks []*sink) {
	for _, s := range sinks {
		if s.file == nil {
			continue
		}
		s.file.Close()
		if s.final != "" {
			os.Remove(s.file.Name())
		}
	}
}
