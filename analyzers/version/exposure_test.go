package version

import (
	"testing"

	"github.com/zmqlint/zmqlint/internal/advisory"
	"github.com/zmqlint/zmqlint/internal/rule"
)

func TestMeets(t *testing.T) {
	publisher := opened{bind: true, remote: yes, types: []string{"PUB"}, transports: []string{"tcp"}, none: yes}
	server := opened{bind: true, remote: yes, types: []string{"ROUTER"}, transports: []string{"tcp"}, curve: yes, secured: yes, server: yes}
	unknown := opened{bind: true, remote: maybe, none: maybe, curve: maybe, gssapi: maybe, secured: maybe, server: maybe, client: maybe}
	either := opened{remote: yes, types: []string{"PUB", "PUSH"}, transports: []string{"tcp", "udp"}, none: yes}
	for name, test := range map[string]struct {
		socket    opened
		condition advisory.Socket
		want      answer
	}{
		"any":                         {publisher, advisory.Socket{}, yes},
		"bind":                        {publisher, advisory.Socket{Open: "bind"}, yes},
		"connect":                     {publisher, advisory.Socket{Open: "connect"}, no},
		"type":                        {publisher, advisory.Socket{Types: []string{"XPUB", "PUB"}}, yes},
		"another type":                {server, advisory.Socket{Types: []string{"XPUB", "PUB"}}, no},
		"one of two types":            {either, advisory.Socket{Types: []string{"PUB"}}, maybe},
		"type not known":              {unknown, advisory.Socket{Types: []string{"PUB"}}, maybe},
		"none":                        {publisher, advisory.Socket{Security: "none"}, yes},
		"no none":                     {server, advisory.Socket{Security: "none"}, no},
		"CURVE server":                {server, advisory.Socket{Security: "curve", Role: "server"}, yes},
		"CURVE client":                {server, advisory.Socket{Security: "curve", Role: "client"}, no},
		"no CURVE":                    {publisher, advisory.Socket{Security: "curve"}, no},
		"secured":                     {server, advisory.Socket{Security: "secured"}, yes},
		"GSSAPI":                      {server, advisory.Socket{Security: "gssapi"}, no},
		"not known":                   {unknown, advisory.Socket{}, maybe},
		"not known, another opening":  {unknown, advisory.Socket{Open: "connect"}, no},
		"transport":                   {publisher, advisory.Socket{Transports: []string{"tcp"}}, yes},
		"another transport":           {publisher, advisory.Socket{Transports: []string{"udp"}}, no},
		"one of two transports":       {either, advisory.Socket{Transports: []string{"udp"}}, maybe},
		"what matters is all of them": {publisher, advisory.Socket{Open: "bind", Types: []string{"PUB"}, Security: "curve"}, no},
	} {
		if got := test.socket.meets(test.condition); got != test.want {
			t.Errorf("%s: %d, want %d", name, got, test.want)
		}
	}
}

func TestVerdictSeverity(t *testing.T) {
	v := advisory.Embedded().Judge("4.3.2", nil)
	publisher := opened{bind: true, remote: yes, types: []string{"PUB"}, transports: []string{"tcp"}, none: yes, what: "PUB socket", place: "a.go:1"}
	perhaps := publisher
	perhaps.remote = maybe
	for name, test := range map[string]struct {
		sockets []opened
		want    rule.Severity
	}{
		"met": {[]opened{perhaps, publisher}, rule.Error}, "perhaps": {[]opened{perhaps}, rule.Warning}, "not met": {nil, rule.Note},
	} {
		if got, message := verdict("libzmq 4.3.2", v, test.sockets); got != test.want {
			t.Errorf("%s: %v, want %v: %s", name, got, test.want, message)
		}
	}
	if _, message := verdict("libzmq 4.3.5", advisory.Embedded().Judge("4.3.5", nil), []opened{publisher}); message != "" {
		t.Errorf("nothing is published about 4.3.5: %s", message)
	}
}
