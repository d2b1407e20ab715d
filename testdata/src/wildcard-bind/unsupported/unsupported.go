// Package unsupported binds to every interface in ways that are not followed.
package unsupported

import (
	"bytes"
	"encoding/json"
	"strings"
	"text/template"

	zmq "github.com/pebbe/zmq4"
)

// A default in data: configuration files are not read.
const defaults = `{"endpoint": "tcp://*:5555"}`

func Data() error {
	var c struct{ Endpoint string }
	if err := json.Unmarshal([]byte(defaults), &c); err != nil {
		return err
	}
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return err
	}
	return s.Bind(c.Endpoint)
}

// Strings that the library puts together, formatting apart.
func Built() error {
	s, err := zmq.NewSocket(zmq.PUB)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := template.Must(template.New("").Parse("tcp://*:{{.}}")).Execute(&b, 5556); err != nil {
		return err
	}
	if err := s.Bind(b.String()); err != nil {
		return err
	}
	return s.Bind(strings.ReplaceAll("tcp://HOST:5557", "HOST", "*"))
}
