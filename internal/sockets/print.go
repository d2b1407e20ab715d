package sockets

import "github.com/zmqlint/zmqlint/internal/zmqapi"

// names are the libzmq names of the options in a set.
func names(s zmqapi.OptionSet) (out []string) {
	for o := range s.All() {
		if o < zmqapi.NumOptions {
			out = append(out, o.String())
		}
	}
	return out
}
