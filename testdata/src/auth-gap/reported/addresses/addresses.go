// Package addresses gives the authenticator addresses that it ignores.
package addresses

import zmq "github.com/pebbe/zmq4"

const office = "office.example.net"

var denied = []string{"192.0.2.7", "192.0.2.999"}

func Lists(domain string, more ...string) {
	zmq.AuthSetVerbose(true)                     // want `^AuthSetVerbose\(true\) writes every request to the log, with the passwords of PLAIN clients \(auth-gap\)$`
	zmq.AuthAllow(domain, "127.0.0.1", office)   // want `^AuthAllow ignores "office\.example\.net", which is neither an IP address nor a CIDR range: the list stays without it, and an empty list lets everyone pass \(auth-gap\)$`
	zmq.AuthDeny(domain, denied...)              // want `^AuthDeny ignores "192\.0\.2\.999", which is neither an IP address nor a CIDR range: who was to be denied is let in \(auth-gap\)$`
	zmq.AuthAllow(domain, "10.0.0.0/33")         // want `^AuthAllow ignores "10\.0\.0\.0/33"`
	zmq.AuthAllow(domain, "tcp://10.0.0.1")      // want `^AuthAllow ignores "tcp://10\.0\.0\.1"`
	zmq.AuthDeny(domain, append(more, "::g")...) // want `^AuthDeny ignores "::g"`
}

// Each adds its addresses one by one.
func Each(domain string) {
	for _, a := range []string{"10.0.0.1", "10.0.0.*"} {
		zmq.AuthAllow(domain, a) // want `^AuthAllow ignores "10\.0\.0\.\*"`
	}
}
