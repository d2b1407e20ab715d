//go:build libzmq && cgo && unix

package attack

import (
	"fmt"
	"io"
	"os"

	"github.com/pebbe/zmq4"
)

// attack is a row of the table.
type attack struct {
	name   string
	threat string // what is at stake
	held   string // what has to be measured for the service to have held
	// service is set up, attacked and measured in a process of its own, which ends
	// when something else goes wrong.
	service func(s *stage) outcome
	kills   bool // the plain service does not survive
	heavy   bool // takes the machine, or counts time closely
	open    bool // zmqsafe does not hold either, and says so
}

var attacks = []attack{
	{name: "eavesdropper", threat: "secrets are read on the way",
		held: "no text of the messages is in the bytes that pass", service: eavesdrop},
	{name: "changed on the way", threat: "messages are forged",
		held: "no changed message arrives", service: tamper},
	{name: "man in the middle", threat: "an impostor takes the place of the server, with a key of its own",
		held: "the impostor gets no request", service: impostor},
	{name: "client with an unknown key", threat: "a stranger has a CURVE key, and the server's public one",
		held: "no message of the stranger arrives", service: unknownKey},
	{name: "client without CURVE", threat: "anyone on the network",
		held: "no message of the stranger arrives", service: withoutCurve},
	{name: "authenticator that fails", threat: "a stranger comes when the authenticator is stopped (zmq4) or panics (zmqsafe)",
		held: "no message of the stranger arrives", service: authenticatorFails},
	{name: "revoked client", threat: "a key is taken back while its owner is connected",
		held: "no message sent after that arrives, others are served", service: revoked},
	{name: "malformed ZAP requests", threat: "a component in the process talks to the authenticator",
		held: "nobody is admitted, the authenticator goes on", service: malformedZAP, kills: true},
	{name: "oversize frame", threat: "memory",
		held: "memory grows by less than 16 MB, others are served", service: oversize, heavy: true},
	{name: "10⁶ frames in one message", threat: "memory of the program",
		held: "no message has more than 64 frames, others are served", service: manyFrames, heavy: true},
	{name: "frames without end", threat: "memory: libzmq collects a message before it hands it over",
		held: "memory grows by less than 16 MB", service: endlessFrames, heavy: true, open: true},
	{name: "flood of 10⁶ messages", threat: "memory, and the time of everyone else",
		held: "memory grows by less than 16 MB, the rate is within 5 % of the limit, others are served within a second", service: flood, heavy: true},
	{name: "subscriptions of a stranger", threat: "memory of a publisher",
		held: "memory grows by less than 16 MB", service: subscriptions, heavy: true},
	{name: "subscriptions of a known client", threat: "memory of a publisher",
		held: "memory grows by less than 16 MB", service: knownSubscriptions, heavy: true, open: true},
	{name: "slow subscriber", threat: "memory: messages wait for those who do not read",
		held: "memory grows by less than 64 MB, with messages of 256 kB", service: slowSubscriber, heavy: true},
	{name: "slow reader", threat: "the sender waits for it for ever",
		held: "a send ends within its time and says so", service: slowReader},
	{name: "dead peer", threat: "a connection that is dead looks alive, and is waited on for ever",
		held: "messages arrive again, on a new connection", service: deadPeer},
	{name: "Term with unsent messages", threat: "the program does not end",
		held: "it ends within linger and a second", service: unsent},
	{name: "handler that panics", threat: "one message ends the program",
		held: "the next message is handled", service: panics, kills: true},
	{name: "goroutines that share a socket", threat: "libzmq's memory is corrupted",
		held: "the program is told, and goes on", service: shared, kills: true},
	{name: "key file that others can read", threat: "the secret key gets around",
		held: "it is refused", service: exposedKey},
	{name: "malformed key files", threat: "a key is not the one it should be, and nobody notices",
		held: "all are refused", service: malformedKeys},
}

// printTable prints the table, and tells whether all is as claimed.
func printTable(w io.Writer) bool {
	good := true
	major, minor, patch := zmq4.Version()
	fmt.Fprintf(w, "libzmq %d.%d.%d\n\n| attack | it holds when | plain zmq4 | zmqsafe |\n|---|---|---|---|\n", major, minor, patch)
	runAll(func(r result) {
		name := r.name
		if r.open {
			name += " *"
		}
		fmt.Fprintf(w, "| %s | %s | %s | %s |\n", name, r.held, r.plain.cell(), r.safe.cell())
		if err := r.problem(); err != nil {
			fmt.Fprintf(os.Stderr, "%s: %v\n", r.name, err)
			good = false
		}
	})
	fmt.Fprintln(w, "\n\\* libzmq has no limit for it, and zmqsafe none either: it decides who can do it, which is a peer with a key.")
	return good
}

func (o outcome) cell() string {
	if o.Held {
		return "held: " + o.Measured
	}
	return "**broken**: " + o.Measured
}
