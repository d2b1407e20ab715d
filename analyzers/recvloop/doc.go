// Package recvloop reports what a flood of messages, or the end of the
// Context, does to the loops that receive:
//
//   - unthrottled-recv: nothing bounds how many messages are taken per time
//   - unbounded-goroutines: one goroutine for each message
//   - unbounded-queue: each message kept
//   - busy-recv: a loop that goes straight on when nothing is there
//   - recv-error-spin: a loop that goes straight on when every receive fails
//
// The engine finds the loops (sockets.Loop): with the sockets that they
// receive from, through helpers, pollers and handlers of a Reactor. This
// package asks which ways a turn can go under a hypothesis about the receives
// (world.go, run.go, results.go), and looks for a way that passes nothing that
// limits or waits (ways.go, limits.go, gates.go, waits.go), or that leads to
// something that grows (goroutines.go, queue.go).
//
// # What is deliberately not reported
//
// RecvEvent on a monitor is no flood: libzmq itself sends the events. Proxy
// and ProxySteerable have no loop of the program's. A loop that asks anything
// that could end it, after a receive failed, is given the benefit of the doubt
// in recv-error-spin. A function value that cannot be followed may throttle,
// start no goroutine, and end the loop. A loop that waits for a channel in each
// turn leaves its pace to whoever sends there.
//
// Messages that a loop hands to another goroutine over a channel are not
// followed there, and numbers made of messages, such as their lengths, are no
// messages. A loop around GetEvents, or with RCVTIMEO 0, runs as hot as one with
// DONTWAIT and is not seen.
package recvloop
