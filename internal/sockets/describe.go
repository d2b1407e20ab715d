package sockets

// Words for messages.

import "strings"

// Subject names the socket of an opening: "PUB socket", "PUSH or PULL socket".
func (o *Opening) Subject() string {
	if o.Types.Empty() {
		return "socket"
	}
	return o.Types.String() + " socket"
}

// Where says where the opening leads: "tcp://*:5555", "an endpoint that is not
// known here".
func (o *Opening) Where() string {
	if o.By != "" {
		return o.Endpoint.Words() + ", by " + o.By + ","
	}
	return o.Endpoint.Words()
}

// Words names the endpoint in a sentence, with what it may be when it is not
// known.
func (e Endpoint) Words() string {
	text := e.String()
	switch {
	case text == "":
		return "an endpoint that is not known here"
	case !e.Known():
		return "an endpoint that is not known here (possibly " + text + ")"
	}
	return text
}

// Verb is "bound to" or "connected to".
func (o *Opening) Verb() string {
	if o.Bind {
		return "bound to"
	}
	return "connected to"
}

// Incapable names what keeps every socket of the opening from having CURVE at
// all: "STREAM", "pgm"; it is empty when CURVE is possible.
func (o *Opening) Incapable() string {
	if o.Types != 0 && o.Types.String() == "STREAM" {
		return "STREAM"
	}
	transport := ""
	for _, a := range o.Endpoint.Alts {
		switch t := a.Transport(); t {
		case "pgm", "epgm", "norm", "udp":
			transport = t
		default:
			return ""
		}
	}
	return transport
}

// List joins names: "A, B and C".
func List(names []string) string {
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}
