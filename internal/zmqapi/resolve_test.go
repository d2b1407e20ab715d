package zmqapi

import "testing"

func TestIsZMQ4(t *testing.T) {
	SetForks("example.com/fork/zmq")
	defer SetForks()
	for path, want := range map[string]bool{
		"github.com/pebbe/zmq4":                              true,
		"github.com/pebbe/zmq4/draft":                        true,
		"example.com/app/vendor/github.com/pebbe/zmq4":       true,
		"vendor/github.com/pebbe/zmq4/draft":                 true,
		"example.com/fork/zmq":                               true,
		"example.com/fork/zmq/draft":                         true,
		"app/vendor/example.com/fork/zmq":                    true,
		"github.com/pebbe/zmq4/examples_security/grasslands": false,
		"github.com/pebbe/zmq3":                              false,
		"example.com/fork":                                   false,
		"example.com/myvendor/github.com/pebbe/zmq4":         false,
		"": false,
	} {
		if got := IsZMQ4(path); got != want {
			t.Errorf("IsZMQ4(%q) = %v, want %v", path, got, want)
		}
	}
}

func TestTypeSetString(t *testing.T) {
	for want, s := range map[string]TypeSet{
		"":                    0,
		"PUSH":                TypesOf(PUSH),
		"PULL or PUSH":        TypesOf(PUSH, PULL),
		"REP, ROUTER or DISH": TypesOf(DISH, REP, ROUTER),
	} {
		if got := s.String(); got != want {
			t.Errorf("TypeSet(%#x) reads %q, want %q", uint32(s), got, want)
		}
	}
}
